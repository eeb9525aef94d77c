"""What a summary says about the reports themselves: how many came, when, and in which state they are."""

from plans.deadlines import local_day
from reports.charts import Chart, Series
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Paragraph, Row, RowKind, Table
from reports.documents.reporting_units import OTHER_UNITS, Reporting, days_late
from reports.documents.summary_data import SummaryData
from reports.documents.wording import joined, share_text
from reports.enums import SubmissionStatus as S
from reports.queries.completeness import Completeness, UnitStatus, by_commune, count
from vietnamese.dates import format_date

# What is not sent is the school's own business: the summary does not tell a draft from a report not started.
NOT_SENT = "Chưa gửi"
STATE_WORDS = {
    S.NOT_STARTED: NOT_SENT,
    S.DRAFT: NOT_SENT,
    S.SUBMITTED: S.SUBMITTED.label,
    S.RETURNED: S.RETURNED.label,
    S.ACCEPTED: S.ACCEPTED.label,
}


def opening_sentence(reporting: Reporting) -> str:
    """How many reported, on time and late."""
    total, unit = reporting.total, reporting.unit
    if not total.expected:
        return "Kỳ này không có đơn vị phải gửi báo cáo."
    text = f"Có {total.submitted}/{total.expected} {unit} gửi báo cáo (đạt {share_text(total.completeness_share)})"
    if total.submitted:
        text += f", trong đó {total.on_time} {unit} gửi đúng hạn, {total.late} {unit} gửi trễ hạn"
    return f"{text}; {total.missing} {unit} chưa gửi." if total.missing else f"{text}."


def reporting_part(data: SummaryData) -> list[Block]:
    """Progress by level, the state of review, and the chart by commune."""
    reporting, appendix = data.reporting, data.labels["reports"]
    total, unit = reporting.total, reporting.unit
    states = [
        f"{number} báo cáo {words}"
        for number, words in (
            (total.accepted, "đã duyệt"),
            (total.awaiting, "đang chờ duyệt"),
            (total.returned, "được yêu cầu bổ sung"),
        )
        if number
    ]
    if not states:
        reviewed = "Chưa có báo cáo nào được gửi."
    elif total.accepted == total.submitted:
        reviewed = f"Cả {total.submitted} báo cáo đã gửi đều đã duyệt."
    else:
        reviewed = f"Trong {total.submitted} báo cáo đã gửi có {joined(states)}."
    blocks: list[Block] = [
        Paragraph(
            f"Hạn gửi báo cáo của kỳ theo kế hoạch: {data.period.deadline_text}. Tình hình của từng {unit} nêu tại "
            f"{appendix}.",
            (sources.board(),),
        ),
        *([_level_table(reporting)] if reporting.has_levels or not total.expected else []),
        Paragraph(reviewed, (sources.board(),)),
    ]
    # The chart comes last: when it does not fit under the text, the text still fills its page.
    if any(row.commune for row in reporting.units) and not reporting.is_of_one_area:
        blocks.append(_chart(reporting))
    return blocks


def missing_part(reporting: Reporting) -> list[Block]:
    """Who was late and who has not sent anything past the deadline, named."""
    late = [(days_late(unit), unit.name) for unit in reporting.units if unit.is_received and not unit.is_on_time]
    late.sort(key=lambda row: -row[0])
    overdue = [unit.name for unit in reporting.units if not unit.is_received and unit.is_overdue(reporting.today)]
    redo = [unit.name for unit in reporting.units if unit.status == S.RETURNED and unit.is_overdue(reporting.today)]
    items = [
        (overdue, f"Quá hạn chưa gửi ({len(overdue)} {reporting.unit}): {', '.join(overdue)}."),
        (
            late,
            f"Gửi trễ hạn ({len(late)} {reporting.unit}): {', '.join(f'{name} ({days} ngày)' for days, name in late)}.",
        ),
        (redo, f"Quá hạn gửi lại sau khi được yêu cầu bổ sung ({len(redo)} {reporting.unit}): {', '.join(redo)}."),
    ]
    return [Item(text, sources=(sources.board(),)) for names, text in items if names]


def submission_table(reporting: Reporting) -> Table:
    """Appendix: every expected report, grouped by level, with a computed total; places only where units have one."""
    rows: list[Row] = []
    has_places = any(unit.commune for unit in reporting.units)
    groups = reporting.by_level()
    number = 0
    for label, units in groups:
        if len(groups) > 1:
            rows.append(Row((f"{label} ({len(units)} {reporting.unit})",), "group"))
        for unit in units:
            number += 1
            sent = _day_sent(unit)
            state = STATE_WORDS[S(unit.status)]
            place = (unit.commune or "",) if has_places else ()
            rows.append(Row((str(number), unit.name, *place, sent, _timeliness(unit, reporting), state)))
    total = reporting.total
    in_time = f"{total.on_time} đúng hạn, {total.late} trễ hạn"
    expected = f"{total.expected} {reporting.unit}"
    whole = ("Cộng", expected) if has_places else (f"Cộng: {expected}",)
    rows.append(Row(("", *whole, f"{total.submitted} đã gửi", in_time, f"{total.accepted} đã duyệt"), "total"))
    place_word = "Địa bàn" if reporting.is_of_one_area else reporting.area_word
    columns = (
        Column("TT", 6, "center"),
        Column(reporting.unit.capitalize(), 24 if has_places else 42),
        *((Column(place_word, 18),) if has_places else ()),
        Column("Ngày gửi lần đầu", 15, "center"),
        Column("Thời hạn", 15),
        Column("Tình trạng", 22),
    )
    return Table("", columns, tuple(rows))


def _day_sent(unit: UnitStatus) -> str:
    """A report that was withdrawn is not there, whenever it was sent first."""
    if not unit.is_received or unit.first_submitted_at is None:
        return "–"
    return format_date(local_day(unit.first_submitted_at))


def _timeliness(unit: UnitStatus, reporting: Reporting) -> str:
    if unit.is_received:
        return "Đúng hạn" if unit.is_on_time else f"Trễ {days_late(unit)} ngày"
    return "Quá hạn" if unit.is_overdue(reporting.today) else "Còn hạn"


def _level_table(reporting: Reporting) -> Table:
    def row(label: str, counts: Completeness, kind: RowKind = "plain") -> Row:
        numbers = (counts.expected, counts.submitted, counts.on_time, counts.late, counts.accepted)
        return Row((label, *(str(number) for number in numbers)), kind)

    rows = [row(label, count(units, today=reporting.today)) for label, units in reporting.by_level()]
    rows.append(row("Cộng", reporting.total, "total"))
    columns = (
        Column("Cấp học", 35),
        Column("Phải báo cáo", 13, "center"),
        Column("Đã gửi", 13, "center"),
        Column("Đúng hạn", 13, "center"),
        Column("Trễ hạn", 13, "center"),
        Column("Đã duyệt", 13, "center"),
    )
    return Table("Số báo cáo theo cấp học", columns, tuple(rows))


def _chart(reporting: Reporting) -> Chart:
    communes = by_commune(reporting.units, today=reporting.today)
    counts = [row.completeness for row in communes]
    return Chart(
        f"Số báo cáo theo {reporting.area_word[:1].lower()}{reporting.area_word[1:]}",
        tuple(row.name or OTHER_UNITS for row in communes),
        (
            Series("Gửi đúng hạn", tuple(row.on_time for row in counts)),
            Series("Gửi trễ hạn", tuple(row.late for row in counts)),
            Series("Chưa gửi", tuple(row.missing for row in counts)),
        ),
    )
