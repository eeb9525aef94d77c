"""What the office calls the state of a school's national standard on a day: pure words on dates."""

import datetime as dt
from dataclasses import dataclass

from django.db import models

from facilities.rechecks import months_before
from facilities.shares import SchoolRecord

SOON_MONTHS = 12


class StandardState(models.TextChoices):
    """Where a school stands; a school that is due soon is at the standard."""

    VALID = "valid", "Đạt chuẩn"
    DUE = "due", "Đạt chuẩn, sắp đến hạn kiểm tra lại"
    LAPSED = "lapsed", "Hết hạn công nhận"
    NEVER = "never", "Chưa công nhận"

    @property
    def is_at_standard(self) -> bool:
        return self in (StandardState.VALID, StandardState.DUE)


@dataclass(frozen=True)
class Standing:
    """The state of one school on a day, and the last day of the recognition that counts then or counted last."""

    state: StandardState
    due_on: dt.date | None = None


def standing_of(school: SchoolRecord, day: dt.date) -> Standing:
    """Only recognitions made by the day are known; the re-check is due soon within twelve months."""
    made = school.recognised_by(day)
    if not made:
        return Standing(StandardState.NEVER)
    last = max(until for _, until in made)
    if not school.is_at_standard(day):
        return Standing(StandardState.LAPSED, last)
    soon = months_before(last, SOON_MONTHS) <= day
    return Standing(StandardState.DUE if soon else StandardState.VALID, last)
