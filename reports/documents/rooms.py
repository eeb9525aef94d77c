"""Part II of a summary: classrooms that are lacking, place by place (domain reference §6.2, II.3)."""

from collections.abc import Sequence

from facilities.rooms import totals
from plans.enums import Direction
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, RowKind, Table
from reports.documents.figure_lines import figure_line, figures_about
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised
from reports.queries.completeness import UnitStatus
from reports.queries.figures import Figure, due_units, number_text
from reports.queries.topics import Topic
from vietnamese.dates import school_year_label

NOTHING = "–"
NO_FIGURES = "Kỳ này chưa có số liệu về phòng học thiếu, học nhờ, học tạm."
MOST = 3  # figures beside each other
OTHERS = "Đơn vị khác"


def rooms_part(data: SummaryData) -> list[Block]:
    """Which places lack how many rooms, who learns elsewhere meanwhile, and what the registry knows of the rooms."""
    figures = [row for row in figures_about(data, {Topic.ROOMS}) if not row.indicator.is_ratio][:MOST]
    said = [row for row in figures if row.actual is not None]
    if not said:
        return [Paragraph(NO_FIGURES), *_registry_line(data)]
    lines = [Item(_line(figure, data), sources=(sources.results(figure),)) for figure in figures]
    return [*lines, *_registry_line(data), _table(said, data)]


def _line(figure: Figure, data: SummaryData) -> str:
    """The figure, and of what should be none, in how many places there still is some."""
    text = figure_line(figure, data)
    if figure.indicator.direction != Direction.LOWER or not figure.actual:
        return text
    one_area = data.reporting.is_of_one_area
    groups = [group for _, group in _groups(_units([figure], data), one_area)]
    left = sum(bool(data.facts.total(figure.indicator, group)[0].actual) for group in groups)
    place = data.unit if one_area else decapitalised(data.reporting.area_word)
    return f"{text.removesuffix('.')}; còn ở {left}/{len(groups)} {place}."


def _registry_line(data: SummaryData) -> list[Block]:
    """The rooms of the registry, in words: nothing when it has none for the school year."""
    here = {school.organisation for school in data.facts.schools}
    rooms = [row for unit, row in data.facts.rooms.items() if unit in here]
    if not rooms:
        return []
    lasting, temporary, borrowed = (
        sum(getattr(row, name) for row in rooms) for name in ("lasting", "temporary", "borrowed")
    )
    sums = totals((row, 0) for row in rooms)
    lacking = f"; so với số lớp còn thiếu {sums.missing} phòng ở {sums.lacking} trường" if sums.missing else ""
    return [
        Item(
            f"Phòng học năm học {school_year_label(data.period.school_year)} theo danh mục của {len(rooms)} trường: "
            f"{lasting} phòng kiên cố, bán kiên cố; {temporary} phòng tạm; {borrowed} phòng học nhờ, mượn{lacking}.",
            sources=(sources.registry(),),
        )
    ]


def _table(figures: Sequence[Figure], data: SummaryData) -> Table:
    """By place with the coverage, or by school where all lie in one place; the last row is the whole figure."""
    units = _units(figures, data)
    one_area = data.reporting.is_of_one_area
    rows = [_row(name, group, figures, data) for name, group in _groups(units, one_area)]
    rows.append(_row("Cộng", units, figures, data, "total"))
    if one_area:
        rows = [Row((row.cells[0], *row.cells[2:]), row.kind) for row in rows]
    place = data.unit.capitalize() if one_area else data.reporting.area_word
    share, coverage = 51 // len(figures), 0 if one_area else 15
    columns = (
        Column(place, 100 - coverage - share * len(figures)),
        *((Column(f"{data.unit.capitalize()} có số liệu", coverage, "center"),) if coverage else ()),
        *(Column(f"{row.indicator.short_name} ({row.unit})", share, "center") for row in figures),
    )
    return Table(f"Phòng học thiếu, học nhờ, học tạm theo {decapitalised(place)}", columns, tuple(rows))


def _units(figures: Sequence[Figure], data: SummaryData) -> list[UnitStatus]:
    """Who has to report one of the figures."""
    asked = frozenset().union(*(due_units(figure.indicator, data.units) for figure in figures))
    return [unit for unit in data.units if unit.organisation_id in asked]


def _groups(units: Sequence[UnitStatus], one_area: bool) -> list[tuple[str, list[UnitStatus]]]:
    """In the order of places, what has no place at the end; each school by itself in one place."""
    if one_area:
        return [(unit.name, [unit]) for unit in units]
    found: dict[tuple[bool, str, str], list[UnitStatus]] = {}
    for unit in units:
        found.setdefault((unit.commune is None, unit.commune_key or "", unit.commune or OTHERS), []).append(unit)
    return [(key[2], found[key]) for key in sorted(found)]


def _row(
    label: str, units: Sequence[UnitStatus], figures: Sequence[Figure], data: SummaryData, kind: RowKind = "plain"
) -> Row:
    """The figures over the units, and how many of them gave any."""
    here = {unit.organisation_id for unit in units}
    given = {pk for figure in figures for pk in here if data.facts.gave(figure.indicator, pk)}
    totals = [data.facts.total(figure.indicator, units)[0] for figure in figures]
    texts = [
        number_text(total.actual, figure.indicator) or NOTHING for figure, total in zip(figures, totals, strict=True)
    ]
    return Row((label, f"{len(given)}/{len(here)}", *texts), kind)
