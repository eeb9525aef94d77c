"""The Party Committee's plan in the demonstration: units that are no schools report to the Propaganda Board.

The document gives no dates for the reports, so the Board has set two a year here; they are marked as illustrative.
"""

import datetime as dt
from collections import Counter
from typing import Any

from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password

from plans.deadlines import local_day
from plans.enums import DeadlineRule, RelationKind, TaskStatus
from plans.models import Plan, PlanRelation, PlanRevision, ReportingPeriod, Task
from plans.services.loading import DATA, load_plan
from plans.services.revising import freeze_revision
from reports import workflow
from reports.demo.clock import dice
from reports.demo.lives import Course, Life, closed_life, running_life
from reports.demo.people import SINCE, Cast, invented_name
from reports.demo.summaries import Desk, write_summaries
from reports.demo.wording import texts
from reports.demo.writing import Book, note_step
from reports.enums import Action, SubmissionStatus
from reports.models import SectionEntry, Submission, SubmissionEvent, SubmissionVersion, TaskEntry
from reports.queries.sheet import Sheet, load_sheet
from reports.services.freezing import content_of, digest
from reports.services.opening import open_period
from reports.services.submitting import receipt_code
from schools.enums import OrganisationKind, Role
from schools.models import Membership
from vietnamese.dates import format_date

PARTY_PLAN_OF = 2019
PARTY_PLAN = DATA / "ke-hoach-huyen-uy-2019.yaml"
STATUSES = (TaskStatus.DONE, TaskStatus.IN_PROGRESS, TaskStatus.IN_PROGRESS, TaskStatus.HINDERED)
# What a report carries beside its rows once it has been written.
WRITTEN = [
    "status", "revision", "edit_version", "last_edited_by", "last_edited_at", "first_submitted_at", "submitted_at",
    "opened_at", "accepted_at", "returned_due_on", "receipt_code", "filled_percent",
]  # fmt: skip
BY = "ấn định kỳ báo cáo vì văn bản không ghi thời gian"


def write_party_plan(live: Plan, cast: Cast, now: dt.datetime) -> Counter[str]:
    """Load the plan, set its periods, write what the units have reported, and link the plan of the year to it."""
    plan = load_plan(PARTY_PLAN)
    people, board = _signers(plan, cast), cast.board
    _set_periods(plan, local_day(now).year, board)
    _link(live, plan)
    counts: Counter[str] = Counter()
    for period in plan.periods.order_by("position"):
        if period.opens_on <= local_day(now):
            open_period(period=period)
            counts["báo cáo của đơn vị ngoài trường"] += _write_period(period, people, board, now)
    counts["báo cáo tổng hợp"] = write_summaries(plan, Desk(head=board, clerk=board, writer=board), now)
    return counts


def _signers(plan: Plan, cast: Cast) -> dict[str, Any]:
    """Who signs for each unit, by its code: people of the demonstration, else somebody nobody logs in as."""
    user_model, locked = get_user_model(), make_password(None)
    known: dict[str, Any] = {OrganisationKind.EDUCATION_OFFICE: cast.head, OrganisationKind.FRONT: cast.front}
    people: dict[str, Any] = {}
    for duty in plan.reporters.select_related("organisation").order_by("pk"):
        unit = duty.organisation
        if unit.kind in known:
            people[unit.code] = known[unit.kind]
            continue
        chance, name = dice("signer", unit.code), unit.code.lower()
        user = user_model.objects.create(
            username=name,
            full_name=invented_name(chance, woman=chance.random() < 0.4),
            email=f"{name}@donvi.example",
            password=locked,
        )
        Membership.objects.create(user=user, organisation=unit, role=Role.HEAD, starts_on=SINCE)
        people[unit.code] = user
    return people


def _set_periods(plan: Plan, year: int, board: Any) -> None:
    begins = dt.date(year - 1, 12, 15)
    rows = (
        (1, f"6 tháng đầu năm {year}", dt.date(year, 1, 1), dt.date(year, 6, 14), dt.date(year, 6, 20)),
        (2, f"năm {year}", dt.date(year, 6, 21), dt.date(year, 12, 14), dt.date(year, 12, 20)),
    )
    for position, label, opens_on, data_to, deadline_on in rows:
        ReportingPeriod.objects.create(
            plan=plan,
            position=position,
            label=label,
            data_from=begins,
            data_to=data_to,
            school_year=year - 1,
            opens_on=opens_on,
            deadline_on=deadline_on,
            deadline_rule=DeadlineRule.NOT_LATER_THAN,
            deadline_text=f"chậm nhất ngày {format_date(deadline_on)}",
            is_illustrative=True,
        )
    name = next((profile.short_name for profile in plan.receiver.profiles.all()), plan.receiver.short_name)
    freeze_revision(plan=plan, by=board, reason=f"{name} {BY}.")


