"""Telling how far a task has come: one line of its history, its files, and what the task itself shows."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from plans.enums import PlanStatus, TaskStatus
from plans.models import Task, TaskFile, TaskUpdate
from plans.services.errors import Conflict
from plans.services.uploading import CheckedFile, FileRefused, check_upload, shown_upload_name
from schools.models import Organisation
from vietnamese.text import nfc

FULL = 100


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, and why."""

    name: str
    message: str


@dataclass
class Progressed:
    """What became of an update: the line written, the files left out, and what the person is asked to look at."""

    update: TaskUpdate
    refused: list[Refusal] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)


class NothingNew(Exception):
    """An update that says nothing: the same state, no words, no file that could be kept. `refused` names the files."""

    message = "Chưa có gì mới để cập nhật: đổi tình trạng, tiến độ, ghi kết quả hoặc gửi kèm tệp."

    def __init__(self, refused: list[Refusal]) -> None:
        self.refused = refused
        super().__init__(self.message)


# What an update makes of the task's state: (status, progress) before → after.
Step = Callable[[str, int | None], tuple[str, int | None]]


def update_task(
    *,
    task: Task,
    by: Any,
    organisation: Organisation,
    status: str,
    progress: int | None,
    text: str,
    files: Sequence[UploadedFile] = (),
    shown: tuple[str, int | None] | None = None,
) -> Progressed:
    """Write what `organisation` says about a task and make it the task's own state, in one transaction.

    "Hoàn thành" without a figure is 100 %. A progress that falls, or that does not fit the status, is written and
    answered with a warning: the unit knows its work, the portal only asks. `shown` is the (status, progress) the person
    saw when it is not the task's own but told in a report; what is new is measured by it. Every good file is kept and
    every other one named. `by` has to hold the capability (`plans.permissions.may_update_task`), which views ask.

    Raises:
        Conflict: the plan is not in force.
        NothingNew: nothing was said.
    """
    settled = FULL if progress is None and status == TaskStatus.DONE else progress
    return _write(task, by, organisation, text, files, lambda *_: (status, settled), shown)


def add_note(
    *, task: Task, by: Any, organisation: Organisation, text: str, files: Sequence[UploadedFile] = ()
) -> Progressed:
    """Add what a coordinating unit has to say; status and progress stay the lead unit's.

    Raises:
        Conflict: the plan is not in force. NothingNew: neither words nor a file that could be kept.
    """
    return _write(task, by, organisation, text, files, lambda status, progress: (status, progress))


def warnings_about(before: tuple[str, int | None], after: tuple[str, int | None], text: str) -> list[str]:
    """What the person is asked to look at; (status, progress in percent) before and after."""
    (_, was), (status, now) = before, after
    found = []
    if was is not None and now is not None and now < was and not text:
        found.append(f"Tiến độ giảm từ {was}% xuống {now}% mà chưa ghi lý do. Đề nghị cập nhật thêm lý do.")
    if now == FULL and status != TaskStatus.DONE:
        found.append("Tiến độ đã 100% nhưng tình trạng chưa là “Hoàn thành”. Nếu việc đã xong, đề nghị ghi hoàn thành.")
    if now is not None and now < FULL and status == TaskStatus.DONE:
        found.append(f"Tình trạng là “Hoàn thành” nhưng tiến độ mới {now}%. Đề nghị xem lại.")
    return found


def _write(
    task: Task,
    by: Any,
    organisation: Organisation,
    text: str,
    files: Sequence[UploadedFile],
    step: Step,
    shown: tuple[str, int | None] | None = None,
) -> Progressed:
    refused: list[Refusal] = []
    checked = _look_at(files, refused)
    words = nfc(text).strip()
    stored: list[str] = []
    try:
        with transaction.atomic():
            return _write_once(task, by, organisation, words, checked, refused, stored, step, shown)
    except BaseException:
        # The rows are gone with the transaction; what was written for them must not stay behind.
        for name in stored:
            default_storage.delete(name)
        raise


def _look_at(files: Sequence[UploadedFile], refused: list[Refusal]) -> list[CheckedFile]:
    good: dict[str, CheckedFile] = {}
    for upload in files:
        try:
            file = check_upload(upload)
        except FileRefused as refusal:
            refused.append(Refusal(shown_upload_name(upload), refusal.message))
            continue
        if file.sha256 in good:
            refused.append(Refusal(file.name, f"Tệp này đã chọn với tên “{good[file.sha256].name}”."))
        elif len(good) >= settings.EVIDENCE_MAX_FILES:
            refused.append(Refusal(file.name, f"Mỗi lần cập nhật kèm tối đa {settings.EVIDENCE_MAX_FILES} tệp."))
        else:
            good[file.sha256] = file
    return list(good.values())


def _write_once(
    task: Task,
    by: Any,
    organisation: Organisation,
    text: str,
    checked: list[CheckedFile],
    refused: list[Refusal],
    stored: list[str],
    step: Step,
    shown: tuple[str, int | None] | None,
) -> Progressed:
    # Two people at the same task queue up here; the later one's state stands and the history has both.
    current = Task.objects.select_for_update(of=("self",)).select_related("plan").get(pk=task.pk)
    if current.plan.status != PlanStatus.IN_FORCE:
        raise Conflict("Kế hoạch không còn ở tình trạng đang thực hiện nên không cập nhật được nhiệm vụ.")
    stored_state = (current.status, current.progress)
    before, after = shown or stored_state, step(*stored_state)
    if after == before and not text and not checked:
        raise NothingNew(refused)
    status, progress = after
    update = TaskUpdate(
        task=current,
        organisation=organisation,
        by=by,
        status=status,
        progress=progress,
        text=text,
        at=timezone.now(),
    )
    update.full_clean()
    update.save()
    for file in checked:
        row = TaskFile(update=update, name=file.name, type=file.type, size=file.upload.size or 0, sha256=file.sha256)
        row.file.save(file.storage_name, file.upload, save=False)
        stored.append(str(row.file.name))
        row.save()
    current.status, current.progress = status, progress
    current.save(update_fields=["status", "progress"])
    task.status, task.progress = status, progress
    return Progressed(update, refused, warnings_about(before, after, text))
