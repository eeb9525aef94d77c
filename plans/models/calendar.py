"""Days on which offices are closed or open against the rule of the week and the public holidays."""

from django.db import models

from vietnamese.dates import format_date
from vietnamese.fields import NFCCharField


class CalendarDay(models.Model):
    """One day the office has decided about itself; it beats weekday and public holiday (`plans.working_days`)."""

    day = models.DateField("ngày", unique=True, error_messages={"unique": "Ngày này đã có trong lịch."})
    name = NFCCharField("nội dung", max_length=120, help_text="Ví dụ: nghỉ bù Quốc khánh; làm bù.")
    is_off = models.BooleanField("ngày nghỉ", default=True)

    class Meta:
        verbose_name = "ngày nghỉ, ngày làm bù"
        verbose_name_plural = "ngày nghỉ, ngày làm bù"
        ordering = ["day"]

    def __str__(self) -> str:
        return f"{format_date(self.day)}: {self.name}"
