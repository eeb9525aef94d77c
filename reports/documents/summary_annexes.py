"""The appendices of a summary: targets (or results of tasks), reports, works, requests (domain reference §6.2)."""

import dataclasses

from reports.documents.building_works import building_table
from reports.documents.content import Appendix, Table
from reports.documents.frame import appendix_reference
from reports.documents.reporting import submission_table
from reports.documents.requests import requests_table
from reports.documents.results import level_table
from reports.documents.standard_tables import works_table
from reports.documents.summary_data import SummaryData
from reports.documents.task_results import unit_table

NUMERALS = ("I", "II", "III", "IV")
WIDE = frozenset({"works"})  # more columns than an upright sheet holds


@dataclasses.dataclass(frozen=True)
class Annex:
    """One appendix before it has its numeral; `is_wide` turns its sheet."""

    key: str
    title: str
    tables: tuple[Table, ...]
    is_wide: bool = False


def annexes_of(data: SummaryData) -> list[Annex]:
    """Those that have rows, in their order."""
    unit = data.unit
    made: list[tuple[str, str, tuple[Table | None, ...]]] = [
        ("targets", "Tổng hợp chỉ tiêu theo cấp học", (level_table(data),)),
        ("tasks", f"Kết quả thực hiện nhiệm vụ của từng {unit}", (None if data.has_figures else unit_table(data),)),
        ("reports", f"Tình hình gửi báo cáo của các {unit}", (submission_table(data.reporting),)),
        ("works", "Tiến độ xây dựng trường chuẩn quốc gia, cơ sở vật chất", (works_table(data), building_table(data))),
        ("requests", f"Kiến nghị của các {unit}", (requests_table(data),)),
    ]
    found = [(key, title, tuple(filter(None, tables))) for key, title, tables in made]
    return [Annex(key, title, tables, key in WIDE) for key, title, tables in found if tables]


def labels_of(annexes: list[Annex]) -> dict[str, str]:
    """What each is called; a single one has no numeral (domain reference §1.2 row 10)."""
    if len(annexes) == 1:
        return {annexes[0].key: "Phụ lục"}
    return {annex.key: f"Phụ lục {numeral}" for annex, numeral in zip(annexes, NUMERALS, strict=False)}


def appendices(data: SummaryData, annexes: list[Annex]) -> tuple[Appendix, ...]:
    reference = appendix_reference(data.office, data.profile, data.period.year)
    return tuple(
        Appendix(data.labels[annex.key], annex.title, reference, annex.tables, annex.is_wide) for annex in annexes
    )
