"""Schools × indicators: which cells there are, what each says, and the figure of the level below them."""

from decimal import Decimal
from fractions import Fraction

import pytest

from plans.enums import EnteredBy, UnitRule, ValueKind
from plans.revisions import content_of
from reports.enums import Light, Purpose, ValueState
from reports.queries.cuts import Cut
from reports.queries.figures import period_figures
from reports.queries.matrix_cells import CellState
from tests.factories import (
    CommuneFactory,
    MilestoneFactory,
    PlanFactory,
    PlanRevisionFactory,
    ReportingPeriodFactory,
    SubmissionFactory,
    TargetFactory,
)
from tests.reports.matrices import cell, column, matrix, say, school

pytestmark = pytest.mark.django_db


@pytest.fixture
def period():
    return ReportingPeriodFactory(plan=PlanFactory())


def names(found):
    return [row.unit.name for row in found.rows]


# -- rows and columns


def test_rows_are_the_schools_of_the_first_level_in_vietnamese_order(period):
    rate = column(period)
    for name in ("MN Đức Chính", "MN Cẩm Vũ", "MN Cẩm Giàng", "MN Ân Thi"):
        say(period, school(name), {rate: {"n": 1, "d": 2}})
    say(period, school("TH Cẩm Vũ", levels="TH"), {rate: {"n": 1, "d": 2}})

    found = matrix(period)

    assert names(found) == ["MN Ân Thi", "MN Cẩm Giàng", "MN Cẩm Vũ", "MN Đức Chính"]
    assert (found.cut.level, list(found.levels), found.has_others) == ("MN", ["MN", "TH"], False)


def test_a_level_has_only_its_own_indicators_in_the_order_of_the_grid(period):
    last, first = column(period, code="B90", levels="TH THCS"), column(period, code="B91", levels="TH")
    column(period, code="B92", levels="MN")
    column(period, code="B93", entered_by=EnteredBy.OFFICE)
    column(period, code="B94", entered_by=EnteredBy.COMPUTED)
    type(last).objects.filter(pk=last.pk).update(position=9_999)
    both = school("TH&THCS Cẩm Vũ", levels="TH THCS")
    say(period, both, {first: {"n": 1, "d": 2}})

    assert [row.indicator.code for row in matrix(period).columns] == ["B91", "B90"]
    assert [row.indicator.code for row in matrix(period, cut=Cut(level="THCS")).columns] == ["B90"]


def test_a_commune_narrows_the_rows_and_a_task_the_columns(period):
    kept = column(period)
    column(period)
    commune = CommuneFactory()
    say(period, school("MN A", commune=commune), {kept: {"n": 1, "d": 2}})
    say(period, school("MN B"), {kept: {"n": 1, "d": 2}})

    found = matrix(period, cut=Cut(commune=commune.pk), keeps=lambda indicator: indicator == kept.indicator)

    assert (names(found), len(found.columns)) == (["MN A"], 1)


def test_units_that_are_no_schools_have_a_matrix_of_their_own(period):
    office = column(period, entered_by=EnteredBy.OFFICE, count=True)
    commune_row = column(period, entered_by=EnteredBy.COMMUNE, count=True)
    say(period, school("MN A"), {column(period): {"n": 1, "d": 2}})
    commune = CommuneFactory(name="Xã A")
    for unit, row, value in ((period.plan.receiver, office, 3), (commune, commune_row, 1)):
        report = say(period, unit, {row: {"value": value}})
        type(report).objects.filter(pk=report.pk).update(purpose=Purpose.FIGURES)

    found = matrix(period, others=True)

    assert found.has_others
    assert not found.is_of_schools
    states = {
        (row.unit.organisation_id, one.indicator.pk): c.state
        for row in found.rows
        for one, c in zip(found.columns, row.cells, strict=True)
    }
    assert states == {
        (period.plan.receiver_id, office.indicator_id): CellState.GIVEN,
        (period.plan.receiver_id, commune_row.indicator_id): CellState.NOT_ASKED,
        (commune.pk, office.indicator_id): CellState.NOT_ASKED,
        (commune.pk, commune_row.indicator_id): CellState.GIVEN,
    }
    assert [sums.total.actual for sums in found.totals] == [3, 1]


# -- what a cell says


