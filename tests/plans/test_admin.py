"""Plans in the administration."""

from typing import Any

import pytest
from django.urls import reverse

from plans.enums import PlanStatus
from tests.factories import MilestoneFactory, ReportingPeriodFactory, TargetFactory, UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def administrator(login_as: Any) -> Any:
    return login_as(UserFactory(is_staff=True, is_superuser=True))


@pytest.mark.parametrize(("status", "is_fixed"), [("draft", False), ("in_force", True), ("closed", True)])
def test_what_schools_work_towards_is_not_changed_behind_their_backs(
    administrator: Any, status: str, is_fixed: bool
) -> None:
    period = ReportingPeriodFactory(plan__status=status)
    target = MilestoneFactory(period=period, target__plan=period.plan).target
    pages = {
        "deadline_on": reverse("admin:plans_reportingperiod_change", args=[period.pk]),
        "value": reverse("admin:plans_target_change", args=[target.pk]),
        "milestones-0-expected_share": reverse("admin:plans_target_change", args=[target.pk]),
    }

    for name, address in pages.items():
        content = administrator.get(address).content.decode()
        assert (f'name="{name}"' not in content) == is_fixed, name
        assert ("deletelink" not in content) == is_fixed, name


@pytest.mark.parametrize(("status", "answer"), [(PlanStatus.DRAFT, 302), (PlanStatus.IN_FORCE, 200)])
def test_only_a_draft_gets_a_target_here(administrator: Any, status: str, answer: int) -> None:
    target = TargetFactory(plan__status=status)
    plan, indicator = target.plan, target.indicator
    target.delete()
    fields = {"plan": plan.pk, "indicator": indicator.pk, "operator": ">=", "value": "80", "position": "1"}
    forms = {"milestones-TOTAL_FORMS": "0", "milestones-INITIAL_FORMS": "0"}

    response = administrator.post(reverse("admin:plans_target_add"), fields | forms)

    assert response.status_code == answer
    assert plan.targets.exists() == (answer == 302)
