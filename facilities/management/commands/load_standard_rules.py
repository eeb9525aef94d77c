"""`load_standard_rules [folder]`: bring the sets of criteria of the national standard in line with their files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from facilities.services.standard_rules import DEFAULT_RULES, load_standard_rules
from schools.services.data_files import DataFilesInvalid


class Command(BaseCommand):
    help = "Nạp các bộ tiêu chí trường chuẩn quốc gia từ tệp dữ liệu. Chạy lại nhiều lần không sinh dòng trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("folder", nargs="?", type=Path, default=DEFAULT_RULES, help="thư mục các tệp YAML")

    def handle(self, *args: Any, folder: Path, **options: Any) -> None:
        try:
            changes = load_standard_rules(folder)
        except DataFilesInvalid as error:
            raise CommandError("Tệp dữ liệu có lỗi, chưa nạp gì:\n" + "\n".join(error.problems)) from error
        self.stdout.write("Bộ tiêu chí:")
        for line in changes.lines():
            self.stdout.write(f"  {line}")
