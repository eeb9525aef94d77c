"""Nothing scheduled for three days; then one or two real schedulers start, and every due reminder goes out once."""

import datetime as dt
import time
from collections import Counter
from dataclasses import dataclass
from typing import Any

import pytest
from django.utils import timezone

from plans.models import ReportingPeriod
from reports.enums import Audience, NotificationStatus
from reports.models import Notification
from reports.services.planning import reminder_plan_of, save_stage
from schools.enums import Role
from tests.factories import PlanFactory, ReportingPeriodFactory, SubmissionFactory, member
from tests.services.conftest import Services
from tests.services.servers import Mails, wait_until

FAST_BEAT = "tests.services.fast_beat"
REMINDING = {"FAST_BEAT_REMINDS": "1"}
SCHOOLS = 3
SEVERAL_SCANS = 4  # seconds; each scheduler looks once a second


@dataclass
class Missed:
    """A period whose last day was three days ago. Its plan chases one, two and three days after it and tells its
    officers after two; a second plan chases once, after one day."""

    principals: list[Any]
    officer: Any
    other_principal: Any

    @property
    def awaited(self) -> Counter[str]:
        """Each address with the number of mails it has to get."""
        return Counter(person.email for person in (*self.principals, self.officer, self.other_principal))


def ended_three_days_ago(stages: list[tuple[int, Audience]]) -> ReportingPeriod:
    """A period of a new plan with these stages only, which may send at any hour of any day."""
    today = timezone.localdate()
    plan = PlanFactory(year=today.year)
    reminders = reminder_plan_of(plan)
    reminders.stages.all().delete()
    for name in ("skips_saturdays", "skips_sundays", "skips_holidays"):
        setattr(reminders, name, False)
    reminders.sends_from, reminders.sends_until = dt.time(0), dt.time(23, 59, 59)
    reminders.save()
    for days, audience in stages:
        words = {"subject": f"Mốc {days}", "body": "{Kỳ} đã quá hạn."}
        save_stage(reminder_plan=reminders, by=None, data={"days": days, "audience": audience, **words})
    return ReportingPeriodFactory(
        plan=plan,
        data_from=today - dt.timedelta(days=100),
        data_to=today - dt.timedelta(days=31),
        opens_on=today - dt.timedelta(days=30),
        deadline_on=today - dt.timedelta(days=2),
    )


@pytest.fixture
def missed() -> Missed:
    every_day = [(days, Audience.SCHOOL) for days in (1, 2, 3)]
    period = ended_three_days_ago([*every_day, (2, Audience.OFFICERS)])
    other = ended_three_days_ago([(1, Audience.SCHOOL)])
    SubmissionFactory(period=period, submitted=True)
    return Missed(
        principals=[member(SubmissionFactory(period=period).organisation, Role.PRINCIPAL) for _ in range(SCHOOLS)],
        officer=member(period.plan.receiver, Role.OFFICER),
        other_principal=member(SubmissionFactory(period=other).organisation, Role.PRINCIPAL),
    )


def received(mails: Mails) -> Counter[str]:
    return Counter(str(mail["To"]) for mail in mails)


@pytest.mark.parametrize("schedulers", [1, 2])
def test_after_three_days_every_due_reminder_is_sent_once(
    services: Services, mails: Mails, missed: Missed, schedulers: int
) -> None:
    services.start_worker()  # it would work, but nobody schedules
    time.sleep(SEVERAL_SCANS)
    assert Notification.objects.count() == 0

    workers = [services.start_worker(beat=True, app=FAST_BEAT, env=REMINDING) for _ in range(schedulers)]
    mails.wait_for(sum(missed.awaited.values()), seconds=60)
    sent = Notification.objects.filter(status=NotificationStatus.SENT)
    wait_until(lambda: sent.count() == len(missed.awaited), what="all are marked as sent")
    time.sleep(SEVERAL_SCANS)
    assert received(mails) == missed.awaited
    assert {row.stage.split(" ")[0] for row in sent.filter(recipient__in=missed.principals)} == {"T+3"}

    needless = Notification.objects.filter(status=NotificationStatus.CANCELLED)
    assert Counter(row.stage.split(" ")[0] for row in needless) == {"T+1": SCHOOLS, "T+2": SCHOOLS}

    for worker in workers:
        services.kill_worker(worker)
    services.start_worker(beat=True, app=FAST_BEAT, env=REMINDING)
    time.sleep(SEVERAL_SCANS)
    assert received(mails) == missed.awaited, "a scheduler that starts anew sends nothing again"
