"""Send the reminders of today about reports and tasks, or show those of a chosen day."""

import datetime as dt
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from plans.models import ReportingPeriod
from reports.reminders import code_words
from reports.services.recording import PeriodRun, ReminderRun
from reports.services.reminding import send_due_reminders
from reports.services.task_reminding import TaskRun, send_due_task_reminders
from vietnamese.dates import DateError, format_date, parse_date, weekday_name


class Command(BaseCommand):
    help = "Tạo thông báo nhắc hạn của hôm nay hoặc của một ngày được chọn; chạy lại không gửi hai lần."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--today", metavar="NGÀY", help="Ngày cần xét, ví dụ 2018-06-06 hoặc 06/06/2018.")
        parser.add_argument("--dry-run", action="store_true", help="Chỉ in ra, không tạo thông báo.")

    def handle(self, *args: Any, today: str | None, dry_run: bool, **options: Any) -> None:
        with transaction.atomic():
            run = send_due_reminders(today=self._day(today))
            tasks = send_due_task_reminders(today=self._day(today))
            transaction.set_rollback(dry_run)
        self._report(run, tasks, dry_run)

    def _day(self, text: str | None) -> dt.date | None:
        try:
            return parse_date(text) if text else None
        except DateError as error:
            raise CommandError(error.message) from error

    def _report(self, run: ReminderRun, tasks: TaskRun, dry_run: bool) -> None:
        self.stdout.write(f"Nhắc hạn ngày {format_date(run.today)} ({weekday_name(run.today)})")
        if not run.periods:
            self.stdout.write("Không có kỳ báo cáo nào đang trong thời gian nhắc hạn.")
        for period, result in run.periods.items():
            self._report_period(period, result)
        self._report_tasks(tasks)
        outcome = "Chạy thử, không tạo thông báo nào; nếu chạy thật sẽ tạo" if dry_run else "Đã tạo"
        self.stdout.write(f"{outcome} {run.written + tasks.written} thông báo.")

    def _report_tasks(self, run: TaskRun) -> None:
        if not run.tasks and not run.skipped:
            return
        self.stdout.write("\nNhiệm vụ của các kế hoạch")
        for code, tasks in run.tasks.items():
            self.stdout.write(f"  Mốc {code}, {code_words(code)}: {tasks} nhiệm vụ")
        for reason, tasks in run.skipped.items():
            self.stdout.write(f"  Không nhắc {tasks} nhiệm vụ: {reason}")
        self.stdout.write("")

    def _report_period(self, period: ReportingPeriod, result: PeriodRun) -> None:
        self.stdout.write(f"\n{period} – {period.deadline_text} ({period.last_moment_text})")
        for code, people in result.recipients.items():
            count = f"danh sách {result.listed[code]}" if code in result.listed else str(result.schools[code])
            self.stdout.write(f"  Mốc {code}, {code_words(code)}: {count} đơn vị, {people} người nhận")
        for reason, schools in result.skipped.items():
            self.stdout.write(f"  Không nhắc {schools} đơn vị: {reason}")
        self.stdout.write("")
