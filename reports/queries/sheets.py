"""Figures and texts of many reports at once, for lists that must tell what the checks would say.

Four queries whatever the number of reports, and one for the targets they were sent under. The sheets have what
warnings and figures need and nothing else: no tasks, no files, no recommendations, and of what was typed only what it
means. One report alone is `reports.queries.sheet`.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import FilteredRelation, OuterRef, Q, Subquery

from plans.enums import EnteredBy
from plans.models import PlanIndicator, Target
from reports.asking import enterer_of
from reports.models import IndicatorValue, SectionEntry, Submission
from reports.queries.rows import GridRow, SectionRow
from reports.queries.sheet import GRID_COLUMNS, UNFILLED, Sheet
from reports.queries.targets import TARGET_FIELDS, contents_of, holding, sent_under, target_from, targets_in
from schools.enums import Levels

DEFINITION = {name: path for name, path in GRID_COLUMNS.items() if not path.startswith(("now__", "before__"))}
NOW = ("state", "numerator", "denominator", "value", "justification", "is_carried")
BEFORE = ("state", "numerator", "denominator", "value")


class Definition(NamedTuple):
    """A row of a plan's grid: its columns, who is asked, and all the plan's targets for it in the plan's order."""

    columns: dict[str, Any]
    levels: str
    entered_by: str
    targets: list[Target]

    def is_asked_of(self, submission: Submission, levels: str) -> bool:
        enterer = enterer_of(submission.organisation, submission.period.plan)
        return enterer == self.entered_by and (enterer != EnteredBy.SCHOOL or self.levels in Levels.touching(levels))


def load_sheets(submissions: Sequence[Submission]) -> dict[int, Sheet]:
    """The sheets by the id of the report. The reports come with `organisation__school` and `period__plan`."""
    found = _previous_ids(submissions)
    previous = {pk: before for pk, (before, _) in found.items()}
    ids = {*previous, *previous.values()} - {None}
    contents = contents_of(found[submission.pk][1] for submission in submissions if submission.is_sent)
    grids = _definitions({submission.period.plan_id for submission in submissions})
    values, texts = _values(ids), _texts(ids)
    sheets = {}
    for submission in submissions:
        school = getattr(submission.organisation, "school", None)
        levels = school.levels if school else Levels.ALL
        before = previous[submission.pk]
        rows = [row for row in grids[submission.period.plan_id] if row.is_asked_of(submission, levels)]
        sheets[submission.pk] = Sheet(
            submission=submission,
            sections=_sections(texts[submission.pk], texts[before], levels),
            tasks=[],
            grid=_grid(rows, values[submission.pk], values[before]),
            recommendations=[],
        )
        content = contents.get(found[submission.pk][1] or 0) if submission.is_sent else None
        _set_targets(sheets[submission.pk], rows, levels, content)
    return sheets


def _previous_ids(submissions: Sequence[Submission]) -> dict[int, tuple[int | None, int | None]]:
    """Of each report, the same organisation's report of the nearest earlier period of the plan, and the revision of the
    plan under which it was last sent."""
    earlier = Submission.objects.filter(
        organisation=OuterRef("organisation"),
        period__plan=OuterRef("period__plan"),
        period__position__lt=OuterRef("period__position"),
    ).order_by("-period__position")
    rows = (
        Submission.objects.filter(pk__in=[submission.pk for submission in submissions])
        .annotate(before=Subquery(earlier.values("pk")[:1]), under=sent_under())
        .order_by("pk")
    )
    return {pk: (before, under) for pk, before, under in rows.values_list("pk", "before", "under")}


def _definitions(plans: set[int]) -> dict[int, list[Definition]]:
    """The rows of the plans' grids with all their targets."""
    asked = ("plan_id", "indicator__levels", "indicator__entered_by")
    columns = [*DEFINITION.values(), *asked, *(f"wanted__{name}" for name in TARGET_FIELDS)]
    wanted = FilteredRelation("indicator__targets", condition=Q(indicator__targets__plan__in=plans))
    rows = (
        PlanIndicator.objects.filter(plan__in=plans)
        .annotate(wanted=wanted)
        .order_by("position", "pk", "wanted__position", "wanted__pk")
        .values_list(*columns, "wanted__plan")
    )
    found: dict[int, dict[int, Definition]] = defaultdict(dict)
    for *cells, target_plan in rows:
        definition = dict(zip(DEFINITION, cells, strict=False))
        plan, levels, entered_by, *target = cells[len(DEFINITION) :]
        row = found[plan].setdefault(definition["id"], Definition(definition, levels, entered_by, []))
        # The join also finds targets of the other plans asked about.
        if target_plan == plan and (wanted_here := target_from(target, definition["unit"], definition["direction"])):
            row.targets.append(wanted_here)
    return {plan: list(found[plan].values()) for plan in plans}


def _set_targets(sheet: Sheet, rows: list[Definition], levels: str, content: Mapping[str, Any] | None) -> None:
    """Give each row the target that holds for the unit: as the report was sent, else as the plan has it now."""
    organisation = sheet.submission.organisation
    if content is not None:
        frozen = targets_in(content, organisation, levels)
        for row in sheet.grid:
            row.target = frozen.get(row.code)
        return
    targets = {row.columns["id"]: row.targets for row in rows}
    for row in sheet.grid:
        row.target = holding(targets[row.id], levels=levels, organisation=organisation.pk)


def _values(ids: Iterable[int | None]) -> dict[int | None, dict[int, dict[str, Any]]]:
    """What was entered, by report and row of the grid."""
    rows = IndicatorValue.objects.filter(submission__in=ids).order_by("pk")
    found: dict[int | None, dict[int, dict[str, Any]]] = defaultdict(dict)
    for submission, row, *cells in rows.values_list("submission_id", "plan_indicator_id", *NOW):
        found[submission][row] = dict(zip(NOW, cells, strict=True))
    return found


def _texts(ids: Iterable[int | None]) -> dict[int | None, list[tuple[Any, ...]]]:
    """What was written, by report, in the order of the outline."""
    rows = SectionEntry.objects.filter(submission__in=ids).order_by("section__position", "pk")
    found: dict[int | None, list[tuple[Any, ...]]] = defaultdict(list)
    for submission, *cells in rows.values_list(
        "submission_id", "section_id", "section__code", "section__label", "section__title", "section__kind",
        "section__levels", "text", "is_carried", "justification",
    ):  # fmt: skip
        found[submission].append(tuple(cells))
    return found


def _sections(texts: list[tuple[Any, ...]], before: list[tuple[Any, ...]], levels: str) -> list[SectionRow]:
    asked = Levels.touching(levels)
    previous = {row[0]: row[6] for row in before}
    return [
        SectionRow(pk, code, label, title, "", "", kind, "", False, text, previous.get(pk, ""), is_carried, why)
        for pk, code, label, title, kind, of_levels, text, is_carried, why in texts
        if of_levels in asked
    ]


def _grid(rows: list[Definition], now: dict[int, dict[str, Any]], before: dict[int, dict[str, Any]]) -> list[GridRow]:
    grid = []
    for definition in rows:
        row = definition.columns["id"]
        earlier = before.get(row, {})
        entered: dict[str, Any] = {**EMPTY, **now.get(row, {})}
        entered |= {f"previous_{name}": earlier[name] for name in BEFORE if earlier}
        grid.append(GridRow(**definition.columns, **entered))
    return grid


# A row without an entry, now or before.
EMPTY: dict[str, Any] = {
    **UNFILLED,
    **dict.fromkeys(
        (name for name in GRID_COLUMNS if name not in DEFINITION and name not in UNFILLED),
    ),
}
