"""The pages of people: the list, inviting, one seat, its end and hand-over, slips and the progress of mails."""

import datetime as dt
import io

import pytest
from django.contrib.auth import get_user_model
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from config.navigation import area_name
from schools.enums import InvitationState, Role
from schools.models import Invitation, Membership
from schools.services.seats import version_of
from tests.days import days_ahead
from tests.factories import InvitationFactory, MembershipFactory, UserFactory, member
from tests.schools.people.area import Area, an_area

pytestmark = pytest.mark.django_db
LIST = "/people/"


@pytest.fixture(autouse=True)
def _area_is_known(db):
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def area() -> Area:
    return an_area()


@pytest.fixture
def officer(area, login_as):
    return login_as(area.person("officer"))


def names(response):
    return [row.seat.user.full_name for row in response.context["rows"]]


def invitation_form(area, **changes):
    form = {"full_name": "Nguyễn Thị Hoa", "email": "hoa@example.test", "unit": area.school.pk, "role": "principal"}
    return form | {"way": "mail"} | changes


class TestList:
    def test_an_officer_sees_the_people_of_the_area_and_nobody_else(self, area, officer):
        MembershipFactory(organisation=area.school, user__full_name="Trần Thị Lan", role=Role.CLERK)
        for place in (area.elsewhere, area.party, area.committee):
            MembershipFactory(organisation=place, user__full_name="Người Ngoài", role=Role.CLERK)

        page = officer.get(LIST, {"role": "clerk"})

        assert names(page) == ["Trần Thị Lan"]

    def test_seats_that_are_seen_but_not_managed_carry_no_link_and_no_tick(self, area, officer):
        head = MembershipFactory(organisation=area.office, role=Role.HEAD)

        page = officer.get(LIST, {"role": "head"})

        assert names(page) == [head.user.full_name]
        assert reverse("seat_edit", args=[head.pk]) not in page.content.decode()
        assert officer.get(reverse("seat_edit", args=[head.pk])).status_code == 403

    @pytest.mark.parametrize(("words", "found"), [("tran lan", 1), ("TRẦN", 1), ("mn thu lan", 1), ("khong ai", 0)])
    def test_people_are_found_without_marks_by_name_and_organisation(self, area, officer, words, found):
        MembershipFactory(organisation=area.school, user__full_name="Trần Thị Lan")

        assert len(names(officer.get(LIST, {"q": words}))) == found

    def test_without_a_choice_the_list_holds_today(self, area, officer):
        today = timezone.localdate()
        days = {
            "Nay": {},
            "Đã Thôi": {"ends_on": today - dt.timedelta(days=1)},
            "Mai Sau": {"starts_on": today + dt.timedelta(days=1)},
        }
        for name, term in days.items():
            MembershipFactory(organisation=area.school, user__full_name=name, **term)

        shown = {
            state: set(names(officer.get(LIST, {"state": state, "role": "principal"})))
            for state in ("", "now", "ahead", "over", "all")
        }

        assert shown == {"": {"Nay"}, "now": {"Nay"}, "ahead": {"Mai Sau"}, "over": {"Đã Thôi"}, "all": set(days)}

    def test_who_has_not_logged_in_since(self, area, officer):
        for name, days in (("Hôm Nay", 0), ("Tháng Trước", 31), ("Chưa Bao Giờ", None)):
            last = None if days is None else timezone.now() - dt.timedelta(days=days)
            MembershipFactory(organisation=area.school, user__full_name=name, user__last_login=last)

        page = officer.get(LIST, {"idle": "30", "role": "principal"})

        assert set(names(page)) == {"Tháng Trước", "Chưa Bao Giờ"}
        assert "Chưa vào lần nào" in page.content.decode()
        assert "(31 ngày trước)" in page.content.decode()

    @pytest.mark.parametrize("wanted", ["none", "waiting", "sent", "printed", "expired", "failed", "used"])
    def test_the_latest_invitation_counts(self, area, officer, wanted):
        now = timezone.now()
        for state in ("waiting", "sent", "printed", "failed", "used"):
            seat = MembershipFactory(organisation=area.school, user__full_name=state)
            InvitationFactory(membership=seat, state="cancelled")
            InvitationFactory(membership=seat, state=state, sent_at=now)
        over = MembershipFactory(organisation=area.school, user__full_name="expired")
        InvitationFactory(membership=over, state="sent", sent_at=now, expires_at=now - dt.timedelta(days=1))
        MembershipFactory(organisation=area.school, user__full_name="none")

        page = officer.get(LIST, {"invited": wanted, "role": "principal"})

        assert names(page) == [wanted]

    def test_nobody_yet_says_what_to_do(self, area, login_as):
        page = login_as(area.person("head")).get(LIST, {"q": "khong co"}).content.decode()

        assert "Không có ai phù hợp" in page

    @pytest.mark.parametrize("count", [1, 3])
    def test_the_number_of_queries_does_not_grow(self, area, officer, count, django_assert_num_queries):
        for _ in range(count):
            InvitationFactory(membership=MembershipFactory(organisation=area.school))

        with django_assert_num_queries(8):
            page = officer.get(LIST, {"role": "principal"})

        assert len(names(page)) == count

    def test_the_file_holds_what_the_page_shows(self, area, officer):
        MembershipFactory(organisation=area.school, user__full_name="Trần Thị Lan", is_deputy=True)
        MembershipFactory(organisation=area.school, user__full_name="=1+1")

        data = officer.get("/people/export/", {"role": "principal"}).content

        rows = [[cell.value for cell in row] for row in load_workbook(io.BytesIO(data)).active.iter_rows(min_row=5)]
        assert [(row[0], row[2], row[4]) for row in rows] == [
            ("=1+1", "MN Thử Nghiệm", "Hiệu trưởng"),
            ("Trần Thị Lan", "MN Thử Nghiệm", "Phó hiệu trưởng"),
        ]


