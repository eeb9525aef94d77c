"""The tables and charts of a document, each as a table with a name: what an Excel annex is made of."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from reports.charts import Chart
from reports.documents.content import Block, Column, OfficialDocument, Pictures, Row, Table

NUMBERED = re.compile(r"(.+? \d+)\. ")


@dataclass(frozen=True)
class Exhibit:
    """`name` is short (`Bảng 1`, `Phụ lục II`) and unique in its document; `lines` are what stands around the table
    in its appendix: headings, sentences, the reference. A `chart` is drawn from the figures of the table."""

    name: str
    title: str
    lines: tuple[str, ...]
    table: Table
    is_wide: bool = False
    chart: Chart | None = None


def exhibits(document: OfficialDocument) -> list[Exhibit]:
    """Every exhibit, those of the body first, in the order of the document."""
    found = list(_of_body(document.body))
    for appendix in document.appendices:
        title = f"{appendix.label}. {appendix.title}"
        lines = tuple(filter(None, (appendix.reference, *_sentences(appendix.blocks))))
        tables = [block for block in appendix.blocks if isinstance(block, Table | Chart)]
        for number, block in enumerate(tables, 1):
            name = appendix.label if number == 1 else f"{appendix.label} ({number})"
            own = (*lines, block.caption) if block.caption else lines
            found.append(_exhibit(name, title, own, block, is_wide=appendix.is_wide))
    return found


def chart_table(chart: Chart) -> Table:
    """A chart as its figures, for files that people edit."""
    share = 60 // len(chart.series)
    columns = (
        Column("Nội dung", 100 - share * len(chart.series)),
        *(Column(series.name, share, "right") for series in chart.series),
    )
    rows = tuple(
        Row((label, *(str(series.values[i]) for series in chart.series))) for i, label in enumerate(chart.labels)
    )
    return Table(chart.caption, columns, rows)


def _of_body(blocks: Sequence[Block]) -> Iterator[Exhibit]:
    taken: set[str] = set()
    for block in blocks:
        if isinstance(block, Table | Chart):
            numbered = NUMBERED.match(block.caption)
            name = numbered[1] if numbered and numbered[1] not in taken else f"Biểu {len(taken) + 1}"
            taken.add(name)
            yield _exhibit(name, block.caption or name, (), block)


def _exhibit(name: str, title: str, lines: tuple[str, ...], block: Table | Chart, *, is_wide: bool = False) -> Exhibit:
    if isinstance(block, Chart):
        return Exhibit(name, title, lines, chart_table(block), is_wide, block)
    return Exhibit(name, title, lines, block, is_wide)


def _sentences(blocks: Sequence[Block]) -> list[str]:
    said = []
    for block in blocks:
        if isinstance(block, Table | Chart | Pictures):
            continue
        sign = getattr(block, "label", getattr(block, "sign", ""))
        said.append(f"{sign} {block.text}".strip())
    return said
