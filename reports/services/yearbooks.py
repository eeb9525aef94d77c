"""The yearbook of a plan: the published summaries of its periods in one PDF."""

import dataclasses
import hashlib
import json
from functools import partial
from pathlib import Path

from django.conf import settings

from plans.deadlines import local_day
from reports.documents.contents import Book, Entry
from reports.documents.current import summary_document
from reports.documents.numbering import full_number
from reports.documents.pdf import Progress, layout_version
from reports.documents.wording import words_of
from reports.enums import FileFormat
from reports.models import CollectedFile, SummaryReport
from reports.queries.bundles import BoundPeriod, periods_to_bind
from reports.services.books import bind, finished_papers
from reports.services.errors import Conflict
from reports.services.ready_files import ready_summary
from reports.services.recipes import Recipe
from vietnamese.dates import format_date

KIND = "TẬP BÁO CÁO NĂM"
NOTHING = "Kế hoạch chưa có báo cáo tổng hợp nào được phát hành."
UNPUBLISHED = "Chưa phát hành"


def _bound(row: CollectedFile) -> list[BoundPeriod]:
    """Raises:
    Conflict: nothing was published yet.
    """
    bound = periods_to_bind(row.plan)
    if all(one.summary is None for one in bound):
        raise Conflict(NOTHING)
    return bound


def _key(row: CollectedFile) -> str:
    """What was published does not change: its revision, hash, number and day tell what the book says."""
    content = [
        layout_version(),
        [settings.DEMO, row.plan.is_illustrative, row.plan.report_subject],
        dataclasses.astuple(words_of(row.plan.receiver, local_day(row.requested_at))),
        [
            [one.period.label, *([s.pk, s.content_sha256, s.number, str(s.issued_on)] if (s := one.summary) else [])]
            for one in _bound(row)
        ],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _make(row: CollectedFile, path: Path, tell: Progress) -> int:
    bound = _bound(row)
    published = [one.summary for one in bound if one.summary]
    wanted = [(f"Báo cáo {summary.period.label}", partial(ready_summary, summary)) for summary in published]
    papers = finished_papers(wanted, tell, "Kỳ")
    pages = {summary.pk: paper.file.pages for summary, paper in zip(published, papers, strict=True)}
    return bind(_book(row, bound, pages), papers, path, tell)


def _book(row: CollectedFile, bound: list[BoundPeriod], pages: dict[int, int]) -> Book:
    plan, day = row.plan, local_day(row.requested_at)
    entries = tuple(
        Entry("", f"Báo cáo {one.period.label}", _cells(one.summary), pages[one.summary.pk] if one.summary else 0)
        for one in bound
    )
    missing = [one.period.label for one in bound if one.summary is None]
    opening = f"Tập này gồm {len(pages)} báo cáo tổng hợp đã phát hành của {len(bound)} kỳ báo cáo năm {plan.year}."
    if missing:
        opening += f" Chưa phát hành: {', '.join(missing)}."
    return Book(
        plan=plan,
        day=day,
        kind=f"{KIND} {plan.year}",
        subject=f"Kết quả {plan.report_subject}",
        opening=(opening,),
        columns=(("Kỳ", 40, "left"), ("Số, ký hiệu", 23, "left"), ("Ngày ban hành", 20, "center")),
        entries=entries,
        total=f"{len(pages)} báo cáo",
    )


def _cells(summary: SummaryReport | None) -> tuple[str, str]:
    if summary is None:
        return (UNPUBLISHED, "")
    return (full_number(summary_document(summary)), format_date(summary.issued_on))


RECIPE = Recipe((FileFormat.PDF,), _key, _make)
