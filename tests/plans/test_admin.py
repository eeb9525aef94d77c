"""Plans in the administration."""

import datetime as dt
from typing import Any

import pytest
from django.urls import reverse
from django.utils import timezone

from plans.enums import PlanStatus
from tests.factories import ReportingPeriodFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(("opens_in_days", "is_fixed"), [(-1, True), (0, True), (30, False)])
def test_a_deadline_schools_work_towards_is_not_moved_behind_their_backs(
    login_as: Any, opens_in_days: int, is_fixed: bool
) -> None:
    opens_on = timezone.localdate() + dt.timedelta(days=opens_in_days)
    period = ReportingPeriodFactory(
        plan__status=PlanStatus.IN_FORCE, opens_on=opens_on, deadline_on=opens_on + dt.timedelta(days=40)
    )
    administrator = UserFactory(is_staff=True, is_superuser=True)

    page = login_as(administrator).get(reverse("admin:plans_reportingperiod_change", args=[period.pk])).content.decode()

    assert ('name="deadline_on"' not in page) == is_fixed
    assert 'name="forward_on"' in page
