"""Which organisations no mail would reach, told before the deadline and not after it."""

from dataclasses import dataclass
from typing import Any

from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.enums import Channel, NotificationStatus
from reports.models import Notification, Submission
from reports.queries.recipients import Recipient, reporters_of
from schools.models import Organisation


class Obstacle(models.TextChoices):
    """Why no mail reaches an organisation, or a person there."""

    NOBODY = "nobody", "Chưa có người phụ trách"
    NO_ADDRESS = "no_address", "Không có địa chỉ thư"
    FAILED = "failed", "Thư gần nhất không gửi được"
    PORTAL_ONLY = "portal_only", "Chỉ nhận trong cổng"


# What can be done about it first stands first: of several people's obstacles this one is told for the organisation.
ORDER = (Obstacle.FAILED, Obstacle.NO_ADDRESS, Obstacle.PORTAL_ONLY, Obstacle.NOBODY)


@dataclass(frozen=True)
class UnreachableOrganisation:
    """An organisation that owes a report and that no mail would reach; `people` with what stands in the way of each."""

    organisation: Organisation
    obstacle: Obstacle
    people: tuple[tuple[Any, Obstacle], ...]
    submission_id: int | None = None

    @property
    def reason(self) -> str:
        return str(self.obstacle.label)


def unreachable(period: ReportingPeriod) -> list[UnreachableOrganisation]:
    """The organisations expected to report for the period of which no person would get a mail today: nobody acts for
    them, or each person there has no address, has chosen the portal only, or was not reached by the last mail to the
    address they still have.

    Before the period opens, the plan's reporters are expected. In the order of names; five queries at most.
    """
    expected = Submission.objects.reports().filter(period=period).select_related("organisation")
    owed = {row.organisation_id: row for row in expected}
    organisations = {pk: row.organisation for pk, row in owed.items()}
    if not owed:
        reporters = period.plan.reporters.select_related("organisation").order_by("pk")
        organisations = {row.organisation_id: row.organisation for row in reporters}
    people = reporters_of(organisations, timezone.localdate())
    failing = _failing({pk for recipients in people.values() for pk in recipients})
    found = []
    for pk, organisation in organisations.items():
        met = [(person.user, _obstacle(person, failing)) for person in people.get(pk, {}).values()]
        stopped = [(user, obstacle) for user, obstacle in met if obstacle]
        if len(stopped) == len(met):
            first = min((obstacle for _, obstacle in stopped), key=ORDER.index, default=Obstacle.NOBODY)
            row = owed.get(pk)
            found.append(UnreachableOrganisation(organisation, first, tuple(stopped), row.pk if row else None))
    return sorted(found, key=lambda row: (row.organisation.sort_key, row.organisation.pk))


def _obstacle(person: Recipient, failing: set[int]) -> Obstacle | None:
    if not person.user.email:
        return Obstacle.NO_ADDRESS
    if person.channel == Channel.PORTAL:
        return Obstacle.PORTAL_ONLY
    return Obstacle.FAILED if person.user.pk in failing else None


def _failing(users: set[int]) -> set[int]:
    """People whose last mail failed for good, at the address they have now."""
    mails = Notification.objects.filter(
        Q(status=NotificationStatus.SENT) | Q(status=NotificationStatus.FAILED), recipient=OuterRef("recipient")
    ).order_by("-created_at", "-pk")
    last = Notification.objects.filter(recipient__in=users, status=NotificationStatus.FAILED)
    last = last.filter(pk=Subquery(mails.values("pk")[:1]))
    # Rows from before addresses were kept have none.
    last = last.filter(Q(address="") | Q(address=F("recipient__email")))
    return set(last.order_by().values_list("recipient", flat=True))
