"""Pages of works: the list with its filters and file, one work, writing it down, telling how far it is."""

import datetime as dt
import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from facilities.models import Photo, Work, WorkUpdate
from schools.enums import Role
from tests.days import days_ahead
from tests.factories import (
    FundSourceFactory,
    OfficeFactory,
    PhotoFactory,
    SchoolFactory,
    WorkFactory,
    WorkFundingFactory,
    WorkUpdateFactory,
    member,
)
from tests.reports import files

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
YESTERDAY = TODAY - dt.timedelta(days=1)
Login = Callable[[Any], Client]


@pytest.fixture
def officer(login_as: Login) -> Client:
    return login_as(member(OfficeFactory(), Role.OFFICER))


def page(client: Client, name: str, *args: Any, **data: Any) -> str:
    response = client.get(reverse(name, args=args), data)
    assert response.status_code == 200
    return response.content.decode()


def listed(client: Client, **data: Any) -> set[str]:
    """The names of the works the list shows."""
    text = page(client, "work_list", **data)
    return {work.name for work in Work.objects.all() if work.name in text}


# -- the list -----------------------------------------------------------------------------------------------------
def test_list_is_filtered_by_what_it_shows(officer: Client) -> None:
    here = SchoolFactory(levels="MN", organisation__short_name="MN Sao Mai")
    there = SchoolFactory(levels="TH", organisation__short_name="TH Kim Đồng")
    late = WorkFactory(school=here, name="Nhà lớp học", planned_end=YESTERDAY, state="running", actual_start=YESTERDAY)
    calm = WorkFactory(school=there, name="Bếp ăn bán trú", kind="auxiliary")
    both = {late.name, calm.name}

    assert listed(officer) == both
    assert listed(officer, late="on") == {late.name}
    assert listed(officer, level="TH") == {calm.name}
    assert listed(officer, kind="auxiliary") == {calm.name}
    assert listed(officer, state="running") == {late.name}
    assert listed(officer, q="bep an") == {calm.name}
    assert listed(officer, q="sao mai") == {late.name}
    assert listed(officer, commune=there.commune.pk) == {calm.name}
    assert listed(officer, commune="khong-co", level="sai") == both
    assert "Không có công trình nào phù hợp." in page(officer, "work_list", q="không có đâu")


def test_list_says_why_a_work_is_late_and_what_all_come_to(officer: Client) -> None:
    WorkFactory(planned_end=YESTERDAY, value_million="1250.5", rooms=4)
    WorkFactory(rooms=2)

    text = page(officer, "work_list")

    assert "quá hạn hoàn thành 1 ngày" in text
    assert "2 công trình · 0 hoàn thành · 1 chậm · 6 phòng học · 1.250,5 triệu đồng (1 công trình chưa ghi" in text


def test_file_holds_the_filtered_list_with_its_sum(officer: Client) -> None:
    WorkFactory(name="Nhà A", value_million="0.1", rooms=3, planned_end=YESTERDAY)
    WorkFactory(name="Nhà B", value_million="0.2", rooms=1)
    WorkFactory(name="Bếp ăn", kind="auxiliary", value_million=5)

    answer = officer.get(reverse("work_export"), {"kind": "new"})

    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    body = rows[next(at for at, row in enumerate(rows) if row[0] == "Trường") + 1 :]
    assert sorted(row[2] for row in body[:-1]) == ["Nhà A", "Nhà B"]
    assert body[-1][:6] == ("Cộng", None, "2 công trình", None, 4, 0.3)
    assert body[-1][-1] == "1 công trình chậm"


def test_a_school_reads_its_own_works_and_no_list(login_as: Login) -> None:
    own, other = WorkFactory(), WorkFactory()
    client = login_as(member(own.school.organisation, Role.CLERK))

    text = page(client, "work_detail", own.pk)

    assert reverse("work_progress", args=[own.pk]) in text
    assert reverse("work_edit", args=[own.pk]) not in text
    assert f'href="{reverse("work_list")}"' not in text
    assert client.get(reverse("work_detail", args=[other.pk])).status_code == 404
    assert client.get(reverse("work_list")).status_code == 403


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_grow_with_the_works(
    rows: int, officer: Client, django_assert_num_queries: Callable[..., Any]
) -> None:
    for _ in range(rows):
        work = WorkFactory()
        WorkFundingFactory(work=work)
        PhotoFactory(inspection=None, work_update=WorkUpdateFactory(work=work))
    page(officer, "work_list")

    with django_assert_num_queries(8):
        page(officer, "work_list")
    with django_assert_num_queries(5):
        assert officer.get(reverse("work_export")).status_code == 200
    for _ in range(rows):
        PhotoFactory(inspection=None, work_update=WorkUpdateFactory(work=work))
    with django_assert_num_queries(8):
        page(officer, "work_detail", work.pk)


# -- one work -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "words"),
    [
        (300, "thấp hơn giá trị công trình 100 triệu đồng: còn thiếu vốn"),
        (150, "cao hơn giá trị công trình"),
        (200, ""),
    ],
)
def test_sources_are_held_against_the_value(value: int, words: str, officer: Client) -> None:
    work = WorkFactory(value_million=value)
    WorkFundingFactory(work=work)
    WorkFundingFactory(work=work)

    text = page(officer, "work_detail", work.pk)

    assert words in text
    assert ("giá trị công trình 100" in text, "Tổng các nguồn" in text) == (value == 300, bool(words))
    assert '<th class="name">Cộng các nguồn</th><td class="num">200</td>' in text


