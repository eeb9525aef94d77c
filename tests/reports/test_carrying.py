"""Copying from the period before, and not asking what the registry knows."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import RegistryFact, TimeRule
from reports.checks import check_sheet
from reports.enums import ValueState
from reports.models import IndicatorValue, SectionEntry, Submission
from reports.queries.last_year import add_last_year
from reports.queries.sheet import load_sheet
from reports.services.autosaving import Cell, save_cells
from reports.services.carrying import carry_over
from reports.services.editing import save_report
from tests.factories import (
    IndicatorValueFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolYearFactsFactory,
    SectionEntryFactory,
    SubmissionFactory,
)
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def earlier(writing: Writing) -> Submission:
    """The same school's accepted report of the period before, with a text and both figures."""
    later = ReportingPeriodFactory(plan=writing.submission.period.plan, position=2)
    earlier = SubmissionFactory(period=writing.submission.period, accepted=True)
    Submission.objects.filter(pk=writing.submission.pk).update(period=later)
    Submission.objects.filter(pk=earlier.pk).update(organisation=writing.submission.organisation)
    writing.submission = Submission.objects.select_related("organisation__school", "period__plan").get(
        pk=writing.submission.pk
    )
    SectionEntryFactory(submission=earlier, section=writing.text, text="Kết quả kỳ trước.")
    IndicatorValueFactory(submission=earlier, plan_indicator=writing.ratio, numerator=3, denominator=120)
    IndicatorValueFactory(submission=earlier, plan_indicator=writing.count, value=Decimal("1234"))
    return earlier


def carry(writing: Writing) -> int:
    return carry_over(submission=writing.submission, by=writing.people["clerk"], changes={}).count


def test_texts_and_stock_figures_are_copied_with_a_mark(writing: Writing, earlier: Submission) -> None:
    assert carry(writing) == 3

    sheet = load_sheet(writing.submission)
    ratio, count = sheet.grid
    assert (sheet.sections[0].text, sheet.sections[0].is_carried) == ("Kết quả kỳ trước.", True)
    assert (ratio.raw_numerator, ratio.raw_denominator, ratio.state, ratio.is_carried) == ("3", "120", "given", True)
    assert (count.raw_value, count.value, count.is_carried) == ("1234", 1234, True)
    assert Submission.objects.get(pk=writing.submission.pk).filled_percent == 75


def test_what_stands_there_is_never_overwritten(writing: Writing, earlier: Submission) -> None:
    save_report(
        submission=writing.submission,
        by=writing.people["clerk"],
        changes={f"section-{writing.text.pk}": "Của kỳ này", f"value-{writing.count.pk}-v": "không rõ"},
    )

    assert carry(writing) == 1
    sheet = load_sheet(writing.submission)
    assert sheet.sections[0].text == "Của kỳ này"
    assert sheet.grid[1].raw_value == "không rõ"


def test_cumulative_figures_are_not_copied(writing: Writing, earlier: Submission) -> None:
    for row in (writing.ratio, writing.count):
        row.indicator.time_rule = TimeRule.CUMULATIVE
        row.indicator.save()

    assert carry(writing) == 1


@pytest.mark.parametrize(("state", "typed"), [(ValueState.NOT_APPLICABLE, "k"), (ValueState.NOT_AVAILABLE, "c")])
def test_absent_figures_are_copied_as_such(writing: Writing, earlier: Submission, state: str, typed: str) -> None:
    values = IndicatorValue.objects.filter(submission=earlier)
    values.update(state=state, numerator=None, denominator=None, value=None)
    carry(writing)

    sheet = load_sheet(writing.submission)
    assert [(row.state, row.raw_numerator or row.raw_value) for row in sheet.grid] == [(state, typed)] * 2


def test_mark_goes_with_the_first_edit_and_stays_without(writing: Writing, earlier: Submission) -> None:
    carry(writing)
    text, ratio = f"section-{writing.text.pk}", f"value-{writing.ratio.pk}"
    save_report(
        submission=writing.submission,
        by=writing.people["clerk"],
        changes={text: "Kết quả kỳ trước.", f"{ratio}-n": "4"},
    )
    assert SectionEntry.objects.get(submission=writing.submission).is_carried
    assert not IndicatorValue.objects.get(submission=writing.submission, plan_indicator=writing.ratio).is_carried

    cells = [Cell(text, "Kết quả mới.", "Kết quả kỳ trước.")]
    save_cells(submission_id=writing.submission.pk, user=writing.people["clerk"], cells=cells)
    assert not SectionEntry.objects.get(submission=writing.submission).is_carried


def test_copied_text_is_a_warning_until_edited(writing: Writing, earlier: Submission) -> None:
    carry(writing)
    sheet = load_sheet(writing.submission)

    assert [issue.field for issue in check_sheet(sheet) if not issue.is_error] == [f"section-{writing.text.pk}"]


def test_button_saves_what_was_typed_first(
    writing: Writing, earlier: Submission, login_as: Callable[[Any], Client]
) -> None:
    client = login_as(writing.people["clerk"])
    url = reverse("submission_carry", args=[writing.submission.pk])

    page = client.post(url, {"section": "I", f"section-{writing.text.pk}": "Đang gõ dở"}, follow=True)

    assert page.context["section"].code == "I"
    assert SectionEntry.objects.get(submission=writing.submission).text == "Đang gõ dở"
    assert "Đã chép 2 mục" in page.content.decode()


def test_registry_facts_stand_there_when_the_report_is_started(writing: Writing) -> None:
    school = writing.submission.organisation.school
    school.campuses, school.land_area_m2, school.is_on_new_site = 3, Decimal("4301.5"), True
    school.save()
    SchoolYearFactsFactory(school=school, school_year=writing.submission.period.school_year, pupils=172)
    for row, fact, unit in (
        (writing.count, RegistryFact.CAMPUSES, "điểm"),
        (writing.ratio, RegistryFact.LAND_PER_PUPIL, "m²/HS"),
    ):
        row.indicator.registry_fact, row.indicator.unit = fact, unit
        row.indicator.save()
    writing.submission = Submission.objects.select_related("organisation__school", "period__plan").get()

    save_report(submission=writing.submission, by=writing.people["clerk"], changes={})

    ratio, count = load_sheet(writing.submission).grid
    assert (count.raw_value, count.value, count.is_carried) == ("3", 3, True)
    assert (ratio.raw_numerator, ratio.raw_denominator, ratio.actual_text) == ("4301,5", "172", "25,01")


def test_unknown_registry_fact_stays_a_question(writing: Writing) -> None:
    school = writing.submission.organisation.school
    school.is_on_new_site = True
    school.save()
    writing.ratio.indicator.registry_fact = RegistryFact.LAND_PER_PUPIL
    writing.ratio.indicator.save()

    save_report(submission=writing.submission, by=writing.people["clerk"], changes={})

    assert not IndicatorValue.objects.exists()


def test_same_period_of_last_year_stands_beside(writing: Writing) -> None:
    plan = writing.submission.period.plan
    before = PlanFactory(issuer=plan.issuer, document_type=plan.document_type, year=plan.year - 1)
    report = SubmissionFactory(
        period=ReportingPeriodFactory(plan=before, position=1), organisation=writing.submission.organisation
    )
    row = PlanIndicatorFactory(plan=before, indicator=writing.ratio.indicator)
    IndicatorValueFactory(submission=report, plan_indicator=row, numerator=1, denominator=3)

    sheet = load_sheet(writing.submission)
    add_last_year(sheet)

    assert [row.last_year_text for row in sheet.grid] == ["33,33", ""]
