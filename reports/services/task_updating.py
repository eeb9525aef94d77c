"""Telling how a task stands, and stopping the reminders of one that is done, in one transaction."""

from collections.abc import Sequence
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction

from plans.enums import TaskStatus
from plans.models import Task
from plans.services.progressing import Progressed, update_task
from reports.services.task_notices import cancel_task_reminders
from schools.models import Organisation


@transaction.atomic
def tell_task(
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
    """`plans.services.progressing.update_task`; a task that is done is asked for no more.

    Raises:
        Conflict, NothingNew: as there.
    """
    outcome = update_task(
        task=task,
        by=by,
        organisation=organisation,
        status=status,
        progress=progress,
        text=text,
        files=files,
        shown=shown,
    )
    if status == TaskStatus.DONE:
        cancel_task_reminders([task.pk])
    return outcome
