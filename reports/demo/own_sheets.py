"""The sheets of the figures no school has in the demonstration: period by period, in bulk, as the services write them.

All were confirmed in time, but for the period opened last of the plan in force: there the office's own sheet waits for
the head, and one commune is missing.
"""

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from plans.deadlines import local_day
from plans.enums import EnteredBy, PlanStatus
from plans.models import Plan, PlanIndicator, PlanRevision, ReportingPeriod
from reports import workflow
from reports.asking import enterer_of
from reports.checks import check_sheet
from reports.demo import story
from reports.demo.clock import DAY, at_office, between, dice, moment
from reports.demo.forms import PARTS, DemoInconsistentError, grid_row
from reports.demo.lives import Step
from reports.demo.own_figures import commune_cells, office_cells
from reports.demo.people import Cast
from reports.demo.writing import Book, note_step
from reports.enums import Action, Purpose, SubmissionStatus
from reports.models import IndicatorValue, Submission, SubmissionEvent, SubmissionVersion
from reports.queries.frozen import content_of, digest
from reports.queries.rows import GridRow, SectionRow
from reports.queries.sheet import Sheet, figures_section
from reports.services.editing import overlay
from reports.services.opening import figure_units
from reports.services.storing import FIGURES, REMARKS
from reports.services.submitting import receipt_code
from schools.enums import Levels
from schools.models import Organisation

WRITTEN = (
    "status", "revision", "edit_version", "filled_percent", "last_edited_at", "last_edited_by", "first_submitted_at",
    "submitted_at", "opened_at", "accepted_at", "receipt_code",
)  # fmt: skip
ENTERED = (Action.SAVE, Action.SUBMIT, Action.ACCEPT)


def write_own_sheets(plan: Plan, cast: Cast, now: dt.datetime, book: Book) -> int:
    """Write the sheets of every opened period of the plan; returns how many.

    Raises:
        DemoInconsistentError: a sheet that is to be sent would not pass the portal's own checks.
    """
    opened = list(plan.periods.filter(opens_on__lte=local_day(now)).order_by("position"))
    scribe = Scribe.of(plan, cast, now, book)
    running = opened[-1:] if plan.status == PlanStatus.IN_FORCE else []
    return sum(scribe.write_period(period, is_last=period in running) for period in opened)


