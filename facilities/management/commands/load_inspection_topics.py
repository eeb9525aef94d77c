"""`load_inspection_topics`: give the checklist of visits the lines it begins with."""

from typing import Any

from django.core.management.base import BaseCommand

from facilities.services.topics import load_topics


class Command(BaseCommand):
    help = "Nạp danh mục nội dung kiểm tra mẫu. Chạy lại không sinh dòng trùng, không đè lên nội dung đã sửa."

    def handle(self, *args: Any, **options: Any) -> None:
        loaded = load_topics()
        self.stdout.write(f"Nội dung kiểm tra: thêm {loaded.added}, đã có {loaded.known}.")
