"""The figures of the targets page once more, in plain Python from plain rows: shares nothing with the engine.

Rows are read as dictionaries; the arithmetic is done here with `Fraction`. The rules are those of domain reference §3.6
and architecture §5, written down a second time on purpose.
"""

import datetime as dt
from collections import defaultdict
from dataclasses import dataclass
from fractions import Fraction
from typing import Any
from zoneinfo import ZoneInfo

from plans.models import Milestone, PlanIndicator, ReportingPeriod, Target
from reports.models import Extension, IndicatorValue, Submission
from schools.models import NationalStandard, SchoolAffiliation

HANOI = ZoneInfo("Asia/Ho_Chi_Minh")
Row = dict[str, Any]


@dataclass
class Expected:
    """What the page must show for a target; `actual` and the counts are exact."""

    numerator: Fraction | None = None
    denominator: Fraction | None = None
    actual: Fraction | None = None
    reporting: int = 0
    due: int = 0
    stale: int = 0
    progress: Fraction | None = None
    met: bool | None = None
    light: str = "grey"


class Books:
    """All rows of one plan."""

    def __init__(self, plan: int) -> None:
        self.plan = plan
        self.periods: list[Row] = list(
            ReportingPeriod.objects.filter(plan=plan).order_by("position").values(
                "id", "position", "data_to", "last_day", "plan__year", "plan__receiver"
            )
        )  # fmt: skip
        fields = ("code", "levels", "value_kind", "direction", "time_rule", "unit_rule", "entered_by", "unit")
        self.targets: list[Row] = list(
            Target.objects.filter(plan=plan, level="", organisation=None).order_by("position", "id").values(
                "id", "operator", "value", "stretch_value", "baseline", "baseline_on", "indicator",
                "indicator__judged_at_school", *(f"indicator__{name}" for name in fields),
            )
        )  # fmt: skip
        self.tracked: list[Row] = list(
            PlanIndicator.objects.filter(plan=plan)
            .exclude(indicator__in=[row["indicator"] for row in self.targets])
            .order_by("position", "id")
            .values("indicator", *(f"indicator__{name}" for name in fields))
        )
        self.milestones = {
            (row["target"], row["period"]): Fraction(row["expected_share"])
            for row in Milestone.objects.filter(target__plan=plan).values("target", "period", "expected_share")
        }
        self.reports: list[Row] = list(
            Submission.objects.filter(period__plan=plan).values(
                "id", "period", "period__position", "organisation", "organisation__kind", "status", "purpose",
                "organisation__school__levels", "first_submitted_at",
            )
        )  # fmt: skip
        self.values: dict[tuple[int, int], list[Row]] = defaultdict(list)
        for row in IndicatorValue.objects.filter(submission__period__plan=plan).order_by(
            "submission__period__position"
        ).values(
            "submission__organisation", "submission__period__position", "submission__status",
            "plan_indicator__indicator", "state", "numerator", "denominator", "value",
        ):  # fmt: skip
            self.values[row["submission__organisation"], row["plan_indicator__indicator"]].append(row)
        self.extensions: dict[int, dt.date] = {}
        for pk, until in Extension.objects.filter(submission__period__plan=plan).values_list("submission", "until"):
            self.extensions[pk] = max(until, self.extensions.get(pk, until))

    def expected(self, target: Row, period: Row, *, provisional: bool, level: str = "") -> Expected:
        """The target's figure at the end of the period, and what it says about the target."""
        found = self.figure(target, period, provisional=provisional, level=level)
        (judge_whole if not level else judge_level)(found, target, self._share(target, period))
        return found

    def figure(self, row: Row, period: Row, *, provisional: bool, level: str = "") -> Expected:
        """The figure of an indicator, with a target or without."""
        if row["indicator__entered_by"] == "computed":
            return self._computed(row["indicator__code"], period, level)
        return self._reported(row, period, provisional, level)

    def _share(self, target: Row, period: Row) -> Fraction:
        if (target["id"], period["id"]) in self.milestones:
            return self.milestones[target["id"], period["id"]]
        start = target["baseline_on"] or dt.date(period["plan__year"], 1, 1)
        end = dt.date(period["plan__year"], 12, 31)
        return Fraction((period["data_to"] - start).days, (end - start).days)

    # -- what schools, communes and the office entered
    def _reported(self, target: Row, period: Row, provisional: bool, level: str) -> Expected:
        due = [
            row["organisation"]
            for row in self.reports
            if row["period"] == period["id"] and self._is_asked(target, period, row, level)
        ]
        statuses = {"accepted", "submitted"} if provisional else {"accepted"}
        found, parts = Expected(due=len(due)), []
        for unit in due:
            said = [
                row
                for row in self.values[unit, target["indicator"]]
                if row["submission__period__position"] <= period["position"]
                and row["submission__status"] in statuses
                and row["state"] in ("given", "not_applicable")
            ]
            given = [row for row in said if row["state"] == "given"]
            if target["indicator__time_rule"] in ("latest", "cumulative"):
                if said and said[-1]["state"] == "not_applicable":
                    given = []
                    found.due -= 1
                parts += [given[-1:]] if given else []
            else:
                found.due -= bool(said) and not given
                parts += [given] if given else []
        found.reporting = len(parts)
        found.stale = sum(rows[-1]["submission__period__position"] < period["position"] for rows in parts)
        if parts:
            add_up(found, target, parts)
        return found

    def _is_asked(self, target: Row, period: Row, report: Row, level: str) -> bool:
        enterer, taught = target["indicator__entered_by"], (report["organisation__school__levels"] or "").split()
        if enterer == "school":
            asked = set(target["indicator__levels"].split()) & set(taught)
            return report["organisation__kind"] == "school" and bool(asked) and (not level or level in taught)
        if enterer == "commune":
            return report["organisation__kind"] == "commune" and not level
        return report["organisation"] == period["plan__receiver"] and not level

    # -- what follows from the registry and from the reports themselves
    def _computed(self, code: str, period: Row, level: str) -> Expected:
        if code not in ("B01", "B03", "C03", "B51", "B52", "B74"):
            return Expected()
        if code == "B74":
            return self._timeliness(period) if not level else Expected()
        day = period["data_to"]
        places = {
            row["school"]: row
            for row in SchoolAffiliation.objects.values(
                "school", "commune", "valid_from", "valid_to", "school__levels",
                "school__organisation__valid_from", "school__organisation__valid_to",
            )
            if lasts(row["valid_from"], row["valid_to"], day)
            and lasts(row["school__organisation__valid_from"], row["school__organisation__valid_to"], day)
            and (not level or level in row["school__levels"].split())
        }  # fmt: skip
        recognitions = list(NationalStandard.objects.values("school", "recognised_on", "recheck_due_on"))
        valid = {row["school"] for row in recognitions if row["recognised_on"] <= day <= row["recheck_due_on"]}
        first: dict[int, dt.date] = {}
        for row in recognitions:
            first[row["school"]] = min(row["recognised_on"], first.get(row["school"], row["recognised_on"]))
        if code == "B01":
            new = [pk for pk in places if pk in first and first[pk].year == period["plan__year"] and first[pk] <= day]
            return Expected(actual=Fraction(len(new)), reporting=len(places), due=len(places))
        if code == "B52":
            due = {
                row["school"] for row in recognitions
                if dt.date(period["plan__year"], 1, 1) <= row["recheck_due_on"] <= day
            }  # fmt: skip
            return Expected(actual=Fraction(len(due & places.keys())), reporting=len(places), due=len(places))
        if code == "B51":
            communes = {row["commune"] for row in places.values()}
            having = {row["commune"] for pk, row in places.items() if pk in valid}
            number = len(communes)
            return Expected(actual=Fraction(len(communes - having)), reporting=number, due=number)
        part, whole = Fraction(len(valid & places.keys())), Fraction(len(places))
        return Expected(part, whole, 100 * part / whole, reporting=int(whole), due=int(whole))

    def _timeliness(self, period: Row) -> Expected:
        reports = [row for row in self.reports if row["period"] == period["id"] and row["purpose"] == "report"]
        on_time = [
            row
            for row in reports
            if row["status"] in ("submitted", "accepted", "returned")
            and row["first_submitted_at"].astimezone(HANOI).date()
            <= max(self.extensions.get(row["id"], period["last_day"]), period["last_day"])
        ]
        part, whole = Fraction(len(on_time)), Fraction(len(reports))
        return Expected(part, whole, 100 * part / whole, reporting=int(whole), due=int(whole))


