"""Ending a visit: the checks, the lock, what it tells of works and to the school."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from facilities.enums import InspectionState, WorkState
from facilities.models import Finding, Inspection, Work, WorkUpdate
from facilities.signals import inspection_ended
from facilities.visit_checks import VisitIssue, issues_of


class VisitIncomplete(Exception):
    """The visit cannot end yet; `issues` say why."""

    def __init__(self, issues: list[VisitIssue]) -> None:
        self.issues = issues
        super().__init__(f"{len(issues)} lỗi")


class VisitChanged(Exception):
    """Somebody wrote on the visit, or ended it, after the person had looked at it."""


@transaction.atomic
def end_inspection(*, inspection: Inspection, version: int, by: Any, leave_out: bool = False) -> Inspection:
    """End the visit as it stood at `version`: from now on nobody changes it, and the school reads it.

    What was seen of a running work becomes its latest progress, unless something newer than the visit is known.

    Raises:
        VisitIncomplete: see `visit_checks`. VisitChanged: the version is not the latest, or the visit has ended.
    """
    now = timezone.now()
    rows = Inspection.objects.filter(pk=inspection.pk, state=InspectionState.DRAFT, version=version)
    if not rows.update(state=InspectionState.DONE, done_at=now, version=F("version") + 1):
        raise VisitChanged
    ended = Inspection.objects.select_related("school__organisation", "office").get(pk=inspection.pk)
    findings = list(ended.findings.select_related("work"))
    issues = issues_of(ended, findings, leave_out=leave_out, today=timezone.localdate(now))
    if issues:
        raise VisitIncomplete(issues)
    for line in findings:
        if line.work is not None and line.seen_percent is not None:
            _tell_progress(line, line.work, by)
    inspection_ended.send(sender=Inspection, inspection=ended, by=by)
    return ended


def _tell_progress(line: Finding, work: Work, by: Any) -> None:
    """A work seen complete is still running until somebody says on which day it was finished."""
    day, percent = line.inspection.visited_on, line.seen_percent or 0
    if work.updates.filter(seen_on__gt=day).exists() or work.state == WorkState.FINISHED:
        return
    WorkUpdate.objects.create(
        work=work, seen_on=day, percent=percent, state=work.state, note=line.note, by=by, created_at=timezone.now()
    )
    Work.objects.filter(pk=work.pk).update(percent=percent, version=F("version") + 1)
