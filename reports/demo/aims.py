"""What the demonstration's schools say of the criteria of the standard, and the programmes of its plans.

The four communes are those of the source, everything else is invented and marked so (`data/programmes.yaml`).
"""

import datetime as dt
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import yaml

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine, Programme, ProgrammeMilestone, ProgrammeUnit, SelfAssessment
from facilities.queries.rules import deciding_day, rules_for
from facilities.services.assessing import start
from facilities.services.standard_rules import load_standard_rules
from plans.deadlines import local_day
from plans.models import Plan
from reports.demo.clock import moment
from schools.enums import OrganisationKind
from schools.models import Organisation, School

DATA = Path(__file__).resolve().parent / "data" / "programmes.yaml"
COMMUNE = "commune"
DONE_ON = (5, 31)  # schools assess themselves at the end of the school year


def write_aims(plan: Plan, schools: Sequence[School], now: dt.datetime) -> Counter[str]:
    """Self-assessments of the school year a plan's year begins in, and the plan's programmes. Written again it changes
    nothing; bodies the area does not have are left out."""
    load_standard_rules()
    data = yaml.safe_load(DATA.read_text(encoding="utf-8"))
    day = local_day(now)
    return Counter(
        {
            "bản tự đánh giá": _write_assessments(plan, schools, data["assessments"], day),
            "chương trình": sum(
                _write_programme(plan, row, data["milestones"], day, position)
                for position, row in enumerate(data["programmes"], start=1)
            ),
        }
    )


def _on(plan: Plan, text: str) -> dt.date:
    """A day written as month-day in the plan's year."""
    return dt.date.fromisoformat(f"{plan.year}-{text}")


def _write_assessments(plan: Plan, schools: Sequence[School], data: Any, day: dt.date) -> int:
    """Finished ones, and one that is half done; in an area without these schools, of its first schools."""
    year, done_on = plan.year - 1, dt.date(plan.year, *DONE_ON)
    if day < done_on:
        return 0
    open_ = [school for school in schools if school.commune_on(done_on)]
    by_name = {school.organisation.short_name: school for school in open_}
    found = [by_name[name] for name in (*data["done"], data["draft"]) if name in by_name]
    chosen = found or open_[: len(data["done"]) + 1]
    for place, school in enumerate(chosen):
        is_done = place < len(data["done"])
        for rule in rules_for(school, deciding_day(year, done_on)):
            begun = start(school=school, rule=rule, school_year=year)
            _answer(begun, data["gaps"], plan, is_done=is_done)
            _close(begun, done_on, is_done=is_done)
    return len(chosen)


def _answer(assessment: SelfAssessment, gaps: Any, plan: Plan, *, is_done: bool) -> None:
    lines = list(assessment.lines.select_related("criterion").order_by("criterion__position", "pk"))
    answered = lines if is_done else lines[: len(lines) // 2]
    for line in answered:
        gap = next((row for row in gaps if row["words"] in line.criterion.name), None)
        line.result = CriterionResult.UNMET if gap else CriterionResult.MET
        line.evidence = "" if gap else "Có hồ sơ lưu tại trường"
        if gap:
            line.gap, line.cost_million = gap["gap"], gap.get("cost")
            line.due_on = _on(plan, gap["due"]) if "due" in gap else None
    AssessmentLine.objects.bulk_update(answered, ["result", "evidence", "gap", "cost_million", "due_on"])


def _close(assessment: SelfAssessment, done_on: dt.date, *, is_done: bool) -> None:
    values: dict[str, Any] = {"is_illustrative": True, "created_at": moment(done_on - dt.timedelta(days=20))}
    if is_done:
        values |= {"state": AssessmentState.DONE, "done_at": moment(done_on)}
    SelfAssessment.objects.filter(pk=assessment.pk).update(**values)


def _write_programme(plan: Plan, data: Any, milestones: Any, day: dt.date, position: int) -> int:
    kind = OrganisationKind.COMMUNE if data["kind"] == COMMUNE else OrganisationKind.SCHOOL
    bodies = Organisation.objects.in_force(min(day, dt.date(plan.year, 12, 31))).filter(kind=kind)
    by_name = {body.short_name: body for body in bodies}
    known = [row for row in data["units"] if row["name"] in by_name]
    if not known:
        return 0
    values = {
        "aim": data["aim"],
        "due_on": _on(plan, data["due"]),
        "target": plan.targets.filter(indicator__code=data["target"], level="", organisation=None).first(),
        "position": position,
        "is_illustrative": True,
    }
    programme, is_new = Programme.objects.get_or_create(plan=plan, name=data["name"], defaults=values)
    if is_new:
        for row in known:
            _write_unit(programme, by_name[row["name"]], row, milestones, day)
    return int(is_new)


def _write_unit(programme: Programme, body: Organisation, data: Any, milestones: Any, day: dt.date) -> None:
    plan = programme.plan
    finished = _on(plan, data["finished"]) if "finished" in data else None
    unit = ProgrammeUnit.objects.create(
        programme=programme,
        organisation=body,
        finished_on=finished if finished and finished <= day else None,
        note=data.get("note", ""),
        is_illustrative=body.kind == OrganisationKind.SCHOOL,
    )
    reached = [on for text in data["reached"] if (on := _on(plan, text)) <= day]
    ProgrammeMilestone.objects.bulk_create(
        ProgrammeMilestone(
            unit=unit,
            name=row["name"],
            planned_on=_on(plan, row["day"]),
            reached_on=reached[place] if place < len(reached) else None,
            position=place,
        )
        for place, row in enumerate(milestones)
    )
