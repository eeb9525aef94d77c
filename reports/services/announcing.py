"""Telling those who report that a plan has been put in force or changed, in the transaction in which it was."""

from collections.abc import Collection
from typing import Any

from django.urls import reverse
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import Plan, PlanRevision, ReportingPeriod
from reports.enums import NotificationKind, NotificationStatus
from reports.messages import compose_about_period
from reports.models import Notification
from reports.queries.recipients import reporters_of
from reports.services.contacting import first_status
from reports.services.notifying import DELIVER_NOTIFICATIONS
from schools.models import Organisation
from schools.queue import enqueue


def announce_plan(*, plan: Plan, by: Any) -> int:
    """Write one message to everybody who writes or signs reports for a reporting organisation; returns how many.

    A person of two such organisations is told once. Said again for the same plan it changes nothing. The messages hang
    on the plan's first period, so that the ledger of the plan shows them; without a period nobody is told.
    """
    return _announce(plan, NotificationKind.PLAN_ISSUED, f"plan {plan.pk}", "plan_detail")


def announce_change(
    *, plan: Plan, revision: PlanRevision, lines: list[str], reason: str, besides: Collection[int] = ()
) -> int:
    """Tell the same people what a revision of a plan in force has changed, and why; returns how many. `besides` are the
    ids of organisations that know already."""
    stage = f"plan {plan.pk} revision {revision.number}"
    kind = NotificationKind.PLAN_CHANGED
    return _announce(plan, kind, stage, "plan_changes", besides=besides, lines=lines, reason=reason)


def _announce(
    plan: Plan, kind: NotificationKind, stage: str, page: str, *, besides: Collection[int] = (), **details: Any
) -> int:
    periods = list(_with_words(plan))
    if not periods:
        return 0
    now = timezone.now()
    today = local_day(now)
    link_path = reverse(page, args=[plan.pk])
    bodies = Organisation.objects.filter(reporting_duties__plan=plan).exclude(pk__in=besides).order_by("sort_key", "pk")
    people = reporters_of(list(bodies.values_list("pk", flat=True)), today)
    rows: dict[int, Notification] = {}
    for body in bodies:
        message = compose_about_period(
            kind, periods[0], today=today, addressee=body.name, link_path=link_path, periods=periods, **details
        )
        for person in people.get(body.pk, {}).values():
            rows.setdefault(
                person.user.pk,
                Notification(
                    kind=kind,
                    stage=stage,
                    period=periods[0],
                    recipient=person.user,
                    subject=message.subject,
                    body=message.body,
                    link_path=link_path,
                    status=first_status(kind, person),
                    created_at=now,
                ),
            )
    Notification.objects.bulk_create(rows.values(), ignore_conflicts=True)
    if any(row.status == NotificationStatus.PENDING for row in rows.values()):
        enqueue(DELIVER_NOTIFICATIONS)
    return len(rows)


def _with_words(plan: Plan) -> Any:
    """The periods with all a message reads."""
    periods = ReportingPeriod.objects.filter(plan=plan).order_by("position")
    return periods.select_related("plan__receiver", "plan__issuer").prefetch_related("plan__receiver__profiles")
