"""Correcting a published summary: by a new revision that says what it replaces, never by changing the old one."""

import logging
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone

from reports.enums import SummaryStatus
from reports.models import SummaryReport, SummarySection
from reports.services.errors import Conflict
from reports.services.summary_conflicts import GONE, overtaken

logger = logging.getLogger(__name__)

NOT_PUBLISHED = "Chỉ lập bản thay thế cho báo cáo đã phát hành; báo cáo đã chốt thì rút chốt để sửa."
ALREADY = "Báo cáo này đã có bản thay thế, hoặc có người vừa lập. Đề nghị tải lại trang."


@transaction.atomic
def correct(*, summary: SummaryReport, by: Any, reason: str) -> SummaryReport:
    """Begin the revision that replaces a published summary: a draft from the data of now, with the edited sections of
    the published one. What is published stays published and readable.

    Raises:
        Conflict: it is not published, or a revision that replaces it exists already.
        ValueError: no reason given.
    """
    if not reason.strip():
        raise ValueError("a correction needs a reason")
    published = SummaryReport.objects.select_for_update().filter(pk=summary.pk, status=SummaryStatus.PUBLISHED)
    if published.values_list("pk").first() is None:
        raise Conflict(NOT_PUBLISHED)
    try:
        with transaction.atomic():
            draft = SummaryReport.objects.create(
                period=summary.period, revision=summary.revision + 1, replaces=summary, reason=reason.strip()
            )
    except IntegrityError as error:
        raise Conflict(ALREADY) from error
    now = timezone.now()
    SummarySection.objects.bulk_create(
        SummarySection(
            summary=draft, key=one.key, text=one.text, base=one.base, updated_at=now, updated_by=one.updated_by
        )
        for one in summary.sections.order_by("key")
    )
    logger.info("summary %s: correction %s begun by user %s", summary.pk, draft.pk, getattr(by, "pk", None))
    return draft


@transaction.atomic
def drop_correction(*, summary: SummaryReport, by: Any) -> None:
    """Give up a draft that was to replace a published summary; what is published goes on to hold.

    Raises:
        Conflict: it is no draft any more, no correction, or gone already.
    """
    drafts = SummaryReport.objects.filter(pk=summary.pk, status=SummaryStatus.DRAFT, replaces__isnull=False)
    if not drafts.select_for_update().values_list("pk").first():
        raise overtaken(summary) if SummaryReport.objects.filter(pk=summary.pk).exists() else Conflict(GONE)
    logger.info("correction %s dropped by user %s", summary.pk, getattr(by, "pk", None))
    drafts.delete()
