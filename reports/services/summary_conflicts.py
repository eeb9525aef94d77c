"""What somebody else did with a summary meanwhile, as a sentence for the person who was slower."""

from typing import Any

from reports.enums import SummaryStatus
from reports.models import SummaryReport
from reports.services.errors import Conflict
from vietnamese.dates import format_datetime

GONE = "Dự thảo này không còn: có người vừa bỏ."
IS_DRAFT = "Báo cáo đang là dự thảo, chưa chốt hoặc vừa được rút chốt. Đề nghị tải lại trang."


def overtaken(summary: SummaryReport) -> Conflict:
    """The conflict to raise when a conditional change of the summary found nothing to change."""
    now = SummaryReport.objects.select_related("finalised_by", "published_by").filter(pk=summary.pk).first()
    if now is None:
        return Conflict(GONE)
    if now.status == SummaryStatus.PUBLISHED:
        return Conflict(f"Báo cáo {_done('phát hành', now.published_by, now.published_at)}, không thay đổi được nữa.")
    if now.status == SummaryStatus.FINALISED:
        return Conflict(f"Báo cáo {_done('chốt', now.finalised_by, now.finalised_at)}.")
    return Conflict(IS_DRAFT)


def _done(verb: str, by: Any, at: Any) -> str:
    return f"đã {f'được {by.get_full_name()} ' if by else ''}{verb} lúc {format_datetime(at)}"
