"""Figures take the same queries for 60 and for 600 schools, whatever is asked, on the pages as in the commands."""

import io
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from plans.enums import TimeRule
from reports.queries.cuts import Cut
from reports.queries.figures import period_figures
from schools.enums import Role
from schools.models import Organisation
from tests.factories import (
    IndicatorFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    TargetFactory,
    member,
)
from tests.reports.crowds import crowd, reports_of
from tests.reports.kit import registry_target

pytestmark = pytest.mark.django_db
SMALL, LARGE = 60, 600


@dataclass
class World:
    """Two periods of a plan with four targets and another indicator, and the same period a year before."""

    plan: Any
    first: Any
    second: Any
    before: Any
    schools: list[Organisation]

    def grow(self, size: int) -> None:
        """As many schools in all, each with reports of all periods."""
        new = crowd(size - len(self.schools), start=len(self.schools))
        for period in (self.first, self.second, self.before):
            reports_of(period, new)
        self.schools += new

    @property
    def commune(self) -> Organisation:
        return self.schools[1].school.commune

    @property
    def cut(self) -> Cut:
        return Cut(level="TH", commune=self.commune.pk)

    def address(self, page: str) -> str:
        name, _, query = page.partition("?")
        of_unit = name == "school_figures"
        path = reverse(name, args=[self.plan.pk, self.schools[1].pk] if of_unit else [self.second.pk])
        code = self.plan.targets.order_by("position")[0].indicator.code
        return f"{path}?{query}".format(commune=self.commune.pk, first=self.first.pk, code=code)


@pytest.fixture
def world() -> World:
    plan = PlanFactory()
    before = PlanFactory(issuer=plan.issuer, receiver=plan.receiver, year=plan.year - 1)
    first, second = (ReportingPeriodFactory(plan=plan, position=position) for position in (1, 2))
    same = ReportingPeriodFactory(plan=before, position=2)
    enrolled = IndicatorFactory(count=True)
    PlanIndicatorFactory(plan=plan, indicator=enrolled)
    for indicator in (IndicatorFactory(coverage_of=enrolled), IndicatorFactory(count=True, time_rule=TimeRule.SUM)):
        TargetFactory(plan=plan, indicator=indicator, baseline=1)
        PlanIndicatorFactory(plan=before, indicator=indicator)
    for code in ("B03", "B74"):
        registry_target(plan, code)
    found = World(plan, first, second, same, [])
    found.grow(SMALL)
    return found


OPTIONS: dict[str, Callable[[World], dict[str, Any]]] = {
    "plain": lambda world: {},
    "provisional": lambda world: {"provisional": True},
    "cut": lambda world: {"cut": world.cut},
    "against another year": lambda world: {"against": world.before},
    "tracked": lambda world: {"tracked": True},
    "all at once": lambda world: {
        "provisional": True, "cut": world.cut, "against": world.first, "tracked": True
    },
}  # fmt: skip
# Expected reports, cells, targets and periods; then the registry and the reports of B74; and the grid with `tracked`.
QUERIES = {"plain": 6, "provisional": 6, "cut": 6, "against another year": 6, "tracked": 7, "all at once": 7}
COMMANDS = {"figures": 8, "export_values": 9}


def queries_of(ask: Callable[[], Any]) -> int:
    with CaptureQueriesContext(connection) as queries:
        ask()
    return len(queries)


def printed(world: World, command: str) -> str:
    out = io.StringIO()
    call_command(command, f"--plan={world.plan.pk}", f"--period={world.second.pk}", stdout=out)
    return out.getvalue()


def test_figures_and_commands_take_the_same_queries_for_60_and_600_schools(world: World) -> None:
    for size in (SMALL, LARGE):
        world.grow(size)
        options = {name: ask(world) for name, ask in OPTIONS.items()}
        taken = {name: queries_of(partial(period_figures, world.second, **asked)) for name, asked in options.items()}
        assert taken == QUERIES
        assert {command: queries_of(partial(printed, world, command)) for command in COMMANDS} == COMMANDS

        figures = period_figures(world.second)
        assert figures.completeness.expected == size
        assert [figure.due for figure in figures.targets] == [size] * 4
        assert printed(world, "export_values").count(",B03,") == size


PAGES = {
    "results": "period_results",
    "results of a part": "period_results?level=TH&commune={commune}&against={first}&provisional=1",
    "schools behind a figure": "period_results?indicator={code}",
    "matrix": "period_matrix",
    "matrix of a part": "period_matrix?level=TH&commune={commune}&against={first}&provisional=1",
    "one school over time": "school_figures",
}


def test_pages_take_the_same_queries_for_60_and_600_schools(world: World, login_as: Callable[[Any], Client]) -> None:
    client = login_as(member(world.plan.receiver, Role.OFFICER))
    taken: dict[str, list[int]] = {name: [] for name in PAGES}
    for size in (SMALL, LARGE):
        world.grow(size)
        for name, page in PAGES.items():
            address = world.address(page)
            assert client.get(address).status_code == 200, address
            taken[name].append(queries_of(partial(client.get, address)))

    assert {name: small for name, (small, large) in taken.items() if small != large} == {}
    assert {name: small for name, (small, _) in taken.items() if small > 12} == {}
