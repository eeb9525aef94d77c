"""Organisations that are no schools report too: on the tasks they lead or coordinate, without a grid."""

from collections.abc import Callable
from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from config.navigation import audience_of
from plans.enums import SectionKind
from plans.models import Task
from reports.queries.sheet import load_sheet
from reports.services.autosaving import Cell, save_cells
from schools.enums import OrganisationKind, Role
from schools.models import Organisation
from schools.queries import actor_of
from tests.factories import (
    OrganisationFactory,
    OutlineSectionFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    TaskFactory,
    member,
)

pytestmark = pytest.mark.django_db


def unit(name: str = "Mặt trận") -> Organisation:
    return OrganisationFactory(kind=OrganisationKind.FRONT, short_name=name)


class TestTasksAsked:
    @pytest.fixture
    def bodies(self) -> dict[str, tuple[Organisation, str]]:
        school = SchoolFactory(levels="TH THCS")
        return {"front": (unit(), ""), "union": (unit("Đoàn"), ""), "school": (school.organisation, school.levels)}

    @pytest.mark.parametrize(
        ("task", "asked"),
        [
            ({"levels": "TH"}, {"school"}),
            ({"levels": "MN"}, set()),
            ({"levels": "", "lead": "front"}, {"front"}),
            ({"levels": "", "lead": "front", "coordinating": ["union"]}, {"front", "union"}),
            ({"levels": "", "coordinating": ["union"]}, {"union"}),
            ({"levels": "TH", "lead": "front"}, {"school", "front"}),
            ({"levels": ""}, {"front", "union", "school"}),
            ({"levels": "", "is_reported": False}, set()),
        ],
    )
    def test_of_whom(self, bodies: dict[str, tuple[Organisation, str]], task: dict[str, Any], asked: set[str]) -> None:
        values = {key: value for key, value in task.items() if key not in ("lead", "coordinating")}
        row = TaskFactory(lead=bodies[task["lead"]][0] if "lead" in task else None, **values)
        row.coordinating.set(bodies[name][0] for name in task.get("coordinating", []))

        found = {name for name, (body, levels) in bodies.items() if Task.objects.asked_of(body.pk, levels).exists()}

        assert found == asked


class TestSheet:
    def test_has_own_tasks_and_no_grid(self) -> None:
        front, plan = unit(), PlanFactory()
        PlanIndicatorFactory(plan=plan)
        mine, _other = TaskFactory(plan=plan, lead=front, levels=""), TaskFactory(plan=plan, lead=unit("Đoàn"))
        for kind in (SectionKind.TEXT, SectionKind.TASKS, SectionKind.INDICATORS):
            OutlineSectionFactory(plan=plan, kind=kind)

        sheet = load_sheet(SubmissionFactory(period=ReportingPeriodFactory(plan=plan), organisation=front))

        assert [row.id for row in sheet.tasks] == [mine.pk]
        assert [row.kind for row in sheet.sections] == [SectionKind.TEXT, SectionKind.TASKS]

    def test_a_section_of_tasks_is_not_asked_of_who_has_none(self) -> None:
        plan = PlanFactory()
        TaskFactory(plan=plan, levels="THCS")
        OutlineSectionFactory(plan=plan, kind=SectionKind.TASKS)

        sheet = load_sheet(SubmissionFactory(period=ReportingPeriodFactory(plan=plan), organisation=unit()))

        assert sheet.sections == []

    def test_only_own_tasks_are_saved_while_typing(self) -> None:
        front, plan = unit(), PlanFactory()
        mine = TaskFactory(plan=plan, lead=front, levels="")
        other = TaskFactory(plan=plan, lead=unit("Đoàn"), levels="")
        report = SubmissionFactory(period=ReportingPeriodFactory(plan=plan), organisation=front, draft=True)
        cells = [Cell(f"task-{task.pk}-text", "Đã làm") for task in (mine, other)]

        save_cells(submission_id=report.pk, user=member(front, Role.OFFICER), cells=cells)

        assert list(report.task_entries.values_list("task_id", "text")) == [(mine.pk, "Đã làm")]


class TestHome:
    def test_of_a_unit_is_what_it_owes(self, login_as: Callable[[Any], Client]) -> None:
        front = unit()
        report = SubmissionFactory(period=ReportingPeriodFactory(), organisation=front)

        page = login_as(member(front, Role.HEAD)).get(reverse("home"))

        assert [card.submission.pk for card in page.context["cards"]] == [report.pk]
        assert reverse("submission_edit", args=[report.pk]) in page.content.decode()

    def test_of_an_office_begins_with_what_it_owes_itself(self, login_as: Callable[[Any], Client]) -> None:
        above, below = ReportingPeriodFactory(), ReportingPeriodFactory()
        office = below.plan.receiver
        own = SubmissionFactory(period=above, organisation=office, submitted=True)
        owed = SubmissionFactory(period=ReportingPeriodFactory(plan=above.plan, position=2), organisation=office)
        received = SubmissionFactory(period=below, submitted=True)

        page = login_as(member(office, Role.HEAD)).get(reverse("home"))

        assert [card.submission.pk for card in page.context["cards"]] == [owed.pk]
        assert [row.pk for row in page.context["queue"]] == [received.pk]
        assert own.pk not in [row.pk for row in page.context["queue"]]


class TestMenu:
    @pytest.fixture(autouse=True)
    def _nothing_remembered(self) -> None:
        cache.clear()

    def test_of_a_unit_to_which_nobody_reports(self) -> None:
        assert audience_of(actor_of(member(unit(), Role.HEAD))) == "unit"

    def test_of_an_office_of_the_area_that_looks_at_its_schools(self) -> None:
        finance = OrganisationFactory(kind=OrganisationKind.OFFICE)

        assert audience_of(actor_of(member(finance, Role.OFFICER))) == "agency"

    def test_leads_to_the_facilities_only_who_may_look_at_them(self, login_as: Any) -> None:
        front = unit()
        PlanFactory(receiver=front)
        office = OrganisationFactory(kind=OrganisationKind.EDUCATION_OFFICE)
        link = f'href="{reverse("facilities_home")}"'

        pages = [login_as(member(place, Role.HEAD)).get("/").content.decode() for place in (front, office)]

        assert [link in page for page in pages] == [False, True]

    def test_of_a_unit_that_receives_reports(self) -> None:
        front = unit()
        PlanFactory(receiver=front)

        assert audience_of(actor_of(member(front, Role.HEAD))) == "office"

    def test_of_clerks_where_reports_are_received_and_where_they_are_written(self) -> None:
        front = unit()
        PlanFactory(receiver=front)
        office = OrganisationFactory(kind=OrganisationKind.EDUCATION_OFFICE)
        places = (front, office, unit("Đoàn"), SchoolFactory().organisation)

        menus = [audience_of(actor_of(member(place, Role.CLERK))) for place in places]

        assert menus == ["desk", "desk", "unit", "unit"]
