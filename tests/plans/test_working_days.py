"""Working days: the week, the public holidays, and what the office decides about single days."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.calendars import public_holidays, working_calendar
from plans.working_days import WorkingCalendar
from tests.factories import CalendarDayFactory

FRIDAY, SATURDAY, SUNDAY, MONDAY = (dt.date(2018, 6, day) for day in (8, 9, 10, 11))
PLAIN = WorkingCalendar()

days = st.dates(dt.date(2017, 1, 1), dt.date(2028, 12, 31))
calendars = st.builds(
    WorkingCalendar,
    holidays=st.dictionaries(days, st.just("Nghỉ"), max_size=30),
    decided=st.dictionaries(days, st.booleans(), max_size=30),
)


def test_the_week_ends_on_friday() -> None:
    assert [PLAIN.is_working(day) for day in (FRIDAY, SATURDAY, SUNDAY, MONDAY)] == [True, False, False, True]
    assert (PLAIN.on_or_before(SUNDAY), PLAIN.on_or_before(MONDAY)) == (FRIDAY, MONDAY)


@pytest.mark.parametrize(
    ("start", "count", "expected"),
    [(FRIDAY, 1, MONDAY), (MONDAY, -1, FRIDAY), (SATURDAY, 1, MONDAY), (SUNDAY, -1, FRIDAY), (SATURDAY, 0, SATURDAY)],
)
def test_counting_in_working_days(start: dt.date, count: int, expected: dt.date) -> None:
    assert PLAIN.add(start, count) == expected


def test_what_the_office_decides_beats_week_and_holiday() -> None:
    calendar = WorkingCalendar(holidays={FRIDAY: "Lễ", MONDAY: "Lễ"}, decided={SATURDAY: False, MONDAY: False})

    assert not calendar.is_working(FRIDAY)
    assert calendar.is_working(SATURDAY)
    assert calendar.is_working(MONDAY)
    assert not calendar.is_holiday(MONDAY)


@given(calendars, days, st.integers(min_value=-15, max_value=15).filter(bool))
def test_counting_lands_on_a_working_day_with_exactly_so_many_between(
    calendar: WorkingCalendar, start: dt.date, count: int
) -> None:
    end = calendar.add(start, count)

    first, last = sorted((start, end))
    between = [first + dt.timedelta(days=n) for n in range((last - first).days + 1)]
    assert calendar.is_working(end)
    assert sum(calendar.is_working(day) for day in between if day != start) == abs(count)


def test_tet_of_2018_is_off_with_vietnamese_names() -> None:
    names = public_holidays(2018)

    assert [day for day in names if day.month == 2] == [dt.date(2018, 2, day) for day in range(14, 21)]
    assert names[dt.date(2018, 2, 16)] == "Tết Nguyên Đán"


@pytest.mark.django_db
def test_the_portals_calendar_knows_holidays_swapped_days_and_the_offices_own(
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    CalendarDayFactory(day=dt.date(2018, 6, 11), is_off=True)
    CalendarDayFactory(day=dt.date(2018, 2, 14), is_off=False)

    with django_assert_num_queries(1):
        calendar = working_calendar(dt.date(2018, 1, 1), dt.date(2019, 12, 31))

    assert not calendar.is_working(dt.date(2018, 6, 11))
    assert calendar.is_working(dt.date(2018, 2, 14))
    assert not calendar.is_working(dt.date(2018, 12, 31))  # given for the Saturday below
    assert calendar.is_working(dt.date(2019, 1, 5))
    assert calendar.on_or_before(dt.date(2018, 2, 18)) == dt.date(2018, 2, 14)
