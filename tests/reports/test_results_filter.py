"""What narrows the results of a period, as the address says it."""

import pytest
from django.http import QueryDict

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import Capability
from reports.permissions import can
from reports.queries.cuts import Cut
from reports.queries.neighbours import neighbours_of
from reports.results_filter import ResultsFilter
from schools.enums import Role
from tests.factories import (
    IndicatorFactory,
    OrganisationFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TaskFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return ReportingPeriodFactory()


@pytest.fixture
def officer(period):
    return member(period.plan.receiver, Role.OFFICER)


def read(period, user, query=""):
    return ResultsFilter(QueryDict(query), ReportingPeriod.objects.select_related("plan").get(pk=period.pk), user)


def choices(filters, name):
    return [label for key, label in filters.form.fields[name].choices if key]


def reporting(period, **options):
    organisation = SchoolFactory(**options).organisation
    SubmissionFactory(period=period, organisation=organisation)
    return organisation


class TestChoices:
    def test_levels_and_communes_are_those_of_the_reporting_schools(self, period, officer):
        reporting(period, levels="TH THCS", commune__short_name="Xã Đức")
        reporting(period, levels="TH", commune__short_name="Xã An")
        SchoolFactory(levels="MN", commune__short_name="Xã Khác")

        filters = read(period, officer)

        assert choices(filters, "level") == ["Tiểu học", "Trung học cơ sở"]
        assert choices(filters, "commune") == ["Xã An", "Xã Đức"]

    def test_groups_of_tasks_are_those_above_indicators(self, period, officer):
        part = TaskFactory(plan=period.plan, code="II", title="Nội dung", position=1)
        section = TaskFactory(plan=period.plan, code="II.1", title="Chất lượng", parent=part, position=2)
        leaf = TaskFactory(plan=period.plan, code="II.1.3", title="Nuôi dưỡng", parent=section, position=3)
        TaskFactory(plan=period.plan, code="III", title="Không có chỉ tiêu", position=4)
        PlanIndicatorFactory(plan=period.plan, task=leaf)

        assert choices(read(period, officer), "task") == ["II Nội dung", "\u2003II.1 Chất lượng"]
        assert choices(read(period, officer, f"task={leaf.pk}"), "task")[-1].strip() == "II.1.3 Nuôi dưỡng"

    def test_periods_of_other_years_need_a_common_indicator_and_a_reader(self, period, officer):
        plan, indicator = period.plan, IndicatorFactory()
        PlanIndicatorFactory(plan=plan, indicator=indicator)
        later = ReportingPeriodFactory(plan=plan, position=2, label="6 tháng")
        options = {"issuer": plan.issuer, "document_type": plan.document_type, "year": plan.year - 1}
        same = PlanFactory(receiver=plan.receiver, **options)
        PlanIndicatorFactory(plan=same, indicator=indicator)
        found = ReportingPeriodFactory(plan=same, label="3 tháng")
        ReportingPeriodFactory(plan=PlanFactory(receiver=plan.receiver, **options))  # asks for nothing in common
        closed = PlanFactory(receiver=OrganisationFactory(), **options)
        PlanIndicatorFactory(plan=closed, indicator=indicator)
        ReportingPeriodFactory(plan=closed)

        filters = read(period, officer, f"against={found.pk}")

        assert [row.pk for row in filters.periods] == [later.pk, found.pk]
        assert filters.against == found
        assert choices(filters, "against") == ["Kỳ 6 tháng", f"Kỳ 3 tháng {found.year}"]


class TestReading:
    def test_part_and_group(self, period, officer):
        commune = reporting(period, levels="MN").school.affiliations.get().commune
        task = TaskFactory(plan=period.plan)
        inside = PlanIndicatorFactory(plan=period.plan, task=task).indicator
        outside = PlanIndicatorFactory(plan=period.plan).indicator

        filters = read(period, officer, f"level=MN&commune={commune.pk}&task={task.pk}&provisional=1")

        assert filters.cut == Cut(level="MN", commune=commune.pk)
        assert [filters.keeps(row) for row in (inside, outside)] == [True, False]
        assert filters.provisional is True
        assert [row.name for row in filters.active] == ["level", "commune", "task"]
        assert filters.active[0].without == f"?commune={commune.pk}&task={task.pk}&provisional=1"

    @pytest.mark.parametrize("name", ["level", "commune", "task", "against", "provisional"])
    @pytest.mark.parametrize("value", ["nonsense", "99999999999999999999", "-1", "MN'--"])
    def test_nonsense_narrows_nothing_and_is_told(self, period, officer, name, value):
        reporting(period)

        filters = read(period, officer, f"{name}={value}")

        assert (filters.cut, filters.task, filters.against, filters.provisional) == (Cut(), None, None, False)
        assert len(filters.notices) == 1
        assert "Đã bỏ qua" in filters.notices[0]

    def test_three_queries(self, period, officer, django_assert_num_queries):
        reporting(period)
        PlanIndicatorFactory(plan=period.plan, task=TaskFactory(plan=period.plan))
        fresh = ReportingPeriod.objects.select_related("plan").get(pk=period.pk)
        can(officer, Capability.VIEW_RESULTS, fresh)  # who somebody is, is read once for a page

        with django_assert_num_queries(3):
            assert ResultsFilter(QueryDict("level=MN"), fresh, officer).words == ["Cấp học: Mầm non"]


def test_readable_is_the_twin_of_can(period):
    plan = period.plan
    draft = ReportingPeriodFactory(plan=PlanFactory(status=PlanStatus.DRAFT, receiver=plan.receiver))
    people = [
        UserFactory(),
        *(
            member(organisation, role)
            for organisation in (plan.receiver, plan.forwarded_to, reporting(period))
            for role in Role.values
        ),
    ]

    for user in people:
        for row in (period, draft):
            assert neighbours_of(row.pk, user).is_readable == can(user, Capability.VIEW_RESULTS, row)
