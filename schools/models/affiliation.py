"""To which commune a school belongs, from when to when: communes are drawn anew while schools stay (ADR 0013)."""

import datetime as dt
from typing import Any, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q

from schools.models.organisation import Organisation

OVERLAP = "Trường đã thuộc một địa bàn khác trong khoảng thời gian này."


class SchoolAffiliationQuerySet(models.QuerySet["SchoolAffiliation"]):
    def on(self, day: Any) -> Self:
        """Those in force on the day: a date, or an expression such as `OuterRef("period__data_to")`."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=day), Q(valid_to__isnull=True) | Q(valid_to__gte=day)
        )


class SchoolAffiliation(models.Model):
    """A school's place in one commune for a time, both days included; an empty day is open on that side.

    A figure of a period belongs to the commune in force on the period's last day of data, whatever came later
    (domain reference §5.6).
    """

    school = models.ForeignKey(
        "schools.School", verbose_name="trường", on_delete=models.CASCADE, related_name="affiliations"
    )
    commune = models.ForeignKey(
        Organisation, verbose_name="địa bàn", on_delete=models.PROTECT, related_name="affiliated_schools"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến hết ngày", null=True, blank=True)

    objects = SchoolAffiliationQuerySet.as_manager()

    class Meta:
        verbose_name = "địa bàn theo thời gian"
        verbose_name_plural = "địa bàn theo thời gian"
        ordering = ["school", F("valid_from").asc(nulls_first=True), "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(valid_to__isnull=True),
                name="affiliation_one_open",
                violation_error_message="Trường đã có một địa bàn chưa ghi ngày kết thúc.",
            ),
            models.UniqueConstraint(
                fields=["school", "valid_from"],
                name="affiliation_school_valid_from",
                violation_error_message="Trường đã có địa bàn từ ngày này.",
            ),
            # Two empty days are equal here; SQLite knows no NULLS NOT DISTINCT, so the case is stated apart.
            models.UniqueConstraint(
                fields=["school"],
                condition=Q(valid_from__isnull=True),
                name="affiliation_school_without_day",
                violation_error_message="Trường đã có địa bàn không ghi ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="affiliation_valid_range",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school} – {self.commune}"

    def clean(self) -> None:
        """Raises:
        ValidationError: the school has another commune on one of the days.
        """
        if self.school_id and any(self.overlaps(other) for other in self._others()):
            raise ValidationError(OVERLAP)

    def _others(self) -> models.QuerySet["SchoolAffiliation"]:
        return SchoolAffiliation.objects.filter(school_id=self.school_id).exclude(pk=self.pk)

    def covers(self, day: dt.date) -> bool:
        """Whether the affiliation is in force on the day."""
        return self.first_day <= day <= self.last_day

    def overlaps(self, other: "SchoolAffiliation") -> bool:
        """Whether some day belongs to both."""
        return self.first_day <= other.last_day and other.first_day <= self.last_day

    @property
    def first_day(self) -> dt.date:
        return self.valid_from or dt.date.min

    @property
    def last_day(self) -> dt.date:
        return self.valid_to or dt.date.max
