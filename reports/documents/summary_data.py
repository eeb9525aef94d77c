"""What the summary of a period is made from: loaded once, read by every part."""

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db.models import Prefetch
from django.utils import timezone

from plans.enums import RelationKind
from plans.models import Plan, PlanRelation, ReportingPeriod
from reports.answer_times import AnswerTimes, answer_times
from reports.documents.frame import addressees
from reports.documents.open_requests import Request, open_requests
from reports.documents.profiles import Profile, profile_for
from reports.documents.reporting_units import Reporting
from reports.documents.wording import Words, decapitalised, words_of
from reports.enums import Addressee, Purpose
from reports.models import Recommendation
from reports.queries.causes import Causes, causes_given
from reports.queries.completeness import UnitStatus, all_units
from reports.queries.direction import Direction, direction_of
from reports.queries.figures import Figure, PeriodFigures, TargetFigure, period_figures
from reports.queries.level_figures import LevelFigures, level_figures
from reports.queries.neighbours import Neighbours, neighbours_of
from reports.queries.period_facts import PeriodFacts, load_facts
from reports.queries.period_tasks import PeriodTasks, period_tasks
from reports.queries.requests import waits_of
from reports.queries.task_entries import TaskResults, load_task_results


@dataclass(frozen=True)
class SummaryData:
    """What is known of a period on a day.

    `day` is the day of the document, by which bodies are named; `today` decides what is overdue. `units` are all who
    fill in the grid, `reporting` those who owe a report. `targets` are ordered as the tables show them, norms last.
    `tasks` is what reports say of the tasks: the substance of a plan without figures. `facts` are what schools, works
    and texts tell beside the targets, empty for a plan without figures. `names` are what the bodies that requests go
    to are called; `answer_times` how long answers took in the plan so far; `labels` what each appendix is called, by
    its key.
    """

    period: ReportingPeriod
    day: dt.date
    today: dt.date
    profile: Profile
    office: Words
    leaders: Words
    neighbours: Neighbours
    units: Sequence[UnitStatus]
    figures: PeriodFigures
    reporting: Reporting
    tasks: TaskResults
    facts: PeriodFacts
    plan_tasks: PeriodTasks
    direction: Direction
    causes: Causes
    levels: Mapping[str, LevelFigures]
    requests: Mapping[Addressee, Sequence[Request]]
    names: Mapping[Addressee, str]
    answer_times: AnswerTimes
    labels: Mapping[str, str] = field(default_factory=dict)

    @property
    def plan(self) -> Plan:
        return self.period.plan

    @property
    def unit(self) -> str:
        """What the reporting bodies are called together."""
        return self.reporting.unit

    @property
    def targets(self) -> list[TargetFigure]:
        """Norms stand last in the table; the appendix keeps the same numbers."""
        return sorted(self.figures.targets, key=lambda target: target.is_norm)

    @property
    def main_targets(self) -> list[TargetFigure]:
        """What the plan wants to reach: without norms and steps of procedure (domain reference §3.1)."""
        return [target for target in self.figures.targets if not target.is_norm]

    @property
    def has_figures(self) -> bool:
        """Whether the plan has figures at all; one without is judged by its tasks (domain reference §4.2)."""
        return bool(self.figures.targets or self.figures.tracked)

    @property
    def is_illustrative(self) -> bool:
        return settings.DEMO or self.plan.is_illustrative

    @property
    def due_by(self) -> dt.date:
        """Until when tasks are counted as due: a draft made before its day does not call late what is not due yet."""
        return min(self.day, self.today)

    @property
    def since(self) -> dt.date:
        """The day of the summary before this one: what was done until then stands there."""
        return _day_before(self.neighbours) or dt.date.min

    @property
    def compares_with_last_year(self) -> bool:
        """Whether figures are compared with the same period of last year, or else with the period before."""
        return self.neighbours.last_year is not None

    @property
    def has_comparison(self) -> bool:
        """Whether there is anything to compare with: not so in the first period of a first plan."""
        return self.compares_with_last_year or self.since > dt.date.min

    @property
    def next_period(self) -> ReportingPeriod | None:
        """The plan's period after this one."""
        later = [row for row in self.neighbours.own if row.position > self.period.position]
        return min(later, key=lambda row: row.position, default=None)

    def figure(self, code: str) -> Figure | None:
        """The figure of an indicator of the plan, with or without a target; None when the plan does not have it."""
        rows: tuple[Figure, ...] = (*self.figures.targets, *self.figures.tracked)
        return next((row for row in rows if row.code == code), None)


