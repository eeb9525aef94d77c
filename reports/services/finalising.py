"""Freezing a summary: figures and words stay as the head has approved them (docs/adr/0019)."""

import hashlib
from typing import Any

from django.db import transaction
from django.utils import timezone

from reports.documents.content import OfficialDocument, canonical_json, plain
from reports.documents.current import edited
from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.queries.summary_included import included_now
from reports.services.errors import Conflict
from reports.services.summary_conflicts import overtaken
from reports.verification import new_code

NOT_OPEN = "Kỳ báo cáo chưa mở nên chưa có số liệu để chốt."
MOVING = "Báo cáo của đơn vị vừa thay đổi trong lúc chốt. Đề nghị xem lại rồi chốt."
NOT_AS_SEEN = "Số liệu hoặc lời văn đã thay đổi sau khi trang này mở. Đề nghị xem lại bản mới rồi chốt."


def fingerprint(document: OfficialDocument) -> str:
    """The SHA-256 of what a document says; it does not change when only the layout does."""
    return hashlib.sha256(canonical_json(document).encode()).hexdigest()


@transaction.atomic
def finalise(*, summary: SummaryReport, by: Any, seen: str = "") -> SummaryReport:
    """Freeze a draft: its content as it reads now, which versions of which reports it counts, and its code.

    `seen` is the fingerprint of the document the head has read; when it no longer holds, nothing is frozen.

    Raises:
        Conflict: the period has not opened, it is no draft any more, or it changed while it was read.
    """
    period = summary.period
    if not period.submissions.exists():
        raise Conflict(NOT_OPEN)
    drafts = SummaryReport.objects.filter(pk=summary.pk, status=SummaryStatus.DRAFT)
    if drafts.select_for_update().values_list("pk").first() is None:
        raise overtaken(summary)
    included = included_now(period)
    document = edited(summary)
    if included_now(period) != included:
        raise Conflict(MOVING)
    digest = fingerprint(document)
    if seen and seen != digest:
        raise Conflict(NOT_AS_SEEN)
    changed = drafts.update(
        status=SummaryStatus.FINALISED,
        content=plain(document),
        content_sha256=digest,
        included=included,
        code=_unused_code(),
        finalised_at=timezone.now(),
        finalised_by=by,
    )
    if not changed:
        raise overtaken(summary)
    summary.refresh_from_db()
    return summary


def withdraw_finalising(*, summary: SummaryReport, by: Any) -> SummaryReport:
    """Make a finalised summary a draft again; number and day go with it, and its code no longer leads anywhere.

    Raises:
        Conflict: it is a draft, or published already.
    """
    finalised = SummaryReport.objects.filter(pk=summary.pk, status=SummaryStatus.FINALISED)
    changed = finalised.update(
        status=SummaryStatus.DRAFT,
        content=None,
        content_sha256="",
        included=None,
        code="",
        finalised_at=None,
        finalised_by=None,
        number=None,
        issued_on=None,
        numbered_at=None,
        numbered_by=None,
    )
    if not changed:
        raise overtaken(summary)
    summary.refresh_from_db()
    return summary


def _unused_code() -> str:
    while SummaryReport.objects.filter(code=(code := new_code())).exists():
        pass
    return code
