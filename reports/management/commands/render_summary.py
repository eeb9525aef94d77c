"""Write the summary of a period into a file, without the queue and without the web."""

import os
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.models import ReportingPeriod
from reports.documents.current import summary_document
from reports.models import SummaryReport
from reports.queries.summary_files import SUMMARY_FORMATS
from reports.services.renderers import rendered

ANYBODY_READS = 0o644


class Command(BaseCommand):
    """`./portal manage render_summary --period 1 --format docx --out summary.docx`

    Writes the latest revision: a draft from the data and the edited sections of the moment, a finalised or published
    one as it was frozen. The database is not changed.
    """

    help = "Tạo tệp báo cáo tổng hợp của một kỳ (lần mới nhất), không qua hàng đợi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", type=int, required=True, help="Số hiệu (id) của kỳ báo cáo.")
        formats = [str(file_format) for file_format in SUMMARY_FORMATS]
        parser.add_argument("--format", choices=formats, default=formats[0], help="Định dạng.")
        parser.add_argument("--out", type=Path, required=True, help="Tệp để ghi; tệp cũ bị thay thế khi tệp mới xong.")

    def handle(self, *args: Any, **options: Any) -> None:
        target: Path = options["out"]
        summary = _summary(options["period"])
        _check(target)
        tell = self.stderr.write if options["verbosity"] > 1 else lambda line: None
        made = rendered(summary_document(summary), options["format"], lambda percent, step: tell(f"{percent}% {step}"))
        try:
            _write(target, made.data)
        except OSError as error:
            raise CommandError(f"Không ghi được tệp {target}: {error.strerror}.") from error
        pages = f"{made.pages} trang, " if made.pages else ""
        self.stdout.write(f"{target}: {summary.get_status_display().lower()}, {pages}{len(made.data)} byte")


def _summary(period_id: int) -> SummaryReport:
    period = ReportingPeriod.objects.select_related("plan").filter(pk=period_id).first()
    if period is None:
        raise CommandError(f"Không có kỳ báo cáo số {period_id}.")
    latest = SummaryReport.objects.filter(period=period).select_related("period__plan").order_by("-revision").first()
    return latest or SummaryReport(period=period)


def _check(target: Path) -> None:
    """Said before minutes of layout, not after them."""
    if not target.parent.is_dir():
        raise CommandError(f"Không có thư mục {target.parent}.")
    if target.is_dir():
        raise CommandError(f"{target} là thư mục; ghi cả tên tệp.")


def _write(target: Path, data: bytes) -> None:
    """Nobody ever reads a part of the file: it takes its name when it is whole."""
    descriptor, name = tempfile.mkstemp(prefix=f".{target.name}.", suffix=".part", dir=target.parent)
    partial = Path(name)
    try:
        with os.fdopen(descriptor, "wb") as part:
            part.write(data)
        partial.chmod(ANYBODY_READS)
        partial.replace(target)
    finally:
        partial.unlink(missing_ok=True)
