"""Putting requests together that ask the same, and taking one out again."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone

from reports.enums import RecommendationEventKind
from reports.models import Recommendation, RecommendationGroup
from reports.services.errors import Conflict
from reports.services.request_steps import note

FEWEST = 2


@transaction.atomic
def group(*, requests: Sequence[Recommendation], by: Any, title: str) -> RecommendationGroup:
    """Make one group of open requests of one plan. What is in a group already brings its whole group along.

    Raises:
        Conflict: fewer than two are open, or they belong to several plans. ValueError: no title.
    """
    if not title.strip():
        raise ValueError("a group needs a title")
    old = {request.group_id for request in requests if request.group_id}
    rows = list(
        (
            Recommendation.objects.filter(pk__in=[row.pk for row in requests])
            | Recommendation.objects.filter(group__in=old)
        )
        .raised()
        .open()
        .select_related("submission__period")
        .order_by("pk")
    )
    plans = {row.submission.period.plan_id for row in rows}
    if len(rows) < FEWEST:
        raise Conflict("Cần chọn ít nhất hai kiến nghị chưa giải quyết để gộp.")
    if len(plans) > 1:
        raise Conflict("Chỉ gộp được kiến nghị của cùng một kế hoạch.")
    now = timezone.now()
    made = RecommendationGroup.objects.create(plan_id=plans.pop(), title=title.strip(), created_by=by, created_at=now)
    Recommendation.objects.filter(pk__in=[row.pk for row in rows]).update(group=made, version=F("version") + 1)
    for row in rows:
        note(row, RecommendationEventKind.GROUPED, by=by, at=now, text=made.title)
    RecommendationGroup.objects.filter(pk__in=old, recommendations=None).delete()
    return made


@transaction.atomic
def ungroup(*, request: Recommendation, by: Any) -> None:
    """Take a request out of its group; a group of one is none.

    Raises:
        Conflict: it is in no group any more.
    """
    former = request.group
    rows = Recommendation.objects.filter(pk=request.pk, group__isnull=False, group=request.group_id)
    if former is None or not rows.update(group=None, version=F("version") + 1):
        raise Conflict("Kiến nghị không còn trong nhóm.")
    now = timezone.now()
    note(request, RecommendationEventKind.UNGROUPED, by=by, at=now, text=former.title)
    rest = list(former.recommendations.order_by("pk"))
    if len(rest) < FEWEST:
        for row in rest:
            note(row, RecommendationEventKind.UNGROUPED, by=by, at=now, text=former.title)
        former.delete()
