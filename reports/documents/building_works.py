"""What a summary says of construction works: sentences in part II, each work in appendix III (reference B49)."""

from collections.abc import Sequence

from facilities.enums import WorkState
from facilities.queries.works import WorkLine, WorkSums, sums_of
from reports.documents import sources
from reports.documents.content import Block, Column, Item, Row, Table
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised, joined
from vietnamese.dates import format_date
from vietnamese.numbers import format_number

NOTHING = "–"
MOST_NAMED = 5
COLUMNS = (
    Column("TT", 4, "center"),
    Column("Công trình", 24),
    Column("Trường", 15),
    Column("Số phòng học", 7, "center"),
    Column("Giá trị (triệu đồng)", 11, "right"),
    Column("Khối lượng (%)", 8, "center"),
    Column("Dự kiến hoàn thành", 11, "center"),
    Column("Tình trạng", 20),
)


def building_part(data: SummaryData) -> list[Block]:
    """How many works there are, how far they are, and which are late and why; nothing where the plan has none."""
    lines = data.facts.works
    if not lines:
        return []
    sums = sums_of(lines)
    said = [Item(_whole(lines, sums, data), sources=(sources.works(),))]
    late = [line for line in lines if line.is_late]
    if late:
        named = [f"{line.work.name}, {line.work.school} ({line.late_text})" for line in late[:MOST_NAMED]]
        rest = f" và {len(late) - MOST_NAMED} công trình khác" if len(late) > MOST_NAMED else ""
        said.append(
            Item(f"Chậm {len(late)} công trình: {'; '.join(named)}{rest}.", sources=(sources.works(late=True),))
        )
    return list(said)


def building_table(data: SummaryData) -> Table | None:
    """Every work of the plan with its sums; None where it has none."""
    lines = data.facts.works
    if not lines:
        return None
    rows = [_row(number, line) for number, line in enumerate(lines, start=1)]
    return Table("Công trình xây dựng, sửa chữa, mua sắm", COLUMNS, (*rows, _total(sums_of(lines))))


def _whole(lines: Sequence[WorkLine], sums: WorkSums, data: SummaryData) -> str:
    counts = [(state.label, sum(line.state == state for line in lines)) for state in WorkState]
    states = joined([f"{count} {decapitalised(label)}" for label, count in counts if count])
    value = f", giá trị {format_number(sums.value_million, trim=True)} triệu đồng" if sums.value_million else ""
    unvalued = f" ({sums.unvalued} công trình chưa ghi giá trị)" if sums.unvalued else ""
    rooms = f", gồm {sums.rooms} phòng học" if sums.rooms else ""
    where = f" Từng công trình nêu tại {data.labels['works']}." if "works" in data.labels else ""
    return f"Kế hoạch có {sums.works} công trình{value}{unvalued}{rooms}: {states}.{where}"


def _row(number: int, line: WorkLine) -> Row:
    work = line.work
    value = NOTHING if work.value_million is None else format_number(work.value_million, trim=True)
    state = f"{line.state.label}; chậm: {line.late_text}" if line.is_late else line.state.label
    rooms, end = str(work.rooms) if work.rooms else NOTHING, format_date(work.planned_end) or NOTHING
    return Row((str(number), work.name, str(work.school), rooms, value, str(line.percent), end, state))


def _total(sums: WorkSums) -> Row:
    value = format_number(sums.value_million, trim=True) if sums.works > sums.unvalued else NOTHING
    state = f"{sums.finished} hoàn thành, {sums.late} chậm"
    return Row(("", f"Cộng: {sums.works} công trình", "", str(sums.rooms), value, "", "", state), "total")
