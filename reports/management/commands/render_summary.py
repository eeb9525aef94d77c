"""Write the summary of a period into a file, without the queue."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.models import ReportingPeriod
from reports.documents.pdf import render
from reports.documents.summary import build_summary
from reports.enums import FileFormat
from reports.models import SummaryReport


class Command(BaseCommand):
    """`./portal manage render_summary --period 1 --format pdf --out summary.pdf`"""

    help = "Tạo tệp báo cáo tổng hợp của một kỳ, không qua hàng đợi."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--period", type=int, required=True, help="Số hiệu (id) của kỳ báo cáo.")
        parser.add_argument("--format", choices=FileFormat.values, default=FileFormat.PDF, help="Định dạng.")
        parser.add_argument("--out", type=Path, required=True, help="Tệp để ghi; tệp cũ bị thay thế khi tệp mới xong.")

    def handle(self, *args: Any, **options: Any) -> None:
        period = ReportingPeriod.objects.filter(pk=options["period"]).first()
        if period is None:
            raise CommandError(f"Không có kỳ báo cáo số {options['period']}.")
        target: Path = options["out"]
        if not target.parent.is_dir():
            raise CommandError(f"Không có thư mục {target.parent}.")
        tell = self.stderr.write if options["verbosity"] > 1 else lambda line: None
        pdf = render(
            build_summary(SummaryReport(period=period)), on_progress=lambda percent, step: tell(f"{percent}% {step}")
        )
        partial = target.with_name(f".{target.name}.part")
        partial.write_bytes(pdf.data)
        partial.replace(target)
        self.stdout.write(f"{target}: {pdf.pages} trang, {len(pdf.data)} byte")