@pytest.mark.parametrize(
    ("status", "told", "provisional", "state"),
    [
        ("", {}, False, CellState.NOT_REPORTED),
        ("draft", {"n": 7, "d": 9}, True, CellState.NOT_REPORTED),
        ("returned", {"n": 7, "d": 9}, True, CellState.RETURNED),
        ("submitted", {"n": 7, "d": 9}, False, CellState.WAITING),
        ("submitted", {"n": 7, "d": 9}, True, CellState.GIVEN),
        ("accepted", {"n": 7, "d": 9}, False, CellState.GIVEN),
        ("accepted", {}, False, CellState.NOT_ENTERED),
        ("submitted", {}, True, CellState.NOT_ENTERED),
        ("accepted", {"state": ValueState.MISSING}, False, CellState.NOT_ENTERED),
        ("accepted", {"state": ValueState.NOT_AVAILABLE}, False, CellState.NOT_AVAILABLE),
        ("accepted", {"state": ValueState.NOT_APPLICABLE}, False, CellState.NOT_APPLICABLE),
    ],
)
def test_absences_are_told_apart(period, status, told, provisional, state):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: told} if told else {}, status)

    found = cell(matrix(period, provisional=provisional), unit, rate.indicator)

    assert found.state == state
    assert found.is_missing == (
        state in {CellState.NOT_REPORTED, CellState.RETURNED, CellState.NOT_ENTERED, CellState.NOT_AVAILABLE}
    )
    assert (found.value is not None) == (state == CellState.GIVEN)


def test_zero_is_a_figure(period):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: {"n": 0, "d": 9}})

    assert cell(matrix(period), unit, rate.indicator).value == 0


def test_a_figure_of_an_earlier_period_is_marked(period):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: {"n": 1, "d": 2}})
    later = ReportingPeriodFactory(plan=period.plan, position=2)
    SubmissionFactory(period=later, organisation=unit)

    found = cell(matrix(later), unit, rate.indicator)

    assert (found.state, found.value, found.is_stale, found.direction) == (CellState.GIVEN, 50, True, "=")


def test_what_waits_for_review_is_marked_and_not_official(period):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: {"n": 1, "d": 2}}, "submitted")

    official, provisional = (matrix(period, provisional=choice) for choice in (False, True))

    assert cell(official, unit, rate.indicator).state == CellState.WAITING
    assert cell(provisional, unit, rate.indicator).is_waiting
    assert [sums.total.actual for found in (official, provisional) for sums in found.totals] == [None, 50]


def test_a_cell_is_compared_with_the_period_that_was_chosen(period):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: {"n": 1, "d": 2}})
    last_year = ReportingPeriodFactory(plan=PlanFactory(issuer=period.plan.issuer, year=2017))
    row = type(rate).objects.create(plan=last_year.plan, indicator=rate.indicator)
    say(last_year, unit, {row: {"n": 1, "d": 4}})

    found = cell(matrix(period, against=last_year), unit, rate.indicator)

    assert (found.value, found.change) == (50, 25)


def test_outliers_are_found_among_the_level_and_not_among_the_rows_shown(period):
    rate, commune = column(period), CommuneFactory()
    odd = school("MN Z", commune=commune)
    say(period, odd, {rate: {"n": 90, "d": 100}})
    for number in range(8):
        say(period, school(f"MN {number}"), {rate: {"n": 20 + number, "d": 100}})

    found = matrix(period, cut=Cut(commune=commune.pk))

    (row,) = found.rows
    assert [mark.finding for mark in row.cells[0].marks] == ["high"]
    assert (row.outliers, row.missing, row.stale) == (1, 0, 0)


# -- the last row


def test_the_last_row_says_what_the_targets_page_says_of_the_level(period):
    rates = [TargetFactory(plan=period.plan, indicator=column(period, levels="MN TH").indicator) for _ in range(2)]
    count = TargetFactory(plan=period.plan, indicator=column(period, count=True, levels="MN").indicator)
    rows = {row.indicator_id: row for row in period.plan.plan_indicators.all()}
    first, second, counted = (rows[target.indicator_id] for target in (*rates, count))
    commune = CommuneFactory()
    say(period, school("MN A", commune=commune), {first: {"n": 1, "d": 2}, counted: {"value": 4}})
    say(period, school("MN B"), {first: {"n": 99, "d": 100}, second: {"state": ValueState.NOT_APPLICABLE}})
    say(period, school("MN C"), {first: {"n": 3, "d": 9}}, "submitted")
    say(period, school("MN D"), {}, "draft")
    say(period, school("TH E", levels="TH"), {first: {"n": 50, "d": 50}})

    for cut in (Cut(level="MN"), Cut(level="TH"), Cut(level="MN", commune=commune.pk)):
        for provisional in (False, True):
            there = {
                f.code: (f.actual, f.reporting, f.due)
                for f in period_figures(period, cut=cut, provisional=provisional).targets
            }
            here = matrix(period, cut=cut, provisional=provisional).totals
            assert {s.indicator.code: (s.total.actual, s.total.reporting, s.due) for s in here} == {
                s.indicator.code: there[s.indicator.code] for s in here
            }
    sums = matrix(period, cut=Cut(level="MN")).totals[0]
    assert (sums.total.actual, sums.total.reporting, sums.due) == (Fraction(10000, 102), 2, 4)


