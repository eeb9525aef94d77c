"""Who looks after which reports."""

import datetime as dt
from typing import Any

import pytest
from django.utils import timezone

from reports.models import Submission
from reports.queries.assignments import assigned_to, officers_of, unassigned
from reports.queries.responsibility import responsible_users
from schools.enums import Role
from tests.factories import (
    CommuneFactory,
    OrganisationFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def north() -> Any:
    return CommuneFactory(short_name="Bắc")


@pytest.fixture
def period(north: Any) -> Any:
    """Schools in two communes, a combined school, and a reporter that is no school."""
    period = ReportingPeriodFactory()
    south = CommuneFactory(short_name="Nam")
    for name, levels, commune in [
        ("MN Bắc", "MN", north),
        ("TH Bắc", "TH", north),
        ("THCS Bắc", "THCS", north),
        ("TH Nam", "TH", south),
        ("TH và THCS Nam", "TH THCS", south),
    ]:
        SubmissionFactory(
            period=period, organisation=SchoolFactory(name=name, levels=levels, commune=commune).organisation
        )
    SubmissionFactory(period=period, organisation=OrganisationFactory(short_name="Ban Văn hóa"))
    return period


def names(found: Any) -> list[str]:
    return sorted(found.values_list("organisation__short_name", flat=True))


def line(period: Any, user: Any, **what: Any) -> Any:
    return ReviewAssignmentFactory(receiver=period.plan.receiver, user=user, **{"level": "", **what})


def of(period: Any, user: Any) -> list[str]:
    return names(assigned_to(Submission.objects.all(), user, period.plan.receiver))


def free(period: Any) -> list[str]:
    return names(unassigned(Submission.objects.all(), period.plan.receiver_id))


def test_a_level_a_commune_or_both(period: Any, north: Any) -> None:
    primary, area, both = (member(period.plan.receiver, Role.OFFICER) for _ in range(3))
    line(period, primary, level="TH")
    line(period, area, commune=north)
    line(period, both, level="THCS", commune=north)

    assert of(period, primary) == ["TH Bắc", "TH Nam", "TH và THCS Nam"]
    assert of(period, area) == ["MN Bắc", "TH Bắc", "THCS Bắc"]
    assert of(period, both) == ["THCS Bắc"]
    assert free(period) == ["Ban Văn hóa"]


def test_any_line_of_a_person_fits(period: Any, north: Any) -> None:
    officer = member(period.plan.receiver, Role.OFFICER)
    line(period, officer, level="MN")
    line(period, officer, level="THCS")

    assert of(period, officer) == ["MN Bắc", "TH và THCS Nam", "THCS Bắc"]
    assert free(period) == ["Ban Văn hóa", "TH Bắc", "TH Nam"]


def test_without_lines_everything_is_everybodys(period: Any) -> None:
    officer = member(period.plan.receiver, Role.OFFICER)

    assert of(period, officer) == []
    assert len(free(period)) == 6


def test_lines_of_another_office_say_nothing(period: Any) -> None:
    other = ReviewAssignmentFactory(level="TH")

    assert of(period, other.user) == []
    assert len(free(period)) == 6


def test_who_has_left_looks_after_nothing(period: Any) -> None:
    officer = member(period.plan.receiver, Role.OFFICER)
    line(period, officer, level="TH")
    officer.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    assert of(period, officer) == []
    assert len(free(period)) == 6
    assert officers_of(period.plan.receiver) == []


def test_officers_are_listed_once_by_their_given_names(period: Any) -> None:
    last, first = (member(period.plan.receiver, Role.OFFICER, full_name=name) for name in ["An Văn Đức", "Vũ Thị Bé"])
    for level in ("MN", "TH"):
        line(period, last, level=level)
    line(period, first, level="THCS")

    assert officers_of(period.plan.receiver_id) == [(first.pk, "Vũ Thị Bé"), (last.pk, "An Văn Đức")]


def test_messages_follow_the_same_rule(period: Any, north: Any) -> None:
    """`responsible_users` answers for reports at hand what `assigned_to` answers in a query."""
    officers = [member(period.plan.receiver, Role.OFFICER) for _ in range(3)]
    line(period, officers[0], level="TH")
    line(period, officers[1], commune=north)
    line(period, officers[2], level="THCS", commune=north)
    line(period, officers[2], level="MN")

    told = responsible_users(Submission.objects.select_related("period__plan"))

    found = {
        officer.pk: set(
            assigned_to(Submission.objects.all(), officer, period.plan.receiver).values_list("pk", flat=True)
        )
        for officer in officers
    }
    assert found == {officer.pk: {pk for pk, users in told.items() if officer.pk in users} for officer in officers}


def test_the_rule_costs_no_query_of_its_own(period: Any, django_assert_num_queries: Any) -> None:
    officer = member(period.plan.receiver, Role.OFFICER)
    line(period, officer, level="TH")

    with django_assert_num_queries(1):
        assert assigned_to(Submission.objects.all(), officer, period.plan.receiver).count() == 3
