"""`load_fund_sources [path]`: bring the sources of money in line with their data file."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from facilities.services.fund_sources import FUND_SOURCES, load_fund_sources


class Command(BaseCommand):
    help = "Nạp danh mục nguồn kinh phí từ tệp dữ liệu. Chạy lại nhiều lần không sinh dòng trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=FUND_SOURCES, help="tệp danh mục (YAML)")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        added, changed = load_fund_sources(path)
        self.stdout.write(f"Nguồn kinh phí: thêm {added}, sửa {changed}.")
