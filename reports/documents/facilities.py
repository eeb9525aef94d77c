"""Part II of a summary: facilities and the national standard (domain reference §6.2, II.2)."""

from collections import Counter
from collections.abc import Sequence

from plans.enums import TaskStatus, ValueKind
from reports.documents import sources
from reports.documents.building_works import building_part
from reports.documents.content import Block, Item, Paragraph, Source
from reports.documents.criteria import criteria_part
from reports.documents.figure_lines import figure_line, figures_about, named, value_text
from reports.documents.said_lines import said_part
from reports.documents.standard_tables import place_table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from reports.enums import ValueState
from reports.queries.figures import Figure, due_units
from reports.queries.period_tasks import TaskState
from reports.queries.standards import SchoolStanding, without_standard
from reports.queries.topics import BUILDING, Topic, topic_of
from reports.task_presentation import percent_text
from schools.enums import Levels
from vietnamese.dates import format_date
from vietnamese.numbers import format_percent

NOTHING = "Kỳ này chưa có số liệu về cơ sở vật chất, trường chuẩn quốc gia."
NOT_KEPT = "Khối lượng, giá trị từng công trình và kinh phí còn thiếu: kỳ này chưa có số liệu tổng hợp."


def facilities_part(data: SummaryData) -> list[Block]:
    """Schools at the national standard, what was finished, the tasks about it, and what reports tell."""
    told = [*_standards(data), *criteria_part(data), *_works(data), *building_part(data), *_tasks(data)]
    told += said_part(data, {Topic.FACILITIES})
    if not told:
        return [Paragraph(NOTHING)]
    return told if data.facts.works else [*told, Paragraph(NOT_KEPT)]


def _standards(data: SummaryData) -> list[Block]:
    schools = data.facts.schools
    if not schools:
        return []
    valid = sum(school.is_at_standard for school in schools)
    levels = [(label, [row for row in schools if row.levels == key]) for key, label in Levels.choices]
    parts = [
        f"{decapitalised(label)} {sum(row.is_at_standard for row in rows)}/{len(rows)}"
        for label, rows in levels
        if rows
    ]
    share = format_percent(100 * valid / len(schools))
    day = format_date(data.period.data_to)
    text = f"Đến hết ngày {day}, có {valid}/{len(schools)} trường đạt chuẩn quốc gia còn hiệu lực ({share})"
    detail = f", trong đó {joined(parts)}" if len(parts) > 1 else ""
    appendix = f" Tình hình từng trường nêu tại {data.labels['works']}." if "works" in data.labels else ""
    table = place_table(data)
    return [
        Paragraph(f"{text}{detail}.{appendix}", _registry(data, "B03", "C03")),
        *_changes(schools, data),
        *([table] if table else []),
    ]


def _changes(schools: Sequence[SchoolStanding], data: SummaryData) -> list[Block]:
    new = [row.name for row in schools if row.is_new]
    due = [row for row in schools if row.was_due]
    renewed = sum(row.is_at_standard for row in due)
    again = f"{renewed} trường đã được công nhận lại" if renewed else "chưa trường nào được công nhận lại"
    later = [f"{row.name} ({format_date(row.due_later)})" for row in schools if row.due_later]
    lapsed = [f"{row.name} ({format_date(row.latest.due_on)})" for row in schools if row.has_lapsed and row.latest]
    places = [] if data.reporting.is_of_one_area else without_standard(schools)
    area = decapitalised(data.reporting.area_word)
    lines = [
        (new, f"Công nhận mới từ đầu năm {len(new)} trường: {named(new, 'trường')}.", ("B01",)),
        (not new, "Từ đầu năm chưa có trường được công nhận mới.", ("B01",)),
        (
            due,
            f"Đến hạn kiểm tra lại từ đầu năm {len(due)} trường, {'trong đó ' if renewed else ''}{again}.",
            ("B52",),
        ),
        (lapsed, f"Hết hạn công nhận, chưa được công nhận lại {len(lapsed)} trường: {named(lapsed, 'trường')}.", ()),
        (
            later,
            f"Đến hạn kiểm tra lại trong thời gian còn lại của năm {len(later)} trường: {named(later, 'trường')}.",
            (),
        ),
        (places, f"Có {len(places)} {area} chưa có trường đạt chuẩn: {named(places, area)}.", ("B51",)),
    ]
    return [Item(text, sources=_registry(data, *codes)) for rows, text, codes in lines if rows]


