"""Programmes of plans: units, milestones, what is late, who may write, and the schools behind a commune."""

import datetime as dt
import io

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from config.navigation import area_name
from facilities.enums import AssessmentState
from facilities.models import Programme, ProgrammeMilestone, ProgrammeUnit
from facilities.queries.places import standing_day
from facilities.queries.programmes import is_late, programmes_of, states_of
from facilities.services import programming
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.errors import Conflict
from schools.enums import Role
from tests.factories import (
    AssessmentLineFactory,
    CommuneFactory,
    NationalStandardFactory,
    PlanFactory,
    ProgrammeFactory,
    ProgrammeMilestoneFactory,
    ProgrammeUnitFactory,
    SchoolFactory,
    TargetFactory,
    member,
)
from vietnamese.dates import format_date, school_year_of

pytestmark = pytest.mark.django_db
DAY = dt.timedelta(days=1)


@pytest.fixture(autouse=True)
def _area_is_known(db):
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def today() -> dt.date:
    return timezone.localdate()


@pytest.fixture
def programme(today) -> Programme:
    return ProgrammeFactory(plan__year=today.year, plan__status=PlanStatus.IN_FORCE)


@pytest.fixture
def officer(programme, login_as) -> Client:
    return login_as(member(programme.plan.receiver, Role.OFFICER))


class TestLateness:
    @pytest.mark.parametrize(("days", "reached", "late"), [(-1, False, True), (0, False, False), (-9, True, False)])
    def test_a_milestone_is_late_from_the_day_after(self, today, days, reached, late):
        row = ProgrammeMilestoneFactory(planned_on=today + days * DAY, reached_on=today if reached else None)

        assert is_late(row, today) is late

    def test_a_finished_unit_is_late_with_nothing(self, programme, today):
        late = ProgrammeMilestoneFactory(unit__programme=programme, planned_on=today - DAY)
        done = ProgrammeMilestoneFactory(unit__programme=programme, planned_on=today - DAY)
        programming.finish_unit(unit=done.unit, on=today)

        (state,) = states_of(programmes_of(Plan.objects.all()), today)

        assert (state.finished, state.late, state.late_units) == (1, 1, 1)
        assert [unit.unit for unit in state.units if unit.late] == [late.unit]


class TestWriting:
    def test_office_writes_a_programme_with_its_target(self, programme, officer):
        target = TargetFactory(plan=programme.plan)
        data = {"plan": programme.plan_id, "name": "Bốn xã", "due_on": "31/12/2018", "target": target.pk}

        officer.post("/facilities/programmes/new/", data)

        new = Programme.objects.get(name="Bốn xã")
        assert (new.target, new.due_on) == (target, dt.date(2018, 12, 31))

    def test_a_target_of_another_plan_is_refused(self, programme, officer):
        data = {"plan": programme.plan_id, "name": "Bốn xã", "target": TargetFactory().pk}

        assert officer.post("/facilities/programmes/new/", data).status_code == 422
        assert not Programme.objects.filter(name="Bốn xã").exists()

    def test_somebody_elses_change_is_shown_and_kept(self, programme, officer):
        url = f"/facilities/programmes/{programme.pk}/edit/"
        seen = officer.get(url).context["read_as"]
        Programme.objects.filter(pk=programme.pk).update(aim="Đích mới")

        response = officer.post(url, {"read_as": seen, "name": "Tên của tôi"})

        text = response.content.decode()
        assert response.status_code == 409
        assert "Đích mới" in text
        assert 'value="Tên của tôi"' in text
        programme.refresh_from_db()
        assert programme.name != "Tên của tôi"
        officer.post(url, {"read_as": response.context["read_as"], "name": "Tên của tôi"})
        programme.refresh_from_db()
        assert programme.name == "Tên của tôi"

    def test_a_milestone_for_all_units_is_written_once(self, programme, officer):
        units = [ProgrammeUnitFactory(programme=programme) for _ in range(2)]
        url = f"/facilities/programmes/{programme.pk}/milestones/add/"

        for _ in range(2):
            officer.post(url, {"unit": "all", "name": "Khởi công", "planned_on": "31/7/2018"})

        assert ProgrammeMilestone.objects.count() == len(units)

    def test_a_unit_is_offered_until_it_is_in(self, programme, officer):
        commune = CommuneFactory(short_name="Xã Thử")
        url = f"/facilities/programmes/{programme.pk}/"
        assert "Xã Thử</option>" in officer.get(url).content.decode()

        officer.post(f"{url}units/add/", {"organisation": commune.pk, "note": "Ghi chú"})

        assert ProgrammeUnit.objects.get().organisation == commune
        assert officer.post(f"{url}units/add/", {"organisation": commune.pk}).status_code == 422

    def test_a_milestone_is_reached_taken_back_and_dropped(self, programme, officer, today):
        row = ProgrammeMilestoneFactory(unit__programme=programme, planned_on=today - DAY)
        url = f"/facilities/milestones/{row.pk}/"

        tomorrow = officer.post(url, {"action": "reach", "on": format_date(today + DAY)})
        assert tomorrow.status_code == 422
        assert "chưa đến" in tomorrow.content.decode()

        officer.post(url, {"action": "reach", "on": format_date(today)})
        row.refresh_from_db()
        assert row.reached_on == today
        with pytest.raises(Conflict):
            programming.reach(milestone=row, on=today - DAY)

        officer.post(url, {"action": "take_back"})
        row.refresh_from_db()
        assert row.reached_on is None
        officer.post(url, {"action": "remove"})
        assert not ProgrammeMilestone.objects.exists()

    def test_a_unit_is_finished_reopened_and_taken_out(self, programme, officer, today):
        unit = ProgrammeUnitFactory(programme=programme)
        url = f"/facilities/programme-units/{unit.pk}/change/"

        officer.post(url, {"action": "finish", "on": format_date(today)})
        unit.refresh_from_db()
        assert unit.finished_on == today

        officer.post(url, {"action": "reopen"})
        unit.refresh_from_db()
        assert unit.finished_on is None
        officer.post(url, {"action": "remove"})
        assert not programme.units.exists()

    def test_a_programme_goes_only_after_the_word(self, programme, officer):
        url = f"/facilities/programmes/{programme.pk}/delete/"

        officer.post(url)
        assert Programme.objects.exists()
        officer.post(url, {"confirm": "1"})
        assert not Programme.objects.exists()

    def test_the_programme_of_a_closed_plan_stays(self, programme, officer):
        Plan.objects.update(status=PlanStatus.CLOSED)

        assert officer.get(f"/facilities/programmes/{programme.pk}/edit/").status_code == 403
        assert "Thêm đơn vị" not in officer.get(f"/facilities/programmes/{programme.pk}/").content.decode()