# -- lights


def judged(found, unit, row):
    place = [one.indicator.pk for one in found.columns].index(row.indicator_id)
    line = next(one for one in found.rows if one.unit.organisation_id == unit.pk)
    verdict = found.judged(line, found.columns[place], line.cells[place])
    return verdict.light, verdict.verdict


def test_a_rate_is_judged_by_the_target_that_holds_for_the_unit(period):
    rate, units = column(period), [school(f"MN {name}") for name in "ABC"]
    for unit, n in zip(units, (85, 75, 75), strict=True):
        say(period, unit, {rate: {"n": n, "d": 100}})
    TargetFactory(plan=period.plan, indicator=rate.indicator, value=90)
    TargetFactory(plan=period.plan, indicator=rate.indicator, level="MN", value=80)
    own = TargetFactory(plan=period.plan, indicator=rate.indicator, organisation=units[2], value=70)
    MilestoneFactory(target=own, period=period, expected_share=1)

    found = matrix(period)

    assert [judged(found, unit, rate) for unit in units] == [
        (Light.GREEN, "Đạt"),
        (Light.RED, "Chưa đạt"),
        (Light.GREEN, "Đạt"),
    ]
    assert found.columns[0].target_of("MN", 0).value == 80


def test_counts_of_a_small_school_get_no_light(period):
    rate, unit = column(period, judged_at_school=False), school("MN A")
    TargetFactory(plan=period.plan, indicator=rate.indicator, operator="<", value="1.02")
    say(period, unit, {rate: {"n": 1, "d": 98}})

    assert judged(matrix(period), unit, rate) == (Light.GREY, "Chỉ nêu số lượng")


def test_a_sum_of_the_whole_area_is_not_asked_of_one_school(period):
    count, unit = column(period, count=True), school("MN A")
    TargetFactory(plan=period.plan, indicator=count.indicator, value=8)
    say(period, unit, {count: {"value": 1}})

    assert judged(matrix(period), unit, count) == (Light.GREY, "Chỉ xét toàn địa bàn")


def test_a_count_that_is_never_added_up_is_asked_of_every_school(period):
    campuses = column(period, value_kind=ValueKind.COUNT, unit_rule=UnitRule.MAXIMUM, unit="điểm")
    TargetFactory(plan=period.plan, indicator=campuses.indicator, operator="<=", value=3)
    few, many = school("MN A"), school("MN B")
    say(period, few, {campuses: {"value": 3}})
    say(period, many, {campuses: {"value": 4}})

    found = matrix(period)

    assert judged(found, few, campuses) == (Light.GREEN, "Đạt")
    assert judged(found, many, campuses) == (Light.RED, "Chưa đạt")


def test_a_target_changed_after_the_period_judges_nothing_of_it(period):
    rate, unit = column(period), school("MN A")
    say(period, unit, {rate: {"n": 75, "d": 100}})
    target = TargetFactory(plan=period.plan, indicator=rate.indicator, organisation=unit, value=70)
    whole = TargetFactory(plan=period.plan, indicator=rate.indicator, value=60)
    PlanRevisionFactory(plan=period.plan, content=content_of(period.plan), made_at=period.deadline_at)
    for row in (target, whole):
        type(row).objects.filter(pk=row.pk).update(value=99)
    PlanRevisionFactory(plan=period.plan, number=2, reason="Điều chỉnh", made_at=period.deadline_at.replace(year=2019))

    (found,) = matrix(period).columns

    assert found.target_of("MN", unit.pk).value == Decimal(70)
    assert found.target_of("MN", 0).value == Decimal(60)
