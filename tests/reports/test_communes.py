"""A period takes the communes of its own last day of data: old periods keep the old ones (ADR 0013)."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from plans.enums import SectionKind
from plans.models import ReportingPeriod
from reports.documents.letter import build_letter
from reports.documents.paper import build_paper
from reports.filters import SubmissionListFilter
from reports.models import Submission
from reports.queries.assignments import assigned_to
from reports.queries.board import board_submissions
from reports.queries.communes import communes_of
from reports.queries.completeness import by_commune, unit_statuses
from reports.queries.desks import desks_of
from reports.queries.registry import Registry
from reports.queries.responsibility import responsible_users
from reports.services.lettering import create_letter, late_submissions
from schools.queries import actor_of
from schools.services.affiliating import Move, affiliate, leave
from schools.services.row_sync import Changes
from tests.factories import (
    CommuneFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanReporterFactory,
    RecommendationFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    UserFactory,
    member,
)

pytestmark = pytest.mark.django_db

TODAY = dt.date(2019, 1, 15)
MOVED_ON = dt.date(2018, 8, 1)  # between the cut-off of the second period and that of the third


@pytest.fixture
def communes() -> tuple[Any, Any]:
    return CommuneFactory(short_name="Xã Cũ", name="Xã Cũ"), CommuneFactory(short_name="Xã Mới", name="Xã Mới")


@pytest.fixture
def periods() -> tuple[ReportingPeriod, ReportingPeriod]:
    """The second and the third period of a plan; a school with reports of both moves between them."""
    plan = PlanFactory()
    before, after = (ReportingPeriodFactory(plan=plan, position=position) for position in (2, 3))
    return before, after


@pytest.fixture
def reports(communes: tuple[Any, Any], periods: tuple[ReportingPeriod, ReportingPeriod]) -> tuple[Any, Any]:
    school = SchoolFactory(name="MN An", commune=communes[0])
    PlanReporterFactory(plan=periods[0].plan, organisation=school.organisation)
    affiliate([Move(school.pk, communes[1].pk, MOVED_ON)], Changes())
    before, after = (SubmissionFactory(period=period, organisation=school.organisation) for period in periods)
    return before, after


def test_board_and_counts(periods: tuple[Any, Any], reports: tuple[Any, Any]) -> None:
    boards = [board_submissions(period, today=TODAY).get() for period in periods]
    counts = [by_commune(unit_statuses(period), today=TODAY) for period in periods]

    assert [row.commune for row in boards] == ["Xã Cũ", "Xã Mới"]
    assert [[row.name for row in rows] for rows in counts] == [["Xã Cũ"], ["Xã Mới"]]


def test_filter_of_the_board_offers_the_communes_of_the_period(
    periods: tuple[Any, Any], reports: tuple[Any, Any], communes: tuple[Any, Any], login_as: Callable[[Any], Client]
) -> None:
    client = login_as(member(periods[0].plan.receiver, "officer"))

    for period, mine, other in zip(periods, communes, reversed(communes), strict=True):
        url = reverse("period_board", kwargs={"pk": period.pk})
        page = client.get(url)
        field = page.context["board"].filter.form.fields["commune"]
        assert [label for _, label in field.choices] == ["Mọi địa bàn", mine.short_name]
        assert client.get(url, {"commune": mine.pk}).context["board"].count() == 1
        assert other.short_name not in page.content.decode()


def test_list_over_all_periods_finds_each_report_by_its_own_commune(
    periods: tuple[Any, Any], reports: tuple[Any, Any], communes: tuple[Any, Any]
) -> None:
    user = member(periods[0].plan.receiver, "officer")

    for report, commune in zip(reports, communes, strict=True):
        found = SubmissionListFilter({"commune": commune.pk}, queryset=Submission.objects.all(), user=user)
        assert list(found.qs) == [report]
    assert list(communes_of(Submission.objects.all())) == sorted(communes, key=lambda row: row.sort_key)
    assert list(communes_of(Submission.objects.filter(pk=reports[1].pk))) == [communes[1]]


@pytest.mark.parametrize("plan", ["x", "0", "9" * 19, "9" * 400])
def test_a_plan_that_is_none_narrows_no_communes(plan: str, reports: tuple[Any, Any]) -> None:
    SubmissionFactory()
    found = SubmissionListFilter({"plan": plan}, queryset=Submission.objects.all(), user=UserFactory())

    assert len(found.filters["commune"].queryset) == (0 if plan == "0" else 3)


def test_assignments_of_a_commune(
    periods: tuple[Any, Any], reports: tuple[Any, Any], communes: tuple[Any, Any]
) -> None:
    office = periods[0].plan.receiver
    people = [member(office, "officer", full_name=f"Nguyễn Văn {name}") for name in ("Cũ", "Mới")]
    for person, commune in zip(people, communes, strict=True):
        ReviewAssignmentFactory(receiver=office, user=person, level="", commune=commune)

    found = [list(assigned_to(Submission.objects.all(), person, office)) for person in people]
    looked_after = responsible_users(Submission.objects.select_related("period__plan"))

    assert found == [[reports[0]], [reports[1]]]
    assert looked_after == {report.pk: {person.pk} for report, person in zip(reports, people, strict=True)}


def test_desk_shows_the_communes_of_today(
    periods: tuple[Any, Any], reports: tuple[Any, Any], communes: tuple[Any, Any]
) -> None:
    office = periods[0].plan.receiver
    head = member(office, "head")
    ReviewAssignmentFactory(receiver=office, user=head, level="", commune=communes[0])

    desk = desks_of(actor_of(head))[0]

    assert desk.communes == [(communes[1].pk, "Xã Mới")]
    assert [school.organisation.short_name for school in desk.free] == ["MN An"]


def test_letters(periods: tuple[Any, Any], reports: tuple[Any, Any]) -> None:
    letters = [
        create_letter(
            period=period,
            submissions=late_submissions(period, dt.date.today()),  # noqa: DTZ011 - any late day will do
            by=UserFactory(),
            respond_by=dt.datetime.now(dt.UTC) + dt.timedelta(days=1),
        )
        for period in periods
    ]

    assert [letter.late_rows[0].commune for letter in letters] == ["Xã Cũ", "Xã Mới"]
    assert "Xã Cũ" in repr(build_letter(letters[0]))


def test_requests_on_paper_go_to_the_commune_of_then(reports: tuple[Any, Any]) -> None:
    OutlineSectionFactory(plan=reports[0].period.plan, kind=SectionKind.RECOMMENDATIONS)
    for report in reports:
        RecommendationFactory(submission=report, addressee="commune")

    papers = [repr(build_paper(report)) for report in reports]

    assert ["Xã Cũ" in papers[0], "Xã Mới" in papers[0]] == [True, False]
    assert ["Xã Cũ" in papers[1], "Xã Mới" in papers[1]] == [False, True]


def test_a_school_that_has_left_is_counted_until_then(communes: tuple[Any, Any]) -> None:
    leaves, _ = SchoolFactory(commune=communes[0]), SchoolFactory()
    leave([communes[0].pk], MOVED_ON, Changes())
    registry = Registry.load()

    assert [len(registry.on(day)) for day in (MOVED_ON, MOVED_ON + dt.timedelta(days=1))] == [2, 1]
    assert leaves.commune is None