class TestInviting:
    def test_a_principal_for_a_school_and_a_mail_that_waits(self, area, officer):
        response = officer.post("/people/invite/", invitation_form(area, starts_on=days_ahead(3), decision="12/QĐ"))

        seat = Membership.objects.get(user__email="hoa@example.test")
        assert response.status_code == 302
        assert (seat.role, seat.decision, seat.invitations.get().state) == (
            "principal",
            "12/QĐ",
            InvitationState.WAITING,
        )

    def test_a_known_address_is_said_first_and_then_gets_a_further_seat(self, area, officer):
        known = member(area.commune, Role.CLERK, email="hoa@example.test", full_name="Nguyễn Thị Hoa")

        asked = officer.post("/people/invite/", invitation_form(area))
        assert (asked.status_code, known.memberships.count()) == (422, 1)
        assert "Nguyễn Thị Hoa (Văn thư, Xã Thử)" in asked.content.decode()

        officer.post("/people/invite/", invitation_form(area, known="on"))

        assert known.memberships.count() == 2
        assert get_user_model().objects.filter(email="hoa@example.test").count() == 1

    def test_who_it_is_is_not_told_to_whom_it_is_none_of_their_business(self, area, login_as):
        member(area.party, Role.HEAD, email="hoa@example.test", full_name="Phạm Bí Mật")

        page = login_as(area.person("principal")).post("/people/invite/", invitation_form(area, role="clerk"))

        assert "một người dùng của cổng, thuộc đơn vị khác" in page.content.decode()
        assert "Phạm Bí Mật" not in page.content.decode()

    def test_a_shared_mailbox_is_no_person(self, area, officer):
        for _ in range(2):
            UserFactory(email="hoa@example.test")

        page = officer.post("/people/invite/", invitation_form(area))

        assert "Nhiều người dùng chung địa chỉ này" in page.content.decode()
        assert not area.school.memberships.exists()

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"email": "khong-phai"}, "email"),
            ({"email": ""}, "email"),
            ({"phone": "abc"}, "phone"),
            ({"role": "officer"}, "role"),
            ({"role": "administrator"}, "role"),
            ({"role": "clerk", "is_deputy": "on"}, "is_deputy"),
            ({"starts_on": "31/2/2030"}, "starts_on"),
            ({"full_name": " "}, "full_name"),
        ],
    )
    def test_mistakes_stand_at_their_field_and_nobody_is_made(self, area, officer, changes, field):
        before = get_user_model().objects.count()

        page = officer.post("/people/invite/", invitation_form(area, **changes))

        assert list(page.context["form"].errors) == [field]
        assert get_user_model().objects.count() == before

    def test_organisations_out_of_reach_are_not_offered(self, area, officer):
        page = officer.post("/people/invite/", invitation_form(area, unit=area.party.pk))

        assert list(page.context["form"].errors) == ["unit"]

    def test_a_slip_instead_of_a_mail(self, area, officer):
        page = officer.post("/people/invite/", invitation_form(area, email="", way="slip"))

        assert "hoa.nt" in page.content.decode()
        assert "no-store" in page["Cache-Control"]

    def test_a_second_principal_is_pointed_out(self, area, officer):
        MembershipFactory(organisation=area.school, user__full_name="Người Cũ")

        page = officer.post("/people/invite/", invitation_form(area), follow=True)

        assert "Đơn vị đang có người khác cùng vai trò: Người Cũ" in page.content.decode()


