"""What a revision of a plan freezes: targets with their milestones, periods and reporters, as one canonical JSON.

The content names indicators and organisations by code and periods by position, so that it can be read without the
rows it was made from (docs/adr/0014-plan-revisions.md). What changed between two contents: `plans.revision_changes`.
"""

import datetime as dt
import hashlib
import json
from collections.abc import Iterable
from decimal import Decimal
from typing import Any

from plans.models import Indicator, Milestone, Plan, PlanReporter, ReportingPeriod, Target
from schools.models import Organisation

Content = dict[str, Any]
NUMBERS = ("value", "stretch_value", "baseline")
DAYS = ("data_from", "data_to", "opens_on", "deadline_on", "last_day", "forward_on", "closes_on")


def content_of(plan: Plan) -> Content:
    """What the plan wants and asks now; four queries whatever its size."""
    targets = Target.objects.filter(plan=plan).select_related("indicator", "organisation").order_by("position", "pk")
    shares: dict[int, dict[str, str]] = {}
    milestones = Milestone.objects.filter(target__plan=plan).order_by("period__position")
    for target, position, share in milestones.values_list("target_id", "period__position", "expected_share"):
        shares.setdefault(target, {})[str(position)] = str(_plain(share))
    reporters = PlanReporter.objects.filter(plan=plan).order_by("organisation__code", "pk")
    return {
        "targets": [_target(target, shares.get(target.pk, {})) for target in targets],
        "periods": [_period(period) for period in ReportingPeriod.objects.filter(plan=plan).order_by("position")],
        "reporters": [
            {"code": code, "name": name}
            for code, name in reporters.values_list("organisation__code", "organisation__short_name")
        ],
    }


def digest(content: Content) -> str:
    """SHA-256 of the canonical JSON: sorted keys, no spaces, UTF-8."""
    canonical = json.dumps(content, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(canonical.encode()).hexdigest()


def scope_of(entry: dict[str, Any]) -> tuple[str, str, str]:
    """What a frozen target is recognised by: indicator, level ("" for all) and organisation ("" for none)."""
    return entry["indicator"], entry["level"], entry["organisation"]


def target_of(entry: dict[str, Any]) -> Target:
    """A frozen target as an unsaved row, to be shown and judged like one; it has no id and no plan."""
    target = Target(indicator=Indicator(code=entry["indicator"], short_name=entry["name"]), level=entry["level"])
    apply_entry(target, entry)
    return target


def apply_entry(target: Target, entry: dict[str, Any]) -> None:
    """Let a target in memory, with its indicator, say what it said when it was frozen."""
    target.indicator.unit, target.indicator.direction = entry["unit"], entry["direction"]
    for name in NUMBERS:
        setattr(target, name, None if entry[name] is None else Decimal(entry[name]))
    target.baseline_on = dt.date.fromisoformat(entry["baseline_on"]) if entry["baseline_on"] else None
    for name in ("operator", "wording", "is_norm", "baseline_is_illustrative"):
        setattr(target, name, entry[name])


def applying_to(
    entries: Iterable[dict[str, Any]], *, levels: str, organisation: Organisation
) -> dict[str, dict[str, Any]]:
    """By indicator, the frozen target that holds for one unit: its own, else its level's, else everybody's."""
    found: dict[str, tuple[int, dict[str, Any]]] = {}
    for entry in entries:
        if entry["organisation"] not in ("", organisation.code) or entry["level"] not in ("", *levels.split()):
            continue
        rank = 2 if entry["organisation"] else bool(entry["level"])
        if entry["indicator"] not in found or found[entry["indicator"]][0] < rank:
            found[entry["indicator"]] = (rank, entry)
    return {code: entry for code, (_, entry) in found.items()}


def _target(target: Target, shares: dict[str, str]) -> dict[str, Any]:
    indicator = target.indicator
    return {
        "indicator": indicator.code,
        "name": indicator.short_name,
        "unit": indicator.unit,
        "direction": str(indicator.direction),
        "level": str(target.level),
        "organisation": target.organisation.code if target.organisation else "",
        "organisation_name": target.organisation.short_name if target.organisation else "",
        "operator": str(target.operator),
        **{name: _plain(getattr(target, name)) for name in NUMBERS},
        "baseline_on": target.baseline_on.isoformat() if target.baseline_on else None,
        "baseline_is_illustrative": target.baseline_is_illustrative,
        "wording": target.wording,
        "is_norm": target.is_norm,
        "milestones": shares,
    }


def _period(period: ReportingPeriod) -> dict[str, Any]:
    days = {name: getattr(period, name) for name in DAYS}
    return {
        "position": period.position,
        "label": period.label,
        "school_year": period.school_year,
        "deadline_rule": str(period.deadline_rule),
        "deadline_text": period.deadline_text,
        "is_illustrative": period.is_illustrative,
        **{name: day.isoformat() if day else None for name, day in days.items()},
    }


def _plain(number: Decimal | None) -> str | None:
    """A number without trailing zeros, so that 80 and 80.0000 freeze alike."""
    return None if number is None else f"{number.normalize():f}"
