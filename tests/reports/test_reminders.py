"""Which reminder is due when: the calendar of 2018 (domain reference §5.5) and the rules of quiet hours."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from reports.reminders import (
    FIRST_REMINDER,
    OVERDUE_LIMIT,
    Stage,
    StageKey,
    day_of,
    due_stages,
    next_sending_time,
    round_of,
)

HANOI = dt.timezone(dt.timedelta(hours=7))
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2040, 12, 31))


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=HANOI).date()


@pytest.mark.parametrize(
    ("last_day", "week", "three_days", "one_day", "chase"),
    [
        ("09/03/2018", "02/03/2018", "06/03/2018", "08/03/2018", "10/03/2018"),
        ("09/06/2018", "01/06/2018", "06/06/2018", "08/06/2018", "10/06/2018"),
        ("09/09/2018", "31/08/2018", "06/09/2018", "07/09/2018", "10/09/2018"),
        ("14/11/2018", "07/11/2018", "09/11/2018", "13/11/2018", "15/11/2018"),
    ],
)
def test_the_four_deadlines_of_2018(last_day: str, week: str, three_days: str, one_day: str, chase: str) -> None:
    days = [day_of(stage, day(last_day)) for stage in Stage]
    assert days == [day(week), day(three_days), day(one_day), day(chase)]


@given(last_day=DAYS)
def test_reminders_before_the_deadline_fall_on_working_days_in_order(last_day: dt.date) -> None:
    before = [day_of(stage, last_day) for stage in Stage if stage != Stage.OVERDUE]
    assert [day.weekday() < 5 for day in before] == [True, True, True]
    assert before == sorted(before)
    assert last_day - FIRST_REMINDER <= before[0]
    assert before[-1] < last_day


@given(last_day=DAYS, wait=st.integers(-30, 60))
def test_what_is_due_only_grows_until_the_chase_is_too_old(last_day: dt.date, wait: int) -> None:
    today = last_day + dt.timedelta(days=wait)
    due = due_stages(last_day=last_day, today=today)
    if today > last_day + dt.timedelta(days=1) + OVERDUE_LIMIT:
        assert due == ()
    else:
        assert due == tuple(stage for stage in Stage if day_of(stage, last_day) <= today)


def test_stages_up_to_the_start_of_a_round_do_not_belong_to_it() -> None:
    last_day, returned_on = day("20/06/2018"), day("17/06/2018")
    assert due_stages(last_day=last_day, today=returned_on, since=returned_on) == ()
    assert due_stages(last_day=last_day, today=day("19/06/2018"), since=returned_on) == (Stage.DAY_BEFORE,)


def test_a_report_taken_back_after_its_deadline_is_chased_the_next_morning() -> None:
    last_day, withdrawn_on = day("09/06/2018"), day("12/06/2018")
    assert due_stages(last_day=last_day, today=withdrawn_on, since=withdrawn_on) == ()
    assert due_stages(last_day=last_day, today=day("13/06/2018"), since=withdrawn_on) == (Stage.OVERDUE,)


def test_keys_name_stage_day_and_round() -> None:
    key = str(StageKey(Stage.DAY_BEFORE, day("09/06/2018"), 2))
    assert key == "T-1 2018-06-09 r2"
    assert round_of(key) == "2018-06-09 r2"
    assert round_of("t-7") == ""


@pytest.mark.parametrize(
    ("moment", "sent"),
    [
        (dt.datetime(2018, 6, 6, 6, 59, tzinfo=HANOI), dt.datetime(2018, 6, 6, 7, 0, tzinfo=HANOI)),
        (dt.datetime(2018, 6, 6, 7, 0, tzinfo=HANOI), dt.datetime(2018, 6, 6, 7, 0, tzinfo=HANOI)),
        (dt.datetime(2018, 6, 6, 20, 59, tzinfo=HANOI), dt.datetime(2018, 6, 6, 20, 59, tzinfo=HANOI)),
        (dt.datetime(2018, 6, 6, 21, 0, tzinfo=HANOI), dt.datetime(2018, 6, 7, 7, 0, tzinfo=HANOI)),
        (dt.datetime(2018, 6, 9, 22, 0, tzinfo=HANOI), dt.datetime(2018, 6, 11, 7, 0, tzinfo=HANOI)),  # Saturday night
        (dt.datetime(2018, 6, 10, 12, 0, tzinfo=HANOI), dt.datetime(2018, 6, 11, 7, 0, tzinfo=HANOI)),  # Sunday
        (dt.datetime(2018, 6, 5, 23, 0, tzinfo=dt.UTC), dt.datetime(2018, 6, 6, 7, 0, tzinfo=HANOI)),
    ],
)
def test_reminders_leave_between_seven_and_nine_and_never_on_a_sunday(moment: dt.datetime, sent: dt.datetime) -> None:
    assert next_sending_time(moment) == sent
