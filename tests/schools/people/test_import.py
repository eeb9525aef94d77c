"""People from Excel: the template, every mistake at its cell, what would happen, and that it happens once."""

import datetime as dt
import io
from typing import Any

import pytest
import time_machine
from django.contrib.auth import get_user_model
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone
from openpyxl import load_workbook

from schools.enums import InvitationState, Role
from schools.models import Invitation, Membership
from schools.services.people_import import appoint_all, read_entries, sign_entries
from schools.services.people_review import Entry
from schools.services.seats import Refused
from schools.workbooks.people import people_template
from tests.factories import MembershipFactory, SchoolFactory, UserFactory, member
from tests.schools.people.area import Area, an_area

pytestmark = pytest.mark.django_db
IMPORT, CONFIRM = "/people/import/", "/people/import/confirm/"
LETTER = {
    "code": "B",
    "full_name": "D",
    "email": "E",
    "phone": "F",
    "role": "G",
    "is_deputy": "H",
    "starts_on": "I",
    "ends_on": "J",
    "decision": "K",
}


@pytest.fixture
def area() -> Area:
    return an_area()


@pytest.fixture
def officer(area, login_as):
    return login_as(area.person("officer"))


def school(area, code, name):
    organisation = SchoolFactory(name=name).organisation
    organisation.parent, organisation.code = area.office, code
    organisation.save()
    return organisation


def filled(area, *lines: dict[str, Any]) -> SimpleUploadedFile:
    """The template with lines written into it from row 5 on, as an officer would."""
    book = load_workbook(io.BytesIO(people_template([area.school])))
    page = book.active
    for row, line in enumerate(lines, 5):
        for name, value in ({"code": "MN01", "role": "Hiệu trưởng"} | line).items():
            page[f"{LETTER[name]}{row}"] = value
    buffer = io.BytesIO()
    book.save(buffer)
    return SimpleUploadedFile("nguoi-dung.xlsx", buffer.getvalue())


def mistakes(response) -> dict[str, str]:
    return {mistake.address: mistake.message for mistake in response.context["mistakes"]}


HOA = {"full_name": "Nguyễn Thị Hoa", "email": "hoa@example.test"}


def test_the_template_knows_the_schools_and_an_untouched_line_is_nobody(area, officer):
    school(area, "MN02", "MN Thứ Hai")

    page = load_workbook(io.BytesIO(officer.get("/people/import/template/").content)).active
    untouched = officer.post(IMPORT, {"workbook": filled(area)})

    assert [(page[f"B{row}"].value, page[f"C{row}"].value, page[f"G{row}"].value) for row in (5, 6)] == [
        ("MN02", "MN Thứ Hai", "Hiệu trưởng"),
        ("MN01", "MN Thử Nghiệm", "Hiệu trưởng"),
    ]
    assert untouched.status_code == 422
    assert "Chưa có dòng nào ghi người." in untouched.content.decode()