# -- writing ------------------------------------------------------------------------------------------------------
def test_the_office_writes_a_work_down_with_its_sources(officer: Client) -> None:
    school, source = SchoolFactory(), FundSourceFactory()
    data = {
        "school": school.pk,
        "kind": "new",
        "name": "Nhà lớp học 2 tầng",
        "rooms": "6",
        "value_million": "4.250,5",
        "planned_start": "01/03/2018",
        "planned_end": "30/8/2018",
        f"source_{source.pk}": "4000",
    }

    answer = officer.post(reverse("work_new"), data)

    work = Work.objects.get()
    assert answer["Location"] == reverse("work_detail", args=[work.pk])
    assert (work.school, work.rooms, str(work.value_million)) == (school, 6, "4250.500")
    assert (work.planned_end, work.percent, work.state) == (dt.date(2018, 8, 30), 0, "planned")
    assert [str(row.amount_million) for row in work.funding.all()] == ["4000.000"]
    again = officer.post(reverse("work_new"), data)
    assert (again.status_code, Work.objects.count()) == (422, 1)
    assert "Trường đã có công trình mang tên này." in again.content.decode()


def test_mistakes_of_the_form_are_told_all_at_once(officer: Client) -> None:
    data = {"name": "", "kind": "new", "rooms": "-1", "value_million": "0", "planned_end": "31/02/2018"}

    answer = officer.post(reverse("work_new"), data)

    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"school", "name", "rooms", "value_million", "planned_end"}


def test_who_was_slower_keeps_what_was_typed_and_saves_again(officer: Client) -> None:
    work = WorkFactory(name="Nhà A", rooms=2)
    data = {"school": work.school_id, "kind": "new", "name": "Nhà B", "rooms": "5", "version": "0"}
    Work.objects.update(rooms=3, version=1)

    answer = officer.post(reverse("work_edit", args=[work.pk]), data)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Đang ghi: Nhà A" in text
    assert 'value="Nhà B"' in text
    assert '<input type="hidden" name="version" value="1"' in text
    assert Work.objects.get().rooms == 3
    assert officer.post(reverse("work_edit", args=[work.pk]), data | {"version": "1"}).status_code == 302
    work.refresh_from_db()
    assert (work.name, work.rooms, work.version) == ("Nhà B", 5, 2)


def test_deleting_asks_first(officer: Client) -> None:
    work = WorkFactory()

    officer.post(reverse("work_delete", args=[work.pk]))
    assert Work.objects.exists()
    officer.post(reverse("work_delete", args=[work.pk]), {"confirm": "1"})
    assert not Work.objects.exists()


# -- progress -----------------------------------------------------------------------------------------------------
def said(work: Work, **changes: Any) -> dict[str, Any]:
    wanted = {"percent": "35", "state": "running", "seen_on": TODAY.strftime("%d/%m/%Y"), "note": "Đổ móng"}
    return wanted | {"token": str(uuid.uuid4()), "version": str(work.version)} | changes


def test_a_clerk_tells_progress_with_photos(login_as: Login) -> None:
    work = WorkFactory()
    client = login_as(member(work.school.organisation, Role.CLERK))
    form = page(client, "work_progress", work.pk)
    data = said(work, photos=[files.upload(files.picture(), "a.jpg"), files.upload(files.pdf(), "b.pdf")])

    answer = client.post(reverse("work_progress", args=[work.pk]), data, follow=True)

    text = answer.content.decode()
    work.refresh_from_db()
    assert 'accept="image/*" capture="environment"' in form
    assert (work.percent, work.state) == (35, "running")
    assert "Đã ghi tiến độ công trình." in text
    assert "Ảnh “b.pdf” không nhận: Tệp không phải ảnh." in text
    assert reverse("photo_thumb", args=[Photo.objects.get().pk]) in text


def test_a_refused_progress_keeps_what_was_typed_and_asks_for_the_photos_again(login_as: Login) -> None:
    work = WorkFactory()
    client = login_as(member(work.school.organisation, Role.PRINCIPAL))
    data = said(work, percent="100", photos=[files.upload(files.picture(), "a.jpg")])

    answer = client.post(reverse("work_progress", args=[work.pk]), data)
    later = client.post(reverse("work_progress", args=[work.pk]), said(work, seen_on=days_ahead(3)))

    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Khối lượng đã đủ 100%" in text
    assert "chọn lại ảnh" in text
    assert "Đổ móng</textarea>" in text
    assert "Ngày này chưa đến." in later.content.decode()
    assert not WorkUpdate.objects.exists()


def test_progress_of_a_work_that_moved_meanwhile_is_shown_again(login_as: Login) -> None:
    work = WorkFactory()
    client = login_as(member(work.school.organisation, Role.CLERK))
    data = said(work)
    Work.objects.update(percent=20, state="running", actual_start=YESTERDAY, version=1)

    answer = client.post(reverse("work_progress", args=[work.pk]), data)

    text = answer.content.decode()
    assert answer.status_code == 409
    assert "đang ghi 20%, đang thi công" in text
    assert 'name="version" value="1"' in text
    assert "Đổ móng</textarea>" in text