class TestReading:
    def test_leaders_read(self, programme, login_as):
        ProgrammeMilestoneFactory(unit__programme=programme)
        leader = login_as(member(programme.plan.forwarded_to, Role.LEADER))

        text = leader.get(f"/facilities/programmes/{programme.pk}/").content.decode()

        assert "0/1 đơn vị" in text
        assert "Thêm mốc" not in text

    def test_a_commune_shows_its_schools_with_their_state(self, programme, officer, today):
        commune = CommuneFactory()
        unit = ProgrammeUnitFactory(programme=programme, organisation=commune)
        at_standard = SchoolFactory(name="MN Cẩm Vũ", commune=commune)
        NationalStandardFactory(school=at_standard, recognised_on=today - DAY, recheck_due_on=today + 5 * DAY)
        lacking = SchoolFactory(name="TH Cẩm Vũ", commune=commune)
        SchoolFactory()
        AssessmentLineFactory(
            assessment__school=lacking,
            assessment__school_year=school_year_of(today),
            assessment__state=AssessmentState.DONE,
            assessment__done_at=timezone.now(),
            result="unmet",
            gap="x",
            cost_million=120,
        )

        state = officer.get(f"/facilities/programme-units/{unit.pk}/").context["state"]

        assert [(row.school, row.is_at_standard, row.cost) for row in state.schools] == [
            (at_standard, True, None),
            (lacking, False, 120),
        ]
        assert (state.at_standard, state.cost) == (1, 120)

    def test_schools_of_a_year_that_is_over_are_looked_at_on_its_last_day(self):
        plan = PlanFactory.build(year=2018)

        assert standing_day(plan, dt.date(2026, 3, 1)) == dt.date(2018, 12, 31)
        assert standing_day(plan, dt.date(2018, 3, 1)) == dt.date(2018, 3, 1)

    def test_the_excel_file_has_a_row_for_each_milestone(self, programme, officer, today):
        row = ProgrammeMilestoneFactory(unit__programme=programme, planned_on=today - DAY, name="Khởi công")
        ProgrammeUnitFactory(programme=programme)

        data = officer.get("/facilities/programmes/export/").content

        rows = list(load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True))[-2:]
        told = {found[2]: (found[4], found[7]) for found in rows}
        assert told[str(row.unit.organisation)] == ("Khởi công", "Chậm")
        assert len(told) == 2

    @pytest.mark.parametrize("count", [1, 3])
    def test_pages_need_the_same_queries_for_one_unit_and_for_three(self, programme, login_as, today, count):
        for _ in range(count):
            commune = CommuneFactory()
            row = ProgrammeMilestoneFactory(unit__programme=programme, unit__organisation=commune)
            NationalStandardFactory(
                school=SchoolFactory(commune=commune), recognised_on=today - DAY, recheck_due_on=today + DAY
            )
        reader = login_as(member(programme.plan.forwarded_to, Role.LEADER))
        pages = (
            ("/facilities/programmes/", 8),
            (f"/facilities/programmes/{programme.pk}/", 11),
            (f"/facilities/programme-units/{row.unit_id}/", 11),
        )

        for url, expected in pages:
            with CaptureQueriesContext(connection) as queries:
                reader.get(url)
            assert len(queries) == expected, url