class TestMistakes:
    """Each is named at its cell, all at once, and nothing is stored."""

    CASES = {
        "no name": ({"full_name": None, "email": "a@example.test"}, "full_name", "Ô trống"),
        "one word": ({"full_name": "Hoa"}, "full_name", "Chỉ có một từ"),
        "bad mail": ({"email": "hoa.example"}, "email", "Không phải địa chỉ"),
        "bad phone": ({"phone": 912000111}, "phone", "số 0 ở đầu"),
        "unknown code": ({"code": "MN99"}, "code", "Không có đơn vị mang mã này"),
        "no code": ({"code": None}, "code", "Ô trống"),
        "unknown role": ({"role": "Bảo vệ"}, "role", "Không có trong danh sách"),
        "no role": ({"role": None}, "role", "Ô trống"),
        "role of another body": ({"role": "Chuyên viên"}, "role", "không có ở loại đơn vị"),
        "administrator": ({"role": "Quản trị"}, "role", "Không có trong danh sách"),
        "deputy of nobody": ({"role": "Văn thư", "is_deputy": "Có"}, "is_deputy", "không có cấp phó"),
        "no yes or no": ({"is_deputy": "phó"}, "is_deputy", "Có hoặc Không"),
        "no day": ({"starts_on": "31/2/2030"}, "starts_on", "tháng 2"),
        "ends before it starts": ({"starts_on": "2/2/2090", "ends_on": "1/2/2090"}, "ends_on", "từ ngày bắt đầu"),
        "ended already": ({"ends_on": "1/2/2018"}, "ends_on", "đã qua"),
        "old font": ({"full_name": "NguyÔn ThÞ Hoa"}, "full_name", "hỏng mã"),
    }

    @pytest.mark.parametrize("case", CASES)
    def test_of_one_line(self, area, officer, case):
        changes, column, message = self.CASES[case]

        response = officer.post(IMPORT, {"workbook": filled(area, HOA | changes)})

        found = mistakes(response)
        assert list(found) == [f"{LETTER[column]}5"], found
        assert message in found[f"{LETTER[column]}5"]
        assert response.context["confirmation"] == ""

    def test_all_at_once(self, area, officer):
        response = officer.post(
            IMPORT, {"workbook": filled(area, HOA | {"email": "sai", "code": "X"}, {"full_name": "Một"})}
        )

        assert list(mistakes(response)) == ["B5", "E5", "D6"]
        assert not get_user_model().objects.filter(full_name="Nguyễn Thị Hoa").exists()

    def test_between_lines(self, area, officer):
        lines = (HOA, HOA | {"full_name": "Trần Văn Khác", "role": "Văn thư"}, HOA, {"full_name": "Lê Thị Ba"})

        found = mistakes(officer.post(IMPORT, {"workbook": filled(area, *lines)}))

        assert "Nhiều người trong tệp dùng chung địa chỉ" in found["E6"]
        assert "nhiều dòng cùng trường" in found["D7"]
        assert "hai hiệu trưởng trong tệp" in found["G8"]

    def test_with_what_is_stored(self, area, officer):
        UserFactory(email="HOA@example.test", full_name="Người Khác Hẳn")
        for _ in range(2):
            UserFactory(email="chung@example.test", full_name="Lê Thị Ba")
        UserFactory(email="khoa@example.test", full_name="Võ Thị Năm", is_active=False)
        lines = (
            HOA,
            {"full_name": "Lê Thị Ba", "email": "chung@example.test", "role": "Văn thư"},
            {"full_name": "Võ Thị Năm", "email": "khoa@example.test", "role": "Văn thư"},
        )

        response = officer.post(IMPORT, {"workbook": filled(area, *lines)})

        found = mistakes(response)
        assert "đã thuộc người khác" in found["E5"]
        assert "Nhiều tài khoản dùng chung" in found["E6"]
        assert "đã ngừng hoạt động" in found["E7"]
        assert "Người Khác Hẳn" not in response.content.decode()

    def test_schools_of_another_office_are_as_good_as_unknown(self, area, officer):
        response = officer.post(IMPORT, {"workbook": filled(area, HOA | {"code": area.elsewhere.code})})

        assert "Không có đơn vị" in mistakes(response)["B5"]

    @pytest.mark.parametrize("data", [b"", b"%PDF-1.7", b"PK\x03\x04 not a workbook"])
    def test_other_files_are_refused(self, officer, data):
        response = officer.post(IMPORT, {"workbook": SimpleUploadedFile("a.xlsx", data)})

        assert response.status_code == 422
        assert "chưa có gì được lưu" in response.content.decode()