def _link(live: Plan, plan: Plan) -> None:
    """The invented plan of the year carries out the Party Committee's; a real document must say so itself."""
    if not live.is_illustrative:
        return
    PlanRelation.objects.create(plan=live, kind=RelationKind.IMPLEMENTS, to_plan=plan, position=0)
    above = dict(plan.tasks.values_list("code", "pk"))
    for below, code in texts("party.yaml")["links"].items():
        Task.objects.filter(plan=live, code=below).update(carries_out=above[code])


def _write_period(period: ReportingPeriod, people: dict[str, Any], board: Any, now: dt.datetime) -> int:
    book, revision = Book(), period.plan.revisions.order_by("number").last()
    rows = list(
        Submission.objects.filter(period=period)
        .select_related("organisation__school", "period__plan")
        .order_by("organisation__code")
    )
    for submission in rows:
        _write_report(submission, people[submission.organisation.code], board, now, book, revision)
    Submission.objects.bulk_update(rows, WRITTEN)
    book.write()
    return len(rows)


def _life(submission: Submission, now: dt.datetime) -> Life:
    period, code = submission.period, submission.organisation.code
    is_closed = period.last_day < local_day(now)
    story = texts("party.yaml")
    usual = Course.ON_TIME if is_closed else Course.UNTOUCHED
    name = story["courses"]["closed" if is_closed else "running"].get(code, usual.name)
    course, chance = Course[name.upper()], dice("party", code, period.position)
    # In the first days of a period nobody has sent anything.
    if not is_closed and (local_day(now) - period.opens_on).days < 14:
        course = Course.UNTOUCHED
    if is_closed:
        return closed_life(chance, course, period, story["return_reason"], local_day(now))
    return running_life(chance, course, period, story["return_reason"], now)


def _write_report(
    submission: Submission, signer: Any, board: Any, now: dt.datetime, book: Book, revision: PlanRevision | None
) -> None:
    life = _life(submission, now)
    steps = life.until(now)
    if not steps:
        return
    sheet = load_sheet(submission)
    _fill(sheet, life.filled)
    for step in steps:
        before = SubmissionStatus(submission.status)
        submission.status = workflow.transition(step.action, before).target_from(before)
        note_step(submission, step)
        by = signer if step.action in (Action.SAVE, Action.SUBMIT) else board
        book.add(
            SubmissionEvent(
                submission=submission,
                action=step.action,
                from_status=before,
                to_status=submission.status,
                by=by,
                at=step.at,
                comment=step.comment,
                due_on=step.due_on,
            )
        )
        if step.action == Action.SUBMIT:
            if submission.revision > 1:
                sheet.sections[0].text += f" {texts('party.yaml')['added']}"
            book.add(_version(sheet, step.at, by, revision))
    submission.edit_version, submission.last_edited_by, submission.last_edited_at = 8, signer, steps[0].at
    submission.receipt_code = receipt_code(submission) if submission.revision else ""
    submission.filled_percent = sheet.filled_percent
    _keep(sheet, book)


def _version(sheet: Sheet, at: dt.datetime, by: Any, revision: PlanRevision | None) -> SubmissionVersion:
    content = content_of(sheet)
    return SubmissionVersion(
        submission=sheet.submission,
        revision=sheet.submission.revision,
        content=content,
        sha256=digest(content),
        created_at=at,
        created_by=by,
        plan_revision=revision,
    )


def _fill(sheet: Sheet, share: float) -> None:
    """Sentences for the sections and the unit's tasks, as far as the report is written."""
    story, submission = texts("party.yaml"), sheet.submission
    chance = dice("party text", submission.organisation.code, submission.period.position)
    sections = [row for row in sheet.sections if row.code in story["sections"]]
    for section in sections[: round(len(sections) * share)]:
        section.text = " ".join(chance.sample(story["sections"][section.code], 2))
    for task in sheet.tasks[: round(len(sheet.tasks) * share)]:
        task.status = chance.choice(STATUSES)
        task.progress = 100 if task.status == TaskStatus.DONE else chance.choice((40, 50, 60, 70, 80))
        task.text = chance.choice(story["tasks"][task.status])


def _keep(sheet: Sheet, book: Book) -> None:
    """The rows the editing service would store."""
    for section in sheet.sections:
        if section.text:
            book.add(SectionEntry(submission=sheet.submission, section_id=section.id, text=section.text))
    for task in sheet.tasks:
        if task.status:
            book.add(
                TaskEntry(
                    submission=sheet.submission,
                    task_id=task.id,
                    status=task.status,
                    progress=task.progress,
                    text=task.text,
                )
            )
