"""The share of schools at the national standard on any day, over random histories of schools."""

import datetime as dt
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from facilities.rechecks import years_after
from facilities.shares import (
    DAY,
    Forecast,
    SchoolRecord,
    Share,
    Stay,
    forecast,
    share_on,
    shares_by,
    shares_by_commune,
    turning_days,
)

FIRST = dt.date(2013, 1, 1)
# Small enough that histories meet each other's days, long enough for a re-check five years later.
DAYS = st.integers(0, 3000).map(lambda days: FIRST + days * DAY)
RECOGNITIONS = st.lists(DAYS, max_size=3, unique=True).map(
    lambda days: tuple((day, years_after(day, 5)) for day in sorted(days))
)


@st.composite
def stays(draw: st.DrawFn) -> tuple[Stay, ...]:
    """A school founded and closed, or open on either side, in one commune and then perhaps in another."""
    ends = sorted(draw(st.lists(DAYS, min_size=3, max_size=3, unique=True)))
    start = draw(st.sampled_from([dt.date.min, ends[0]]))
    until = draw(st.sampled_from([dt.date.max, ends[2]]))
    if draw(st.booleans()):
        return (Stay(1, start, until),)
    return (Stay(1, start, ends[1]), Stay(2, ends[1] + DAY, until))


SCHOOLS = st.lists(
    st.builds(SchoolRecord, stays(), RECOGNITIONS, st.sampled_from(["MN", "TH", "TH THCS"])), max_size=6
).map(lambda rows: [SchoolRecord(row.stays, row.recognitions, row.levels, "", pk) for pk, row in enumerate(rows, 1)])


def counted_by_hand(schools: list[SchoolRecord], day: dt.date) -> Share:
    """Without any of the code under test: school by school, day by day."""
    number = whole = 0
    for school in schools:
        if any(stay.start <= day and not day > stay.until for stay in school.stays):
            whole += 1
            valid = [1 for start, until in school.recognitions if not day < start and not until < day]
            number += bool(valid)
    return Share(number, whole)


@given(SCHOOLS, DAYS)
def test_share_is_what_is_counted_by_hand_and_lies_between_none_and_all(
    schools: list[SchoolRecord], day: dt.date
) -> None:
    share = share_on(schools, day)

    assert share == counted_by_hand(schools, day)
    assert 0 <= share.number <= share.whole
    assert share.percent is None if share.whole == 0 else 0 <= share.percent <= 100


@given(SCHOOLS, DAYS)
def test_share_changes_on_turning_days_alone(schools: list[SchoolRecord], first: dt.date) -> None:
    turns = set(turning_days(schools))
    days = [first + step * DAY for step in range(60)]

    changed = {day for day in days if share_on(schools, day) != share_on(schools, day - DAY)}

    assert changed <= turns


@given(SCHOOLS)
def test_turning_days_are_recognitions_lapses_foundings_closings_and_moves(schools: list[SchoolRecord]) -> None:
    begins = {start for school in schools for start, _ in school.recognitions}
    lapses = {until + DAY for school in schools for _, until in school.recognitions}
    places = {stay.start for school in schools for stay in school.stays}
    ends = {stay.until + DAY for school in schools for stay in school.stays if stay.until != dt.date.max}

    assert turning_days(schools) == sorted((begins | lapses | places | ends) - {dt.date.min})


@given(SCHOOLS, DAYS, DAYS, st.data())
def test_recognition_added_never_lowers_the_share(
    schools: list[SchoolRecord], recognised_on: dt.date, day: dt.date, data: st.DataObject
) -> None:
    if not schools:
        return
    lucky = data.draw(st.sampled_from(schools))
    added = (recognised_on, years_after(recognised_on, 5))
    richer = [
        SchoolRecord(row.stays, tuple(sorted((*row.recognitions, added))), row.levels, "", row.pk)
        if row.pk == lucky.pk
        else row
        for row in schools
    ]

    before, after = share_on(schools, day), share_on(richer, day)

    assert after.whole == before.whole
    assert after.number - before.number in (0, 1)
    if recognised_on <= day <= added[1] and lucky.exists(day):
        assert after.number > 0
    else:
        assert after == before


@given(SCHOOLS, DAYS)
def test_parts_add_up_to_the_whole(schools: list[SchoolRecord], day: dt.date) -> None:
    whole = share_on(schools, day)

    for parts in (shares_by_commune(schools, day), shares_by(schools, day, lambda school: school.levels)):
        assert sum(part.number for part in parts.values()) == whole.number
        assert sum(part.whole for part in parts.values()) == whole.whole
        assert all(part.whole for part in parts.values())