class TestConfirming:
    def test_new_people_further_seats_and_those_who_are_there(self, area, officer):
        MembershipFactory(organisation=area.school, role=Role.CLERK, user__full_name="Đã Có Đây")
        member(area.commune, Role.CLERK, full_name="Trần Văn Hai", email="hai@example.test")
        lines = (
            HOA,
            {"full_name": "Trần Văn Hai", "email": "hai@example.test", "is_deputy": "Có"},
            {"full_name": "Đã Có Đây", "role": "Văn thư", "email": None},
        )

        page = officer.post(IMPORT, {"workbook": filled(area, *lines)})
        found = page.context["review"]
        assert (found.created, found.further, found.unchanged) == (1, 1, 1)
        done = officer.post(CONFIRM, {"confirmation": page.context["confirmation"], "way": "mail"})

        assert done["Location"].startswith("/people/sending/")
        seats = Membership.objects.filter(organisation=area.school).order_by("user__full_name")
        assert {(s.user.full_name, s.title) for s in seats} == {
            ("Nguyễn Thị Hoa", "Hiệu trưởng"),
            ("Trần Văn Hai", "Phó hiệu trưởng"),
            ("Đã Có Đây", "Văn thư"),
        }
        assert set(Invitation.objects.values_list("state", flat=True)) == {InvitationState.WAITING}

    def test_the_second_click_makes_nobody(self, area, officer):
        page = officer.post(IMPORT, {"workbook": filled(area, HOA)})
        form = {"confirmation": page.context["confirmation"], "way": "mail"}
        officer.post(CONFIRM, form)

        again = officer.post(CONFIRM, form, follow=True)

        assert "không tạo thêm ai" in again.content.decode()
        assert (get_user_model().objects.filter(**HOA).count(), Invitation.objects.count()) == (1, 1)

    def test_slips_for_all_are_shown_at_once(self, area, officer):
        page = officer.post(IMPORT, {"workbook": filled(area, HOA | {"email": None})})

        slips = officer.post(CONFIRM, {"confirmation": page.context["confirmation"], "way": "slip"})

        assert [slip.username for sheet in slips.context["pages"] for slip in sheet] == ["hoa.nt"]
        assert "no-store" in slips["Cache-Control"]

    def test_when_somebody_took_the_address_meanwhile_nobody_is_made(self, area, officer):
        page = officer.post(IMPORT, {"workbook": filled(area, HOA, {"full_name": "Lê Thị Ba", "role": "Văn thư"})})
        UserFactory(email="hoa@example.test", full_name="Người Khác Hẳn")

        done = officer.post(CONFIRM, {"confirmation": page.context["confirmation"], "way": "mail"}, follow=True)

        assert "chưa tạo ai" in done.content.decode()
        assert not area.school.memberships.exists()

    @pytest.mark.parametrize("kind", ["forged", "another's", "old"])
    def test_only_ones_own_fresh_dry_run_counts(self, area, kind):
        by, entries = area.person("officer"), [Entry(5, "MN01", "Nguyễn Thị Hoa", role="principal")]
        text = sign_entries(entries, by=by)
        assert read_entries(text, by=by) == entries
        later = timezone.now() + dt.timedelta(hours=3 if kind == "old" else 0)

        reader = area.person("head") if kind == "another's" else by

        with time_machine.travel(later), pytest.raises(Refused):
            read_entries("x" + text if kind == "forged" else text, by=reader)

    def test_a_principal_imports_nobody(self, area, login_as):
        client = login_as(area.person("principal"))

        assert [client.get(IMPORT).status_code, client.post(CONFIRM).status_code] == [403, 403]

    def test_two_seats_of_one_new_person_are_one_account(self, area):
        school(area, "MN02", "MN Thứ Hai")
        entries = [Entry(row, code, role="clerk", **HOA) for row, code in ((5, "MN01"), (6, "MN02"))]

        seats, _ = appoint_all(entries, by=area.person("officer"))

        assert len({seat.user_id for seat in seats}) == 1

    @pytest.mark.parametrize("count", [1, 3])
    def test_looking_takes_the_same_queries_for_any_number(self, area, count, django_assert_num_queries):
        from schools.people_rights import reach_of
        from schools.services.people_review import review

        by = area.person("officer")
        reach_of(by)
        entries = [Entry(5 + n, "MN01", f"Nguyễn Thị {n}", f"{n}@example.test", role="clerk") for n in range(count)]

        with django_assert_num_queries(3):
            assert review(entries, by=by).created == count
