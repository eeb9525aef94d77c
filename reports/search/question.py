"""What was typed into the search box, taken apart into terms that each have to be found."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Q

from reports.search.vocabulary import is_abbreviation, kind_words, longest_phrase, synonyms
from vietnamese.text import exact_key, nfc, search_key

MOST_CHARACTERS, MOST_WORDS, FEWEST_CHARACTERS = 100, 8, 2


@dataclass(frozen=True, slots=True)
class Phrase:
    """Folded words that stand side by side; unless `whole`, the last of them may go on."""

    text: str
    whole: bool

    @property
    def pattern(self) -> str:
        """What a text made by `haystack` contains when it has the phrase."""
        return f" {self.text} " if self.whole else f" {self.text}"


@dataclass(frozen=True, slots=True)
class Term:
    """One thing asked for, in all the ways it is written; the way it was typed comes first."""

    phrases: tuple[Phrase, ...]
    kind: str = ""

    @property
    def key(self) -> str:
        """The term as typed, folded."""
        return self.phrases[0].text

    def is_in(self, text: str) -> bool:
        """Whether a text made by `haystack` has the term."""
        return any(phrase.pattern in text for phrase in self.phrases)

    def condition(self, column: str) -> Q:
        """The same question to the database, about a column made like `haystack`."""
        found = Q()
        for phrase in self.phrases:
            found |= Q(**{f"{column}__contains": phrase.pattern})
        return found


@dataclass(frozen=True)
class Question:
    """The terms of a search and what is needed to order what they find."""

    text: str
    terms: tuple[Term, ...]
    is_cut: bool

    @property
    def is_askable(self) -> bool:
        """Whether enough was typed to search for."""
        return len(self.key) >= FEWEST_CHARACTERS and bool(self.terms)

    @property
    def key(self) -> str:
        return search_key(self.text)

    @property
    def marked_words(self) -> tuple[str, ...]:
        """The words with their marks as typed, folded otherwise."""
        return tuple(exact_key(self.text).split())

    def said_in(self, text: str) -> frozenset[int]:
        """The terms of which two words and more stand side by side in a text made by `haystack`, in the order typed.

        For long texts, and texts about something else: one word alone says nothing there ("vu" of "cam vu" stands in
        every "nhiệm vụ").
        """
        found: set[int] = set()
        for start in range(len(self.terms)):
            for end in range(start + 1, len(self.terms) + 1):
                terms = self.terms[start:end]
                said = " ".join(term.key for term in terms)
                is_kind_alone = len(terms) == 1 and terms[0].kind
                if " " in said and not is_kind_alone and f" {said}" in text:
                    found.update(range(start, end))
        return frozenset(found)

    def beyond(self, text: str) -> "Question":
        """What the question asks for besides what a text says."""
        here = haystack(text)
        return replace(self, terms=tuple(term for term in self.terms if not term.is_in(here)))


def haystack(*texts: str) -> str:
    """Texts folded and joined, with a space at both ends, so that the beginning of a word can be asked for."""
    return f" {' '.join(search_key(text) for text in texts if text)} "


def ask(typed: str) -> Question:
    """Take apart what was typed: at most 100 characters and eight words.

    A code stays together ("II.2.3", "04/KH-PGDĐT"), so do words the vocabulary knows as one thing ("chuẩn quốc gia").
    """
    text = " ".join(nfc(typed.replace("\0", " ")).split())
    kept = text[:MOST_CHARACTERS].strip()
    keys = [key for key in (search_key(word) for word in _words(kept)) if key]
    terms = tuple(_terms(keys[:MOST_WORDS]))
    return Question(kept, terms, is_cut=len(kept) < len(text) or len(keys) > MOST_WORDS)


def _words(text: str) -> list[str]:
    """Words between spaces; "GD & ĐT" is one, as in `search_key`."""
    return text.replace(" & ", "&").split()


def _terms(keys: list[str]) -> Iterable[Term]:
    at = 0
    while at < len(keys):
        for length in range(min(longest_phrase(), len(keys) - at), 0, -1):
            known = " ".join(keys[at : at + length])
            if known in synonyms() or known in kind_words():
                ways = synonyms().get(known, (known,))
                yield Term(tuple(Phrase(way, is_abbreviation(way)) for way in ways), _kind(ways))
                break
        else:
            length = 1
            yield Term((Phrase(keys[at], _ends_with_a_number(keys[at])),))
        at += length


def _kind(ways: Iterable[str]) -> str:
    return next((kind_words()[way] for way in ways if way in kind_words()), "")


def _ends_with_a_number(key: str) -> bool:
    """Whether the last word is a short number, which is never the beginning of a longer one: 6 is not 60."""
    last = key.split()[-1]
    return last.isdigit() and len(last) <= 2