@given(SCHOOLS, DAYS, st.integers(0, 800), st.dictionaries(st.integers(1, 6), DAYS))
def test_forecast_counts_each_school_once(
    schools: list[SchoolRecord], today: dt.date, ahead: int, planned: dict[int, dt.date]
) -> None:
    day = today + ahead * DAY

    found = forecast(schools, planned, today=today, day=day)

    keys = [school.pk for school in (*found.kept, *found.coming)]
    assert len(keys) == len(set(keys)) == found.share.number <= found.share.whole
    assert found.share.whole == share_on(schools, day).whole
    assert all(planned[school.pk] <= day for school in found.coming)
    assert {school.pk for school in found.lapsing}.isdisjoint(school.pk for school in found.kept)


def test_merged_school_counts_until_the_day_before_and_not_after() -> None:
    merged_on = dt.date(2019, 12, 1)
    recognised = ((dt.date(2017, 5, 20), dt.date(2022, 5, 20)),)
    old = SchoolRecord((Stay(1, dt.date.min, merged_on - DAY),), recognised)
    other = SchoolRecord((Stay(1, dt.date.min, merged_on - DAY),), ())
    new = SchoolRecord((Stay(1, merged_on, dt.date.max),), ())

    shares = [share_on([old, other, new], day) for day in (dt.date(2018, 12, 31), merged_on - DAY, merged_on)]

    assert shares == [Share(1, 2), Share(1, 2), Share(0, 1)]


def test_47_of_59_is_not_80_percent() -> None:
    assert Share(47, 59).percent == Fraction(4700, 59) < 80
    assert Share(48, 59).percent > 80  # type: ignore[operator]
    assert Share(0, 0).percent is None


class TestForecast:
    today, end = dt.date(2018, 6, 1), dt.date(2018, 12, 31)
    always = (Stay(1, dt.date.min, dt.date.max),)

    def school(self, pk: int, *recognised: tuple[int, int, int]) -> SchoolRecord:
        days = [dt.date(*day) for day in recognised]
        return SchoolRecord(self.always, tuple((day, years_after(day, 5)) for day in days), "MN", "", pk)

    def forecast(self, planned: dict[int, dt.date], *schools: SchoolRecord) -> Forecast:
        return forecast(schools, planned, today=self.today, day=self.end)

    def test_lapse_before_the_end_is_taken_out(self) -> None:
        stays_on, lapses = self.school(1, (2016, 1, 1)), self.school(2, (2013, 9, 1))

        found = self.forecast({}, stays_on, lapses)

        assert (found.share, found.kept, found.lapsing, found.coming) == (Share(1, 2), (stays_on,), (lapses,), ())

    def test_lapse_on_the_very_last_day_is_not(self) -> None:
        assert self.forecast({}, self.school(1, (2013, 12, 31))).share == Share(1, 1)
        assert self.forecast({}, self.school(1, (2013, 12, 30))).share == Share(0, 1)

    def test_renewal_that_is_planned_counts_and_is_told_as_lapsing_too(self) -> None:
        lapses = self.school(1, (2013, 9, 1))

        found = self.forecast({1: dt.date(2018, 8, 1)}, lapses)

        assert (found.share, found.lapsing, found.coming) == (Share(1, 1), (lapses,), (lapses,))

    def test_expected_by_the_end_counts_and_later_does_not(self) -> None:
        planned = {1: self.end, 2: self.end + DAY}

        assert self.forecast(planned, self.school(1), self.school(2)).share == Share(1, 2)

    def test_school_that_is_counted_anyway_is_not_counted_twice(self) -> None:
        assert self.forecast({1: self.end}, self.school(1, (2016, 1, 1))).share == Share(1, 1)

    def test_recognition_after_today_is_not_known_yet(self) -> None:
        assert self.forecast({}, self.school(1, (2018, 7, 1))).share == Share(0, 1)

    def test_closed_school_is_not_expected(self) -> None:
        closed = SchoolRecord((Stay(1, dt.date.min, dt.date(2018, 8, 31)),), (), "MN", "", 1)

        assert self.forecast({1: dt.date(2018, 8, 1)}, closed, self.school(2)).share == Share(0, 1)
