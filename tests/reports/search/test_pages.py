"""The page of results, the suggestions, and the box on every page."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reports.search.finding import find
from reports.search.hits import Kind
from reports.search.pages import portal_pages
from reports.search.question import ask as question
from schools.enums import Role
from schools.models import Organisation, School
from tests.factories import (
    PlanRelationFactory,
    SchoolFactory,
    SubmissionFactory,
    TargetFactory,
    TaskFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db
TODAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
PAGE, FRAGMENT = "search", "search_suggestions"


@pytest.fixture(autouse=True)
def _today() -> Any:
    with time_machine.travel(TODAY):
        yield


@pytest.fixture
def sent() -> Any:
    """A report with one of everything that can be found around it; "cam" is in all of it."""
    school = SchoolFactory(name="MN Cẩm Vũ").organisation
    sent = SubmissionFactory(organisation=school, submitted=True, period__plan__title="Việc của Cẩm")
    around(sent.period.plan)
    return sent


def around(plan: Any) -> None:
    TaskFactory(plan=plan, title="Việc ở Cẩm")
    TargetFactory(plan=plan, indicator__name="Số của Cẩm")
    PlanRelationFactory(plan=plan, to_document__subject="Nghị quyết về Cẩm")


@pytest.fixture
def officer(sent: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(sent.period.plan.receiver, Role.OFFICER))


def ask(client: Client, route: str = PAGE, **query: str) -> Any:
    return client.get(reverse(route), query)


def kinds(page: Any) -> list[str]:
    return [group.kind for group, _ in page.context["groups"]]


# -- the page ---------------------------------------------------------------------------------------------------------
def test_groups_stand_in_their_order_with_counts_and_marks(officer: Client) -> None:
    page = ask(officer, q="cam")

    assert kinds(page) == ["schools", "tasks", "indicators", "plans", "documents", "reports"]
    assert page.context["total"] == sum(group.total for group, _ in page.context["groups"]) == 6
    text = page.content.decode()
    assert "MN <mark>Cẩm</mark> Vũ" in text
    assert '<input id="find" name="q" type="search" maxlength="100"' in text
    assert 'value="cam"' in text
    assert text.count('role="search"') == 1  # the box of the top bar gives way to the page's own


def test_all_of_one_kind_page_by_page(officer: Client, sent: Any) -> None:
    for number in range(35):
        TaskFactory(plan=sent.period.plan, title=f"Việc Cẩm {number}")

    overview, first, second = ask(officer, q="cam"), *(ask(officer, q="cam", kind="tasks", page=n) for n in "12")

    assert [len(lines) for group, lines in overview.context["groups"] if group.kind == "tasks"] == [5]
    assert 'href="?q=cam&amp;kind=tasks">Xem tất cả' in overview.content.decode()
    assert kinds(first) == ["tasks"]
    assert [len(lines) for page in (first, second) for _, lines in page.context["groups"]] == [30, 6]
    shown = [line["url"] for page in (first, second) for _, lines in page.context["groups"] for line in lines]
    assert len(set(shown)) == 36


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ({}, "Gõ tên, mã hoặc số"),
        ({"q": "c"}, "Gõ ít nhất hai chữ."),
        ({"q": "zzzz"}, "Không có gì khớp “zzzz” trong những gì bạn được xem."),
        ({"q": "mn cam vu", "kind": "plans"}, "Không có gì khớp “mn cam vu” trong nhóm Kế hoạch."),
        ({"q": "cam " * 9}, "cổng chỉ tìm theo 100 ký tự và 8 từ đầu"),
        ({"q": "<b>"}, "Gõ ít nhất hai chữ."),
        ({"q": "<script>x"}, "Không có gì khớp “&lt;script&gt;x”"),
        ({"q": "cam", "kind": "nonsense"}, "Văn bản"),
        ({"q": "cam", "kind": "tasks", "page": "nonsense"}, "Việc ở"),
        ({"q": "\0'\";--%_"}, "Tìm trong cổng"),
    ],
)
def test_whatever_is_asked_is_answered(officer: Client, query: dict[str, str], said: str) -> None:
    page = ask(officer, **query)

    assert page.status_code == 200
    assert said in page.content.decode()


def test_a_public_page_has_no_box(client: Client, officer: Client) -> None:
    assert 'data-find="/search/suggestions/"' in officer.get(reverse("home")).content.decode()
    assert "data-find" not in Client().get(reverse("login")).content.decode()


# -- suggestions ------------------------------------------------------------------------------------------------------
def test_suggestions_are_options_in_named_groups(officer: Client, sent: Any) -> None:
    answer = ask(officer, FRAGMENT, q="cam")
    text = answer.content.decode()

    assert text.count('role="option"') == 7
    assert '<div role="group" aria-label="Báo cáo">' in text
    assert f'href="{reverse("submission_review", args=[sent.pk])}"' in text
    assert '<a role="option" class="find-all" tabindex="-1" aria-selected="false" href="/search/?q=cam">' in text
    assert "<html" not in text
    assert len(answer.content) < 10_000


@pytest.mark.parametrize("typed", ["", "c", "zzzz"])
def test_without_a_hit_the_answer_is_empty(officer: Client, typed: str) -> None:
    assert ask(officer, FRAGMENT, q=typed).content.decode().strip() == ""


# -- queries ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("route", "queries"), [(PAGE, 11), (FRAGMENT, 10)])
@pytest.mark.parametrize("hits", [1, 3])
def test_query_count_does_not_depend_on_the_hits(
    officer: Client, sent: Any, route: str, queries: int, hits: int, django_assert_num_queries: Any
) -> None:
    for number in range(hits - 1):
        other = SubmissionFactory(
            organisation=SchoolFactory(name=f"MN Cẩm {number}").organisation,
            period__plan__issuer=sent.period.plan.issuer,
            period__plan__title=f"Việc {number} của Cẩm",
            submitted=True,
        )
        around(other.period.plan)
    ask(officer, route, q="cam")  # the name of the area is kept for five minutes

    with django_assert_num_queries(queries):
        answer = ask(officer, route, q="cam")

    assert answer.content.decode().count(reverse("plan_detail", args=[sent.period.plan_id])) == 1


@pytest.mark.parametrize(("route", "queries"), [(PAGE, 12), (FRAGMENT, 11)])
def test_school_and_indicator_cost_one_query_more(
    officer: Client, sent: Any, route: str, queries: int, django_assert_num_queries: Any
) -> None:
    ask(officer, route, q="vu so cua")

    with django_assert_num_queries(queries):
        answer = ask(officer, route, q="vu so cua")

    assert reverse("school_figures", args=[sent.period.plan_id, sent.organisation_id]) in answer.content.decode()


def test_600_schools_cost_what_one_costs(officer: Client, sent: Any, django_assert_num_queries: Any) -> None:
    bodies = Organisation.objects.bulk_create(
        Organisation(kind="school", code=f"T{number}", name=f"Trường Cẩm {number}", short_name=f"Cẩm {number}")
        for number in range(600)
    )
    School.objects.bulk_create(School(organisation=body, levels="MN") for body in bodies)
    type(sent).objects.bulk_create(type(sent)(period=sent.period, organisation=body) for body in bodies)
    ask(officer, q="cam")

    with django_assert_num_queries(11):
        page = ask(officer, q="cam")

    totals = {group.kind: (group.total, len(group.rows), len(lines)) for group, lines in page.context["groups"]}
    assert totals["schools"] == (601, 601, 5)
    assert totals["reports"] == (601, 500, 5)
    assert len(page.content) < 60_000
    last = ask(officer, q="cam", kind="reports", page="99").content.decode()
    assert "Chỉ xếp 500 kết quả đầu." in last


# -- who finds what ---------------------------------------------------------------------------------------------------
def people(sent: Any) -> dict[str, Any]:
    """One person of each role around the report, and the same roles elsewhere."""
    plan = sent.period.plan
    other = SubmissionFactory(submitted=True, period__plan__title="Việc khác của Cẩm")
    around(other.period.plan)
    return {
        "principal": member(sent.organisation, Role.PRINCIPAL),
        "clerk": member(sent.organisation, Role.CLERK),
        "officer": member(plan.receiver, Role.OFFICER),
        "head": member(plan.receiver, Role.HEAD),
        "leader": member(plan.forwarded_to, Role.LEADER),
        "observer of a school": member(sent.organisation, Role.OBSERVER),
        "administrator": member(plan.forwarded_to, Role.ADMINISTRATOR),
        "other principal": member(other.organisation, Role.PRINCIPAL),
        "other officer": member(other.period.plan.receiver, Role.OFFICER),
        "officer of a school": member(other.organisation, Role.OFFICER),
        "nobody": UserFactory(),
    }


def test_everything_found_opens(sent: Any, login_as: Callable[[Any], Client]) -> None:
    """Whoever finds something may open it: no hit answers 403 or 404."""
    states = ({"draft": True}, {"accepted": True}, {"returned": True}, {})
    for position, state in enumerate(states, start=1):
        SubmissionFactory(
            period__plan=sent.period.plan,
            period__position=position,
            organisation=SchoolFactory(name=f"TH Cẩm {position}").organisation,
            **state,
        )
    questions = ("cam", "bao cao", "ke hoach", "viec", "so cua vu", "mn cam vu")
    kinds_of: dict[str, set[str]] = {}
    for role, user in people(sent).items():
        client = login_as(user)
        hits = [hit for typed in questions for hit in hits_of(client, typed)]
        hits += [("pages", url) for url in pages_of(user)]
        kinds_of[role] = {kind for kind, _ in hits}
        refused = {url: status for url in {url for _, url in hits} if (status := client.get(url).status_code) != 200}
        assert refused == {}, role

    assert kinds_of["officer"] == {"schools", "tasks", "indicators", "plans", "documents", "reports", "pages"}
    assert kinds_of["principal"] == kinds_of["officer"]
    assert kinds_of["nobody"] == {"schools", "pages"}


def hits_of(client: Client, typed: str) -> list[tuple[str, str]]:
    """Kind and address of each hit shown."""
    groups = ask(client, q=typed).context["groups"]
    return [(group.kind, line["url"]) for group, lines in groups for line in lines]


def pages_of(user: Any) -> set[str]:
    """The addresses of all pages of the portal the person finds by their titles."""
    groups = [group for page in portal_pages() for group in find(question(page.title), user, Kind.PAGES)]
    return {hit.url for group in groups for hit in group.hits(group.rows)}


def test_a_stranger_learns_nothing_from_counts(sent: Any, login_as: Callable[[Any], Client]) -> None:
    client = login_as(people(sent)["nobody"])

    for typed in ("cam", "viec", sent.receipt_code, sent.period.plan.full_number):
        assert {*kinds(ask(client, q=typed))} <= {"schools", "pages"}
    assert ask(client, q="cam").context["total"] == 1
