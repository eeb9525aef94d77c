"""What reports say in words, counted: sentences that several share, else short ones with the name of who says them."""

from collections.abc import Collection

from reports.documents import sources
from reports.documents.content import Block, Item, Paragraph
from reports.documents.summary_data import SummaryData
from reports.documents.wording import decapitalised
from reports.queries.said import SectionSaid, Sentence
from reports.queries.topics import Topic

QUOTED = 4  # of each section: a summary is not the sum of the reports
SHORT = 160  # letters; longer sentences are read in the report itself


def said_part(data: SummaryData, topics: Collection[Topic]) -> list[Block]:
    """For each section of the outline about the topics: how many reports have it, and what most of them say."""
    blocks: list[Block] = []
    for section in data.facts.said:
        if section.topic in topics:
            blocks += _section(section, data)
    return blocks


def _section(section: SectionSaid, data: SummaryData) -> list[Block]:
    accepted = data.reporting.total.accepted
    begin = f"{section.units}/{accepted} báo cáo đã duyệt nêu về {decapitalised(section.title)}"
    where = (sources.reports(section.title),)
    # A sentence that names the period only opens the section.
    shared = [row for row in section.shared if len(row.text) <= SHORT and str(data.period.year) not in row.text][
        :QUOTED
    ]
    if shared:
        lines = [Item(f"{row.text} ({len(row.units)} {data.unit}).", sources=where) for row in shared]
        return [Paragraph(f"{begin}; nội dung nhiều {data.unit} cùng nêu:", where), *lines]
    quoted = _one_of_each([row for row in section.sentences if len(row.text) <= SHORT])
    if not quoted:
        return [Paragraph(f"{begin}.", where)]
    return [Paragraph(f"{begin}, trong đó có:", where), *(_quote(row) for row in quoted)]


def _one_of_each(rows: list[Sentence]) -> list[Sentence]:
    """The shortest sentence of each unit, in the order of names."""
    found: dict[int, Sentence] = {}
    for row in sorted(rows, key=lambda row: len(row.text)):
        found.setdefault(row.units[0][0], row)
    return sorted(list(found.values())[:QUOTED], key=rows.index)


def _quote(row: Sentence) -> Item:
    submission, name = row.units[0]
    return Item(f"{name}: “{row.text}”.", sources=(sources.report(submission, name),))
