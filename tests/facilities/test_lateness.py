"""When a work is late: by its planned days, its percent and its state."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.enums import WorkState
from facilities.lateness import MARGIN, Cause, Reason, expected_percent, late_reasons

START, END = dt.date(2018, 3, 1), dt.date(2018, 6, 9)  # a hundred days
DAYS = st.dates(dt.date(2017, 1, 1), dt.date(2020, 12, 31))
STATES = st.sampled_from(WorkState.values)


def reasons(
    today: dt.date, percent: int = 0, state: str = "running", start: dt.date | None = START, end: dt.date | None = END
) -> tuple[Reason, ...]:
    return late_reasons(state=state, percent=percent, planned_start=start, planned_end=end, today=today)


def after(days: int) -> dt.date:
    return START + dt.timedelta(days=days)


@pytest.mark.parametrize(
    ("days", "percent", "state", "found"),
    [
        (0, 0, "planned", ()),
        (1, 0, "planned", (Reason(Cause.NOT_BEGUN, 1),)),
        (50, 50, "running", ()),
        (50, 40, "running", ()),
        (50, 39, "running", (Reason(Cause.BEHIND, 50),)),
        (100, 90, "running", ()),
        (100, 89, "running", (Reason(Cause.BEHIND, 100),)),
        (101, 99, "running", (Reason(Cause.OVERDUE, 1),)),
        (130, 0, "planned", (Reason(Cause.OVERDUE, 30), Reason(Cause.NOT_BEGUN, 130))),
        (10, 90, "stopped", (Reason(Cause.STOPPED),)),
        (120, 90, "stopped", (Reason(Cause.OVERDUE, 20), Reason(Cause.STOPPED))),
        (400, 100, "finished", ()),
    ],
)
def test_rule(days: int, percent: int, state: str, found: tuple[Reason, ...]) -> None:
    assert reasons(after(days), percent, state) == found


def test_days_nobody_planned_make_nothing_late() -> None:
    assert reasons(after(900), 0, "planned", None, None) == ()
    assert reasons(after(900), 0, "running", START, None) == ()
    assert reasons(after(50), 0, "running", None, END) == ()


def test_words() -> None:
    found = [reason.text for reason in reasons(after(130), 0, "planned")]

    assert found == ["quá hạn hoàn thành 30 ngày", "quá ngày khởi công 130 ngày"]
    assert reasons(after(50), 20)[0].text == "đến nay phải đạt khoảng 50%"
    assert reasons(after(5), 20, "stopped")[0].text == "đang tạm dừng"


@given(start=DAYS, end=DAYS, today=DAYS)
def test_expectation_grows_from_nothing_to_the_whole(start: dt.date, end: dt.date, today: dt.date) -> None:
    start, end = min(start, end), max(start, end)

    expected = expected_percent(start, end, today)

    assert 0 <= expected <= 100
    assert expected_percent(start, end, today + dt.timedelta(days=1)) >= expected
    assert expected_percent(start, end, end) == 100
    assert start == end or expected_percent(start, end, start) == 0


@given(start=st.none() | DAYS, end=st.none() | DAYS, today=DAYS, percent=st.integers(0, 100), state=STATES)
def test_more_work_or_an_earlier_day_never_makes_a_work_late(
    start: dt.date | None, end: dt.date | None, today: dt.date, percent: int, state: str
) -> None:
    if start and end and end < start:
        start, end = end, start
    late = reasons(today, percent, state, start, end)

    causes = {reason.cause for reason in late}
    if not late:
        assert reasons(today, min(percent + 7, 100), state, start, end) == ()
        assert reasons(today - dt.timedelta(days=3), percent, state, start, end) == ()
    if state == WorkState.FINISHED:
        assert late == ()
    assert not (Cause.BEHIND in causes and len(causes) > 1)
    assert (state == WorkState.STOPPED) == (Cause.STOPPED in causes)
    for reason in late:
        if reason.cause is Cause.BEHIND:
            assert percent < reason.amount - MARGIN
        elif reason.cause is not Cause.STOPPED:
            assert reason.amount > 0
