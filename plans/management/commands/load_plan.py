"""`load_plan [path] [--year Y]`: bring a plan in line with its data files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from plans.services.loading import DEFAULT_PLAN, load_plan
from schools.services.data_files import DataFilesInvalid
from schools.services.row_sync import Changes


class Command(BaseCommand):
    help = "Nạp kế hoạch từ tệp dữ liệu. Chạy lại nhiều lần không sinh dòng trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=DEFAULT_PLAN, help="tệp kế hoạch (YAML)")
        parser.add_argument("--year", type=int, help="nạp kế hoạch cùng khuôn cho năm khác, ghi là dữ liệu minh họa")

    def handle(self, *args: Any, path: Path, year: int | None, **options: Any) -> None:
        changes = Changes()
        try:
            plan = load_plan(path, year=year, changes=changes)
        except DataFilesInvalid as error:
            raise CommandError("Tệp dữ liệu có lỗi, chưa nạp gì:\n" + "\n".join(error.problems)) from error
        self.stdout.write(f"{plan}:")
        for line in changes.lines():
            self.stdout.write(f"  {line}")