def load_summary(pk: int) -> SummaryData:
    """Everything the parts have in common about a period: a constant number of queries.

    Raises:
        ReportingPeriod.DoesNotExist: there is no such period.
    """
    neighbours = neighbours_of(pk)
    period = neighbours.period
    period.plan = _plan(period.plan_id)
    day, today = _day_of(period), timezone.localdate()
    office, leaders = words_of(period.plan.receiver, day), words_of(period.plan.forwarded_to, day)
    units = all_units(period)
    area = leaders.area_unit_label or office.area_unit_label or "Địa bàn"
    expected = [unit for unit in units if unit.purpose == Purpose.REPORT]
    reporting = Reporting(expected, today, area[:1].upper() + area[1:])
    figures = period_figures(period, tracked=True, today=today, units=units, neighbours=neighbours)
    return SummaryData(
        period=period,
        day=day,
        today=today,
        profile=profile_for(period.plan.style, day),
        office=office,
        leaders=leaders,
        neighbours=neighbours,
        units=units,
        figures=figures,
        reporting=reporting,
        tasks=load_task_results(period, reporting.unit),
        facts=_facts(period, figures),
        plan_tasks=period_tasks(period, since=_day_before(neighbours), until=day),
        direction=direction_of(period),
        causes=causes_given(period),
        levels=level_figures(period, units=units, neighbours=neighbours, today=today),
        requests=open_requests(period, called=_called(office, leaders), places=decapitalised(reporting.area_word)),
        names=_names(office, leaders, reporting, day),
        answer_times=_answer_times(period, min(day, today)),
    )


def _answer_times(period: ReportingPeriod, today: dt.date) -> AnswerTimes:
    raised = Recommendation.objects.raised().filter(
        submission__period__plan=period.plan_id, submission__period__position__lte=period.position
    )
    return answer_times(waits_of(raised), today=today, limit=settings.REQUEST_ANSWER_DAYS)


def _facts(period: ReportingPeriod, figures: PeriodFigures) -> PeriodFacts:
    indicators = [row.indicator for row in (*figures.targets, *figures.tracked)]
    return load_facts(period, indicators) if indicators else PeriodFacts(period)


def _day_of(period: ReportingPeriod) -> dt.date:
    """The day of the period's summary: when it is due above, else when the reports are due."""
    return period.forward_on or period.deadline_on


def _day_before(neighbours: Neighbours) -> dt.date | None:
    """The day of the summary of the period before; None for the first one."""
    earlier = [row for row in neighbours.own if row.position < neighbours.period.position]
    return max(map(_day_of, earlier), default=None)


def _plan(pk: int) -> Plan:
    """The plan with every name the document needs."""
    relations = (
        PlanRelation.objects.filter(kind=RelationKind.IMPLEMENTS)
        .select_related("to_plan__issuer", "to_document")
        .prefetch_related("to_plan__issuer__profiles")
    )
    return (
        Plan.objects.select_related("issuer", "receiver", "forwarded_to")
        .prefetch_related(
            "issuer__profiles",
            "receiver__profiles",
            "forwarded_to__profiles",
            "recipients",
            Prefetch("relations", queryset=relations),
        )
        .get(pk=pk)
    )


def _called(*bodies: Words) -> set[str]:
    """By which names a request may address the bodies at its beginning."""
    return {name for body in bodies for name in (body.name, body.short_name, body.addressed_as) if name}


def _names(office: Words, leaders: Words, reporting: Reporting, day: dt.date) -> dict[Addressee, str]:
    # What lies below the leaders is not where schools are when all of them are in the leaders' own place.
    labels = leaders.area_unit_label, office.area_unit_label
    areas = decapitalised(next(filter(None, () if reporting.is_of_one_area else labels), "địa bàn"))
    return addressees(office, leaders, f"chính quyền {areas}", day)
