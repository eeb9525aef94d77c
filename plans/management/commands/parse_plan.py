"""`parse_plan FILE`: read a plan document and print what was found as JSON."""

import json
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.reading.as_json import as_json
from plans.reading.proposing import propose
from plans.reading.sources import MOST_BYTES, SourceRefused, read_source


class Command(BaseCommand):
    help = "Đọc văn bản kế hoạch (.docx, .odt, .txt) và in những gì nhận ra dưới dạng JSON; không ghi gì vào cổng."
    requires_system_checks = ()  # reading a file needs no database and no configuration

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", type=Path, metavar="FILE", help="tệp văn bản (.docx, .odt, .txt)")

    def handle(self, *args: Any, file: Path, **options: Any) -> None:
        try:
            with file.open("rb") as source:
                data = source.read(MOST_BYTES + 1)
        except (OSError, ValueError) as error:
            raise CommandError(f"Không mở được tệp {file}: không có tệp này hoặc không có quyền đọc.") from error
        try:
            proposal = propose(read_source(data))
        except SourceRefused as refused:
            raise CommandError(refused.message) from refused
        self.stdout.write(json.dumps(as_json(proposal), ensure_ascii=False, indent=2))
