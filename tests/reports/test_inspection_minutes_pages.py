"""The page of a visit's minutes: who gets there, asking for a file, the file in the queue, taking it away."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from facilities.enums import FindingResult
from facilities.models import Inspection
from plans.models import Plan
from reports.enums import CollectionKind, FileState
from reports.models import CollectedFile
from reports.services.collecting import render_collection
from reports.views.inspection_minutes import NO_PLAN
from schools.enums import OrganisationKind, Role
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    OrganisationFactory,
    PeoplesCommitteeFactory,
    PlanFactory,
    SchoolFactory,
    member,
)
from tests.reports.texts import text_of

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
PDF, WORD = {"ask": "minutes::pdf"}, {"ask": "minutes::docx"}


@pytest.fixture
def plan() -> Plan:
    found: Plan = PlanFactory(year=timezone.localdate().year - 1)
    return found


@pytest.fixture
def visit(plan: Plan) -> Inspection:
    found: Inspection = InspectionFactory(
        done=True, office=plan.receiver, school=SchoolFactory(name="MN Cẩm Vũ"), conclusion="Nền nếp tốt."
    )
    line = {"result": FindingResult.ISSUE, "note": "Vòi nước hỏng", "mend_by": dt.date(2031, 3, 5)}
    FindingFactory(inspection=found, text="Nhà vệ sinh", **line)
    return found


@pytest.fixture
def principal(visit: Inspection) -> Any:
    return member(visit.school.organisation, Role.PRINCIPAL)


def address(visit: Inspection) -> str:
    return reverse("inspection_minutes", args=[visit.pk])


def make(row: CollectedFile) -> CollectedFile:
    assert render_collection(file_id=row.pk)
    row.refresh_from_db()
    return row


# -- who -----------------------------------------------------------------------------------------------------------
def test_both_sides_and_those_who_look_at_all_schools_get_there(visit: Inspection, login_as: Login) -> None:
    readers = [
        member(visit.office, Role.OFFICER),
        member(visit.office, Role.HEAD),
        member(visit.school.organisation, Role.PRINCIPAL),
        member(visit.school.organisation, Role.CLERK),
        member(PeoplesCommitteeFactory(), Role.LEADER),
        member(OrganisationFactory(kind=OrganisationKind.OFFICE), Role.OFFICER),
    ]

    assert [login_as(user).get(address(visit)).status_code for user in readers] == [200] * len(readers)


@pytest.mark.parametrize("asked", [None, PDF])
def test_another_school_does_not_learn_that_there_are_minutes(
    visit: Inspection, login_as: Login, asked: dict[str, str] | None
) -> None:
    stranger = login_as(member(SchoolFactory().organisation, Role.PRINCIPAL))

    answer = stranger.post(address(visit), asked) if asked else stranger.get(address(visit))

    assert answer.status_code == 404
    assert not CollectedFile.objects.exists()


def test_a_visit_that_is_being_written_has_no_minutes_for_anybody(plan: Plan, login_as: Login) -> None:
    draft = InspectionFactory(office=plan.receiver)
    officer = login_as(member(plan.receiver, Role.OFFICER))

    assert officer.get(address(draft)).status_code == 404
    assert officer.post(address(draft), PDF).status_code == 404
    assert not CollectedFile.objects.exists()


# -- asking --------------------------------------------------------------------------------------------------------
def test_looking_makes_nothing_and_the_principal_asks_with_a_button(
    visit: Inspection,
    plan: Plan,
    principal: Any,
    login_as: Login,
    published: list[tuple[str, tuple[Any, ...]]],
    django_capture_on_commit_callbacks: Any,
) -> None:
    client = login_as(principal)
    before = client.get(address(visit)).content.decode()
    assert not CollectedFile.objects.exists()
    with django_capture_on_commit_callbacks(execute=True):
        answer = client.post(address(visit), PDF)

    row = CollectedFile.objects.get()
    page = client.get(address(visit)).content.decode()
    polled = client.get(address(visit), headers={"HX-Request": "true"}).content.decode()

    assert before.count('name="ask"') == 2
    assert "hx-trigger" not in before
    assert (answer.status_code, answer.headers["Location"]) == (302, address(visit))
    assert (row.kind, row.format, row.state) == (CollectionKind.MINUTES, "pdf", FileState.QUEUED)
    assert (row.inspection, row.plan, row.organisation) == (visit, plan, visit.school.organisation)
    assert published == [("reports.render_collection", (row.pk,))]
    for html in (page, polled):
        assert 'hx-trigger="every 2s"' in html
        assert f'action="{reverse("collection_cancel", args=[row.pk])}"' in html
    assert '<noscript><meta http-equiv="refresh" content="3"></noscript>' in page
    assert "<html" not in polled


def test_an_office_without_a_plan_is_told_why_nothing_is_made(login_as: Login) -> None:
    visit = InspectionFactory(done=True)
    officer = login_as(member(visit.office, Role.OFFICER))

    page = officer.get(address(visit)).content.decode()
    answer = officer.post(address(visit), PDF, follow=True)

    assert NO_PLAN in page
    assert 'name="ask"' not in page
    assert [str(message) for message in answer.context["messages"]] == [NO_PLAN]
    assert not CollectedFile.objects.exists()


@pytest.mark.parametrize("asked", ["", "minutes::xlsx", "minutes:all:pdf", "yearbook::pdf"])
def test_what_is_not_offered_is_not_made(visit: Inspection, principal: Any, login_as: Login, asked: str) -> None:
    answer = login_as(principal).post(address(visit), {"ask": asked}, follow=True)

    assert "Hãy chọn tài liệu cần tạo." in answer.content.decode()
    assert not CollectedFile.objects.exists()


# -- the file ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("asked", "disposition"), [(PDF, "inline"), (WORD, "attachment")])
def test_the_principal_takes_away_what_the_visit_says(
    visit: Inspection, principal: Any, login_as: Login, asked: dict[str, str], disposition: str
) -> None:
    client = login_as(principal)
    client.post(address(visit), asked)
    row = make(CollectedFile.objects.get())

    page = client.get(address(visit)).content.decode()
    file = client.get(reverse("collection_file", args=[row.pk]))
    said = text_of(file)

    assert f'href="{reverse("collection_file", args=[row.pk])}"' in page
    assert "hx-trigger" not in page
    assert file.headers["Content-Disposition"].startswith(disposition)
    assert f".{row.format}" in file.headers["Content-Disposition"]
    for words in ("BIÊN BẢN", "MN Cẩm Vũ", "Nhà vệ sinh", "Vòi nước hỏng", "05/3/2031", "Nền nếp tốt."):
        assert words.casefold().replace("/3/", "/03/") in said.casefold().replace("/3/", "/03/"), words


def test_the_file_is_hidden_from_other_schools_like_its_page(
    visit: Inspection, principal: Any, login_as: Login
) -> None:
    login_as(principal).post(address(visit), WORD)
    row = make(CollectedFile.objects.get())
    stranger = login_as(member(SchoolFactory().organisation, Role.PRINCIPAL))

    assert stranger.get(reverse("collection_file", args=[row.pk])).status_code == 404
    assert stranger.post(reverse("collection_cancel", args=[row.pk])).status_code == 404


def test_a_file_that_is_not_ready_leads_back_to_the_page(visit: Inspection, principal: Any, login_as: Login) -> None:
    client = login_as(principal)
    client.post(address(visit), PDF)
    row = CollectedFile.objects.get()

    waiting = client.get(reverse("collection_file", args=[row.pk]))
    stopped = client.post(reverse("collection_cancel", args=[row.pk]))

    assert waiting.headers["Location"] == stopped.headers["Location"] == address(visit)
    row.refresh_from_db()
    assert row.state == FileState.CANCELLED
    assert ">Tạo lại</button>" in client.get(address(visit)).content.decode()


def test_asked_again_nothing_new_is_made(visit: Inspection, principal: Any, login_as: Login) -> None:
    client = login_as(principal)
    client.post(address(visit), WORD)
    row = make(CollectedFile.objects.get())

    again = client.post(address(visit), WORD, follow=True)

    assert "Nội dung không thay đổi; dùng lại tệp đã tạo lúc" in again.content.decode()
    assert CollectedFile.objects.get() == row


def test_two_visits_that_say_the_same_have_a_file_each(visit: Inspection, plan: Plan, login_as: Login) -> None:
    officer = login_as(member(plan.receiver, Role.OFFICER))
    twin = InspectionFactory(
        done=True, office=plan.receiver, school=visit.school, visited_on=visit.visited_on, conclusion=visit.conclusion
    )
    (line,) = visit.findings.all()
    FindingFactory(inspection=twin, text=line.text, result=line.result, note=line.note, mend_by=line.mend_by)
    for one in (visit, twin):
        officer.post(address(one), WORD)
    for row in CollectedFile.objects.all():
        make(row)

    assert set(CollectedFile.objects.values_list("inspection", flat=True)) == {visit.pk, twin.pk}
    assert "Tải Biên bản (Word)" in officer.get(address(visit)).content.decode()


def test_failure_shows_its_reason_and_a_retry(visit: Inspection, principal: Any, login_as: Login) -> None:
    client = login_as(principal)
    client.post(address(visit), PDF)
    CollectedFile.objects.update(state=FileState.FAILED, error="Không dàn được trang 2.")

    page = client.get(address(visit)).content.decode()

    assert "<strong>Không tạo được tệp.</strong> Không dàn được trang 2." in page
    assert 'aria-label="Tạo lại Biên bản (PDF)"' in page


def test_the_page_asks_few_queries(
    visit: Inspection, principal: Any, login_as: Login, django_assert_num_queries: Any
) -> None:
    client = login_as(principal)
    for asked in (PDF, WORD):
        client.post(address(visit), asked)

    with django_assert_num_queries(7):
        client.get(address(visit))