def _registry(data: SummaryData, *codes: str) -> tuple[Source, ...]:
    """The registry, and the figures of the plan that are computed from it."""
    figures = [figure for code in codes if (figure := data.figure(code))]
    return (*(sources.results(figure) for figure in figures), sources.registry())


def _works(data: SummaryData) -> list[Block]:
    return [
        Item(
            _flags_line(figure, data) if figure.indicator.value_kind == ValueKind.FLAG else figure_line(figure, data),
            sources=(sources.results(figure),),
        )
        for figure in figures_about(data, {Topic.FACILITIES})
    ]


def _flags_line(figure: Figure, data: SummaryData) -> str:
    """Who has finished and who has not, by name: what the figure counts is one of these."""
    units = due_units(figure.indicator, data.units)
    done: list[str] = []
    open_: list[str] = []
    for unit in data.units:
        cell = data.facts.cell(figure.indicator, unit.organisation_id) if unit.organisation_id in units else None
        if cell is not None and cell.state == ValueState.GIVEN:
            (done if cell.value else open_).append(unit.name)
    parts = [f"{figure.indicator.name}: {value_text(figure, data)}"]
    parts += [f"đã hoàn thành: {named(done, 'đơn vị')}"] if done else []
    parts += [f"chưa hoàn thành: {named(open_, 'đơn vị')}"] if open_ else []
    silent = figure.due - figure.reporting
    return f"{'; '.join([*parts, f'{silent} đơn vị chưa có số liệu'] if silent else parts)}."


def _tasks(data: SummaryData) -> list[Block]:
    """How the tasks about it stood at the end of the period, as in the part about groups of tasks, and each that is
    late or held up."""
    about = [
        state
        for group in data.plan_tasks.groups
        for state in group.states
        if topic_of(state.task.title) in BUILDING or topic_of(group.head.title) in BUILDING
    ]
    told = [state for state in about if state.status is not None]
    held_up = [state for state in about if _is_late(state, data) or state.is_hindered]
    if not (told or held_up):
        return []
    counts = Counter(state.status for state in told)
    kinds = [f"{counts[status]} {decapitalised(status.label)}" for status in TaskStatus if counts[status]]
    late = sum(_is_late(state, data) for state in about)
    rest = f"; {late} nhiệm vụ quá hạn" if late else ""
    units: Counter[int] = Counter(entry.task_id for entry in data.tasks.entries if entry.status == TaskStatus.HINDERED)
    return [
        Paragraph(
            f"Trong {len(about)} nhiệm vụ về cơ sở vật chất, trường chuẩn quốc gia có {len(told)} nhiệm vụ được cập "
            f"nhật tình hình{f': {joined(kinds)}' if kinds else ''}{rest}.",
            (sources.tasks(),),
        ),
        *(Item(_task_line(state, units[state.task.pk], data), sources=(_source(state),)) for state in held_up),
    ]


def _is_late(state: TaskState, data: SummaryData) -> bool:
    return not state.is_done and state.task.due_on is not None and state.task.due_on < data.due_by


def _task_line(state: TaskState, hindered: int, data: SummaryData) -> str:
    task = state.task
    words = [decapitalised(state.status.label) if state.status else "chưa có thông tin"]
    if state.percent is not None:
        words.append(f"tiến độ {percent_text(state.percent)}")
    if task.due_on:
        words.append(f"hạn {format_date(task.due_on)}{', đã quá hạn' if _is_late(state, data) else ''}")
    if hindered:
        words.append(f"{hindered} {data.unit} báo cáo gặp khó khăn")
    return f"{task.title}{f' ({task.lead_text})' if task.lead_text else ''}: {', '.join(words)}."


def _source(state: TaskState) -> Source:
    return Source(sources.TASK, state.task.title, str(state.task.pk))
