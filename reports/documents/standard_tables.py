"""The national standard and the works in tables: place by place in the text, school by school in appendix III."""

from collections.abc import Iterable, Sequence

from plans.enums import EnteredBy, ValueKind
from reports.documents.content import Column, Row, RowKind, Table
from reports.documents.figure_lines import figures_about
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised
from reports.enums import ValueState
from reports.queries.figures import Figure, due_units, number_text
from reports.queries.standards import SchoolStanding
from reports.queries.topics import BUILDING
from reports.queries.values import figure as figure_of
from schools.enums import Levels
from vietnamese.dates import format_date

NOTHING = "–"
NOT_ASKED = ""
MOST = 4  # figures beside the standard; a sheet has no room for more
AT_STANDARD, LAPSED, NEVER = "Đạt chuẩn", "Hết hạn", "Chưa công nhận"


def place_table(data: SummaryData) -> Table | None:
    """How many schools of each place stand where; None when all lie in one place."""
    schools = data.facts.schools
    if data.reporting.is_of_one_area or not schools:
        return None
    rows = [_place_row(place, rows) for place, rows in _by_place(schools)]
    rows.append(_place_row("Cộng", schools, "total"))
    columns = (
        Column(data.reporting.area_word, 28),
        Column("Số trường", 12, "center"),
        Column("Đạt chuẩn", 14, "center"),
        Column("Công nhận mới", 15, "center"),
        Column("Hết hạn, chưa công nhận lại", 17, "center"),
        Column("Chưa công nhận", 14, "center"),
    )
    return Table(f"Trường chuẩn quốc gia theo {decapitalised(data.reporting.area_word)}", columns, tuple(rows))


def works_table(data: SummaryData) -> Table | None:
    """Appendix III: each school with its recognition and its figures about buildings; None where no school
    reports."""
    schools = data.facts.schools
    if not schools or not data.has_figures or not data.reporting.has_levels:
        return None
    figures = _school_figures(data)
    asked = {figure.code: due_units(figure.indicator, data.units) for figure in figures}
    rows: list[Row] = []
    number = 0
    for label, group in _groups(schools, data):
        valid = sum(school.is_at_standard for school in group)
        rows.append(Row((f"{label} ({len(group)} trường, {valid} trường đạt chuẩn)",), "group"))
        for school in group:
            number += 1
            cells = [_figure_cell(school, row, data, school.organisation in asked[row.code]) for row in figures]
            rows.append(_school_row(number, school, cells))
    rows.append(_total_row(schools, figures, data))
    columns = (
        Column("TT", 4, "center"),
        Column("Trường", 53 - 9 * len(figures)),
        Column("Công nhận lần đầu", 10, "center"),
        Column("Công nhận gần nhất", 10, "center"),
        Column("Hạn kiểm tra lại", 10, "center"),
        Column("Tình trạng", 13, "center"),
        *(Column(_title(figure), 9, "center") for figure in figures),
    )
    return Table("", columns, tuple(rows))


def _title(figure: Figure) -> str:
    name = figure.indicator.short_name
    return name if figure.indicator.value_kind == ValueKind.FLAG else f"{name} ({figure.unit})"


def _by_place(schools: Iterable[SchoolStanding]) -> list[tuple[str, list[SchoolStanding]]]:
    found: dict[tuple[int, str], list[SchoolStanding]] = {}
    for school in schools:
        found.setdefault((school.commune_id, school.commune), []).append(school)
    return [(name, rows) for (_, name), rows in found.items()]


def _groups(schools: Sequence[SchoolStanding], data: SummaryData) -> list[tuple[str, list[SchoolStanding]]]:
    """By place; by level where there is only one place."""
    if not data.reporting.is_of_one_area:
        return _by_place(schools)
    levels = [(str(label), [row for row in schools if row.levels == key]) for key, label in Levels.choices]
    return [(label, rows) for label, rows in levels if rows]


def _place_row(label: str, schools: Sequence[SchoolStanding], kind: RowKind = "plain") -> Row:
    counts = (
        len(schools),
        sum(school.is_at_standard for school in schools),
        sum(school.is_new for school in schools),
        sum(school.has_lapsed for school in schools),
        sum(not school.recognitions for school in schools),
    )
    return Row((label, *(str(count) for count in counts)), kind)


def _school_figures(data: SummaryData) -> list[Figure]:
    """The figures schools enter, one number each: no rates, whose counts need two columns."""
    return [
        row for row in figures_about(data, BUILDING)
        if row.indicator.entered_by == EnteredBy.SCHOOL and not row.indicator.is_ratio
    ][:MOST]  # fmt: skip


def _school_row(number: int, school: SchoolStanding, cells: Sequence[str]) -> Row:
    first = school.recognitions[0].on if school.recognitions else None
    latest = school.latest
    days = (first, latest.on if latest else None, latest.due_on if latest else None)
    state = AT_STANDARD if school.is_at_standard else LAPSED if school.recognitions else NEVER
    return Row((str(number), school.name, *(format_date(day) or NOTHING for day in days), state, *cells))


def _figure_cell(school: SchoolStanding, figure: Figure, data: SummaryData, is_asked: bool) -> str:
    """The number; words for yes and no; a dash where nothing was said, nothing where the school is not asked."""
    indicator = figure.indicator
    cell = data.facts.cell(indicator, school.organisation)
    if not is_asked or (cell is not None and cell.state == ValueState.NOT_APPLICABLE):
        return NOT_ASKED
    value = figure_of(cell, indicator)
    if value is None:
        return NOTHING
    if indicator.value_kind == ValueKind.FLAG:
        return "Xong" if value else "Chưa"
    return number_text(value, indicator)


def _total_row(schools: Sequence[SchoolStanding], figures: Sequence[Figure], data: SummaryData) -> Row:
    valid = sum(school.is_at_standard for school in schools)
    sums = [number_text(figure.actual, figure.indicator) or NOTHING for figure in figures]
    return Row(("", f"Cộng: {len(schools)} trường", "", "", "", f"{valid} đạt chuẩn", *sums), "total")
