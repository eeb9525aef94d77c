"""The parts of a summary in their order (domain reference §6.2), each section with its key, and who writes it.

A section is what people edit in one piece, so it holds no heading of its own: paragraphs lead its groups.
"""

import dataclasses
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from reports.charts import Chart
from reports.documents.assessment import shortcomings_part, strengths_part
from reports.documents.causes import causes_part
from reports.documents.content import Block, Heading, Table
from reports.documents.direction import direction_part
from reports.documents.facilities import facilities_part
from reports.documents.level_results import levels_part
from reports.documents.measures import measures_part
from reports.documents.next_period import next_part
from reports.documents.reporting import reporting_part
from reports.documents.requests import requests_part
from reports.documents.results import targets_part
from reports.documents.rooms import rooms_part
from reports.documents.summary_data import SummaryData
from reports.documents.task_group_results import task_groups_part
from reports.documents.task_results import tasks_part

ROMAN = ("I", "II", "III", "IV", "V")
Writer = Callable[[SummaryData], list[Block]]


@dataclass(frozen=True)
class Section:
    key: str
    title: str
    write: Writer


@dataclass(frozen=True)
class Part:
    """A part of sections, or one that is a section itself: then it has a key and `write`."""

    title: str
    sections: tuple[Section, ...] = ()
    key: str = ""
    write: Writer | None = None


def parts_of(data: SummaryData) -> tuple[Part, ...]:
    """The parts of this summary: a plan without figures has its tasks in the place of targets and levels."""
    is_party = data.profile.is_party
    return (
        Part(
            "Công tác lãnh đạo, chỉ đạo" if is_party else "Công tác chỉ đạo, điều hành",
            (
                Section("direction.documents", "Văn bản chỉ đạo, nhắc việc, kiểm tra", direction_part),
                Section("direction.reporting", "Tiến độ gửi, duyệt báo cáo", reporting_part),
            ),
        ),
        Part("Kết quả thực hiện", _results_of(data)),
        Part(
            "Đánh giá chung",
            (
                Section("review.strengths", "Ưu điểm", strengths_part),
                Section("review.shortcomings", "Hạn chế, tồn tại", shortcomings_part),
                Section("review.causes", "Nguyên nhân", causes_part),
            ),
        ),
        Part("Phương hướng, nhiệm vụ kỳ tiếp theo", key="next", write=next_part),
        Part("Kiến nghị", key="requests", write=requests_part),
    )


def _results_of(data: SummaryData) -> tuple[Section, ...]:
    """Of bodies that are no schools nothing is told about classrooms and the standard of schools."""
    rows = FIGURES if data.has_figures else TASKS
    is_of_others = bool(data.reporting.units) and not data.reporting.has_levels
    return tuple(row for row in rows if not (is_of_others and row.key in OF_SCHOOLS))


FIGURES = (
    Section("results.targets", "Kết quả thực hiện các chỉ tiêu", targets_part),
    Section("results.levels", "Kết quả theo cấp học", levels_part),
    Section("results.tasks", "Kết quả theo nhóm nhiệm vụ", task_groups_part),
    Section("results.facilities", "Cơ sở vật chất, trường chuẩn quốc gia", facilities_part),
    Section("results.rooms", "Phòng học còn thiếu", rooms_part),
    Section("results.measures", "Giải pháp đã thực hiện; kiểm tra, đơn thư", measures_part),
)
OF_SCHOOLS = frozenset({"results.facilities", "results.rooms"})
TASKS = (
    Section("results.tasks", "Kết quả theo nhóm nhiệm vụ", task_groups_part),
    Section("results.reports", "Kết quả do các đơn vị báo cáo", tasks_part),
)


def body_of(data: SummaryData) -> tuple[Block, ...]:
    """All parts with their headings, tables and charts numbered through."""
    blocks: list[Block] = []
    for roman, part in zip(ROMAN, parts_of(data), strict=True):
        blocks.append(Heading(1, f"{roman}.", part.title, part.key))
        if part.write is not None:
            blocks += part.write(data)
        for number, section in enumerate(part.sections, 1):
            blocks += [Heading(2, f"{number}.", section.title, section.key), *section.write(data)]
    return tuple(_numbered(blocks))


def _numbered(blocks: Sequence[Block]) -> Iterable[Block]:
    tables = charts = 0
    for block in blocks:
        if isinstance(block, Table) and block.caption:
            tables += 1
            yield dataclasses.replace(block, caption=f"Bảng {tables}. {block.caption}")
        elif isinstance(block, Chart):
            charts += 1
            yield dataclasses.replace(block, caption=f"Biểu đồ {charts}. {block.caption}")
        else:
            yield block
