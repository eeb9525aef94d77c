"""The reports of all bodies of a period as one PDF or as a ZIP of single ones."""

import dataclasses
import hashlib
import json
from functools import partial
from pathlib import Path

from django.conf import settings
from django.utils import timezone

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.documents.contents import Book, Entry
from reports.documents.frame import subject_of
from reports.documents.pdf import Progress, layout_version
from reports.documents.wording import words_of
from reports.enums import BundleScope, FileFormat
from reports.models import CollectedFile, Submission
from reports.presentation import status_badge
from reports.queries.bundles import level_name, levels_of, reports_to_bind
from reports.services.books import Paper, bind, finished_papers, pack
from reports.services.errors import Conflict
from reports.services.ready_files import ready_paper
from reports.services.recipes import Recipe
from vietnamese.dates import format_date

KIND = "TẬP BÁO CÁO CỦA CÁC ĐƠN VỊ"
NOTHING = {
    BundleScope.ACCEPTED.value: "Kỳ này chưa có báo cáo nào được duyệt.",
    BundleScope.SENT.value: "Kỳ này chưa có đơn vị nào nộp báo cáo.",
}


def _period(row: CollectedFile) -> ReportingPeriod:
    if row.period is None:
        raise ValueError("a bundle is of a period")
    return row.period


def _key(row: CollectedFile) -> str:
    """What a report says is told by which sending of it this is; whose words it carries, by these words.

    Building every paper to hash it would take seconds of the request; the worker does it paper by paper.
    """
    period = _period(row)
    reports = reports_to_bind(period, row.scope)
    if not reports:
        raise Conflict(NOTHING[row.scope])
    day = period.data_to
    content = [
        row.scope,
        layout_version(),
        [settings.DEMO, row.plan.is_illustrative],
        dataclasses.astuple(words_of(row.plan.receiver, day)),
        [
            [
                one.pk,
                one.status,
                one.revision,
                str(one.submitted_at),
                one.__dict__["commune"],
                dataclasses.astuple(words_of(one.organisation, day)),
            ]
            for one in reports
        ],
    ]
    return hashlib.sha256(json.dumps(content, ensure_ascii=False).encode()).hexdigest()


def _make(row: CollectedFile, path: Path, tell: Progress) -> int:
    period = _period(row)
    reports = reports_to_bind(period, row.scope)
    wanted = [(one.organisation.short_name, partial(ready_paper, one)) for one in reports]
    papers = finished_papers(wanted, tell, "Báo cáo")
    book = _book(row, period, reports, papers)
    return (pack if row.format == FileFormat.ZIP else bind)(book, papers, path, tell)


def _book(row: CollectedFile, period: ReportingPeriod, reports: list[Submission], papers: list[Paper]) -> Book:
    day = local_day(row.requested_at)
    expected = Submission.objects.reports().filter(period=period).count()
    entries = tuple(
        Entry(
            group=level_name(levels_of(report)),
            title=report.organisation.short_name,
            cells=(
                report.__dict__["commune"] or "",
                format_date(timezone.localtime(report.submitted_at).date()) if report.submitted_at else "",
                status_badge(report).text,
            ),
            pages=paper.file.pages,
        )
        for report, paper in zip(reports, papers, strict=True)
    )
    return Book(
        plan=row.plan,
        day=day,
        kind=KIND,
        subject=subject_of(period),
        opening=(_sentence(row.scope, len(reports), expected),),
        columns=(
            ("Đơn vị", 31, "left"),
            ("Địa bàn", 20, "left"),
            ("Nộp ngày", 15, "center"),
            ("Tình trạng", 17, "left"),
        ),
        entries=entries,
        total=f"{len(reports)} báo cáo",
    )


def _sentence(scope: str, bound: int, expected: int) -> str:
    """What the book holds, and what it leaves out."""
    held = "đã duyệt" if scope == BundleScope.ACCEPTED else "đã nộp, kể cả báo cáo chờ duyệt"
    text = f"Tập này gồm {bound} báo cáo {held}, trên tổng số {expected} đơn vị phải báo cáo."
    if bound == expected:
        return text
    missing = "chưa nộp hoặc chưa được duyệt" if scope == BundleScope.ACCEPTED else "chưa nộp hoặc đang bổ sung"
    return f"{text} {expected - bound} đơn vị không có trong tập vì báo cáo {missing}."


RECIPE = Recipe((FileFormat.PDF, FileFormat.ZIP), _key, _make)
