"""What one run of the reminders did, and what the ledger says about those before it."""

import datetime as dt
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field

from plans.deadlines import local_day
from plans.models import ReportingPeriod
from reports.enums import NotificationStatus
from reports.models import Notification, Submission
from reports.reminders import StageKey, round_key, round_of
from reports.services.notifying import REMINDERS

SENT = "đã gửi báo cáo"
NOT_DUE = "hôm nay không có mốc nhắc"
DONE = "đã nhắc ở mốc này"
TODAY = "hôm nay đã nhắc"
NOBODY = "không có người nhận"
OFF = "kế hoạch nhắc đang tắt"
CLOSED = "kế hoạch không còn thực hiện"


@dataclass
class PeriodRun:
    """What a run did for one period, by the code of the stage: schools reminded, people told, how many organisations
    stood in the lists; and schools left out, by reason."""

    schools: Counter[str] = field(default_factory=Counter)
    recipients: Counter[str] = field(default_factory=Counter)
    listed: Counter[str] = field(default_factory=Counter)
    skipped: Counter[str] = field(default_factory=Counter)


@dataclass
class ReminderRun:
    """What one run found on `today`; the periods in the order of their deadlines."""

    today: dt.date
    periods: dict[ReportingPeriod, PeriodRun] = field(default_factory=lambda: defaultdict(PeriodRun))

    @property
    def written(self) -> int:
        """Number of reminders and lists, one for each person."""
        return sum(sum(period.recipients.values()) for period in self.periods.values())


class Ledger:
    """The reminders already written about some reports: one query."""

    def __init__(self, submissions: Iterable[int], today: dt.date) -> None:
        self._keys: dict[int, set[str]] = defaultdict(set)
        self._last: dict[tuple[int, str], dt.date] = {}
        self._today: set[int] = set()
        rows = Notification.objects.filter(submission__in=list(submissions), kind__in=REMINDERS).order_by("pk")
        for pk, stage, status, created_at in rows.values_list("submission", "stage", "status", "created_at"):
            self._keys[pk].add(stage)
            if status == NotificationStatus.CANCELLED:
                continue
            day, of_round = local_day(created_at), (pk, round_of(stage))
            self._last[of_round] = max(day, self._last.get(of_round, day))
            if day == today:
                self._today.add(pk)

    def knows(self, row: Submission, key: StageKey) -> bool:
        """Whether this stage of this round has been written, or recorded as not needed."""
        return str(key) in self._keys[row.pk]

    def reminded_today(self, row: Submission) -> bool:
        return row.pk in self._today

    def last_day_reminded(self, row: Submission) -> dt.date:
        """The day of the last reminder of the present round, whatever its stage was called; long ago for none."""
        return self._last.get((row.pk, round_key(row.owed_until, row.revision)), dt.date.min)


def supersede(submissions: Collection[int], stages: Collection[str]) -> None:
    """Mails of earlier stages that still wait (mail server down, quiet hours) must not arrive after the newer one."""
    waiting = Notification.objects.filter(
        submission__in=submissions, kind__in=REMINDERS, status=NotificationStatus.PENDING
    )
    waiting.exclude(stage__in=stages).update(status=NotificationStatus.CANCELLED)
