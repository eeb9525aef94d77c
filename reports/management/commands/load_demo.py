"""`./portal manage load_demo [--profile NAME] [--today YYYY-MM-DD] [--schools N]`"""

import datetime as dt
import time
from argparse import ArgumentTypeError
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from reports.demo.loading import DemoRefused, load_demo
from reports.demo.profiles import PROFILES
from vietnamese.numbers import format_number


def iso_day(text: str) -> dt.date:
    """A day written as year-month-day."""
    try:
        return dt.date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError(f"“{text}” không phải ngày dạng năm-tháng-ngày, ví dụ 2026-06-06") from None


class Command(BaseCommand):
    help = "Nạp dữ liệu minh họa: danh mục, hai kế hoạch, người dùng và báo cáo. Chạy lại không thay đổi gì."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--today", type=iso_day, help="dữ liệu trông như vào ngày này (mặc định: hôm nay)")
        parser.add_argument(
            "--profile", default="", help=f"bộ dữ liệu: {', '.join(PROFILES)} (mặc định: PORTAL_DEMO_PROFILE)"
        )
        parser.add_argument("--schools", type=int, default=0, help="thêm trường minh họa cho đủ số này")

    def handle(self, *args: Any, **options: Any) -> None:
        start = time.monotonic()
        try:
            load = load_demo(today=options["today"], schools=options["schools"], profile=options["profile"])
        except DemoRefused as refusal:
            raise CommandError(str(refusal)) from None
        if not load.is_new:
            self.stdout.write("Dữ liệu minh họa đã có, không thay đổi gì.")
            return
        seconds = format_number(round(time.monotonic() - start, 1), decimals=1)
        self.stdout.write(f"Đã nạp dữ liệu minh họa trong {seconds} giây:")
        for name, count in load.counts.items():
            self.stdout.write(f"  {name}: {format_number(count)}")
