"""Tasks of the plan being carried out: dates, updates with evidence, notes of coordinating units, two that are late.

The plan gives its tasks no dates, so all of these are invented, as is everything people are made to say here.
"""

import datetime as dt
import hashlib
import io
from collections.abc import Mapping
from functools import cache
from typing import Any

from django.core.files.base import ContentFile

from plans.enums import FileType, PlanStatus, TaskStatus
from plans.models import Plan, Task, TaskFile, TaskUpdate
from reports.demo.clock import DAY, dice, moment
from reports.demo.people import Cast
from reports.demo.wording import texts
from schools.models import Organisation
from schools.workbooks.lists import Column, list_workbook

DEADLINE_FIELDS = ["starts_on", "due_on", "weight", "status", "progress"]
NAMES = {FileType.DOCX: "Biên bản (minh họa).docx", FileType.XLSX: "Danh sách (minh họa).xlsx"}


def tell_of_tasks(plan: Plan, cast: Cast, now: dt.datetime) -> int:
    """Write the history of the plan's tasks up to now; returns the number of updates."""
    story = texts("task_updates.yaml")
    tasks = list(
        Task.objects.filter(plan=plan).leaves().filter(code__in=story).select_related("lead").order_by("position", "pk")
    )
    updates = [update for task in tasks for update in _live(task, story[task.code], plan, cast, now)]
    Task.objects.bulk_update(tasks, DEADLINE_FIELDS)
    TaskUpdate.objects.bulk_create([update for update, _ in updates])
    for update, kind in updates:
        if kind:
            _attach(update, FileType.DOCX if kind == "word" else FileType.XLSX)
    return len(updates)


def _live(
    task: Task, course: Mapping[str, Any], plan: Plan, cast: Cast, now: dt.datetime
) -> list[tuple[TaskUpdate, str]]:
    """The dates of a task, its updates, and the state the last of them leaves it in."""
    first = _day(plan.year, course["starts"])
    late = now.date() - course["late"] * DAY if "late" in course and plan.status == PlanStatus.IN_FORCE else None
    # Early in the year nothing can be late yet.
    task.due_on = max(late, first) if late else _day(plan.year, course.get("due", "12-15"))
    task.starts_on, task.weight = min(first, task.due_on), course.get("weight", 1)
    found = []
    for entry in sorted((*course.get("updates", ()), *course.get("notes", ())), key=lambda entry: str(entry["day"])):
        at = _moment(task, entry["day"], plan.year)
        if at >= now:
            break
        task.status, task.progress = entry.get("status", task.status), entry.get("progress", task.progress)
        found.append((_update(task, entry, at, plan.receiver, cast), entry.get("file", "")))
    if plan.status == PlanStatus.CLOSED and task.status == TaskStatus.IN_PROGRESS:
        closing = {"text": "Hoàn thành trong năm, kết quả nêu trong báo cáo tổng kết."}
        task.status, task.progress = TaskStatus.DONE, 100
        found.append((_update(task, closing, _moment(task, "12-10", plan.year), plan.receiver, cast), ""))
    return found


def _update(task: Task, entry: Mapping[str, Any], at: dt.datetime, office: Organisation, cast: Cast) -> TaskUpdate:
    by = dice("task", task.code, at.date()).choice((cast.officer, cast.officer, cast.head))
    return TaskUpdate(
        task=task, organisation=office, status=task.status, progress=task.progress, text=entry["text"], by=by, at=at
    )


def _day(year: int, month_day: str) -> dt.date:
    month, day = map(int, month_day.split("-"))
    return dt.date(year, month, day)


def _moment(task: Task, month_day: str, year: int) -> dt.datetime:
    chance = dice("task hour", task.code, month_day)
    return moment(_day(year, month_day), dt.time(chance.randint(8, 16), chance.randint(0, 59)))


def _attach(update: TaskUpdate, kind: FileType) -> None:
    content = _document(update.text) if kind == FileType.DOCX else _list(update.text)
    row = TaskFile(
        update=update,
        name=NAMES[kind],
        type=kind,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
    )
    row.file.save(f"demo{update.pk}.{kind.value}", ContentFile(content), save=True)


@cache
def _document(text: str) -> bytes:
    from docx import Document

    document, buffer = Document(), io.BytesIO()
    document.add_heading("Biên bản làm việc (dữ liệu minh họa)", level=1)
    document.add_paragraph(text)
    document.save(buffer)
    return buffer.getvalue()


@cache
def _list(text: str) -> bytes:
    return list_workbook("Danh sách (dữ liệu minh họa)", (Column("Nội dung", 60),), [[text]])
