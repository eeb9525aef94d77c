"""Showing in a stored text why it was found: "cam vu" marks Cẩm Vũ."""

import re
from collections.abc import Iterator

from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from reports.search.question import Phrase, Question
from vietnamese.text import search_key

# A word as `search_key` sees it: what an ampersand ties together is one.
_WORD = re.compile(r"[^\W_]+(?:\s*&\s*[^\W_]+)*")


def marked(text: str, question: Question) -> SafeString:
    """The text with the words of the question in `<mark>`, whatever their marks and case; safe for a page."""
    words = [(match.start(), match.end(), search_key(match[0])) for match in _WORD.finditer(text)]
    phrases = [phrase for term in question.terms for phrase in term.phrases]
    spans = sorted(span for phrase in phrases for span in _places(phrase, words))
    parts: list[str] = []
    done = 0
    for start, end in spans:
        if end <= done:
            continue
        start = max(start, done)
        parts += [text[done:start], format_html("<mark>{}</mark>", text[start:end])]
        done = end
    parts.append(text[done:])
    return format_html_join("", "{}", ((part,) for part in parts))


def _places(phrase: Phrase, words: list[tuple[int, int, str]]) -> Iterator[tuple[int, int]]:
    """Where the phrase stands: its first words equal, the last one begun, as far as it was typed."""
    *before, last = phrase.text.split()
    for at in range(len(words) - len(before)):
        here = words[at : at + len(before) + 1]
        start, end, key = here[-1]
        if [word[2] for word in here[:-1]] != before or not key.startswith(last) or (phrase.whole and key != last):
            continue
        begun = key != last and len(key) == end - start  # a letter of the key is a letter of the text
        yield here[0][0], start + len(last) if begun else end
