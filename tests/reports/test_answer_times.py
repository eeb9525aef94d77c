"""Times to answer, from days alone."""

import datetime as dt
import statistics

from hypothesis import given
from hypothesis import strategies as st

from reports.answer_times import AnswerTimes, Wait, answer_times, times_by

TODAY = dt.date(2018, 6, 1)


def wait(raised: int, answered: int | None = None, status: str = "", owner: str = "") -> Wait:
    """Raised so many days ago, answered so many days after."""
    day = TODAY - dt.timedelta(days=raised)
    on = None if answered is None else day + dt.timedelta(days=answered)
    return Wait(day, on, status or ("open" if answered is None else "answered"), owner)


def test_median_mean_and_share() -> None:
    times = answer_times([wait(50, 3), wait(50, 15), wait(50, 30), wait(16), wait(15)], today=TODAY, limit=15)

    assert times == AnswerTimes(raised=5, answered=3, median=15, mean=16, due=4, in_time=2, waiting=2, longest=16)
    assert (times.median_text, times.mean_text, times.share_text) == ("15 ngày", "16 ngày", "2/4 (50%)")


def test_nothing_due_has_no_share() -> None:
    times = answer_times([wait(2)], today=TODAY, limit=15)

    assert (times.share, times.share_text, times.median_text) == (None, "–", "–")


def test_what_is_open_again_waits_and_was_answered() -> None:
    times = answer_times([wait(40, 10, "open")], today=TODAY, limit=15)

    assert (times.answered, times.in_time, times.due, times.waiting, times.longest) == (1, 1, 1, 1, 40)


def test_what_was_closed_without_an_answer_is_not_due() -> None:
    assert answer_times([wait(40, None, "closed")], today=TODAY, limit=15).due == 0


def test_groups_come_in_their_order() -> None:
    groups = times_by([wait(9, 1, owner="B"), wait(9, 3, owner="A"), wait(9, 5, owner="B")], lambda w: w.owner,
                      today=TODAY, limit=15)  # fmt: skip

    assert [(name, times.mean) for name, times in groups] == [("B", 3), ("A", 3)]


@given(st.lists(st.tuples(st.integers(0, 400), st.none() | st.integers(0, 400)), max_size=30), st.integers(1, 60))
def test_shares_stay_between_nothing_and_everything(rows: list[tuple[int, int | None]], limit: int) -> None:
    waits = [wait(raised, answered) for raised, answered in rows]

    times = answer_times(waits, today=TODAY, limit=limit)

    days = [answered for _, answered in rows if answered is not None]
    assert 0 <= times.in_time <= times.answered <= times.due <= times.raised == len(rows)
    assert times.median == (statistics.median(days) if days else None)
    assert times.share is None or 0 <= times.share <= 100
