"""Saving single marks about requests that came back, while somebody types."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from reports.enums import RequestVerdict
from reports.models import RequestMark, Submission
from reports.queries.standing import requests_of
from reports.services.storing import store_marks
from vietnamese.text import nfc

WORD_LENGTH = 500

# Whether a cell may be written over what is stored, given what the person saw: notes a conflict otherwise.
MayWrite = Callable[[Any, str, str], bool]


def save_marks(submission_id: int, groups: Mapping[int, Sequence[tuple[str, Any]]], may_write: MayWrite) -> list[str]:
    """Store the marks of those requests that stand in the report; returns the names of the inputs that were stored."""
    submission = Submission.objects.select_related("period__plan").get(pk=submission_id)
    saved: list[str] = []
    marks = []
    for row in requests_of(submission)[1]:
        stored = {"verdict": row.verdict, "word": row.word}
        after = dict(stored)
        for part, cell in groups.get(row.id, ()):
            typed = nfc(cell.value).strip()[:WORD_LENGTH]
            is_known = part == "word" or (part == "verdict" and typed in ("", *RequestVerdict.values))
            if is_known and may_write(cell, stored[part], typed):
                after[part] = typed
                saved.append(cell.name)
        if after != stored:
            marks.append(RequestMark(submission=submission, recommendation_id=row.id, **after))
    store_marks(marks)
    return saved