class TestSeat:
    def test_a_new_term_is_stored_and_a_stale_page_is_refused_with_what_was_typed(self, area, officer):
        seat = MembershipFactory(organisation=area.school)
        url = reverse("seat_edit", args=[seat.pk])
        form = {"ends_on": days_ahead(9), "version": version_of(seat)}
        assert officer.post(url, form).status_code == 302

        stale = officer.post(url, form | {"ends_on": days_ahead(20)})

        assert stale.status_code == 422
        assert "Có người vừa sửa" in stale.content.decode()
        assert days_ahead(20) in stale.content.decode()

    def test_the_address_of_somebody_who_was_never_in_can_be_mended(self, area, officer):
        seat = MembershipFactory(organisation=area.school)
        old = InvitationFactory(membership=seat, state="sent", sent_at=timezone.now())

        officer.post(reverse("seat_address", args=[seat.pk]), {"email": "dung@example.test"})

        seat.user.refresh_from_db()
        old.refresh_from_db()
        assert (seat.user.email, old.state) == ("dung@example.test", InvitationState.CANCELLED)

    def test_the_address_of_somebody_who_was_in_is_their_own(self, area, officer):
        seat = MembershipFactory(organisation=area.school, user__last_login=timezone.now())

        page = officer.post(reverse("seat_address", args=[seat.pk]), {"email": "ke-gian@example.test"}, follow=True)

        seat.user.refresh_from_db()
        assert seat.user.email != "ke-gian@example.test"
        assert "tự sửa địa chỉ trong hồ sơ" in page.content.decode()

    def test_the_end_says_what_it_means_and_warns_of_the_last_principal(self, area, officer):
        seat = MembershipFactory(organisation=area.school)

        page = officer.get(reverse("seat_end", args=[seat.pk])).content.decode()

        assert "không còn xem và làm được gì thay MN Thử Nghiệm" in page
        assert "Đây là người duy nhất được nộp báo cáo" in page

    def test_hand_over_says_that_drafts_stay_and_invites_the_successor(self, area, officer):
        seat = MembershipFactory(organisation=area.school)
        url = reverse("seat_hand_over", args=[seat.pk])
        assert "Bản nháp đang soạn" in officer.get(url).content.decode()

        form = {"full_name": "Lê Văn Mới", "email": "moi@example.test", "way": "mail", "last_day": days_ahead(0)}
        officer.post(url, form | {"version": version_of(seat)})

        new = Membership.objects.get(user__email="moi@example.test")
        assert new.starts_on == timezone.localdate() + dt.timedelta(days=1)
        assert new.invitations.get().state == InvitationState.WAITING


class TestSeveral:
    def test_slips_of_many_fill_pages_of_eight(self, area, officer):
        seats = [MembershipFactory(organisation=area.school) for _ in range(9)]

        page = officer.post("/people/again/", {"seat": [s.pk for s in seats], "how": "slip", "per": "8"})

        assert [len(sheet) for sheet in page.context["pages"]] == [8, 1]
        assert all(slip.secret in page.content.decode() for sheet in page.context["pages"] for slip in sheet)

    def test_all_that_the_list_was_filtered_to_but_only_what_is_managed(self, area, officer):
        MembershipFactory(organisation=area.school)
        MembershipFactory(organisation=area.school, role=Role.CLERK)
        MembershipFactory(organisation=area.office, role=Role.HEAD)

        page = officer.post("/people/again/", {"all": "1", "query": "role=principal&state=all", "how": "mail"})

        assert page["Location"].startswith("/people/sending/?at=")
        assert Invitation.objects.get().membership.role == Role.PRINCIPAL

    def test_a_seat_nobody_told_about_is_not_found(self, area, officer):
        theirs = MembershipFactory(organisation=area.elsewhere)

        assert officer.post("/people/again/", {"seat": [theirs.pk], "how": "slip"}).status_code == 404
        assert not Invitation.objects.exists()

    def test_the_progress_of_a_batch_is_ones_own(self, area, officer, login_as):
        seats = [MembershipFactory(organisation=area.school) for _ in range(2)]
        url = officer.post("/people/again/", {"seat": [s.pk for s in seats], "how": "mail"})["Location"]
        Invitation.objects.filter(membership=seats[0]).update(state="failed", error="550 no such user")

        page = officer.get(url).content.decode()
        other = login_as(area.person("head")).get(url).content.decode()

        assert "1/2 thư" in page
        assert "550 no such user" in page
        assert "Không có lượt gửi nào" in other

    @pytest.mark.parametrize("moment", ["", "hom-qua", "2030-99-99T00:00:00"])
    def test_an_address_of_progress_that_says_nothing_is_empty(self, officer, moment):
        assert "Không có lượt gửi nào" in officer.get("/people/sending/", {"at": moment}).content.decode()


class TestFromTheSchool:
    """The school's page counts who was never in and leads to its people, for whoever may manage them."""

    @pytest.mark.parametrize(("who", "manages"), [("officer", True), ("principal", True), ("clerk", False)])
    def test_the_card_of_people(self, area, login_as, who, manages):
        MembershipFactory(organisation=area.school, is_deputy=True, user__full_name="Trần Thị Lan")
        MembershipFactory(organisation=area.school, role=Role.CLERK, user__last_login=timezone.now())
        viewer = login_as(area.person(who))

        page = viewer.get(reverse("school_detail", args=[area.school.school.pk])).content.decode()

        assert "Phó hiệu trưởng" in page
        assert "1 người chưa vào cổng lần nào" in page
        assert (f"/people/?unit={area.school.pk}" in page) is manages

    @pytest.mark.parametrize(("who", "leads"), [("officer", True), ("principal", True), ("clerk", False)])
    def test_the_list_of_schools_leads_to_the_people(self, area, login_as, who, leads):
        assert ('href="/people/"' in login_as(area.person(who)).get("/schools/").content.decode()) is leads
