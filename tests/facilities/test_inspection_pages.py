"""Pages of visits: who reads what, the form without a script, stale pages, photos, lists and their files."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from openpyxl import load_workbook

from facilities.enums import FindingResult, InspectionKind, InspectionState
from facilities.models import Finding, Inspection, Photo
from schools.enums import OrganisationKind, Role
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    InspectionTopicFactory,
    OfficeFactory,
    OrganisationFactory,
    SchoolFactory,
    member,
)
from tests.reports import files

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
Login = Callable[[Any], Client]


@pytest.fixture
def officer(login_as: Login) -> Client:
    return login_as(member(OfficeFactory(), Role.OFFICER))


def visit_with(**line: Any) -> tuple[Inspection, Finding]:
    visit = InspectionFactory(visited_on=TODAY - dt.timedelta(days=3))
    return visit, FindingFactory(inspection=visit, position=1, **line)


def edit_page(visit: Inspection) -> str:
    return reverse("inspection_edit", args=[visit.pk])


def cells_of(rows: bytes) -> list[tuple[Any, ...]]:
    return [row for row in load_workbook(io.BytesIO(rows)).active.iter_rows(values_only=True) if any(row)]


def test_beginning_leads_to_the_form(officer: Client) -> None:
    school = SchoolFactory()
    InspectionTopicFactory(text="Bếp ăn")
    page = officer.get(reverse("inspection_new"), {"school": school.pk})
    data = {"school": school.pk, "kind": InspectionKind.MONTHLY, "visited_on": TODAY.isoformat()}

    begun = officer.post(reverse("inspection_new"), data | {"token": page.context["form"]["token"].value()})

    assert begun.url == edit_page(Inspection.objects.get())  # type: ignore[attr-defined]
    assert "Bếp ăn" in officer.get(begun.url).content.decode()  # type: ignore[attr-defined]


def test_form_works_without_a_script(officer: Client) -> None:
    visit, line = visit_with(text="Bếp ăn")
    name = f"finding-{line.pk}"
    data = {f"{name}-result": "issue", f"{name}-note": "Thiếu lưới", f"{name}-mend_by": "5/3/2030"}
    photo = SimpleUploadedFile("bep.jpg", files.picture(), "image/jpeg")

    answer = officer.post(edit_page(visit), data | {"version": "0", "go": "end", f"photo-{line.pk}": photo})

    line.refresh_from_db()
    assert answer.url == reverse("inspection_end", args=[visit.pk])  # type: ignore[attr-defined]
    assert (line.result, line.note, line.mend_by) == ("issue", "Thiếu lưới", dt.date(2030, 3, 5))
    assert Photo.objects.get().finding == line


def test_stale_page_shows_both_texts_and_writes_nothing(officer: Client) -> None:
    visit, line = visit_with(note="Của người kia")
    Inspection.objects.update(version=3)
    data = {f"finding-{line.pk}-note": "Của tôi", f"finding-{line.pk}-result": "not_looked"}

    stale = officer.post(edit_page(visit), data | {"version": "2"})
    page = stale.content.decode()

    assert stale.status_code == 409
    assert "Người khác vừa ghi: “Của người kia”" in page
    assert ">Của tôi</textarea>" in page
    assert Finding.objects.get().note == "Của người kia"
    officer.post(edit_page(visit), data | {"version": "3"})
    assert Finding.objects.get().note == "Của tôi"


def test_what_cannot_be_read_stays_in_the_form_with_the_reason(officer: Client) -> None:
    visit, line = visit_with(result=FindingResult.ISSUE)
    FindingFactory(inspection=visit, position=2, work=None, text="Mái")
    data = {f"finding-{line.pk}-mend_by": "hôm nào", f"finding-{line.pk}-note": "Dột", "version": "0"}

    answer = officer.post(edit_page(visit), data)

    assert answer.status_code == 422
    assert 'value="hôm nào"' in answer.content.decode()
    assert Finding.objects.get(pk=line.pk).note == "Dột"


def test_refused_photo_is_named(officer: Client) -> None:
    visit, line = visit_with()
    script = SimpleUploadedFile("anh.jpg", b"<script>alert(1)</script>", "image/jpeg")

    whole = officer.post(edit_page(visit), {"version": "0", f"photo-{line.pk}": script})
    script.seek(0)
    single = officer.post(reverse("inspection_photo", args=[visit.pk]), {"finding": line.pk, "photo": script})

    assert (whole.status_code, single.status_code, Photo.objects.count()) == (422, 422, 0)
    assert "anh.jpg:" in whole.content.decode()
    assert single.json()["message"]


def test_photo_sent_twice_is_kept_once_and_can_be_taken_off(officer: Client) -> None:
    visit, line = visit_with()
    address = reverse("inspection_photo", args=[visit.pk])

    answers = [
        officer.post(address, {"finding": line.pk, "photo": SimpleUploadedFile("a.jpg", files.picture())}).json()
        for _ in range(2)
    ]

    photo = Photo.objects.get()
    assert [answer["pk"] for answer in answers] == [photo.pk, photo.pk]
    assert reverse("photo_thumb", args=[photo.pk]) in answers[0]["html"]
    officer.post(reverse("inspection_photo_remove", args=[photo.pk]))
    assert Photo.objects.count() == 0


def test_ended_visit_is_locked(officer: Client) -> None:
    visit = InspectionFactory(done=True)
    photo = SimpleUploadedFile("a.jpg", files.picture())

    assert officer.get(edit_page(visit)).url == reverse("inspection_detail", args=[visit.pk])  # type: ignore[attr-defined]
    cells = officer.post(reverse("inspection_cells", args=[visit.pk]), '{"cells": []}', "application/json")
    assert cells.status_code == 409
    assert officer.post(reverse("inspection_photo", args=[visit.pk]), {"photo": photo}).status_code == 409
    assert Photo.objects.count() == 0


@pytest.mark.parametrize("body", ["", "[]", '{"cells": [["visit-members"]]}', '{"cells": [[1, 2]]}'])
def test_malformed_cells_are_refused(officer: Client, body: str) -> None:
    visit, _ = visit_with()

    assert officer.post(reverse("inspection_cells", args=[visit.pk]), body, "application/json").status_code == 400


def test_ending_needs_the_box_and_tells_what_follows(officer: Client) -> None:
    visit, _line = visit_with(result=FindingResult.GOOD)
    FindingFactory(inspection=visit, position=2, text="Bếp ăn")
    Inspection.objects.update(members="An", conclusion="Tốt")
    address = reverse("inspection_end", args=[visit.pk])

    page = officer.get(address).content.decode()
    refused = officer.post(address, {"version": "0"})
    ended = officer.post(address, {"version": "0", "leave_out": "1"})

    assert "không ai sửa được lần kiểm tra này nữa" in page
    assert refused.status_code == 422
    assert "Đánh dấu ô trên" in refused.content.decode()
    assert ended.url == reverse("inspection_detail", args=[visit.pk])  # type: ignore[attr-defined]
    assert Inspection.objects.get().state == InspectionState.DONE


def test_school_reads_ended_visits_and_tells_what_it_mended(login_as: Login) -> None:
    visit, line = visit_with(result=FindingResult.ISSUE, note="Hỏng", mend_by=TODAY)
    principal = login_as(member(visit.school.organisation, Role.PRINCIPAL))
    address = reverse("inspection_detail", args=[visit.pk])
    assert principal.get(address).status_code == 404
    Inspection.objects.update(state=InspectionState.DONE, done_at=timezone.now())
    told = reverse("finding_mended", args=[line.pk])

    future = {f"mended-{line.pk}-mended_on": (TODAY + dt.timedelta(days=1)).isoformat(), f"mended-{line.pk}-note": "x"}
    refused = principal.post(told, future)
    principal.post(told, {f"mended-{line.pk}-mended_on": TODAY.isoformat(), f"mended-{line.pk}-note": "Đã thay"})

    assert refused.status_code == 422
    assert "không thể ở tương lai" in refused.content.decode()
    assert Finding.objects.values_list("mended_on", "mended_note").get() == (TODAY, "Đã thay")
    assert "Trường báo đã khắc phục" in principal.get(address).content.decode()


def test_leaders_read_what_has_ended_and_nothing_else(login_as: Login) -> None:
    done, draft = InspectionFactory(done=True), InspectionFactory()
    leader = login_as(member(OrganisationFactory(kind=OrganisationKind.PEOPLES_COMMITTEE), Role.LEADER))

    assert leader.get(reverse("inspection_detail", args=[done.pk])).status_code == 200
    assert leader.get(reverse("inspection_detail", args=[draft.pk])).status_code == 404
    assert [row.pk for row in leader.get(reverse("inspection_list")).context["page"]] == [done.pk]


def test_list_says_who_has_not_been_visited(officer: Client) -> None:
    visited, missed = SchoolFactory(), SchoolFactory()
    InspectionFactory(school=visited, visited_on=TODAY, done=True)
    InspectionFactory(school=missed, visited_on=TODAY)  # not ended: no visit yet

    (month, quarter) = officer.get(reverse("inspection_list")).context["coverage"]

    assert (month.visited, month.count, month.missing) == (1, 2, [missed])
    assert (quarter.visited, quarter.missing) == (1, [missed])


def test_filters_narrow_the_list_and_its_file(officer: Client) -> None:
    late = InspectionFactory(done=True, kind=InspectionKind.SURPRISE, school__name="MN Cẩm Vũ")
    FindingFactory(inspection=late, result=FindingResult.ISSUE, mend_by=TODAY - dt.timedelta(days=1))
    mended = InspectionFactory(done=True)
    FindingFactory(inspection=mended, result=FindingResult.ISSUE, mend_by=TODAY, mended_on=TODAY)
    InspectionFactory()

    def found(**query: Any) -> set[int]:
        return {row.pk for row in officer.get(reverse("inspection_list"), query).context["page"]}

    assert found(open="late") == found(open="open") == found(kind="surprise") == found(q="cam vu") == {late.pk}
    assert found(state="done", period=f"{TODAY - dt.timedelta(days=3):%Y-%m}") == {late.pk, mended.pk}
    assert found(since=TODAY.isoformat()) == set()
    rows = cells_of(officer.get(reverse("inspection_export"), {"open": "late"}).content)
    assert [row[1] for row in rows[3:]] == ["MN Cẩm Vũ"]


def test_findings_by_how_far_the_school_is(officer: Client) -> None:
    visit = InspectionFactory(done=True)
    for position, (text, days, mended) in enumerate((("Quá hạn", -1, None), ("Còn hạn", 5, None), ("Xong", -9, TODAY))):
        day = TODAY + dt.timedelta(days=days)
        FindingFactory(
            inspection=visit, position=position, text=text, result=FindingResult.ISSUE, mend_by=day, mended_on=mended
        )
    FindingFactory(result=FindingResult.ISSUE, mend_by=TODAY)  # of a visit that has not ended

    def found(state: str) -> list[str]:
        return [line.text for line in officer.get(reverse("finding_list"), {"state": state}).context["page"]]

    assert (found("late"), found("open"), found("mended")) == (["Quá hạn"], ["Quá hạn", "Còn hạn"], ["Xong"])
    rows = cells_of(officer.get(reverse("finding_export"), {"state": "late"}).content)
    assert [row[3] for row in rows[3:]] == ["Quá hạn"]


def test_empty_list_says_what_to_do(officer: Client) -> None:
    assert "Chưa có lần kiểm tra nào." in officer.get(reverse("inspection_list")).content.decode()
    assert "Bỏ lọc" in officer.get(reverse("inspection_list"), {"kind": "monthly"}).content.decode()


def test_topics_are_added_reworded_and_retired(officer: Client) -> None:
    data = {"text": "Bếp ăn", "group": "Bán trú", "kinds": ["monthly", "surprise"], "levels": "MN TH"}
    officer.post(reverse("topic_list"), data)
    topic = InspectionTopicFactory._meta.model.objects.get()

    twice = officer.post(reverse("topic_list"), data)
    officer.post(reverse("topic_edit", args=[topic.pk]), data | {"text": "Bếp ăn một chiều"})
    officer.post(reverse("topic_change", args=[topic.pk]), {"action": "retire"})

    topic.refresh_from_db()
    assert twice.status_code == 422
    assert "Danh mục đã có nội dung này." in twice.content.decode()
    assert (topic.text, topic.kinds, topic.is_active) == ("Bếp ăn một chiều", "monthly surprise", False)


@pytest.mark.parametrize("count", [1, 3])
def test_queries_do_not_grow(officer: Client, count: int, django_assert_num_queries: Any) -> None:
    visits = [InspectionFactory(done=True) for _ in range(count)]
    draft = InspectionFactory()
    for position in range(count):
        FindingFactory(inspection=visits[0], position=position, result=FindingResult.ISSUE, mend_by=TODAY)
        FindingFactory(inspection=draft, position=position)

    for address, queries in (
        (reverse("inspection_list"), 12),
        (reverse("finding_list"), 9),
        (reverse("inspection_detail", args=[visits[0].pk]), 8),
        (edit_page(draft), 8),
    ):
        officer.get(address)
        with django_assert_num_queries(queries):
            officer.get(address)
