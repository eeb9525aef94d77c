"""Moving the deadline of a whole period (docs/adr/0003).

The deadline is data of the period and everything else derives from it, so one saved row is effective everywhere at
once. What has to follow: the schools are told, reminders that name the old day are not sent, the plan gets a revision,
and the log keeps who moved it, from which day, and why.
"""

import datetime as dt
from typing import Any

from auditlog.models import LogEntry
from django.db import transaction
from django.utils import timezone

from plans.models import ReportingPeriod
from plans.services.revising import ensure_frozen, freeze_revision
from reports.enums import NotificationKind
from reports.queries.moves import MovePreview, default_words, preview_move, why_not_moved
from reports.services import notifying
from reports.services.errors import Conflict


@transaction.atomic
def move_deadline(
    *,
    period: ReportingPeriod,
    by: Any,
    deadline_on: dt.date,
    rule: str,
    text: str,
    reason: str,
) -> MovePreview:
    """Give the period another deadline; every school whose own last day changes by it is told at once.

    `period` is the period as the person saw it: when its deadline has been moved since, nothing is changed.

    Raises:
        Conflict: somebody else moved it meanwhile, or it cannot get this deadline (`why_not_moved`).
        ValueError: no reason given.
    """
    if not reason.strip():
        raise ValueError("moving a deadline needs a reason")
    # The plan first, as whoever changes targets does: two locks in two orders would wait for each other.
    ensure_frozen(plan=period.plan)
    current = ReportingPeriod.objects.select_related("plan").select_for_update(of=("self",)).get(pk=period.pk)
    if (current.deadline_on, current.deadline_rule) != (period.deadline_on, period.deadline_rule):
        raise Conflict(
            f"Hạn của kỳ vừa được đổi thành “{current.deadline_text}” trong lúc thầy/cô thao tác. "
            "Đề nghị xem lại trước khi đổi tiếp."
        )
    words = text.strip() or default_words(deadline_on, rule)
    refusal = why_not_moved(current, deadline_on, rule, words, today=timezone.localdate())
    if refusal:
        raise Conflict(refusal)
    preview = preview_move(current, deadline_on, rule)
    current.deadline_on, current.deadline_rule, current.deadline_text = deadline_on, rule, words
    current.save()
    freeze_revision(plan=current.plan, by=by, reason=reason)
    keep_reason(current, by=by, reason=reason.strip())
    tell(preview, reason=reason.strip())
    return preview


def keep_reason(period: ReportingPeriod, *, by: Any, reason: str) -> None:
    """Put the reason, and outside a request the person, beside the values that the log has just noted."""
    entry = LogEntry.objects.get_for_object(period).order_by("-pk").first()
    if entry is None:  # a row saved behind the log's back
        return
    entry.additional_data = {"reason": reason}
    entry.actor = entry.actor or by
    entry.save(update_fields=["additional_data", "actor"])


def tell(preview: MovePreview, *, reason: str) -> None:
    """Tell those whose own day changes, and start their round of reminders anew. In the transaction of the move."""
    notifying.notify_all(
        submissions=preview.told,
        kind=NotificationKind.DEADLINE_MOVED,
        stage=f"moved {timezone.now().isoformat(timespec='seconds')}",
        to="school",
        due_on=preview.new_day,
        old_day=preview.old_day,
        reason=reason,
    )
