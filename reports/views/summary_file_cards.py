"""The card with the files of a summary: of each format what it is for, how far it is, and what may be done with it."""

from dataclasses import dataclass
from typing import Any

from reports.documents.content import OfficialDocument
from reports.enums import Capability, FileFormat, FileState
from reports.models import SummaryFile, SummaryReport
from reports.permissions import can
from reports.queries.summary_files import SUMMARY_FORMATS, shown_files
from reports.services import rendering
from reports.services.rendering_kinds import document_hash

PURPOSES = {
    FileFormat.PDF: "In, ký và gửi đi",
    FileFormat.DOCX: "Sửa tiếp bằng Word",
    FileFormat.XLSX: "Các bảng, phụ lục; tổng là công thức",
}
ADDRESSES = {FileFormat.PDF: "summary_pdf", FileFormat.DOCX: "summary_word", FileFormat.XLSX: "summary_excel"}


@dataclass(frozen=True)
class FileCard:
    """One format. `row` is None while nobody has asked for it; a file that vanished counts as none."""

    format: str
    name: str
    purpose: str
    address: str
    row: SummaryFile | None
    is_outdated: bool

    @property
    def is_ready(self) -> bool:
        return self._is(FileState.READY)

    @property
    def is_working(self) -> bool:
        return self._is(FileState.QUEUED, FileState.RENDERING)

    @property
    def is_failed(self) -> bool:
        return self._is(FileState.FAILED)

    @property
    def is_stopped(self) -> bool:
        return self._is(FileState.CANCELLED)

    def _is(self, *states: FileState) -> bool:
        return self.row is not None and self.row.state in states


def file_context(user: Any, summary: SummaryReport, document: OfficialDocument | None = None) -> dict[str, Any]:
    """What `reports/summary/_files.html` reads; one query.

    A draft that nobody has begun has no row (`summary.pk` is None) and no files. `document` is what the draft says
    now, where the caller knows it: files made of other words are told apart by it. What is frozen is never outdated.
    """
    rows = shown_files(summary)
    sha256 = document_hash(document) if document is not None and summary.is_draft else ""
    cards = [_card(file_format, rows.get(file_format), sha256) for file_format in SUMMARY_FORMATS]
    return {
        "file_cards": cards,
        "is_working": any(card.is_working for card in cards),
        "is_outdated": any(card.is_outdated for card in cards),
        "may_stop": can(user, Capability.ISSUE_SUMMARY, summary.period),
    }


def _card(file_format: FileFormat, row: SummaryFile | None, sha256: str) -> FileCard:
    if row is not None and row.state == FileState.READY and not rendering.is_usable(row):
        row = None
    is_outdated = bool(sha256 and row and row.state == FileState.READY and row.content_sha256 != sha256)
    name, purpose = FileFormat(file_format).label, PURPOSES[file_format]
    return FileCard(file_format, name, purpose, ADDRESSES[file_format], row, is_outdated)
