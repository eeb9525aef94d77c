"""The card about visits on a school's page: the latest one, what is still to be mended, who sees which."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from facilities.enums import FindingResult, InspectionKind
from facilities.models import Inspection
from facilities.queries.inspections import last_visit
from schools.enums import Role
from schools.models import School
from tests.factories import (
    FindingFactory,
    InspectionFactory,
    OfficeFactory,
    PeoplesCommitteeFactory,
    SchoolFactory,
    member,
)
from vietnamese.dates import format_date

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
TODAY = timezone.localdate()
CARD = "facilities/inspections/school_card.html"
NONE_YET, DONE_WITH = "Chưa có lần kiểm tra nào.", "Không còn việc phải khắc phục"


@pytest.fixture
def school() -> School:
    found: School = SchoolFactory(name="MN Cẩm Vũ")
    return found


@pytest.fixture
def officer() -> Any:
    return member(OfficeFactory(), Role.OFFICER)


def ago(days: int) -> dt.date:
    return TODAY - dt.timedelta(days=days)


def visit(school: School, days: int, **options: Any) -> Inspection:
    found: Inspection = InspectionFactory(school=school, visited_on=ago(days), **{"done": True} | options)
    return found


def issue(of: Inspection, mend_by: dt.date | None, mended_on: dt.date | None = None) -> None:
    FindingFactory(inspection=of, result=FindingResult.ISSUE, mend_by=mend_by, mended_on=mended_on)


def page_of(client: Client, school: School) -> Any:
    return client.get(reverse("school_detail", args=[school.pk]))


def card_of(client: Client, school: School) -> dict[str, Any] | None:
    """What the card of the page reads; None when there is no such card."""
    found = [card.content for card in page_of(client, school).context["main_cards"] if card.template == CARD]
    return found[0] if found else None


def words_of(client: Client, school: School) -> str:
    return page_of(client, school).content.decode()


# -- what it says --------------------------------------------------------------------------------------------------
def test_a_school_nobody_has_visited_is_told_so_and_the_office_can_begin(
    school: School, officer: Any, login_as: Login
) -> None:
    words = words_of(login_as(officer), school)

    assert NONE_YET in words
    assert f'href="{reverse("inspection_new")}?school={school.pk}"' in words


def test_the_latest_visit_stands_there_with_its_kind_and_leads_to_its_page(
    school: School, officer: Any, login_as: Login
) -> None:
    visit(school, 40, kind=InspectionKind.QUARTERLY)
    latest = visit(school, 3, kind=InspectionKind.SURPRISE)
    visit(SchoolFactory(), 1)

    words = words_of(login_as(officer), school)

    assert f'<a href="{reverse("inspection_detail", args=[latest.pk])}">{format_date(latest.visited_on)}</a>' in words
    assert "Kiểm tra đột xuất" in words
    assert DONE_WITH in words
    assert NONE_YET not in words


def test_what_older_visits_left_open_is_counted_too(school: School, officer: Any, login_as: Login) -> None:
    old = visit(school, 40)
    issue(old, ago(-5))
    issue(old, ago(30), mended_on=ago(35))
    FindingFactory(inspection=old, result=FindingResult.GOOD)
    issue(visit(school, 3), ago(-9))
    issue(visit(SchoolFactory(), 3), ago(1))

    words = words_of(login_as(officer), school)

    assert "2 việc phải khắc phục</span>" in words
    assert "quá hạn khắc phục" not in words


def test_what_is_past_its_day_comes_first_and_the_last_day_itself_is_in_time(
    school: School, officer: Any, login_as: Login
) -> None:
    found = visit(school, 20)
    issue(found, TODAY)
    client = login_as(officer)
    assert "1 việc phải khắc phục</span>" in words_of(client, school)

    issue(found, ago(1))

    words = words_of(client, school)
    assert "1 việc quá hạn khắc phục</span>" in words
    assert 'class="status bad"' in words


def test_a_thing_without_a_day_is_open_and_never_late(school: School) -> None:
    issue(visit(school, 400), None)

    found = last_visit(member(OfficeFactory(), Role.OFFICER), school, TODAY)

    assert found is not None
    assert (found.still_open, found.still_late) == (1, 0)


# -- who sees it ---------------------------------------------------------------------------------------------------
def test_the_visit_being_written_is_shown_to_the_office_and_hidden_from_the_school(
    school: School, officer: Any, login_as: Login
) -> None:
    done, draft = visit(school, 10), visit(school, 1, done=False)
    issue(draft, ago(1))
    principal = member(school.organisation, Role.PRINCIPAL)

    for_office = card_of(login_as(officer), school)
    said = words_of(login_as(officer), school)
    for_school = card_of(login_as(principal), school)

    assert for_office is not None
    assert for_school is not None
    assert (for_office["visit"], for_office["may_inspect"]) == (draft, True)
    assert "(đang ghi)" in said
    assert DONE_WITH in said, "what is being written asks nothing of the school yet"
    assert (for_school["visit"], for_school["may_inspect"]) == (done, False)
    assert f"?school={school.pk}" not in words_of(login_as(principal), school)


def test_a_school_whose_only_visit_is_being_written_knows_of_none(school: School, login_as: Login) -> None:
    visit(school, 1, done=False)

    assert NONE_YET in words_of(login_as(member(school.organisation, Role.CLERK)), school)


def test_leaders_see_the_card_and_cannot_begin(school: School, login_as: Login) -> None:
    latest = visit(school, 3)

    card = card_of(login_as(member(PeoplesCommitteeFactory(), Role.LEADER)), school)

    assert card == {"visit": latest, "may_inspect": False}


def test_another_school_has_no_such_card(school: School, login_as: Login) -> None:
    visit(school, 3)
    client = login_as(member(SchoolFactory().organisation, Role.PRINCIPAL))

    answer = page_of(client, school)

    assert answer.status_code == 404 or card_of(client, school) is None


@pytest.mark.parametrize("count", [1, 3])
def test_the_card_costs_one_query(school: School, officer: Any, count: int) -> None:
    for days in range(count):
        found = visit(school, days)
        for _ in range(count):
            issue(found, ago(1))
    last_visit(officer, school, TODAY)

    with CaptureQueriesContext(connection) as asked:
        found = last_visit(officer, school, TODAY)

    assert found is not None
    assert (found.still_open, found.still_late) == (count**2, count**2)
    assert len([one for one in asked if "facilities_inspection" in one["sql"]]) == 1
