"""On which indicators a unit can set targets of its own, and what the plan wants of it."""

from collections.abc import Iterable

from plans.models import Indicator, Plan, PlanIndicator, Target
from schools.models import Organisation


def asked_of(plan: Plan, organisation: Organisation) -> list[tuple[Indicator, Target | None]]:
    """The indicators on which a unit can set targets of its own, those with a target of the plan first, each with the
    target that concerns it most: its own, its level's, that of all."""
    school = getattr(organisation, "school", None)
    if school is None:
        return []
    rows = PlanIndicator.objects.filter(plan=plan).asked_of(school.levels)
    found = _wanted(plan, organisation, school.level_set)
    pairs = [(row.indicator, found.get(row.indicator_id)) for row in rows]
    return sorted(pairs, key=lambda pair: pair[1] is None)


def _wanted(plan: Plan, organisation: Organisation, levels: Iterable[str]) -> dict[int, Target]:
    """The closest target of each indicator; a school of several levels has no single level's target."""
    known: dict[int, Target] = {}
    single = set(levels) if len(set(levels)) == 1 else set()
    for target in plan.targets.select_related("indicator").order_by("position", "pk"):
        is_own = target.organisation_id == organisation.pk
        rank = 3 if is_own else 2 if target.level in single else 1 if not target.level else 0
        if target.organisation_id and not is_own:
            continue
        before = known.get(target.indicator_id)
        if rank and (before is None or rank > _rank(before, organisation)):
            known[target.indicator_id] = target
    return known


def _rank(target: Target, organisation: Organisation) -> int:
    return 3 if target.organisation_id == organisation.pk else 2 if target.level else 1
