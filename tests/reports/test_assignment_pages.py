"""Who looks after what: the page of an office, and how its head changes it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse
from lxml import html

from reports.models import ReviewAssignment, Submission
from reports.queries.assignments import unassigned
from reports.queries.desks import desks_of
from reports.services.assigning import assign
from reports.services.errors import Conflict
from schools.enums import Role
from schools.queries import actor_of
from tests.factories import (
    CommuneFactory,
    PlanFactory,
    PlanReporterFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def plan() -> Any:
    return PlanFactory()


@pytest.fixture
def office(plan: Any) -> Any:
    return plan.receiver


@pytest.fixture
def people(office: Any) -> dict[str, Any]:
    return {"officer": member(office, Role.OFFICER, full_name="Lê An"), "head": member(office, Role.HEAD)}


@pytest.fixture
def head(people: dict[str, Any], login_as: Callable[[Any], Client]) -> Client:
    return login_as(people["head"])


def reporter(plan: Any, name: str, levels: str = "MN", commune: Any = None) -> Any:
    school = SchoolFactory(name=name, levels=levels, **({"commune": commune} if commune else {}))
    PlanReporterFactory(plan=plan, organisation=school.organisation)
    return school


def data(office: Any, **fields: Any) -> dict[str, Any]:
    return {f"office-{office.pk}-{name}": value for name, value in fields.items()}


def test_page_shows_people_lines_and_schools_nobody_looks_after(
    head: Client, plan: Any, office: Any, people: dict[str, Any]
) -> None:
    north = CommuneFactory(short_name="Xã Bắc")
    reporter(plan, "TH Bắc", "TH", north)
    reporter(plan, "MN Nam")
    ReviewAssignmentFactory(receiver=office, user=people["officer"], level="TH", commune=north)

    page = html.fromstring(head.get(reverse("assignments")).content.decode())

    rows = [" ".join(row.text_content().split()) for row in page.xpath("//main//tbody/tr")]
    assert any(row.startswith("Lê AnChuyên viênTiểu học · Xã Bắc") for row in rows)
    assert any("chưa được phân công" in row for row in rows)
    assert [" ".join(item.text_content().split()).split(" Mầm")[0] for item in page.xpath("//details//li")] == [
        "MN Nam"
    ]
    assert "1/2 trường" in page.text_content()


def test_officer_reads_and_does_not_change(
    people: dict[str, Any], office: Any, login_as: Callable[[Any], Client]
) -> None:
    line = ReviewAssignmentFactory(receiver=office, user=people["officer"])
    officer = login_as(people["officer"])

    assert "<form" not in officer.get(reverse("assignments")).content.decode().partition("<main")[2]
    assert officer.post(reverse("assignment_remove", args=[line.pk])).status_code == 403
    assert ReviewAssignment.objects.exists()


def test_head_adds_and_removes(head: Client, plan: Any, office: Any, people: dict[str, Any]) -> None:
    school = reporter(plan, "MN A")
    url = reverse("assignment_add", args=[office.pk])
    head.post(url, data(office, user=people["officer"].pk, level="MN", commune=school.commune.pk))

    line = ReviewAssignment.objects.get()

    assert (line.user, line.level, line.commune_id) == (people["officer"], "MN", school.commune.pk)
    answer = head.post(reverse("assignment_remove", args=[line.pk]), follow=True)
    assert not ReviewAssignment.objects.exists()
    assert "Đã bỏ phân công Lê An: Mầm non" in answer.content.decode()


@pytest.mark.parametrize(
    ("fields", "field", "message"),
    [
        ({"level": "MN"}, "user", "Chọn người phụ trách."),
        ({"user": "{officer}"}, "level", "Chọn cấp học, hoặc địa bàn, hoặc cả hai."),
        ({"user": "{officer}", "level": "TH"}, "user", "Phân công này đã có."),
    ],
)
def test_a_mistake_is_told_at_its_field(
    head: Client, office: Any, people: dict[str, Any], fields: dict[str, str], field: str, message: str
) -> None:
    ReviewAssignmentFactory(receiver=office, user=people["officer"], level="TH")
    sent = {name: value.format(officer=people["officer"].pk) for name, value in fields.items()}

    page = head.post(reverse("assignment_add", args=[office.pk]), data(office, **sent))

    [(_, form)] = page.context["desks"]
    assert page.status_code == 422
    assert form.errors == {field: [message]}
    assert message in page.content.decode()
    assert ReviewAssignment.objects.count() == 1


def test_people_and_communes_of_others_cannot_be_chosen(head: Client, office: Any, people: dict[str, Any]) -> None:
    fields = data(office, user=UserFactory().pk, level="TH", commune=CommuneFactory().pk)

    page = head.post(reverse("assignment_add", args=[office.pk]), fields)

    [(_, form)] = page.context["desks"]
    assert set(form.errors) == {"user", "commune"}
    assert not ReviewAssignment.objects.exists()


def test_the_service_keeps_its_promises(office: Any, people: dict[str, Any]) -> None:
    with pytest.raises(Conflict, match="không còn làm việc duyệt"):
        assign(receiver=office, user_id=UserFactory().pk, level="TH")
    with pytest.raises(ValidationError, match="Chọn cấp học"):
        assign(receiver=office, user_id=people["officer"].pk)
    commune = CommuneFactory()
    assign(receiver=office, user_id=people["officer"].pk, commune_id=commune.pk)
    with pytest.raises(Conflict, match="Phân công này đã có"):
        assign(receiver=office, user_id=people["officer"].pk, commune_id=commune.pk)


def test_free_schools_are_those_whose_reports_are_nobodys(plan: Any, office: Any, people: dict[str, Any]) -> None:
    """The page reads the rule over schools, the lists over reports: both give the same answer."""
    north, south = CommuneFactory(), CommuneFactory()
    period = SubmissionFactory(period__plan=plan).period
    for levels in ("MN", "TH", "TH THCS", "THCS"):
        for commune in (north, south):
            school = reporter(plan, f"{levels} {commune.pk}", levels, commune)
            SubmissionFactory(period=period, organisation=school.organisation)
    ReviewAssignmentFactory(receiver=office, user=people["officer"], level="TH", commune=north)
    ReviewAssignmentFactory(receiver=office, user=people["officer"], level="THCS")
    ReviewAssignmentFactory(receiver=office, user=UserFactory(), level="MN")  # has left the office

    [desk] = desks_of(actor_of(people["head"]))

    free = unassigned(Submission.objects.filter(period=period), office)
    assert {school.organisation_id for school in desk.free} == set(free.values_list("organisation", flat=True))
    assert len(desk.free) == 4, "two kindergartens, a primary school, and the factory's own kindergarten"


def test_office_without_plan_in_force_is_told(login_as: Callable[[Any], Client]) -> None:
    page = login_as(member(PlanFactory(status="closed").receiver, Role.HEAD)).get(reverse("assignments"))

    assert "Cơ quan chưa nhận báo cáo" in page.content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_depend_on_people_lines_and_schools(
    head: Client, plan: Any, office: Any, rows: int, django_assert_num_queries: Any
) -> None:
    for number in range(rows):
        school = reporter(plan, f"MN {number}")
        ReviewAssignmentFactory(receiver=office, level="MN", commune=school.commune)
    head.get(reverse("assignments"))

    with django_assert_num_queries(9):
        head.get(reverse("assignments"))
