"""Which reminder is due when: the calendar of 2018 (domain reference §5.5), any other calendar, and quiet hours."""

import datetime as dt
from dataclasses import dataclass

import pytest
from hypothesis import given
from hypothesis import strategies as st

from plans.calendars import public_holidays
from plans.working_days import WorkingCalendar
from reports.default_stages import DEFAULT_STAGES
from reports.enums import Audience, DayUnit
from reports.models.reminder_stage import FARTHEST
from reports.reminders import (
    TOO_LATE,
    ListKey,
    StageKey,
    by_hand_code,
    code_words,
    day_of,
    distance_words,
    due_stages,
    is_quiet,
    next_sending_time,
    reach,
    round_of,
    stage_code,
)

HANOI = dt.timezone(dt.timedelta(hours=7))
DAYS = st.dates(dt.date(2018, 1, 1), dt.date(2040, 12, 31))
PLAIN = WorkingCalendar()


@dataclass(frozen=True)
class Stage:
    days: int
    unit: str = DayUnit.CALENDAR
    audience: str = Audience.SCHOOL

    @property
    def code(self) -> str:
        return stage_code(self.days, self.unit, self.audience)


@dataclass(frozen=True)
class Hours:
    sends_from: dt.time = dt.time(7)
    sends_until: dt.time = dt.time(21)
    skips_saturdays: bool = False
    skips_sundays: bool = True
    skips_holidays: bool = True


SCHOOL = tuple(Stage(row.days) for row in DEFAULT_STAGES if row.audience == Audience.SCHOOL)
stages = st.builds(
    Stage, st.integers(-FARTHEST, FARTHEST), st.sampled_from(DayUnit.values), st.sampled_from(Audience.values)
)
calendars = st.builds(
    WorkingCalendar,
    holidays=st.dictionaries(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), st.just("Nghỉ"), max_size=30),
    decided=st.dictionaries(st.dates(dt.date(2026, 1, 1), dt.date(2026, 12, 31)), st.booleans(), max_size=20),
)
hours = st.builds(
    Hours,
    sends_from=st.sampled_from([dt.time(0), dt.time(7), dt.time(8, 30)]),
    sends_until=st.sampled_from([dt.time(9), dt.time(17), dt.time(21), dt.time(23, 59)]),
    skips_saturdays=st.booleans(),
    skips_sundays=st.booleans(),
    skips_holidays=st.booleans(),
)
in_2026 = st.dates(dt.date(2026, 3, 1), dt.date(2026, 10, 31))


def day(text: str) -> dt.date:
    return dt.datetime.strptime(text, "%d/%m/%Y").replace(tzinfo=HANOI).date()


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        ("09/03/2018", ["02/03/2018", "06/03/2018", "08/03/2018", "10/03/2018"]),
        ("09/06/2018", ["01/06/2018", "06/06/2018", "08/06/2018", "10/06/2018"]),
        ("09/09/2018", ["31/08/2018", "06/09/2018", "07/09/2018", "10/09/2018"]),
        ("14/11/2018", ["07/11/2018", "09/11/2018", "13/11/2018", "15/11/2018"]),
    ],
)
def test_the_four_deadlines_of_2018(last_day: str, expected: list[str]) -> None:
    assert [day_of(stage, day(last_day), PLAIN) for stage in SCHOOL] == [day(text) for text in expected]


@pytest.mark.parametrize(
    ("last_day", "expected"),
    [
        # Lunar New Year of 2018: 14/02 to 20/02 are off, 13/02 is the last working day before.
        ("21/02/2018", ["13/02/2018", "13/02/2018", "13/02/2018", "22/02/2018"]),
        # Of 2027: 04/02 to 10/02.
        ("11/02/2027", ["03/02/2027", "03/02/2027", "03/02/2027", "12/02/2027"]),
    ],
)
def test_before_the_lunar_new_year_reminders_come_on_the_last_working_day(last_day: str, expected: list[str]) -> None:
    calendar = WorkingCalendar(public_holidays(day(last_day).year))
    assert [day_of(stage, day(last_day), calendar) for stage in SCHOOL] == [day(text) for text in expected]


