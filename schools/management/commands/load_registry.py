"""`load_registry [path]`: bring the registry in line with its data files."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from schools.services.data_files import DataFilesInvalid
from schools.services.loading import DEFAULT_REGISTRY, load_registry


class Command(BaseCommand):
    help = "Nạp danh mục đơn vị và trường học từ tệp dữ liệu. Chạy lại nhiều lần không sinh dòng trùng."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("path", nargs="?", type=Path, default=DEFAULT_REGISTRY, help="tệp danh mục (YAML)")

    def handle(self, *args: Any, path: Path, **options: Any) -> None:
        try:
            changes = load_registry(path)
        except DataFilesInvalid as error:
            raise CommandError("Tệp dữ liệu có lỗi, chưa nạp gì:\n" + "\n".join(error.problems)) from error
        self.stdout.write(f"Danh mục {path.name}:")
        for line in changes.lines():
            self.stdout.write(f"  {line}")
