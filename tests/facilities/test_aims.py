"""Two targets of a plan against each other: so many new schools, and a share of all."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilities.aims import Ground, TwoAims, Verdict, ground_of
from facilities.rechecks import years_after
from facilities.share_words import ground_text, outcome_text, verdict_text
from facilities.shares import SchoolRecord, Share, Stay

ALWAYS = (Stay(1, dt.date.min, dt.date.max),)
END = dt.date(2018, 12, 31)


def plan_04(kept: int = 41, lapsing: int = 0, high: int | None = 5) -> TwoAims:
    """Plan 04: 4 to 5 new schools, 80 % of 59."""
    return TwoAims(Ground(2018, Share(kept, 59), 59, kept, lapsing), 4, high, Decimal(80))


def school(*days: tuple[int, int, int], stays: tuple[Stay, ...] = ALWAYS) -> SchoolRecord:
    return SchoolRecord(stays, tuple((dt.date(*day), years_after(dt.date(*day), 5)) for day in days))


def test_plan_04_does_not_fit() -> None:
    aims = plan_04()

    assert (aims.needed, aims.new_needed) == (48, 7)
    assert [outcome.best for outcome in aims.outcomes] == [Share(45, 59), Share(46, 59)]
    assert aims.verdict is Verdict.MISMATCH
    assert verdict_text(aims) == (
        "Hai chỉ tiêu không khớp nhau: được 5 trường mới thì tỷ lệ là 46/59 trường = 77,97%, chưa đạt 80%; muốn đạt "
        "80% cần 7 trường mới."
    )
    assert ground_text(aims) == (
        "Đầu năm 2018 có 41/59 trường = 69,49%. Đạt 80% cần 48/59 trường: cần 7 trường công nhận mới."
    )
    assert [outcome_text(outcome, aims) for outcome in aims.outcomes] == [
        "4 trường mới → 45/59 trường = 76,27%, chưa đạt 80%",
        "5 trường mới → 46/59 trường = 77,97%, chưa đạt 80%",
    ]


def test_47_of_59_does_not_pass_for_80_percent() -> None:
    assert plan_04(kept=43).verdict is Verdict.ONLY_STRETCH  # 47 with four, 48 with five
    assert plan_04(kept=42).verdict is Verdict.MISMATCH  # 47 with five
    assert plan_04(kept=44).verdict is Verdict.FIT


def test_fit_may_depend_on_the_schools_that_fall_due() -> None:
    aims = plan_04(kept=44, lapsing=3)

    assert aims.verdict is Verdict.WITH_RENEWALS
    assert (aims.new_needed, aims.new_needed_at_worst) == (4, 7)
    assert "mất cả 3 trường thì 80% cần 7 trường mới" in verdict_text(aims)
    assert "4 trường nếu" not in ground_text(aims)
    assert "cần 4 trường công nhận mới nếu 3 trường đến hạn" in ground_text(aims)


@pytest.mark.parametrize(("whole", "is_strict", "needed"), [(60, False, 48), (60, True, 49), (59, True, 48)])
def test_needed_is_exact(whole: int, is_strict: bool, needed: int) -> None:
    aims = TwoAims(Ground(2018, Share(0, whole), whole, 0, 0), 1, None, Decimal(80), is_strict)

    assert aims.needed == needed


@given(st.integers(1, 300), st.decimals(0, 100, places=2), st.booleans())
def test_needed_is_the_fewest_that_meet_the_share(whole: int, percent: Decimal, is_strict: bool) -> None:
    aims = TwoAims(Ground(2018, Share(0, whole), whole, 0, 0), 1, None, percent, is_strict)

    def meets(number: int) -> bool:
        share = Fraction(100 * number, whole)
        return share > Fraction(percent) if is_strict else share >= Fraction(percent)

    assert meets(aims.needed)
    assert aims.needed == 0 or not meets(aims.needed - 1)


class TestGround:
    def ground(self, *schools: SchoolRecord, seen_on: dt.date = END) -> Ground:
        return ground_of(schools, 2018, seen_on)

    def test_schools_at_the_standard_at_the_start(self) -> None:
        assert self.ground(school((2016, 1, 1)), school()) == Ground(2018, Share(1, 2), 2, 1, 0)

    def test_first_recognition_of_the_year_is_what_the_other_target_counts(self) -> None:
        assert self.ground(school((2018, 3, 1))) == Ground(2018, Share(0, 1), 1, 0, 0)

    def test_school_that_falls_due_is_kept_only_when_it_passes(self) -> None:
        assert self.ground(school((2013, 6, 1))) == Ground(2018, Share(1, 1), 1, 1, 1)
        assert self.ground(school((2013, 6, 1), (2018, 5, 1))) == Ground(2018, Share(1, 1), 1, 1, 0)

    def test_recognition_after_the_day_is_not_known(self) -> None:
        passed = school((2013, 6, 1), (2018, 5, 1))

        assert self.ground(passed, seen_on=dt.date(2018, 4, 30)).lapsing == 1

    def test_school_that_had_lapsed_and_comes_back_is_not_new(self) -> None:
        assert self.ground(school((2010, 1, 1), (2018, 5, 1))) == Ground(2018, Share(0, 1), 1, 1, 0)

    def test_school_closed_within_the_year_is_in_the_start_alone(self) -> None:
        closed = school((2016, 1, 1), stays=(Stay(1, dt.date.min, dt.date(2018, 8, 31)),))

        assert self.ground(closed, school()) == Ground(2018, Share(1, 2), 1, 0, 0)
