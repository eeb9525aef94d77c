"""The reports that wait for a reviewer, with what decides which of them to open first."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.core.cache import cache
from django.db.models import Count, Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce

from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.checks import check_sheet, warnings_of
from reports.enums import CommentState, Purpose
from reports.models import ReviewComment, Submission
from reports.models.submission import SubmissionQuerySet
from reports.permissions import OFFICE_ROLES, REPORTER_ROLES
from reports.queries.assignments import fitting, lines_in_force
from reports.queries.communes import commune_of_report
from reports.queries.sheet import Sheet
from reports.queries.sheets import load_sheets
from schools.enums import Role
from schools.queries import actor_of

LONG_WAIT = 3  # days after which the wait is shown as a warning
REMEMBERED = 24 * 3600  # seconds
# Comments that stand in the way of accepting a report unread.
UNSETTLED = (CommentState.DRAFT, CommentState.SENT, CommentState.DONE)


class Warnings(NamedTuple):
    """How often the checks ask about a report, and how many of these questions the school has not answered."""

    total: int
    unanswered: int


@dataclass(frozen=True, slots=True)
class QueueRow:
    """One waiting report, how many days it has waited, and what the checks ask about it."""

    submission: Submission
    days: int
    warnings: Warnings

    @property
    def is_resent(self) -> bool:
        """Whether it came back after a request for corrections."""
        return self.submission.returned_due_on is not None

    @property
    def waits_long(self) -> bool:
        return self.days >= LONG_WAIT

    @property
    def waited(self) -> str:
        return f"{self.days} ngày" if self.days else "hôm nay"


def reviewable(user: Any) -> SubmissionQuerySet:
    """The reports the person may review; twin of `permissions.can(user, REVIEW, submission)`."""
    actor = actor_of(user)
    reports = Q(purpose=Purpose.REPORT, period__plan__receiver__in=actor.organisations(*OFFICE_ROLES))
    reports &= ~Q(organisation__in=actor.organisations(*REPORTER_ROLES))
    figures = Q(purpose=Purpose.FIGURES, period__plan__receiver__in=actor.organisations(Role.HEAD))
    return Submission.objects.filter(reports | figures).exclude(period__plan__status=PlanStatus.DRAFT)


def oldest_first(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    return submissions.order_by("submitted_at", "pk")


def looked_after_by(user: Any) -> Q:
    """Reports that one of the person's assignments covers, whichever of their offices receives them."""
    own = Q(pk__in=[])
    for office in sorted(actor_of(user).organisations(*OFFICE_ROLES)):
        own |= Q(Exists(fitting(lines_in_force(office).of(user))), period__plan__receiver=office)
    return own


def looked_after_by_nobody(user: Any) -> Q:
    """Reports to the person's offices that no assignment covers."""
    free = Q(pk__in=[])
    for office in sorted(actor_of(user).organisations(*OFFICE_ROLES)):
        free |= Q(~Exists(fitting(lines_in_force(office))), period__plan__receiver=office)
    return free


def with_comments(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Annotate `comment_count` (sent, not yet confirmed) and `answered_count` (of these, ticked off by the school)."""
    sent = Q(state__in=[CommentState.SENT, CommentState.DONE])
    return submissions.annotate(
        comment_count=_count(ReviewComment.objects.filter(sent)),
        answered_count=_count(ReviewComment.objects.filter(state=CommentState.DONE)),
    )


def clean_sheets(submissions: Sequence[Submission]) -> dict[int, Sheet]:
    """The sheets of those reports that can be accepted without opening them: the checks ask nothing, and no comment
    waits for anybody. Five queries."""
    pks = [submission.pk for submission in submissions]
    unsettled = ReviewComment.objects.filter(submission__in=pks, state__in=UNSETTLED).order_by()
    commented = set(unsettled.values_list("submission", flat=True))
    sheets = load_sheets([submission for submission in submissions if submission.pk not in commented])
    return {pk: sheet for pk, sheet in sheets.items() if not warnings_of(check_sheet(sheet))}


def _count(comments: QuerySet[ReviewComment]) -> Coalesce:
    """How many of the comments belong to the report of the row, 0 included."""
    rows = comments.filter(submission=OuterRef("pk")).order_by().annotate(one=Value(1)).values("one")
    counted = rows.annotate(count=Count("pk")).values("count")
    return Coalesce(Subquery(counted, output_field=IntegerField()), 0)


def queue_rows(submissions: Sequence[Submission], today: dt.date) -> list[QueueRow]:
    """The rows of a page. The reports come `for_queue`."""
    warnings = warning_counts(submissions)
    return [
        QueueRow(row, (today - local_day(row.submitted_at)).days, warnings[row.pk])
        for row in submissions
        if row.submitted_at
    ]


def for_queue(submissions: SubmissionQuerySet) -> SubmissionQuerySet:
    """Everything a row of the queue reads, in one query."""
    earlier = Submission.objects.filter(
        organisation=OuterRef("organisation"),
        period__plan=OuterRef("period__plan"),
        period__position__lt=OuterRef("period__position"),
    ).order_by("-period__position")
    return (
        with_comments(submissions.select_related("organisation__school", "period__plan").with_extension())
        .annotate(previous_version=Subquery(earlier.values("edit_version")[:1]))
        .annotate(name=F("organisation__short_name"), commune=commune_of_report("short_name"))
    )


def warning_counts(submissions: Sequence[Submission]) -> dict[int, Warnings]:
    """What the checks say about each report, counted.

    What was sent does not change while it waits, so the counts are remembered; the key names everything a warning
    compares: this sending, and how often the report of the period before was edited.
    """
    keys = {row.pk: f"warnings:{row.pk}:{row.revision}:{_previous_version(row)}" for row in submissions}
    known = cache.get_many(keys.values())
    unknown = [row for row in submissions if keys[row.pk] not in known]
    if unknown:
        found = {keys[pk]: tuple(count) for pk, count in _counted(unknown).items()}
        cache.set_many(found, REMEMBERED)
        known |= found
    return {pk: Warnings(*known[key]) for pk, key in keys.items()}


def _previous_version(row: Submission) -> int | None:
    found: int | None = row.__dict__["previous_version"]
    return found


def _counted(submissions: Sequence[Submission]) -> dict[int, Warnings]:
    counts = {}
    for pk, sheet in load_sheets(submissions).items():
        warnings = warnings_of(check_sheet(sheet))
        counts[pk] = Warnings(len(warnings), sum(not issue.is_justified for issue in warnings))
    return counts


def queue_periods(user: Any, today: dt.date) -> list[Any]:
    """The periods whose reports may wait for the person: opened ones, the latest plan first. Each says whether it
    `has_schools` among those that report."""
    actor = actor_of(user)
    schools = Submission.objects.filter(period=OuterRef("pk"), organisation__school__isnull=False)
    periods = ReportingPeriod.objects.opened(today).filter(plan__receiver__in=actor.organisations(*OFFICE_ROLES))
    return list(
        periods.annotate(has_schools=Exists(schools))
        .select_related("plan")
        .order_by("-plan__year", "plan__pk", "-position")
    )
