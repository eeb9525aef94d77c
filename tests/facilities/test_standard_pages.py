"""The pages of the national standard: what they show on a day, who may write, what a form says."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from config.navigation import area_name
from facilities.models import PlannedRecognition
from facilities.services.recognising import fingerprint
from schools.models import NationalStandard, School
from tests.days import days_ahead
from tests.factories import (
    CommuneFactory,
    NationalStandardFactory,
    OfficeFactory,
    PlannedRecognitionFactory,
    SchoolAffiliationFactory,
    SchoolFactory,
    member,
)

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
LIST = "/facilities/standard/"
QUERIES = 9


@pytest.fixture(autouse=True)
def _area_is_known(db: None) -> None:
    area_name()


@pytest.fixture
def office(login_as: Login) -> Client:
    return login_as(member(OfficeFactory(), "officer"))


def names(response: Any) -> list[str]:
    return [row.record.name for row in response.context["page"].object_list]


def states(response: Any) -> dict[str, int]:
    return {state: count for state, _, count in response.context["counts"]}


def recognised(name: str, *day: int, **fields: Any) -> School:
    return NationalStandardFactory(
        school=SchoolFactory(name=name, **fields), recognised_on=dt.date(*day) if day else dt.date(2016, 5, 20)
    ).school


class TestList:
    def test_states_on_a_chosen_day(self, office: Client) -> None:
        recognised("MN Còn", 2016, 5, 20)
        recognised("MN Sắp", 2013, 9, 1)
        recognised("MN Hết", 2012, 5, 20)
        recognised("MN Sau", 2018, 6, 2)
        PlannedRecognitionFactory(school=SchoolFactory(name="MN Chờ"), expected_on=dt.date(2018, 9, 1))

        page = office.get(LIST, {"on": "1/6/2018"})

        shown = {row.record.name: row.standing.state.value for row in page.context["page"].object_list}
        assert shown == {"MN Còn": "valid", "MN Sắp": "due", "MN Hết": "lapsed", "MN Sau": "never", "MN Chờ": "never"}
        assert states(page) == {"at": 2, "due": 1, "lapsed": 1, "never": 2, "planned": 1}
        assert "Đến hết ngày 01/06/2018: 2/5 trường đạt chuẩn (40,00%)" in page.content.decode()

    def test_school_merged_in_2019_is_on_the_page_of_2018(self, office: Client) -> None:
        merged = recognised("MN Cũ", 2016, 5, 20)
        merged.affiliations.all().delete()
        SchoolAffiliationFactory(school=merged, valid_from=None, valid_to=dt.date(2019, 11, 30))
        merged.organisation.valid_to = dt.date(2019, 11, 30)
        merged.organisation.save()
        SchoolFactory(name="MN Mới", organisation__valid_from=dt.date(2019, 12, 1))

        assert names(office.get(LIST, {"on": "31/12/2018"})) == ["MN Cũ"]
        assert names(office.get(LIST, {"on": "30/11/2019"})) == ["MN Cũ"]
        assert names(office.get(LIST, {"on": "01/12/2019"})) == ["MN Mới"]

    def test_filters_go_together(self, office: Client) -> None:
        one, two = CommuneFactory(short_name="Lai Cách"), CommuneFactory(short_name="Cẩm Vũ")
        recognised("MN Lai Cách", commune=one)
        recognised("TH Lai Cách", commune=one, levels="TH")
        recognised("MN Cẩm Vũ", commune=two)
        SchoolFactory(name="THCS Lai Cách", commune=one, levels="THCS")
        day = {"on": "01/06/2018"}

        assert names(office.get(LIST, {**day, "q": "lai cach"})) == ["MN Lai Cách", "TH Lai Cách", "THCS Lai Cách"]
        assert names(office.get(LIST, {**day, "q": "lai cach", "level": "TH"})) == ["TH Lai Cách"]
        assert names(office.get(LIST, {**day, "commune": two.pk})) == ["MN Cẩm Vũ"]
        found = office.get(LIST, {**day, "commune": one.pk, "state": "never"})
        assert names(found) == ["THCS Lai Cách"]
        assert states(found) == {"at": 2, "due": 0, "lapsed": 0, "never": 1, "planned": 0}

    def test_places_without_a_school_at_the_standard(self, office: Client) -> None:
        recognised("MN Có", commune=CommuneFactory(short_name="Xã Có"))
        recognised("MN Mất", 2012, 1, 1, commune=CommuneFactory(short_name="Xã Mất"))
        SchoolFactory(commune=CommuneFactory(short_name="Xã Chưa"))

        page = office.get(LIST, {"on": "01/06/2018"}).content.decode()

        assert "2 địa bàn chưa có trường đạt chuẩn: Xã Chưa, Xã Mất." in page

    def test_empty_states_say_what_to_do(self, office: Client) -> None:
        assert "chọn ngày khác" in office.get(LIST).content.decode()
        SchoolFactory()
        assert "bỏ lọc" in office.get(LIST, {"q": "không có trường này"}).content.decode()

    def test_day_that_cannot_be_read_is_said(self, office: Client) -> None:
        SchoolFactory()
        page = office.get(LIST, {"on": "31/02/2018"})

        assert page.context["overview"].day == timezone.localdate()
        assert "Không có ngày 31" in page.content.decode()

    @pytest.mark.parametrize("count", [1, 3])
    def test_number_of_queries_does_not_depend_on_the_schools(self, office: Client, count: int) -> None:
        for _ in range(count):
            school = NationalStandardFactory(school=SchoolFactory()).school
            PlannedRecognitionFactory(school=school)

        with CaptureQueriesContext(connection) as queries:
            assert len(names(office.get(LIST))) == count

        assert len(queries) == QUERIES

    def test_excel_is_what_the_page_shows(self, office: Client) -> None:
        recognised("MN Còn", 2016, 5, 20)
        SchoolFactory(name="TH Chưa", levels="TH")

        answer = office.get(reverse("standard_export"), {"on": "01/06/2018", "state": "at"})

        rows = list(load_workbook(io.BytesIO(answer.content)).active.values)
        assert rows[2][0] == "Tính đến hết ngày 01/06/2018: 1/2 trường = 50,00% đạt chuẩn."
        assert [row[0] for row in rows if row[3] == "Đạt chuẩn"] == ["MN Còn"]
        assert rows[-1][6:8] == (dt.datetime(2016, 5, 20), dt.datetime(2021, 5, 20))  # noqa: DTZ001 # as Excel has them

    def test_those_who_do_not_look_at_all_schools_are_refused(self, login_as: Login) -> None:
        client = login_as(member(SchoolFactory().organisation, "principal"))

        assert client.get(LIST).status_code == 403
        assert client.get(reverse("standard_export")).status_code == 403

    def test_leaders_read_and_do_not_write(self, login_as: Login) -> None:
        school = SchoolFactory()
        client = login_as(member(OfficeFactory(kind="peoples_committee"), "leader"))

        assert "Ghi công nhận" not in client.get(LIST).content.decode()
        assert client.get(reverse("standard_school", args=[school.pk])).status_code == 200
        assert client.get(reverse("standard_add")).status_code == 403


class TestWriting:
    def add(self, client: Client, school: School, **fields: str) -> Any:
        data = {"school": str(school.pk), "level": "1", "decision": "8/QĐ", "recognised_on": "01/03/2018", **fields}
        return client.post(reverse("standard_add"), data)

    def test_recognition_with_the_day_of_its_re_check(self, office: Client, settings: Any) -> None:
        settings.RECHECK_YEARS = 4
        school = SchoolFactory()

        answer = self.add(office, school)

        assert answer.url == reverse("standard_school", args=[school.pk])
        row = school.standards.get()
        assert (row.recognised_on, row.recheck_due_on) == (dt.date(2018, 3, 1), dt.date(2022, 3, 1))

    def test_pressed_twice_it_is_written_once(self, office: Client) -> None:
        school = SchoolFactory()

        assert [self.add(office, school).status_code for _ in range(2)] == [302, 302]
        assert school.standards.count() == 1

    def test_all_errors_at_once_and_nothing_lost(self, office: Client) -> None:
        school = SchoolFactory()

        answer = self.add(office, school, recognised_on=days_ahead(3), recheck_due_on="31/02/2030", decision="x" * 81)

        assert answer.status_code == 422
        assert set(answer.context["form"].errors) == {"recognised_on", "recheck_due_on", "decision"}
        assert days_ahead(3) in answer.content.decode()
        assert not school.standards.exists()

    def test_stale_correction_keeps_what_was_typed_and_overwrites_nothing(self, office: Client) -> None:
        row = NationalStandardFactory(decision="1/QĐ")
        data = {"level": "1", "recognised_on": "01/03/2018", "recheck_due_on": "01/03/2023", "seen": fingerprint(row)}
        address = reverse("standard_edit", args=[row.pk])
        assert office.post(address, {**data, "decision": "2/QĐ"}).status_code == 302

        stale = office.post(address, {**data, "decision": "3/QĐ"})

        assert stale.status_code == 409
        assert "2/QĐ" in stale.content.decode()
        assert 'value="3/QĐ"' in stale.content.decode()
        assert NationalStandard.objects.get().decision == "2/QĐ"
        again = {**data, "decision": "3/QĐ", "seen": stale.context["form"].data["seen"]}
        assert office.post(address, again).status_code == 302
        assert NationalStandard.objects.get().decision == "3/QĐ"

    def test_row_is_removed_only_when_that_was_confirmed(self, office: Client) -> None:
        row = NationalStandardFactory()
        address = reverse("standard_remove", args=[row.pk])

        assert office.post(address).url == reverse("standard_edit", args=[row.pk])
        assert NationalStandard.objects.exists()
        assert office.post(address, {"confirm": "1"}).url == reverse("standard_school", args=[row.school_id])
        assert not NationalStandard.objects.exists()

    def test_expectation_noted_changed_given_up(self, office: Client) -> None:
        school = SchoolFactory()
        data = {"school": str(school.pk), "kind": "new", "level": "1", "expected_on": days_ahead(40), "note": ""}

        assert office.post(reverse("planned_add"), data).status_code == 302
        row = PlannedRecognition.objects.get()
        changed = {**data, "expected_on": days_ahead(50)}
        assert office.post(reverse("planned_edit", args=[row.pk]), changed).status_code == 302
        assert days_ahead(50) in office.get(reverse("standard_school", args=[school.pk])).content.decode()
        office.post(reverse("planned_give_up", args=[row.pk]))
        row.refresh_from_db()
        assert row.given_up_on == timezone.localdate()

    def test_expectation_that_came_true_is_not_changed(self, office: Client) -> None:
        came = NationalStandardFactory()
        row = PlannedRecognitionFactory(school=came.school, recognition=came)

        assert office.get(reverse("planned_edit", args=[row.pk])).status_code == 302
        office.post(reverse("planned_give_up", args=[row.pk]))
        row.refresh_from_db()
        assert row.given_up_on is None

    def test_second_expectation_of_a_school_is_refused_at_its_field(self, office: Client) -> None:
        school = PlannedRecognitionFactory().school
        data = {"school": str(school.pk), "kind": "renewal", "level": "1", "expected_on": days_ahead(-3)}

        answer = office.post(reverse("planned_add"), data)

        assert set(answer.context["form"].errors) == {"school", "kind", "expected_on"}


class TestSchool:
    def test_principal_sees_the_own_school_and_no_other(self, login_as: Login) -> None:
        school, other = NationalStandardFactory().school, SchoolFactory()
        client = login_as(member(school.organisation, "principal"))

        page = client.get(reverse("standard_school", args=[school.pk]))

        assert page.status_code == 200
        assert "Sửa" not in page.content.decode()
        assert client.get(reverse("standard_school", args=[other.pk])).status_code == 404

    def test_card_on_the_page_of_the_school(self, office: Client) -> None:
        row = PlannedRecognitionFactory()

        page = office.get(reverse("school_detail", args=[row.school_id])).content.decode()

        assert f"dự kiến {row.expected_on:%d/%m/%Y}" in page
        assert reverse("standard_school", args=[row.school_id]) in page
