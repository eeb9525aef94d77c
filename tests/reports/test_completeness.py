"""Who has reported, on time, late, or still owes."""

import datetime as dt
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.queries.completeness import completeness, late_units
from reports.queries.figures import period_figures
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    OrganisationFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
)

pytestmark = pytest.mark.django_db

AFTER = dt.date(2018, 3, 12)  # period 1 ended on 9 March


@pytest.fixture
def period():
    return ReportingPeriodFactory()


def school(name: str, commune=None):
    return SchoolFactory(name=name, **({"commune": commune} if commune else {})).organisation


def test_counts_by_state(period):
    SubmissionFactory(period=period)
    SubmissionFactory(period=period, draft=True)
    SubmissionFactory(period=period, submitted=True)
    SubmissionFactory(period=period, accepted=True, days_late=0)
    SubmissionFactory(period=period, accepted=True, days_late=1)
    SubmissionFactory(period=period, returned=True, returned_due_on=dt.date(2018, 3, 20))

    counted = completeness(period, today=AFTER)

    assert (counted.expected, counted.submitted, counted.missing) == (6, 4, 2)
    assert (counted.on_time, counted.late) == (3, 1)
    assert (counted.accepted, counted.awaiting, counted.returned, counted.draft, counted.not_started) == (2, 1, 1, 1, 1)
    assert counted.overdue == 2
    assert counted.completeness_share == Fraction(4, 6)
    assert counted.timeliness_share == Fraction(3, 6)
    assert (round(counted.completeness_percent, 1), counted.bar_percent) == (Decimal("66.7"), 66)


def test_nothing_expected_has_no_share(period):
    counted = completeness(period)

    assert (counted.expected, counted.completeness_share, counted.timeliness_share) == (0, None, None)
    assert (counted.completeness_percent, counted.bar_percent) == (None, 0)


def test_withdrawn_report_is_neither_submitted_nor_on_time(period):
    sent = period.deadline_at
    SubmissionFactory(period=period, draft=True, revision=1, first_submitted_at=sent, submitted_at=sent)

    counted = completeness(period, today=AFTER)

    assert (counted.submitted, counted.on_time, counted.draft, counted.overdue) == (0, 0, 1, 1)


def test_first_submission_decides_about_lateness_of_a_corrected_report(period):
    sent = period.deadline_at
    SubmissionFactory(
        period=period,
        accepted=True,
        revision=2,
        first_submitted_at=sent,
        submitted_at=sent + dt.timedelta(days=9),
        accepted_at=sent + dt.timedelta(days=10),
    )

    assert completeness(period, today=AFTER).on_time == 1


def test_extension_moves_the_last_day(period):
    late = SubmissionFactory(period=period, accepted=True, days_late=2)
    owed = SubmissionFactory(period=period)
    for submission in (late, owed):
        ExtensionFactory(submission=submission, until=dt.date(2018, 3, 12))

    counted = completeness(period, today=AFTER)

    assert (counted.on_time, counted.late, counted.overdue) == (1, 0, 0)
    assert completeness(period, today=dt.date(2018, 3, 13)).overdue == 1


@pytest.mark.parametrize(("minutes", "on_time"), [(-1, 1), (0, 1), (1, 0)])
def test_day_ends_at_midnight_of_the_office(period, minutes, on_time):
    sent = period.deadline_at + dt.timedelta(minutes=minutes)
    SubmissionFactory(period=period, submitted=True, first_submitted_at=sent, submitted_at=sent)

    assert completeness(period).on_time == on_time


def test_late_units_are_what_is_owed_longest_first(period):
    waiting = SubmissionFactory(period=period, organisation=school("MN Cẩm Vũ"))
    corrected = SubmissionFactory(
        period=period, organisation=school("MN Đức Chính"), returned=True, returned_due_on=dt.date(2018, 3, 11)
    )
    SubmissionFactory(period=period, organisation=school("MN Lai Cách"), submitted=True)
    extended = SubmissionFactory(period=period, organisation=school("MN Tân Trường"))
    ExtensionFactory(submission=extended, until=AFTER)
    other = SubmissionFactory(organisation=school("MN Khác"))

    assert late_units(period, today=AFTER) == [waiting, corrected]
    assert [late.name for late in period_figures(period, today=AFTER).late] == ["MN Cẩm Vũ", "MN Đức Chính"]
    assert [late.days_late for late in period_figures(period, today=AFTER).late] == [3, 1]
    assert other.period != period


def test_communes_in_vietnamese_order_and_other_bodies_last(period):
    dinh, da = CommuneFactory(short_name="Xã Đình"), CommuneFactory(short_name="Xã Dạ")
    SubmissionFactory(period=period, organisation=school("TH Một", dinh), submitted=True)
    SubmissionFactory(period=period, organisation=school("TH Hai", dinh))
    SubmissionFactory(period=period, organisation=school("TH Ba", da), accepted=True, days_late=1)
    SubmissionFactory(period=period, organisation=OrganisationFactory())

    rows = period_figures(period, today=AFTER).by_commune

    assert [(row.name, row.completeness.expected, row.completeness.submitted) for row in rows] == [
        ("Xã Dạ", 1, 1),
        ("Xã Đình", 2, 1),
        ("", 1, 0),
    ]
    assert rows[0].completeness.late == 1


def test_counting_kinds_of_reports_gives_what_counting_reports_gives(period):
    for number, kind in enumerate([{}, {"draft": True}, {"submitted": True}, {"accepted": True}, {"returned": True}]):
        for late in (0, 3):
            extra = {"days_late": late} if number >= 2 else {}
            SubmissionFactory(period=period, **kind, **extra)
            extended = SubmissionFactory(period=period, **kind, **extra)
            ExtensionFactory(submission=extended, until=dt.date(2018, 3, 11 + late))

    by_kind = completeness(period, today=AFTER)

    assert by_kind == period_figures(period, today=AFTER).completeness
    assert (by_kind.expected, by_kind.submitted, by_kind.on_time, by_kind.late, by_kind.overdue) == (20, 12, 9, 3, 6)
