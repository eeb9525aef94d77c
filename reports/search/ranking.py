"""The order of what was found: exact code, beginning of the name, the very same marks, whole words, then the rest."""

from collections.abc import Callable, Iterable
from typing import TypeVar

from reports.search.question import Question
from vietnamese.text import exact_key, search_key

T = TypeVar("T")


def ranked(question: Question, rows: Iterable[T], name: Callable[[T], str], *codes: Callable[[T], str]) -> list[T]:
    """The rows with the best first; equal ones keep their order, which is the newest plan first.

    Marks count only between words that are otherwise the same, because Cẩm Giang and Cẩm Giàng are two places
    (domain reference §7.2).
    """
    asked = {term.key for term in question.terms} | {question.key}
    begin, marked, plain = question.key, question.marked_words, question.key.split()

    def rank(row: T) -> tuple[bool, bool, int, int]:
        text = name(row)
        is_code = any(search_key(code(row)) in asked for code in codes)
        key = search_key(text)
        with_marks, words = set(exact_key(text).split()), set(key.split())
        return (
            not is_code,
            not key.startswith(begin),
            -sum(word in with_marks for word in marked),
            -sum(word in words for word in plain),
        )

    return sorted(rows, key=rank)