def test_distances_in_working_days_jump_over_weekends_and_holidays() -> None:
    calendar = WorkingCalendar(public_holidays(2018))
    assert day_of(Stage(2, DayUnit.WORKING), day("09/06/2018"), calendar) == day("12/06/2018")
    assert day_of(Stage(5, DayUnit.WORKING), day("09/06/2018"), calendar) == day("15/06/2018")
    assert day_of(Stage(-2, DayUnit.WORKING), day("03/05/2018"), calendar) == day("27/04/2018")  # 30/4 and 1/5 are off


@given(calendar=calendars, last_day=in_2026, stage=stages)
def test_up_to_the_deadline_a_stage_falls_on_a_working_day_not_after_it(
    calendar: WorkingCalendar, last_day: dt.date, stage: Stage
) -> None:
    on = day_of(stage, last_day, calendar)
    if stage.days <= 0:
        assert calendar.is_working(on)
        assert on <= last_day
    else:
        assert on > last_day


@given(calendar=calendars, last_day=in_2026, chosen=st.lists(stages, min_size=1, max_size=6))
def test_the_database_looks_as_far_as_any_stage_reaches(
    calendar: WorkingCalendar, last_day: dt.date, chosen: list[Stage]
) -> None:
    before, after = reach(chosen)
    for stage in chosen:
        on = day_of(stage, last_day, calendar)
        assert last_day - before - 30 * dt.timedelta(days=1) <= on  # thirty holidays at random are more than Tết
        if stage.days > 0:
            assert on + TOO_LATE <= last_day + after + 30 * dt.timedelta(days=1)


@given(last_day=DAYS, wait=st.integers(-30, 60))
def test_what_is_due_only_grows_until_the_chase_is_too_old(last_day: dt.date, wait: int) -> None:
    today = last_day + dt.timedelta(days=wait)
    due = due_stages(SCHOOL, last_day=last_day, today=today, calendar=PLAIN)
    if today > last_day + dt.timedelta(days=1) + TOO_LATE:
        assert due == ()
    else:
        assert due == tuple(stage for stage in SCHOOL if day_of(stage, last_day, PLAIN) <= today)


@given(calendar=calendars, last_day=in_2026, wait=st.integers(-90, 150), chosen=st.lists(stages, max_size=6))
def test_stages_come_in_the_order_of_their_days(
    calendar: WorkingCalendar, last_day: dt.date, wait: int, chosen: list[Stage]
) -> None:
    today = last_day + dt.timedelta(days=wait)
    due = due_stages(chosen, last_day=last_day, today=today, calendar=calendar)
    days = [day_of(stage, last_day, calendar) for stage in due]
    assert days == sorted(days)
    assert all(on <= today for on in days)
    if due:
        assert due[-1].days > 0 or today <= last_day, "what asks for a day ahead is not sent after it"


def test_a_reminder_of_a_day_ahead_is_not_sent_once_it_has_passed() -> None:
    before_only = (Stage(-3),)
    last_day = day("09/06/2018")
    assert due_stages(before_only, last_day=last_day, today=last_day, calendar=PLAIN) == before_only
    assert due_stages(before_only, last_day=last_day, today=day("10/06/2018"), calendar=PLAIN) == ()


def test_stages_up_to_the_start_of_a_round_do_not_belong_to_it() -> None:
    last_day, returned_on = day("20/06/2018"), day("17/06/2018")
    due = [
        due_stages(SCHOOL, last_day=last_day, today=today, calendar=PLAIN, since=returned_on)
        for today in (returned_on, day("19/06/2018"))
    ]
    assert due == [(), (Stage(-1),)]


def test_a_report_taken_back_after_its_deadline_is_chased_the_next_morning() -> None:
    last_day, withdrawn_on = day("09/06/2018"), day("12/06/2018")
    due = [
        due_stages(SCHOOL, last_day=last_day, today=today, calendar=PLAIN, since=withdrawn_on)
        for today in (withdrawn_on, day("13/06/2018"))
    ]
    assert due == [(), (Stage(1),)]


# -- codes, keys, words -------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("stage", "code", "words"),
    [
        (Stage(-7), "T-7", "trước hạn 7 ngày"),
        (Stage(0), "T", "ngày hết hạn"),
        (Stage(1), "T+1", "sau hạn 1 ngày"),
        (Stage(2, DayUnit.WORKING), "T+2w", "sau hạn 2 ngày làm việc"),
        (Stage(-1, audience=Audience.SIGNER), "T-1-signer", "trước hạn 1 ngày, người ký của đơn vị"),
        (
            Stage(5, DayUnit.WORKING, Audience.HEAD),
            "T+5w-head",
            "sau hạn 5 ngày làm việc, trưởng cơ quan nhận báo cáo",
        ),
    ],
)
def test_a_code_says_distance_unit_and_audience(stage: Stage, code: str, words: str) -> None:
    assert (stage.code, code_words(code)) == (code, words)