@dataclass
class Scribe:
    """Who writes the sheets of one plan, its grids, and what was said in the period before."""

    plan: Plan
    cast: Cast
    now: dt.datetime
    book: Book
    section: SectionRow
    grids: dict[EnteredBy, list[PlanIndicator]]
    revision: PlanRevision | None
    previous: dict[int, list[GridRow]] = field(default_factory=dict)

    @classmethod
    def of(cls, plan: Plan, cast: Cast, now: dt.datetime, book: Book) -> "Scribe":
        rows = [
            SectionRow(row.pk, row.code, row.label, "", "", "", row.kind, "", True, "", "")
            for row in plan.outline.order_by("position")
        ]
        return cls(
            plan=plan,
            cast=cast,
            now=now,
            book=book,
            section=figures_section(rows),
            grids={
                who: list(plan.plan_indicators.asked_of(Levels.ALL, enterer=who))
                for who in (EnteredBy.OFFICE, EnteredBy.COMMUNE)
            },
            revision=plan.revisions.order_by("-number").first(),
        )

    def write_period(self, period: ReportingPeriod, *, is_last: bool) -> int:
        """The sheets of one period with everything that hangs on them."""
        period.plan = self.plan
        bodies = Organisation.objects.in_bulk(figure_units(period))
        sheets = [
            Submission(period=period, organisation=body, purpose=Purpose.FIGURES)
            for body in sorted(bodies.values(), key=lambda body: (body.sort_key, body.pk))
        ]
        Submission.objects.bulk_create(sheets)
        for submission in sheets:
            self._write(submission, self._steps(submission, is_last=is_last))
        Submission.objects.bulk_update(sheets, WRITTEN)
        self.book.write()
        return len(sheets)

    def _steps(self, submission: Submission, *, is_last: bool) -> list[Step]:
        """Entered between the closing of the figures and the office's own report, then confirmed by the head."""
        period, body = submission.period, submission.organisation
        chance = dice("own sheet", body.code, self.plan.year, period.position)
        ends = period.forward_on or period.last_day + 5 * DAY
        sent = between(
            chance, moment(period.data_to + 2 * DAY), moment(max(ends - 3 * DAY, period.last_day)), at_office
        )
        times = (sent - dt.timedelta(minutes=chance.randint(10, 90)), sent, sent + chance.randint(20, 44) * DAY / 24)
        steps = [Step(action, at) for action, at in zip(ENTERED, times, strict=True) if at <= self.now]
        if is_last and body.short_name == story.UNENTERED_COMMUNE:
            return []
        return steps[:2] if is_last and body.pk == self.plan.receiver_id else steps

    def _write(self, submission: Submission, steps: Sequence[Step]) -> None:
        sheet = self._typed(submission) if steps else self._blank(submission)
        for step in steps:
            before = SubmissionStatus(submission.status)
            submission.status = workflow.transition(step.action, before).target_from(before)
            note_step(submission, step)
            self._record(submission, step, before, sheet)
        self.previous[submission.organisation_id] = sheet.grid
        if not steps:
            return
        submission.edit_version = len(sheet.grid)
        submission.last_edited_by, submission.last_edited_at = self.cast.officer, steps[0].at
        submission.filled_percent = sheet.filled_percent
        submission.receipt_code = receipt_code(submission) if submission.revision else ""
        self.book.add(*self._values(sheet))

    def _blank(self, submission: Submission) -> Sheet:
        who = enterer_of(submission.organisation, self.plan)
        before = {row.id: row for row in self.previous.get(submission.organisation_id, ())}
        grid = [grid_row(row, before.get(row.pk)) for row in self.grids[who]] if who else []
        return Sheet(submission=submission, sections=[self.section], tasks=[], grid=grid, recommendations=[])

    def _typed(self, submission: Submission) -> Sheet:
        sheet = self._blank(submission)
        changes = {}
        for row in sheet.grid:
            for part, text in zip(PARTS[row.is_ratio], self._cells(submission, row), strict=True):
                changes[f"{row.field_name}-{part}"] = text
        overlay(sheet, changes)
        for issue in check_sheet(sheet):
            raise DemoInconsistentError(f"{submission.organisation}: {issue.place}: {issue.message}")
        return sheet

    def _cells(self, submission: Submission, row: GridRow) -> tuple[str, ...]:
        position, body = submission.period.position, submission.organisation
        if body.pk == self.plan.receiver_id:
            return office_cells(row.code, is_ratio=row.is_ratio, year=self.plan.year, position=position)
        return commune_cells(row.code, body.short_name, is_ratio=row.is_ratio, position=position)

    def _record(self, submission: Submission, step: Step, before: SubmissionStatus, sheet: Sheet) -> None:
        by = self.cast.head if step.action == Action.ACCEPT else self.cast.officer
        self.book.add(
            SubmissionEvent(
                submission=submission,
                action=step.action,
                from_status=before,
                to_status=submission.status,
                by=by,
                at=step.at,
            )
        )
        if step.action == Action.SUBMIT:
            content = content_of(sheet)
            self.book.add(
                SubmissionVersion(
                    submission=submission,
                    revision=submission.revision,
                    plan_revision=self.revision,
                    content=content,
                    sha256=digest(content),
                    created_at=step.at,
                    created_by=by,
                )
            )

    @staticmethod
    def _values(sheet: Sheet) -> Iterable[IndicatorValue]:
        for row in sheet.grid:
            values = {name: getattr(row, name) for name in (*FIGURES, *REMARKS)}
            yield IndicatorValue(submission=sheet.submission, plan_indicator_id=row.id, **values)
