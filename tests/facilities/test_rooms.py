"""Class rooms against classes: the rule, the sums, the page and its file."""

import io
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from facilities.rooms import RoomCount, totals
from schools.enums import Role
from schools.models import School
from tests.factories import OfficeFactory, SchoolFactory, SchoolYearFactsFactory, WorkFactory, member
from vietnamese.dates import school_year_of

YEAR = school_year_of(timezone.localdate())
FEW = st.integers(0, 60)
COUNTS = st.builds(RoomCount, FEW, FEW, FEW, FEW, FEW, st.none() | FEW)


def facts(school: School, **numbers: int) -> Any:
    empty = dict.fromkeys(
        ("classes", "rooms_permanent", "rooms_semi_permanent", "rooms_temporary", "rooms_borrowed"), 0
    )
    return SchoolYearFactsFactory(**({"school": school, "school_year": YEAR} | empty | numbers))


# -- the rule -----------------------------------------------------------------------------------------------------
def test_temporary_and_borrowed_rooms_do_not_count() -> None:
    assert RoomCount(10, 5, 2, 3, 4).missing == 3
    assert RoomCount(10, 12, 0, 0, 0).missing == 0
    assert RoomCount(0, 5, 0, 0, 0).missing is None


@given(st.lists(st.tuples(st.none() | COUNTS, FEW), max_size=8))
def test_sums_are_those_of_the_schools_and_unknown_adds_nothing(rows: list[tuple[RoomCount | None, int]]) -> None:
    sums = totals(rows)

    known = [count for count, _ in rows if count is not None]
    assert (sums.schools, sums.counted) == (len(rows), len(known))
    assert sums.missing == sum(count.missing or 0 for count in known)
    assert sums.missing >= sums.lacking
    assert sums.missing >= sum(count.classes - count.lasting for count in known if count.classes)
    assert (sums.function_rooms is None) == all(count.function_rooms is None for count in known)
    assert totals([*rows, (None, 0)]).classes == sums.classes


# -- the page -----------------------------------------------------------------------------------------------------
@pytest.fixture
def officer(login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(OfficeFactory(), Role.OFFICER))


def body(client: Client, **data: Any) -> list[tuple[Any, ...]]:
    answer = client.get(reverse("room_export"), data)
    rows = list(load_workbook(io.BytesIO(answer.content)).active.iter_rows(values_only=True))
    return rows[next(at for at, row in enumerate(rows) if row[0] == "Địa bàn") + 1 :]


@pytest.mark.django_db
def test_file_has_schools_communes_and_the_area_and_no_invented_zero(officer: Client) -> None:
    lacking, plenty, silent = SchoolFactory(), SchoolFactory(), SchoolFactory()
    facts(lacking, classes=10, rooms_permanent=6, rooms_borrowed=4, computer_rooms=1)
    facts(plenty, classes=3, rooms_permanent=9)
    facts(silent)
    WorkFactory(school=lacking, rooms=5)
    WorkFactory(
        school=lacking, rooms=7, state="finished", percent=100, actual_start="2018-01-01", actual_end="2018-02-01"
    )

    rows = {row[1]: row for row in body(officer)}

    assert rows[lacking.organisation.short_name][2:] == (10, 6, 0, 0, 4, 4, 1, 5)
    assert rows[plenty.organisation.short_name][2:] == (3, 9, 0, 0, 0, 0, None, None)
    assert rows[silent.organisation.short_name][2:] == (None,) * 8
    assert rows["3 trường"][2:] == (13, 15, 0, 0, 4, 4, 1, 5)


@pytest.mark.django_db
def test_page_shows_communes_then_the_schools_of_one(officer: Client) -> None:
    one, two = SchoolFactory(), SchoolFactory()
    facts(one, classes=10, rooms_permanent=6)

    whole = officer.get(reverse("room_list")).content.decode()
    part = officer.get(reverse("room_list"), {"commune": one.commune.pk}).content.decode()

    assert "1/2 trường có số liệu · toàn địa bàn còn thiếu 4 phòng ở 1 trường" in whole
    assert one.organisation.short_name not in whole
    assert reverse("school_detail", args=[one.pk]) in part
    assert reverse("school_detail", args=[two.pk]) not in part
    assert "Chưa có số liệu" in whole


@pytest.mark.django_db
def test_an_earlier_year_has_its_own_figures(officer: Client) -> None:
    school = SchoolFactory()
    facts(school, classes=10, rooms_permanent=6)
    facts(school, school_year=YEAR - 1, classes=8, rooms_permanent=8)
    WorkFactory(school=school, rooms=5)

    (row, *_) = body(officer, year=YEAR - 1)

    assert row[2:] == (8, 8, 0, 0, 0, 0, None, None)
    assert body(officer, year="sai")[0][2] == 10


@pytest.mark.django_db
@pytest.mark.parametrize("schools", [1, 3])
def test_queries_do_not_grow(schools: int, officer: Client, django_assert_num_queries: Callable[..., Any]) -> None:
    for _ in range(schools):
        facts(school := SchoolFactory(), classes=2, rooms_permanent=1)
        WorkFactory(school=school, rooms=2)
    officer.get(reverse("room_list"))

    with django_assert_num_queries(9):
        assert officer.get(reverse("room_list")).status_code == 200