@given(one=stages, other=stages)
def test_codes_tell_stages_apart_and_fit_their_column(one: Stage, other: Stage) -> None:
    same = one == other or (one.days == other.days == 0 and one.audience == other.audience)
    assert (one.code == other.code) == same
    assert len(one.code) <= 16
    assert distance_words(one.days, one.unit) in code_words(one.code)
    assert " " not in one.code
    assert len(str(ListKey(one.code, 10**9, dt.date(2026, 1, 1)))) <= 40
    assert len(str(StageKey(one.code, dt.date(2026, 1, 1), 999))) <= 40


def test_codes_that_are_no_stage_have_words_too() -> None:
    assert code_words(by_hand_code(day("06/06/2018"))) == "nhắc thủ công"
    assert code_words("OVERDUE") == "OVERDUE"


def test_keys_name_stage_day_and_round() -> None:
    key = str(StageKey("T-1", day("09/06/2018"), 2))
    assert key == "T-1 2018-06-09 r2"
    assert round_of(key) == "2018-06-09 r2"
    assert round_of("t-7") == ""


def test_list_keys_are_read_back() -> None:
    key = ListKey("T+2w-officers", 12, day("09/06/2018"))
    assert str(key) == "T+2w-officers p12 2018-06-09"
    assert ListKey.read(str(key)) == key
    with pytest.raises(ValueError, match="unpack"):
        ListKey.read("T+1")


# -- quiet hours --------------------------------------------------------------------------------------------------
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
        (dt.datetime(2018, 6, 6, 14, 0, tzinfo=dt.UTC), dt.datetime(2018, 6, 7, 7, 0, tzinfo=HANOI)),
    ],
)
def test_reminders_leave_between_seven_and_nine_and_never_on_a_sunday(moment: dt.datetime, sent: dt.datetime) -> None:
    assert next_sending_time(moment, Hours(), PLAIN) == sent


@pytest.mark.parametrize(
    ("evening_before", "first_morning"), [("13/02/2018", "21/02/2018"), ("04/02/2027", "11/02/2027")]
)
def test_nothing_leaves_in_the_lunar_new_year(evening_before: str, first_morning: str) -> None:
    calendar = WorkingCalendar(public_holidays(day(first_morning).year))
    evening = dt.datetime.combine(day(evening_before), dt.time(21, 30), HANOI)
    morning = dt.datetime.combine(day(first_morning), dt.time(7), HANOI)
    assert next_sending_time(evening, Hours(), calendar) == morning


def test_a_sunday_worked_in_exchange_is_not_quiet_and_a_day_declared_off_is() -> None:
    sunday, tuesday = day("10/06/2018"), day("12/06/2018")
    calendar = WorkingCalendar(decided={sunday: False, tuesday: True})
    assert (is_quiet(sunday, Hours(), calendar), is_quiet(tuesday, Hours(), calendar)) == (False, True)
    assert not is_quiet(tuesday, Hours(skips_holidays=False), calendar)


@given(
    calendar=calendars,
    chosen=hours,
    moment=st.datetimes(dt.datetime(2026, 2, 1), dt.datetime(2026, 11, 30), timezones=st.just(dt.UTC)),  # noqa: DTZ001
)
def test_the_next_time_is_allowed_and_nothing_allowed_lies_before_it(
    calendar: WorkingCalendar, chosen: Hours, moment: dt.datetime
) -> None:
    sent = next_sending_time(moment, chosen, calendar)
    local = sent.astimezone(HANOI)
    assert sent >= moment
    assert chosen.sends_from <= local.time() < chosen.sends_until
    assert not is_quiet(local.date(), chosen, calendar)
    assert next_sending_time(sent, chosen, calendar) == sent
    if sent > moment:
        before = moment.astimezone(HANOI)
        between = [before.date() + dt.timedelta(days=n) for n in range(1, (local.date() - before.date()).days)]
        assert all(is_quiet(skipped, chosen, calendar) for skipped in between)
