"""Comments of reviewers as pages and services ask for them, and what of a report they leave open."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Count, Q
from django.utils.text import Truncator

from plans.enums import SectionKind
from reports.checks import check_sheet
from reports.checks.issue import Issue, Severity
from reports.corrections import EVERYTHING, WHOLE, Scope, row_of, scope_of
from reports.enums import Capability, CommentState, CorrectionScope
from reports.models import ReviewComment, Submission
from reports.permissions import can
from reports.queries.sheet import Sheet

WHOLE_PLACE = "Toàn báo cáo"
NOT_CONFIRMED = (CommentState.SENT, CommentState.DONE)


def comments_by_anchor(submission: Submission, *, for_school: bool) -> dict[str, list[ReviewComment]]:
    """All comments of a report by the place they stand at, oldest first. One query.

    For the school only those that were sent; for the reviewer also what waits for the next return.
    """
    found: dict[str, list[ReviewComment]] = defaultdict(list)
    for comment in comments_of(submission, for_school=for_school):
        found[comment.anchor].append(comment)
    return dict(found)


def comments_of(submission: Submission, *, for_school: bool) -> list[ReviewComment]:
    """All comments of a report with the people in them, oldest first. One query; none for the school of a report that
    was never returned, which cannot have any."""
    if for_school and submission.returned_due_on is None:
        return []
    rows = ReviewComment.objects.filter(submission=submission).select_related("author", "done_by", "confirmed_by")
    if for_school:
        rows = rows.for_school()
    return list(rows.order_by("created_at", "pk"))


@dataclass(frozen=True, slots=True)
class CommentCounts:
    """How far the comments of one report are: sent to the school, ticked off by it, confirmed; and not sent yet."""

    total: int
    done: int
    confirmed: int
    unsent: int

    @property
    def waiting(self) -> int:
        """What the school has still to tick off."""
        return self.total - self.done


def comment_counts(submission_ids: Collection[int]) -> dict[int, CommentCounts]:
    """The counts of several reports by their ids; reports without comments are left out. One query, none for none.

    `done` includes what the reviewer has confirmed since.
    """
    if not submission_ids:
        return {}
    sent = ~Q(state=CommentState.DRAFT)
    rows = (
        ReviewComment.objects.filter(submission__in=submission_ids)
        .order_by()
        .values("submission")
        .annotate(
            total=Count("pk", filter=sent),
            done=Count("pk", filter=Q(state__in=[CommentState.DONE, CommentState.CONFIRMED])),
            confirmed=Count("pk", filter=Q(state=CommentState.CONFIRMED)),
            unsent=Count("pk", filter=~sent),
        )
    )
    return {
        row["submission"]: CommentCounts(row["total"], row["done"], row["confirmed"], row["unsent"]) for row in rows
    }


def places_of(sheet: Sheet) -> dict[str, str]:
    """Every place of a report that a comment can be anchored to, with its words; "" is the whole report."""
    places = {WHOLE: WHOLE_PLACE}
    for section in sheet.sections:
        places[section.field_name] = f"Mục {section.label}. {section.title}"
        if section.kind == SectionKind.TASKS:
            places |= {task.field_name: f"Nhiệm vụ {task.code}. {task.title}" for task in sheet.tasks}
        elif section.kind == SectionKind.INDICATORS:
            for line, row in enumerate(sheet.grid, 1):
                places[row.field_name] = f"Biểu số liệu, dòng {line}: {row.name}"
                for part, label, _ in row.cells:
                    places[f"{row.field_name}-{part}"] = f"{places[row.field_name]} – {label}"
    return places


def section_of(sheet: Sheet, anchor: str) -> str:
    """The code of the section on whose page a place stands; the first section for the whole report."""
    row = row_of(anchor)
    kinds = {"task": SectionKind.TASKS, "value": SectionKind.INDICATORS}
    wanted = kinds.get(row.partition("-")[0])
    for section in sheet.sections:
        if section.field_name == row or (wanted and section.kind == wanted):
            return section.code
    return sheet.sections[0].code if sheet.sections else ""


def scope_for(
    sheet: Sheet, *, comments: Iterable[ReviewComment] | None = None, issues: Iterable[Issue] | None = None
) -> Scope:
    """What of the report may be edited now. No query unless it was returned place by place; then one, or none when the
    comments are given. `issues` are the results of the checks, when they are known already."""
    submission = sheet.submission
    if submission.correction_scope == CorrectionScope.ALL:
        return EVERYTHING
    anchors: Sequence[str]
    if comments is None:
        anchors = open_anchors(submission.pk)
    else:
        anchors = [comment.anchor for comment in comments if comment.state in NOT_CONFIRMED]
    found = check_sheet(sheet) if issues is None else list(issues)
    return scope_of(
        anchors,
        {section.id: section.kind for section in sheet.sections},
        errors=[issue.field for issue in found if issue.is_error],
        warnings=[issue.field for issue in found if not issue.is_error],
    )


def comment_issues(sheet: Sheet, comments: Iterable[ReviewComment]) -> list[Issue]:
    """What the school has not ticked off yet, as errors of the check: the report is sent when all are."""
    return [
        Issue(
            Severity.ERROR,
            section_of(sheet, comment.anchor),
            f"comment-{comment.pk}",
            comment.place or WHOLE_PLACE,
            f"Nhận xét chưa đánh dấu đã sửa: “{Truncator(comment.text).words(30)}”",
        )
        for comment in comments
        if comment.state == CommentState.SENT
    ]


def open_anchors(submission_id: int) -> list[str]:
    """Where the comments stand that were sent and are not confirmed yet."""
    rows = ReviewComment.objects.filter(submission=submission_id).to_correct()
    return list(rows.order_by("pk").values_list("anchor", flat=True))


@dataclass(frozen=True, slots=True)
class CommentLine:
    """One comment with where its place stands in the form."""

    comment: ReviewComment
    section: str

    @property
    def place(self) -> str:
        return self.comment.place or WHOLE_PLACE


def comment_lines(sheet: Sheet, comments: Iterable[ReviewComment]) -> list[CommentLine]:
    """The comments in the order of the report, what is not ticked off first."""
    order = [section.code for section in sheet.sections]
    lines = [CommentLine(comment, section_of(sheet, comment.anchor)) for comment in comments]
    return sorted(
        lines,
        key=lambda line: (
            line.comment.state != CommentState.SENT,
            order.index(line.section) if line.section in order else -1,
        ),
    )


def comments_context(sheet: Sheet, user: Any) -> dict[str, Any]:
    """What `reports/_comments.html` shows: to the school what was sent to it, to the reviewer also what was not. One
    query, none for the school of a report that was never returned."""
    submission = sheet.submission
    comments = comments_of(submission, for_school=not can(user, Capability.COMMENT, submission))
    return {"comment_lines": comment_lines(sheet, comments)}
