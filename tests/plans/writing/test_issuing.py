import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from plans.enums import PlanStatus
from plans.models import Plan, PlanRevision
from plans.services.errors import Conflict
from plans.services.issuing import PlanNotReady, issue_plan
from plans.services.retiring import close_plan, delete_draft
from plans.signals import plan_issued
from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import Notification, Submission
from schools.enums import Role
from tests.factories import (
    ContactPreferenceFactory,
    MembershipFactory,
    PlanFactory,
    PlanRelationFactory,
    PlanReporterFactory,
    ReportingPeriodFactory,
    UserFactory,
    member,
)
from tests.plans.writing.ready import ready_plan

pytestmark = pytest.mark.django_db


def test_a_plan_in_force_is_owed_told_and_frozen_at_once() -> None:
    plan, head = ready_plan(), UserFactory()
    school = plan.reporters.get().organisation

    issue_plan(plan=plan, by=head)

    plan.refresh_from_db()
    revision = PlanRevision.objects.get(plan=plan)
    told = Notification.objects.get(kind=NotificationKind.PLAN_ISSUED)
    assert plan.status == PlanStatus.IN_FORCE
    assert (revision.number, revision.made_by) == (1, head)
    assert list(Submission.objects.values_list("organisation", "period")) == [(school.pk, plan.periods.get().pk)]
    assert told.recipient.memberships.get().organisation == school
    assert (told.status, told.link_path) == (NotificationStatus.PENDING, f"/plans/{plan.pk}/")
    assert plan.periods.get().deadline_text in told.body


def test_a_period_of_the_future_opens_later() -> None:
    plan = ready_plan()
    day = timezone.localdate() + dt.timedelta(days=30)
    ReportingPeriodFactory(
        plan=plan, position=2, opens_on=day, deadline_on=day + dt.timedelta(days=9), data_to=day, data_from=day
    )

    issue_plan(plan=plan, by=UserFactory())

    assert list(Submission.objects.values_list("period__position", flat=True)) == [1]


def test_each_person_is_told_once_in_their_own_way() -> None:
    plan = ready_plan()
    first = plan.reporters.get().organisation
    both = MembershipFactory(organisation=first, role=Role.CLERK, user__email="hai@truong.example").user
    MembershipFactory(organisation=PlanReporterFactory(plan=plan).organisation, role=Role.PRINCIPAL, user=both)
    ContactPreferenceFactory(user=both, channel=Channel.PORTAL)
    member(plan.reporters.last().organisation, Role.OBSERVER)

    issue_plan(plan=plan, by=UserFactory())

    told = Notification.objects.filter(kind=NotificationKind.PLAN_ISSUED).order_by("pk")
    assert told.count() == 2
    assert told.get(recipient=both).status == NotificationStatus.PORTAL_ONLY


def test_what_is_not_ready_stays_a_draft_and_nobody_is_told() -> None:
    plan = ready_plan()
    plan.outline.all().delete()

    with pytest.raises(PlanNotReady) as caught:
        issue_plan(plan=plan, by=UserFactory())

    plan.refresh_from_db()
    assert [finding.step for finding in caught.value.findings] == ["plan_outline_edit"]
    assert (plan.status, Notification.objects.count(), PlanRevision.objects.count()) == (PlanStatus.DRAFT, 0, 0)


def test_the_second_of_two_heads_is_told_that_it_is_done() -> None:
    plan = ready_plan()
    issue_plan(plan=Plan.objects.get(pk=plan.pk), by=UserFactory())

    with pytest.raises(Conflict):
        issue_plan(plan=plan, by=UserFactory())

    assert Notification.objects.count() == 1


def test_what_a_receiver_raises_undoes_the_issuing() -> None:
    plan = ready_plan()

    def refuse(**_: Any) -> None:
        raise RuntimeError

    plan_issued.connect(refuse)
    try:
        with pytest.raises(RuntimeError):
            issue_plan(plan=plan, by=UserFactory())
    finally:
        plan_issued.disconnect(refuse)

    plan.refresh_from_db()
    assert (plan.status, Submission.objects.count(), PlanRevision.objects.count()) == (PlanStatus.DRAFT, 0, 0)


def test_a_draft_goes_with_all_its_parts() -> None:
    plan = ready_plan()

    delete_draft(plan=plan, by=UserFactory())

    assert not Plan.objects.filter(pk=plan.pk).exists()


def test_a_draft_another_plan_refers_to_is_kept() -> None:
    plan = ready_plan()
    PlanRelationFactory(to_plan=plan, to_document=None)

    with pytest.raises(Conflict):
        delete_draft(plan=plan, by=UserFactory())

    assert Plan.objects.filter(pk=plan.pk).exists()


def test_what_was_issued_is_not_deleted() -> None:
    plan = PlanFactory()

    with pytest.raises(Conflict):
        delete_draft(plan=plan, by=UserFactory())

    assert Plan.objects.filter(pk=plan.pk).exists()


def test_a_plan_in_force_is_closed_once() -> None:
    plan = PlanFactory()

    close_plan(plan=plan, by=UserFactory())

    plan.refresh_from_db()
    assert plan.status == PlanStatus.CLOSED
    with pytest.raises(Conflict):
        close_plan(plan=plan, by=UserFactory())


def test_a_draft_cannot_be_closed() -> None:
    plan = PlanFactory(status=PlanStatus.DRAFT)

    with pytest.raises(Conflict):
        close_plan(plan=plan, by=UserFactory())
