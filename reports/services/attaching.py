"""Attaching files to a report and taking them off again."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from django.conf import settings
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.utils import timezone

from plans.models import OutlineSection
from plans.services.uploading import CheckedFile, FileRefused, check_upload, shown_upload_name
from reports import workflow
from reports.enums import Action, SubmissionStatus
from reports.models import Evidence, Submission, SubmissionVersion
from reports.services import correcting, editing


@dataclass(frozen=True)
class Refusal:
    """A file that was not taken, and why."""

    name: str
    message: str


@dataclass
class Attaching:
    """What became of several files: each is taken or refused by itself."""

    taken: list[str] = field(default_factory=list)
    refused: list[Refusal] = field(default_factory=list)


def attach_files(
    *, submission: Submission, by: Any, section: OutlineSection, files: Sequence[UploadedFile]
) -> Attaching:
    """Add files to a section of a report that is being written. Good files are kept, and every other one is named
    with its reason; a first file starts the report as typing does.

    Raises:
        TransitionNotAllowed: the report is not being written.
        Locked: the reviewer has not asked for anything at this section.
        Conflict: its state changed in the meantime; no file is kept.
    """
    workflow.transition(Action.SAVE, SubmissionStatus(submission.status))
    result = Attaching()
    checked = [file for upload in files if (file := _look_at(upload, result))]
    if not checked:
        return result
    stored: list[str] = []
    try:
        with transaction.atomic():
            _attach(submission, by, section, checked, result, stored)
    except BaseException:
        # The rows are gone with the transaction; what was written for them must not stay behind.
        for name in stored:
            default_storage.delete(name)
        raise
    return result


def _look_at(upload: UploadedFile, result: Attaching) -> CheckedFile | None:
    try:
        return check_upload(upload)
    except FileRefused as refused:
        result.refused.append(Refusal(shown_upload_name(upload), refused.message))
        return None


def _attach(
    submission: Submission,
    by: Any,
    section: OutlineSection,
    checked: list[CheckedFile],
    result: Attaching,
    stored: list[str],
) -> None:
    # Two uploads at once queue up here, so that together they cannot pass the limit.
    Submission.objects.select_for_update().filter(pk=submission.pk).values_list("pk").get()
    correcting.require_files_open(submission=submission, section_id=section.pk)
    known = {row.sha256: row for row in Evidence.objects.filter(submission=submission, section=section)}
    count = sum(row.removed_at is None for row in known.values())
    for file in checked:
        twin = known.get(file.sha256)
        if twin is not None and twin.removed_at is None:
            result.refused.append(Refusal(file.name, f"Tệp này đã có ở mục này với tên “{twin.name}”."))
        elif count >= settings.EVIDENCE_MAX_FILES:
            full = f"Mục này đã đủ {settings.EVIDENCE_MAX_FILES} tệp. Gỡ bớt tệp không cần rồi tải lại."
            result.refused.append(Refusal(file.name, full))
        else:
            known[file.sha256] = _keep(submission, by, section, file, twin, stored)
            result.taken.append(file.name)
            count += 1
    if result.taken:
        editing.save_report(submission=submission, by=by, changes={})


def _keep(
    submission: Submission,
    by: Any,
    section: OutlineSection,
    file: CheckedFile,
    twin: Evidence | None,
    stored: list[str],
) -> Evidence:
    """The row of a file: a new one with the stored bytes, or the one that was taken off before."""
    row = twin or Evidence(submission=submission, section=section, sha256=file.sha256)
    row.name, row.type, row.size = file.name, file.type, file.upload.size or 0
    row.uploaded_by, row.uploaded_at, row.removed_at = by, timezone.now(), None
    if twin is None:
        row.file.save(file.storage_name, file.upload, save=False)
        stored.append(str(row.file.name))
    row.save()
    return row


@transaction.atomic
def remove_evidence(*, evidence: Evidence, by: Any) -> None:
    """Take a file off a report that is being written. A file that a frozen version names is kept for reading that
    version; any other is deleted after the commit.

    Raises:
        TransitionNotAllowed: the report is not being written. Conflict: its state changed in the meantime.
        Locked: the reviewer has not asked for anything at this section.
    """
    submission = evidence.submission
    workflow.transition(Action.SAVE, SubmissionStatus(submission.status))
    Submission.objects.select_for_update().filter(pk=submission.pk).values_list("pk").get()
    correcting.require_files_open(submission=submission, section_id=evidence.section_id)
    if is_frozen(evidence):
        Evidence.objects.attached().filter(pk=evidence.pk).update(removed_at=timezone.now())
    else:
        evidence.delete()
    editing.save_report(submission=submission, by=by, changes={})


def is_frozen(evidence: Evidence) -> bool:
    """Whether a version that was sent names the file."""
    versions = SubmissionVersion.objects.filter(submission=evidence.submission_id).order_by("revision")
    return any(
        entry["section"] == evidence.section.code and entry["sha256"] == evidence.sha256
        for content in versions.values_list("content", flat=True)
        for entry in content.get("evidence", [])
    )
