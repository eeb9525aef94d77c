"""Noting that schools were recognised, passed their re-check, or are expected to be recognised."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone

from facilities.models import PlannedRecognition
from facilities.queries.expected import open_expectations
from facilities.queries.standard_plan import plan_of_year
from facilities.recognition_checks import Issue, planned_issues, recognition_issues
from facilities.signals import school_recognised
from schools.models import NationalStandard, School


class RecognitionRefused(Exception):
    """What was typed cannot be so; `issues` say why, all at once."""

    def __init__(self, issues: Sequence[Issue]) -> None:
        super().__init__("; ".join(issue.message for issue in issues))
        self.issues = issues


class RecognitionChanged(Exception):
    """Somebody else has changed the row since it was read."""


def fingerprint(row: NationalStandard) -> str:
    """What a form remembers of a recognition, so that nobody overwrites what somebody else has corrected."""
    return f"{row.level}|{row.recognised_on:%Y%m%d}|{row.recheck_due_on:%Y%m%d}|{row.decision}"


@transaction.atomic
def recognise(
    *, school: School, level: int, decision: str, recognised_on: dt.date, recheck_due_on: dt.date, by: Any
) -> NationalStandard:
    """Note a recognition, the first one or a passed re-check; a row that is there with the same content is left alone,
    so that sending twice writes once. An expectation of the school that is open becomes this recognition.

    Raises:
        RecognitionRefused: the days cannot be so.
    """
    _lock(school)
    same = {"level": level, "decision": decision, "recognised_on": recognised_on, "recheck_due_on": recheck_due_on}
    there = school.standards.filter(**same).first()
    if there is not None:
        return there
    _refuse(issues_of_recognition(school, recognised_on, recheck_due_on))
    row = NationalStandard.objects.create(school=school, **same)
    expected = open_expectations().filter(school=school).order_by("expected_on", "pk").first()
    if expected is not None:
        expected.recognition = row
        expected.save(update_fields=["recognition"])
    school_recognised.send(sender=NationalStandard, recognition=row, by=by)
    return row


@transaction.atomic
def correct_recognition(
    *,
    recognition: NationalStandard,
    seen: str,
    level: int,
    decision: str,
    recognised_on: dt.date,
    recheck_due_on: dt.date,
    by: Any,
) -> NationalStandard:
    """Put right a row that was noted wrongly; `seen` is its fingerprint when it was read.

    Raises:
        RecognitionChanged: it is no longer what was read.
        RecognitionRefused: the days cannot be so.
    """
    _lock(recognition.school)
    row = NationalStandard.objects.select_related("school__organisation").get(pk=recognition.pk)
    if fingerprint(row) != seen:
        raise RecognitionChanged
    _refuse(issues_of_recognition(row.school, recognised_on, recheck_due_on, besides=row))
    row.level, row.decision = level, decision
    row.recognised_on, row.recheck_due_on = recognised_on, recheck_due_on
    row.is_illustrative = False  # what the office has put right is no invention any more
    row.save()
    school_recognised.send(sender=NationalStandard, recognition=row, by=by)
    return row


@transaction.atomic
def remove_recognition(*, recognition: NationalStandard, by: Any) -> None:
    """Take out a row that was noted for a school by mistake; an expectation it had fulfilled is open again."""
    school_recognised.send(sender=NationalStandard, recognition=recognition, by=by)
    recognition.delete()


@transaction.atomic
def expect_recognition(
    *,
    school: School,
    kind: str,
    level: int,
    expected_on: dt.date,
    note: str,
    planned: PlannedRecognition | None = None,
) -> PlannedRecognition:
    """Note that a school is expected to be recognised on a day, or change that. Given up before, it is open again.

    Raises:
        RecognitionRefused: it cannot be expected so.
    """
    _lock(school)
    _refuse(issues_of_expectation(school, kind, level, expected_on, besides=planned))
    same_day = PlannedRecognition.objects.filter(school=school, expected_on=expected_on, recognition=None).first()
    row = planned or same_day or PlannedRecognition(school=school)
    if same_day is not None and same_day.pk != row.pk:
        same_day.delete()  # given up before, and now another expectation of the school moves to its day
    row.plan = plan_of_year(expected_on.year)
    row.kind, row.level, row.expected_on, row.note = kind, level, expected_on, note
    row.given_up_on, row.is_illustrative = None, False
    row.save()
    return row


def give_up(*, planned: PlannedRecognition) -> bool:
    """The school will not be proposed any more, from today; False when it was recognised or given up meanwhile."""
    return bool(open_expectations().filter(pk=planned.pk).update(given_up_on=timezone.localdate()))


def issues_of_recognition(
    school: School, recognised_on: dt.date, recheck_due_on: dt.date, *, besides: NationalStandard | None = None
) -> list[Issue]:
    """What is wrong with a recognition of the school, its other recognitions looked at; one query."""
    others = school.standards.exclude(pk=besides.pk) if besides else school.standards.all()
    days = others.values_list("recognised_on", "recheck_due_on")
    return recognition_issues(school, recognised_on, recheck_due_on, others=days, today=timezone.localdate())


def issues_of_expectation(
    school: School, kind: str, level: int, expected_on: dt.date, *, besides: PlannedRecognition | None = None
) -> list[Issue]:
    """What is wrong with an expectation of the school; two queries."""
    theirs = open_expectations().filter(school=school)
    earlier = (theirs.exclude(pk=besides.pk) if besides else theirs).first()
    return planned_issues(
        school,
        kind,
        level,
        expected_on,
        made=school.standards.values_list("recognised_on", "level"),
        open_on=earlier.expected_on if earlier else None,
        today=timezone.localdate(),
    )


def _lock(school: School) -> None:
    """Two people who write about one school do so one after the other."""
    School.objects.select_for_update().filter(pk=school.pk).order_by("pk").first()


def _refuse(issues: Sequence[Issue]) -> None:
    if issues:
        raise RecognitionRefused(issues)
