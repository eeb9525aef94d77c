"""Writing the summary of a period: its draft is begun, its sections are put into other words and back.

Every change of words is kept in the log with what stood there before (`reports.queries.section_history`), so nothing
that was written is lost, whoever writes over it or takes the words of the data again.
"""

import logging
from typing import Any

from auditlog.models import LogEntry
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone

from plans.digests import digest_of
from plans.models import ReportingPeriod
from reports.documents.section_texts import MOST_CHARACTERS, clean
from reports.enums import SummaryStatus
from reports.models import SummaryReport, SummarySection
from reports.queries.section_history import KEY, SUMMARY, title_in_log
from reports.services.errors import Conflict
from reports.services.rendering import summary_of
from reports.services.summary_conflicts import overtaken
from vietnamese.numbers import format_number

logger = logging.getLogger(__name__)

EMPTY = "Mục không được để trống. Muốn bỏ lời đã sửa thì lấy lại bản soạn từ số liệu."
TOO_LONG = "Mục dài {length} ký tự, quá {most} ký tự. Đề nghị rút gọn hoặc chuyển phần chi tiết sang phụ lục."


class SectionChanged(Conflict):
    """Somebody else changed the words of the same section after the person opened it. `stored` are their words, None
    where they took the words of the data."""

    def __init__(self, stored: SummarySection | None) -> None:
        self.stored = stored
        super().__init__("Mục này vừa được người khác sửa. Xem chỗ khác nhau rồi quyết định.")


def begin(*, period: ReportingPeriod, by: Any) -> SummaryReport:
    """The current summary of a period; its draft is begun when there is none. `by` is named in the log."""
    summary = summary_of(period)
    logger.info("summary %s opened for editing by user %s", summary.pk, getattr(by, "pk", None))
    return summary


def section_digest(row: SummarySection | None) -> str:
    """What a person has read of a section: None while it says what the data say."""
    return digest_of([] if row is None else [{"text": row.text, "base": row.base}])


def save_section(
    *, summary: SummaryReport, key: str, text: str, draft: str, read_as: str, by: Any
) -> SummarySection | None:
    """Put a section into these words. `draft` is what the data said on the page where they were written.

    Words edited before keep the draft they were compared with last, so a difference that nobody has decided about
    goes on being shown. Words that say what the data say are no edit: the section follows the data again, and None is
    returned.

    Raises:
        SectionChanged: the section is not as the person read it; nothing was written.
        Conflict: the summary is no draft any more. ValidationError: no words, or too many.
    """
    return _write(summary, key, text, draft, read_as, by, is_seen=False)


def keep_section(
    *, summary: SummaryReport, key: str, text: str, draft: str, read_as: str, by: Any
) -> SummarySection | None:
    """Keep these words although the data say something else by now: `draft` has been seen and decided about.

    Raises:
        SectionChanged, Conflict, ValidationError: as `save_section`.
    """
    return _write(summary, key, text, draft, read_as, by, is_seen=True)


@transaction.atomic
def take_draft(*, summary: SummaryReport, key: str, read_as: str, by: Any) -> bool:
    """Let the section say what the data say again. The words that stood there remain in its history. False when
    nobody had edited it.

    Raises:
        SectionChanged: the words are not those the person read; nothing was written.
        Conflict: the summary is no draft any more.
    """
    row = _lock(summary, key, read_as)
    if row is None:
        return False
    _drop(row, by)
    return True


@transaction.atomic
def _write(
    summary: SummaryReport, key: str, text: str, draft: str, read_as: str, by: Any, *, is_seen: bool
) -> SummarySection | None:
    words, draft = _checked(text), clean(draft)
    row = _lock(summary, key, read_as, words)
    if words == draft:
        if row is not None:
            _drop(row, by)
        return None
    before = draft if row is None else row.text
    if row is None:
        row = SummarySection(summary=summary, key=key, base=draft)
    if is_seen:
        row.base = draft
    if before != words:
        row.text, row.updated_at, row.updated_by = words, timezone.now(), by
    row.save()
    if before != words:
        _log(row, LogEntry.Action.UPDATE, before, words, by)
    return row


def _checked(text: str) -> str:
    words = clean(text)
    if not words:
        raise ValidationError(EMPTY)
    if len(words) > MOST_CHARACTERS:
        raise ValidationError(TOO_LONG.format(length=format_number(len(words)), most=format_number(MOST_CHARACTERS)))
    return words


def _lock(summary: SummaryReport, key: str, read_as: str, words: str | None = None) -> SummarySection | None:
    """The section as it is stored, with its draft locked until the transaction ends: whoever finalises waits, and so
    does whoever begins to edit the same section, although it has no row yet. Two who wrote the same words agree."""
    drafts = SummaryReport.objects.select_for_update().filter(pk=summary.pk, status=SummaryStatus.DRAFT)
    if drafts.order_by("pk").values_list("pk").first() is None:
        raise overtaken(summary)
    row = SummarySection.objects.select_related("updated_by").filter(summary=summary, key=key).first()
    if section_digest(row) != read_as and (row is None or row.text != words):
        raise SectionChanged(row)
    return row


def _drop(row: SummarySection, by: Any) -> None:
    _log(row, LogEntry.Action.DELETE, row.text, "", by)
    row.delete()


def _log(row: SummarySection, action: int, before: str, after: str, by: Any) -> None:
    LogEntry.objects.log_create(
        row,
        force_log=True,
        action=action,
        changes={"text": [before, after]},
        actor=by,
        object_repr=title_in_log(row),
        additional_data={SUMMARY: row.summary_id, KEY: row.key},
    )
