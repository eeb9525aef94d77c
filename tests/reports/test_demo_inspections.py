"""The demonstration's visits: of every kind, on working days, with things mended, open and overdue, written once."""

from collections import Counter

import pytest
from django.test.utils import override_settings
from django.utils import timezone

from accounts.models import User
from facilities.enums import FindingResult, InspectionKind, InspectionState
from facilities.models import Finding, Inspection, InspectionTopic, Photo
from facilities.queries.inspections import open_findings, overdue, visible_inspections
from plans.calendars import working_calendar
from plans.enums import PlanStatus
from plans.models import Plan, ReportingPeriod
from reports.demo.clock import moment
from reports.demo.inspections import PRINCIPAL
from reports.demo.loading import load_demo
from reports.documents.summary_data import load_summary
from reports.documents.visit_lines import visit_lines
from reports.views.inspection_minutes import plan_of_visit
from tests.reports.demonstration import DEMO_MODE, TODAY, _module_db, demo  # noqa: F401 - fixtures

# Also what makes pytest-django create the test database for the fixture of the module.
pytestmark = pytest.mark.django_db


def ended() -> list[Inspection]:
    return list(Inspection.objects.filter(state=InspectionState.DONE).order_by("visited_on"))


def live_plan() -> Plan:
    return Plan.objects.get(year=TODAY.year, status=PlanStatus.IN_FORCE)


@pytest.mark.usefixtures("demo")
class TestVisits:
    def test_there_is_one_of_each_kind_and_one_being_written(self) -> None:
        assert [visit.kind for visit in ended()] == [
            InspectionKind.QUARTERLY, InspectionKind.MONTHLY, InspectionKind.MONTHLY
        ]  # fmt: skip
        draft = Inspection.objects.get(state=InspectionState.DRAFT)
        assert draft.kind == InspectionKind.SURPRISE
        results = Counter(draft.findings.values_list("result", flat=True))
        assert results[FindingResult.GOOD] == 4
        assert results[FindingResult.NOT_LOOKED] > 4
        assert set(results) == {FindingResult.GOOD, FindingResult.NOT_LOOKED}

    def test_they_happened_on_working_days_of_the_plans_year_before_today(self) -> None:
        days = list(Inspection.objects.values_list("visited_on", flat=True))
        calendar = working_calendar(min(days), TODAY)

        assert {day.year for day in days} == {live_plan().year}
        assert all(calendar.is_working(day) for day in days)
        assert max(days) < TODAY
        assert len(set(Inspection.objects.values_list("school", flat=True))) == len(days)

    def test_each_ended_on_its_day_with_a_conclusion_and_every_line_looked_at(self) -> None:
        for visit in ended():
            assert visit.done_at is not None
            assert timezone.localdate(visit.done_at) == timezone.localdate(visit.created_at) == visit.visited_on
            assert visit.created_at < visit.done_at < moment(TODAY)
            assert visit.conclusion
            assert visit.members
            assert visit.is_illustrative
            assert visit.office == live_plan().receiver
            assert not visit.findings.filter(result=FindingResult.NOT_LOOKED).exists()
            assert plan_of_visit(visit) == live_plan()

    def test_things_to_mend_are_mended_open_and_overdue(self) -> None:
        issues = Finding.objects.filter(result=FindingResult.ISSUE)

        assert (issues.count(), issues.exclude(mended_on=None).count()) == (4, 2)
        assert (open_findings().count(), open_findings().filter(overdue(TODAY)).count()) == (2, 1)
        for issue in issues.select_related("inspection"):
            assert issue.note
            assert issue.mend_by > issue.inspection.visited_on
            assert issue.mended_on is None or issue.inspection.visited_on < issue.mended_on <= TODAY
            assert (issue.mended_on is None) == (issue.mended_note == "")

    def test_photos_are_drawn_and_belong_to_what_was_found(self) -> None:
        photos = Photo.objects.exclude(inspection=None)

        assert Counter(photos.values_list("inspection__kind", flat=True)) == {"quarterly": 3, "monthly": 2}
        assert photos.exclude(finding=None).count() == 3
        assert all(photo.finding.result == FindingResult.ISSUE for photo in photos.exclude(finding=None))

    def test_the_named_principal_reads_what_to_mend_at_the_own_school(self) -> None:
        seen = visible_inspections(User.objects.get(username=PRINCIPAL))

        (visit,) = seen
        assert visit == ended()[0]
        left = open_findings(Finding.objects.filter(inspection=visit)).filter(overdue(TODAY))
        assert left.count() == 1

    def test_the_summary_of_the_period_tells_of_the_visits_of_its_days(self) -> None:
        period = ReportingPeriod.objects.get(plan=live_plan(), position=4)
        inside = [visit for visit in ended() if period.data_from <= visit.visited_on <= period.data_to]

        (line,) = [item.text for item in visit_lines(load_summary(period.pk))]

        assert 0 < len(inside) < len(ended())
        assert f"có lập biên bản: {len(inside)} lần tại {len(inside)} trường" in line

    def test_loading_again_writes_nothing_twice(self) -> None:
        tables = (Inspection, Finding, Photo, InspectionTopic)
        before = [model.objects.count() for model in tables]

        with override_settings(**DEMO_MODE):
            assert not load_demo(today=TODAY).is_new

        assert [model.objects.count() for model in tables] == before
