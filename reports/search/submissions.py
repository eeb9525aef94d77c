"""Reports: a school and a period together name one, so does the code of its receipt."""

import re
from typing import Any

from django.db.models import Count, F, Q, TextField, Value, Window
from django.db.models.functions import Concat
from django.urls import reverse
from django.utils.http import urlencode

from reports.enums import Capability, SubmissionStatus
from reports.models import Submission
from reports.permissions import can
from reports.presentation import BADGE_FIELDS, status_badge
from reports.search.hits import MOST_ROWS, Found, Hit, Kind
from reports.search.question import Term
from reports.search.ranking import ranked
from reports.search.scope import Scope

_OWNER = Concat(Value(" "), F("organisation__search_key"), Value(" "), output_field=TextField())
_RECEIPT = re.compile(r"bn-[\d-]{1,16}", re.IGNORECASE)
_READ = (
    *BADGE_FIELDS,
    "receipt_code",
    "organisation__short_name",
    *(f"period__{name}" for name in ("label", "data_to", "last_day", "plan")),
    *(f"period__plan__{name}" for name in ("title", "status", "receiver")),
)


def find_submissions(scope: Scope) -> Found:
    """Reports the person sees; at least one word is about the school, the period or the receipt, the others may be
    about plan and year."""
    receipt = _RECEIPT.search(scope.question.text)
    visible = Submission.objects.visible_to(scope.user).alias(owner=_OWNER)
    rows: Any = visible.filter(receipt_code__istartswith=receipt[0]) if receipt else _with_words(visible, scope)
    found = (
        rows.annotate(total=Window(Count("pk")))
        .select_related("organisation", "period__plan")
        .with_extension()
        .only(*_READ)
        .order_by(
            "-period__plan__year", "-period__plan", "-period__position", "-purpose", "organisation__sort_key", "pk"
        )[:MOST_ROWS]
    )
    ordered = ranked(scope.question, found, _said, lambda row: row.receipt_code)
    return Found(Kind.REPORTS, ordered, ordered[0].total if ordered else 0, lambda row: _hit(scope, row))


def _with_words(rows: Any, scope: Scope) -> Any:
    own = Q()
    for number, term in enumerate(scope.question.terms):
        if term.kind == Kind.REPORTS:
            own |= Q(pk__gt=0)
            continue
        labelled = Q(period__in=_rounds_with(scope, term))
        own |= term.condition("owner") | labelled
        rows = rows.filter(term.condition("owner") | labelled | _about_plan(scope, number, term))
    return rows.filter(own)


def _rounds_with(scope: Scope, term: Term) -> list[int]:
    """The periods whose label has the word."""
    return [each.pk for row in scope.all_plans.values() for each in row.rounds if term.is_in(each.words)]


def _about_plan(scope: Scope, number: int, term: Term) -> Q:
    """Reports of a plan or of a year the word is about."""
    years = [each.pk for row in scope.all_plans.values() for each in row.rounds if term.key == str(each.year)]
    return Q(period__plan__in=scope.plans_with(number)) | Q(period__in=years)


def _said(row: Submission) -> str:
    """What the order goes by: the report before its school, so that nobody's reports come first for a short name."""
    return f"{row.title} {row.period.year} {row.organisation.short_name}"


def _title(row: Submission) -> str:
    """`MN … – Báo cáo 6 tháng 2018`; the year stands once."""
    year = "" if str(row.period.year) in row.period.label else f" {row.period.year}"
    return f"{row.organisation.short_name} – {row.title}{year}"


def _hit(scope: Scope, row: Submission) -> Hit:
    receipt = f"biên nhận {row.receipt_code}" if row.receipt_code else ""
    context = " · ".join(filter(None, [row.period.plan.title, receipt]))
    return Hit(_title(row), _address(scope.user, row), context, status_badge(row))


def _address(user: Any, row: Submission) -> str:
    """The page on which the person goes on with the report. A draft whose content is not theirs to read leads to its
    line on the status board."""
    if not can(user, Capability.VIEW_CONTENT, row):
        if can(user, Capability.VIEW_BOARD, row.period) and not row.is_figures:
            return f"{reverse('period_board', args=[row.period_id])}?{urlencode({'q': row.organisation.short_name})}"
        return f"{reverse('submission_list')}?{urlencode({'q': row.organisation.short_name})}"
    if row.is_editable and can(user, Capability.EDIT, row):
        return reverse("submission_edit", args=[row.pk])
    if row.status == SubmissionStatus.SUBMITTED and can(user, Capability.REVIEW, row):
        return reverse("submission_review", args=[row.pk])
    return reverse("submission_detail", args=[row.pk])
