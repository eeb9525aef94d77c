"""On which day a re-check is reminded of."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.rechecks import STAGES, months_after, months_before, stage_on, years_after
from plans.working_days import WorkingCalendar

EVERY_DAY_WORKS = WorkingCalendar(decided={dt.date(2017, 1, 1) + dt.timedelta(n): False for n in range(1500)})


@pytest.mark.parametrize(
    ("due", "months", "day"),
    [
        ((2018, 5, 31), 3, (2018, 2, 28)),
        ((2020, 5, 31), 3, (2020, 2, 29)),
        ((2018, 8, 31), 6, (2018, 2, 28)),
        ((2018, 12, 31), 6, (2018, 6, 30)),
        ((2020, 2, 29), 12, (2019, 2, 28)),
        ((2018, 3, 15), 6, (2017, 9, 15)),
        ((2018, 1, 31), 3, (2017, 10, 31)),
    ],
)
def test_months_before(due: tuple[int, int, int], months: int, day: tuple[int, int, int]) -> None:
    assert months_before(dt.date(*due), months) == dt.date(*day)


def test_years_after_a_leap_day() -> None:
    assert years_after(dt.date(2016, 2, 29), 5) == dt.date(2021, 2, 28)
    assert years_after(dt.date(2013, 3, 1), 5) == dt.date(2018, 3, 1)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2090, 12, 31)), st.integers(0, 60))
def test_there_and_back_loses_at_most_the_end_of_the_month(day: dt.date, months: int) -> None:
    back = months_after(months_before(day, months), months)

    assert (back.year, back.month) == (day.year, day.month)
    assert 0 <= day.day - back.day <= 3
    assert day.day > 28 or back == day


DUE = dt.date(2019, 5, 31)


@pytest.mark.parametrize(
    ("today", "stage"),
    [
        ((2018, 5, 30), None),
        ((2018, 5, 31), 12),
        ((2018, 11, 29), 12),
        ((2018, 11, 30), 6),
        ((2019, 2, 27), 6),
        ((2019, 2, 28), 3),
        ((2019, 5, 31), 3),
        ((2019, 6, 1), None),
    ],
)
def test_latest_stage_whose_day_has_come(today: tuple[int, int, int], stage: int | None) -> None:
    assert stage_on(DUE, dt.date(*today), EVERY_DAY_WORKS) == stage


def test_day_off_gives_way_to_the_working_day_before() -> None:
    due = dt.date(2018, 12, 9)  # three months before is Sunday 9/9/2018

    assert stage_on(due, dt.date(2018, 9, 6), WorkingCalendar()) == 6
    assert stage_on(due, dt.date(2018, 9, 7), WorkingCalendar()) == 3


@given(st.dates(dt.date(2018, 1, 1), dt.date(2030, 12, 31)))
def test_each_stage_comes_once_in_its_order(due: dt.date) -> None:
    days = [due - dt.timedelta(n) for n in range(400, -1, -1)]

    seen = [stage_on(due, day, WorkingCalendar()) for day in days]

    assert list(dict.fromkeys(seen)) == [None, *STAGES]
    assert seen == sorted(seen, key=[None, *STAGES].index)
