"""A school asks to have its facts mended; only the office's confirmation changes the registry, and only once."""

from decimal import Decimal

import pytest
from django.urls import reverse

from reports.models import Notification
from schools.enums import FactsRequestState
from schools.fact_values import fingerprint, values_of
from schools.models import FactsRequest
from schools.services.facts_requests import FactsRefused, ask, confirm, decline, withdraw
from tests.factories import (
    FactsRequestFactory,
    GradeFactsFactory,
    OfficeFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def facts():
    """A kindergarten of 10 groups with 300 children, of whom 50 are three years old."""
    row = SchoolYearFactsFactory(school__name="MN Cẩm Vũ", teachers=20)
    GradeFactsFactory(facts=row, grade="MG3", classes=2, pupils=50)
    return row


@pytest.fixture
def principal(facts):
    return member(facts.school.organisation, "principal", full_name="Trần Thị Hiệu Trưởng")


@pytest.fixture
def officer():
    return member(OfficeFactory(), "officer", full_name="Lê Văn Chuyên Viên")


def _asked(facts, by, **changes):
    wanted = values_of(facts.school, facts.school_year) | changes
    return ask(school=facts.school, school_year=facts.school_year, wanted=wanted, reason="Đếm lại", by=by)


def _seen(request):
    return fingerprint(request, values_of(request.school, request.school_year))


def _typed(school, year=2017, **changes):
    values = {key: text.replace(".", ",") for key, text in values_of(school, year).items()}
    return {f"facts-{key}": value for key, value in {**values, "reason": "Đếm lại", **changes}.items()}


class TestAsking:
    def test_only_what_differs_is_asked_for_and_nothing_is_written(self, facts, principal):
        request = _asked(facts, principal, pupils="312", land_area_m2="6000.5")

        assert request.proposed == {"pupils": "312", "land_area_m2": "6000.5"}
        assert request.before == {"pupils": "300", "land_area_m2": ""}
        assert values_of(facts.school, 2017)["pupils"] == "300"

    def test_nothing_different_is_no_request(self, facts, principal):
        with pytest.raises(FactsRefused, match="Chưa có số nào khác"):
            _asked(facts, principal)

    def test_a_second_request_about_the_year_waits_for_the_first(self, facts, principal):
        _asked(facts, principal, pupils="312")

        with pytest.raises(FactsRefused, match="đang có một đề nghị"):
            _asked(facts, principal, pupils="313")
        assert FactsRequest.objects.count() == 1

    def test_the_form_reads_decimal_commas_and_leads_to_the_request(self, login_as, facts, principal):
        url = reverse("facts_request_new", args=[facts.school_id, 2017])

        response = login_as(principal).post(url, _typed(facts.school, land_area_m2="6000,5"), follow=True)

        assert FactsRequest.objects.get().proposed == {"land_area_m2": "6000.5"}
        assert "6.000,5" in response.content.decode()

    def test_all_mistakes_are_told_at_once_and_nothing_typed_is_lost(self, login_as, facts, principal):
        url = reverse("facts_request_new", args=[facts.school_id, 2017])
        typed = _typed(facts.school, girls="400", teachers_female="21", pupils="ba trăm", reason="")
        typed |= {"facts-grade:MG4:pupils": "30", "facts-teachers_party": "7"}

        response = login_as(principal).post(url, typed)
        page = response.content.decode()

        assert response.status_code == 422
        assert set(response.context["form"].errors) == {"teachers_female", "pupils", "reason", "grade:MG4:classes"}
        assert all(f'value="{text}"' in page for text in ("ba trăm", "400", "21", "7"))
        assert not FactsRequest.objects.exists()

    @pytest.mark.parametrize("year", [1999, 2030])
    def test_years_nobody_knows_are_not_found(self, login_as, facts, principal, year):
        assert login_as(principal).get(reverse("facts_request_new", args=[facts.school_id, year])).status_code == 404


class TestDeciding:
    def test_confirming_writes_exactly_what_was_asked_for(self, facts, principal, officer):
        changes = {"pupils": "312", "land_area_m2": "6000.5", "grade:MG3:pupils": "52", "grade:MG4:classes": "3"}
        request = _asked(facts, principal, **changes, **{"grade:MG4:pupils": "80"})

        confirm(request=request, by=officer, seen=_seen(request), answer="Đúng sổ")

        facts.refresh_from_db()
        assert (facts.pupils, facts.land_area_m2, facts.classes) == (312, Decimal("6000.5"), 10)
        assert dict(facts.grades.values_list("grade", "pupils")) == {"MG3": 52, "MG4": 80}
        request.refresh_from_db()
        assert (request.state, request.decided_by, request.answer) == ("confirmed", officer, "Đúng sổ")

    def test_a_year_nobody_has_told_begins_with_the_request(self, principal, facts, officer):
        request = ask(
            school=facts.school, school_year=2018, wanted={"classes": "11", "pupils": "320"}, reason="Mới", by=principal
        )

        confirm(request=request, by=officer, seen=_seen(request))

        assert facts.school.yearly_facts.get(school_year=2018).pupils == 320

    def test_land_and_campuses_of_the_latest_year_are_the_schools_own(self, facts, principal, officer):
        SchoolYearFactsFactory(school=facts.school, school_year=2016, teachers=20)
        earlier = ask(
            school=facts.school,
            school_year=2016,
            wanted=values_of(facts.school, 2016) | {"land_area_m2": "5000"},
            reason="Đo lại",
            by=principal,
        )
        latest = _asked(facts, principal, land_area_m2="6000.5", campuses="3")

        for request in (latest, earlier):
            confirm(request=request, by=officer, seen=_seen(request))

        facts.school.refresh_from_db()
        assert (facts.school.land_area_m2, facts.school.campuses) == (Decimal("6000.5"), 3)

    def test_the_office_is_warned_of_what_would_not_add_up(self, login_as, facts, principal, officer):
        url = reverse("facts_request", args=[_asked(facts, principal, pupils="1312").pk])

        waiting = login_as(officer).get(url).content.decode()

        assert "Nếu xác nhận, năm học này cần xem lại" in waiting
        assert "Cộng các khối được 50 học sinh, khác tổng số 1.312." in waiting

    def test_a_second_click_writes_nothing(self, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        stale = FactsRequest.objects.get(pk=request.pk)
        confirm(request=request, by=officer, seen=_seen(request))
        facts.__class__.objects.filter(pk=facts.pk).update(pupils=333)

        with pytest.raises(FactsRefused, match="đã được trả lời"):
            confirm(request=stale, by=officer, seen=_seen(stale))
        facts.refresh_from_db()
        assert facts.pupils == 333

    def test_a_withdrawn_request_is_not_confirmed(self, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        stale = FactsRequest.objects.get(pk=request.pk)
        withdraw(request=request, by=principal)

        with pytest.raises(FactsRefused):
            confirm(request=stale, by=officer, seen=_seen(stale))
        assert values_of(facts.school, 2017)["pupils"] == "300"

    def test_what_has_moved_since_the_office_looked_is_shown_again(self, login_as, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        url, client = reverse("facts_request_decide", args=[request.pk]), login_as(officer)
        old = _seen(request)
        facts.__class__.objects.filter(pk=facts.pk).update(pupils=305)

        first = client.post(url, {"decision": "confirm", "seen": old, "answer": "Theo sổ"})
        second = client.post(url, {"decision": "confirm", "seen": first.context["form"]["seen"].value(), "answer": ""})

        assert first.status_code == 422
        assert "đã đổi từ khi đề nghị" in first.content.decode()
        assert "Theo sổ" in first.content.decode()
        assert second.status_code == 302
        assert values_of(facts.school, 2017)["pupils"] == "312"

    def test_values_that_contradict_others_by_now_are_refused_whole(self, facts, principal, officer):
        request = _asked(facts, principal, girls="290", teachers="25")
        facts.__class__.objects.filter(pk=facts.pk).update(pupils=280)

        with pytest.raises(FactsRefused, match="nữ"):
            confirm(request=request, by=officer, seen=_seen(request))
        request.refresh_from_db()
        facts.refresh_from_db()
        assert (request.state, facts.teachers, facts.girls) == ("asked", 20, None)

    def test_declining_needs_a_reason_and_leaves_the_registry(self, login_as, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        url, client = reverse("facts_request_decide", args=[request.pk]), login_as(officer)

        silent = client.post(url, {"decision": "decline", "seen": "x", "answer": " "})
        client.post(url, {"decision": "decline", "seen": "x", "answer": "Sổ ghi 300"})

        assert silent.status_code == 422
        request.refresh_from_db()
        assert (request.state, request.answer) == (FactsRequestState.DECLINED, "Sổ ghi 300")
        assert values_of(facts.school, 2017)["pupils"] == "300"


class TestMessages:
    def test_the_office_hears_of_the_request_and_the_school_of_the_answer(self, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        decline(request=request, by=officer, answer="Sổ ghi 300")

        told = {row.kind: row for row in Notification.objects.all()}
        assert {kind: row.recipient for kind, row in told.items()} == {"facts_asked": officer, "facts_done": principal}
        assert "300 → 312" in told["facts_asked"].body
        assert "Sổ ghi 300" in told["facts_done"].body
        assert told["facts_done"].link_path == reverse("facts_request", args=[request.pk])


class TestPages:
    def test_a_school_sees_its_own_requests_only(self, login_as, facts, principal):
        own = FactsRequestFactory(school=facts.school)
        FactsRequestFactory(school=SchoolFactory(name="TH Khác"))

        response = login_as(principal).get(reverse("facts_request_list"))

        assert list(response.context["page"].object_list) == [own]

    def test_whoever_acts_for_no_school_and_no_office_finds_no_list(self, login_as):
        assert login_as(UserFactory()).get(reverse("facts_request_list")).status_code == 404

    def test_the_page_of_the_years_keeps_who_changed_what(self, login_as, facts, principal, officer):
        request = _asked(facts, principal, pupils="312")
        confirm(request=request, by=officer, seen=_seen(request), answer="Đúng sổ")

        page = login_as(principal).get(reverse("school_years", args=[facts.school_id])).content.decode()

        assert all(words in page for words in ("Trần Thị Hiệu Trưởng", "Lê Văn Chuyên Viên", "300 → 312", "Đúng sổ"))

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, login_as, officer, count, django_assert_num_queries):
        for _ in range(count):
            FactsRequestFactory(asked_by=UserFactory())
        client = login_as(officer)
        client.get(reverse("facts_request_list"))

        with django_assert_num_queries(7):
            client.get(reverse("facts_request_list"))
