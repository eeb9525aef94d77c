"""“Đã duyệt … · Hoàn tác”: what a reviewer has just decided, on whichever page they are, for a minute.

The notice is kept in the session, which every page reads anyway; whether the decision can still be taken back is
answered by `reports.services.undoing` when it is asked for.
"""

import math
from dataclasses import dataclass

from django.http import HttpRequest
from django.utils import timezone

from reports.models import Submission
from reports.services.undoing import WINDOW

KEY = "undo"


@dataclass(frozen=True, slots=True)
class UndoNotice:
    """The report, what happened to it, and for how many seconds it can be taken back."""

    pk: int
    text: str
    seconds: int


def announce(request: HttpRequest, submission: Submission, text: str) -> None:
    """Remember what was decided. A later decision takes the place of an earlier one."""
    until = timezone.now() + WINDOW
    request.session[KEY] = [submission.pk, text, until.timestamp()]


def undo_notice(request: HttpRequest) -> UndoNotice | None:
    """What can still be taken back, None when nothing was decided in the last minute."""
    kept = request.session.get(KEY)
    if not kept:
        return None
    pk, text, until = kept
    seconds = math.floor(until - timezone.now().timestamp())
    return UndoNotice(pk, text, seconds) if seconds > 0 else None


def withdraw(request: HttpRequest) -> None:
    """Say no more: the decision was taken back, or something followed."""
    request.session.pop(KEY, None)
