"""From lives and sheets to rows, period by period, in bulk."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model

from plans.models import Plan, PlanRevision, ReportingPeriod
from reports import workflow
from reports.demo import ledger, story
from reports.demo.clock import awake, between, dice
from reports.demo.district import Case
from reports.demo.forms import Form, Typed, draft, reason_for, type_in
from reports.demo.lives import Life, Step
from reports.demo.people import Cast
from reports.enums import Action, SubmissionStatus
from reports.models import (
    Extension,
    IndicatorValue,
    SectionEntry,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TaskEntry,
)
from reports.queries.sheet import Sheet
from reports.services.freezing import content_of, digest
from reports.services.storing import FIGURES, REMARKS
from reports.services.submitting import receipt_code
from schools.models import School

BATCH = 2000
GIVEN_BACK = (Action.RETURN, Action.REOPEN)


@dataclass
class Book:
    """Rows of one period that wait to be written, and how many of each kind were written so far."""

    counts: Counter[str] = field(default_factory=Counter)
    waiting: dict[type[Model], list[Model]] = field(default_factory=dict)

    def add(self, *rows: Model) -> None:
        for row in rows:
            self.waiting.setdefault(type(row), []).append(row)

    def write(self) -> None:
        for model, rows in self.waiting.items():
            model._default_manager.bulk_create(rows, batch_size=BATCH)
            self.counts[str(model._meta.verbose_name)] += len(rows)
        self.waiting.clear()


@dataclass
class Chronicle:
    """One plan year being written."""

    plan: Plan
    cases: Mapping[int, Mapping[int, Case]]
    schools: Sequence[School]
    cast: Cast
    now: dt.datetime
    chapter: story.Chapter
    book: Book
    forms: dict[str, Form] = field(default_factory=dict)
    previous: dict[int, Sheet] = field(default_factory=dict)
    regime: ledger.Regime = field(init=False)
    plan_revision: PlanRevision | None = field(init=False)

    def __post_init__(self) -> None:
        self.regime = ledger.Regime.of(self.plan)
        self.plan_revision = self.plan.revisions.order_by("-number").first()
        self.forms = {levels: Form.of(self.plan, levels) for levels in {school.levels for school in self.schools}}

    def write_period(self, period: ReportingPeriod, lives: Mapping[int, Life], *, is_recent: bool) -> None:
        """All reports of a period with everything that hangs on them."""
        period.plan = self.plan
        submissions = {
            school.organisation_id: Submission(period=period, organisation=school.organisation)
            for school in self.schools
        }
        for organisation_id, submission in submissions.items():
            self._live(submission, lives[organisation_id])
        Submission.objects.bulk_create(submissions.values(), batch_size=BATCH)
        self.book.counts[str(Submission._meta.verbose_name)] += len(submissions)
        for submission in submissions.values():
            submission.receipt_code = receipt_code(submission) if submission.revision else ""
        sheets = {}
        for school in self.schools:
            submission, life = submissions[school.organisation_id], lives[school.organisation_id]
            sheets[school.organisation_id] = self._fill(submission, school, period, life)
        changed = ["receipt_code", "filled_percent"]
        Submission.objects.bulk_update(submissions.values(), changed, batch_size=500)
        self.book.write()
        self._tell(period, submissions, lives, is_recent=is_recent)
        self.book.write()
        self.previous = sheets

    def _live(self, submission: Submission, life: Life) -> None:
        """Walk the life up to now through the workflow table and keep what the report looks like then."""
        steps = life.until(self.now)
        if [step.at for step in steps] != sorted(step.at for step in steps):
            raise ValueError(f"steps out of order: {submission.organisation}, {life}")
        for step in steps:
            status = SubmissionStatus(submission.status)
            submission.status = workflow.transition(step.action, status).target_from(status)
            note_step(submission, step)
        if steps:
            writer = self.cast.writer(submission.organisation_id)
            chance = dice("edits", submission.organisation.code, self.plan.year, submission.period.position)
            submission.edit_version = chance.randint(4, 26)
            submission.last_edited_by = writer
            submission.last_edited_at = self._last_edit(submission, steps)

    def _last_edit(self, submission: Submission, steps: Sequence[Step]) -> dt.datetime:
        """Shortly before it was sent; for a draft, some time since it was started."""
        chance = dice("last edit", submission.organisation.code, self.plan.year, submission.period.position)
        last = steps[-1]
        if last.action == Action.SAVE:
            return between(chance, last.at, min(self.now, last.at + dt.timedelta(days=4)), awake)
        sent = max(step.at for step in steps if step.action == Action.SUBMIT)
        before = max(step.at for step in steps if step.at < sent)
        return max(before, sent - dt.timedelta(minutes=chance.randint(2, 50)))

    def _fill(self, submission: Submission, school: School, period: ReportingPeriod, life: Life) -> Sheet:
        """Type the report in as far as it is written, keep its rows, events and versions; returns the sheet."""
        steps = life.until(self.now)
        form, case = self.forms[school.levels], self.cases[period.position][school.organisation_id]
        previous = self.previous.get(school.organisation_id)
        if not steps:
            return form.blank(submission, previous)
        returned = any(step.action in GIVEN_BACK for step in steps)
        typed = type_in(form, submission, case, period, previous, self.chapter, was_returned=returned)
        sheet = typed.sheet
        if steps[-1].action == Action.SAVE:
            sheet = draft(form, submission, previous, typed, life.filled)
        elif submission.status == SubmissionStatus.RETURNED and typed.first:
            sheet = typed.first
        submission.filled_percent = sheet.filled_percent
        self._keep(submission, sheet)
        self._record(submission, steps, typed)
        if life.grant and life.grant.granted_at <= self.now:
            self.book.add(
                Extension(
                    submission=submission,
                    until=life.grant.until,
                    reason=reason_for("extensions", submission, period),
                    granted_by=self.cast.officer,
                    granted_at=life.grant.granted_at,
                )
            )
        return sheet

    def _keep(self, submission: Submission, sheet: Sheet) -> None:
        """The rows the editing service would store: only for what was typed."""
        for section in sheet.sections:
            if section.text:
                self.book.add(SectionEntry(submission=submission, section_id=section.id, text=section.text))
        for task in sheet.tasks:
            if task.status:
                self.book.add(
                    TaskEntry(
                        submission=submission,
                        task_id=task.id,
                        status=task.status,
                        progress=task.progress,
                        text=task.text,
                    )
                )
        for row in sheet.grid:
            if row.raw_numerator or row.raw_denominator or row.raw_value:
                values = {name: getattr(row, name) for name in (*FIGURES, *REMARKS)}
                self.book.add(IndicatorValue(submission=submission, plan_indicator_id=row.id, **values))
        self.book.add(*sheet.recommendations)

    def _record(self, submission: Submission, steps: Sequence[Step], typed: Typed) -> None:
        """The chain of events with their people, and the frozen content of every time it was sent."""
        status, revision = SubmissionStatus.NOT_STARTED, 0
        last_sent = max((step.at for step in steps if step.action == Action.SUBMIT), default=None)
        was_given_back = any(step.action in GIVEN_BACK for step in steps)
        for step in steps:
            before, status = status, workflow.transition(step.action, status).target_from(status)
            by = self._who(submission, step)
            self.book.add(
                SubmissionEvent(
                    submission=submission,
                    action=step.action,
                    from_status=before,
                    to_status=status,
                    by=by,
                    at=step.at,
                    comment=step.comment,
                    due_on=step.due_on,
                )
            )
            if step.action != Action.SUBMIT:
                continue
            revision += 1
            corrected = step.at == last_sent and (revision > 1 or not was_given_back)
            content = content_of(typed.sheet if corrected or typed.first is None else typed.first)
            self.book.add(
                SubmissionVersion(
                    submission=submission,
                    revision=revision,
                    plan_revision=self.plan_revision,
                    content=content,
                    sha256=digest(content),
                    created_at=step.at,
                    created_by=by,
                )
            )

    def _who(self, submission: Submission, step: Step) -> Any:
        if step.action == Action.SAVE:
            return self.cast.writer(submission.organisation_id)
        if step.action == Action.SUBMIT:
            return self.cast.principals[submission.organisation_id]
        return self.cast.head if step.action == Action.REOPEN else self.cast.officer

    def _tell(
        self,
        period: ReportingPeriod,
        submissions: Mapping[int, Submission],
        lives: Mapping[int, Life],
        *,
        is_recent: bool,
    ) -> None:
        """The messages of the past: everything of recent periods, of old ones the last reminders and the returns."""
        granted = {row.submission_id: row for row in Extension.objects.filter(submission__period=period)}
        for organisation_id, submission in submissions.items():
            life, people = lives[organisation_id], self.cast.reporters(organisation_id)
            rows = ledger.reminders(submission, life, period, people, self.now, self.regime, all_stages=is_recent)
            steps = life.until(self.now)
            if is_recent or any(step.action in GIVEN_BACK for step in steps):
                rows += ledger.told(submission, steps, period, people, self.now)
            if submission.pk in granted:
                rows += ledger.extended(granted[submission.pk], submission, period, people, self.now)
            self.book.add(*rows)


def note_step(submission: Submission, step: Step) -> None:
    """The columns the services set together with the state."""
    match step.action:
        case Action.SUBMIT:
            submission.revision += 1
            submission.submitted_at = step.at
            submission.first_submitted_at = submission.first_submitted_at or step.at
            submission.opened_at = None
        case Action.RETURN:
            submission.opened_at = submission.opened_at or _opened(submission, step)
            submission.returned_due_on = step.due_on
        case Action.ACCEPT:
            submission.opened_at = submission.opened_at or _opened(submission, step)
            submission.accepted_at = step.at
        case Action.REOPEN:
            submission.accepted_at = None
            submission.returned_due_on = step.due_on


def _opened(submission: Submission, step: Step) -> dt.datetime:
    """The reviewer opened it a quarter of an hour before deciding."""
    return max(submission.submitted_at or step.at, step.at - dt.timedelta(minutes=15))