def lasts(start: dt.date | None, end: dt.date | None, day: dt.date) -> bool:
    return (start is None or start <= day) and (end is None or day <= end)


def add_up(found: Expected, target: Row, parts: list[list[Row]]) -> None:
    """Σn/Σd of a rate; the sum or the largest of everything else."""
    assert target["indicator__time_rule"] in ("latest", "cumulative", "sum"), "the demonstration has no other"
    rows = [row for part in parts for row in part]
    if target["indicator__unit_rule"] == "ratio":
        found.numerator = sum((Fraction(row["numerator"]) for row in rows), Fraction(0))
        found.denominator = sum((Fraction(row["denominator"]) for row in rows), Fraction(0))
        if found.denominator:
            found.actual = found.numerator / found.denominator * (100 if target["indicator__unit"] == "%" else 1)
        return
    values = [sum((Fraction(row["value"]) for row in part), Fraction(0)) for part in parts]
    found.actual = max(values) if target["indicator__unit_rule"] == "maximum" else sum(values, Fraction(0))


def reached(number: Fraction, target: Row) -> bool:
    """By the operator; no target of the demonstration is a corridor or only wants to be better."""
    value = Fraction(target["value"])
    return {
        "<": number < value,
        "<=": number <= value,
        "=": number == value,
        ">=": number >= value,
        ">": number > value,
        "range": number >= value,
    }[target["operator"]]


def judge_whole(found: Expected, target: Row, share: Fraction) -> None:
    if found.actual is None:
        return
    found.met = reached(found.actual, target)
    baseline = None if target["baseline"] is None else Fraction(target["baseline"])
    if baseline is not None and reached(baseline, target):
        found.light = "green" if found.met else "red"
        return
    if baseline is None:
        found.light = "green" if found.met else "red" if share == 1 else "grey"
        return
    way = Fraction(target["value"]) - baseline
    found.progress = (found.actual - baseline) / way
    behind = share - found.progress
    found.light = "green" if behind <= 0 else "amber" if behind <= Fraction(1, 10) else "red"
    if found.light == "green" and share == 1 and not found.met:
        found.light = "amber"


def judge_level(found: Expected, target: Row, share: Fraction) -> None:
    """A rate is wanted everywhere alike, unless one child decides; a number of the whole area is not split."""
    if target["indicator__value_kind"] != "ratio" or found.actual is None:
        return
    if not target["indicator__judged_at_school"] and target["operator"] in ("<", "<="):
        one = 100 / found.denominator if found.denominator else None
        value = Fraction(target["value"])
        if one is not None and (one >= value if target["operator"] == "<" else one > value):
            return
    found.met = reached(found.actual, target)
    found.light = "green" if found.met else "red"
