"""What the forecast of pupils assumes where the registry has no cohort to look at (Plan 04 III.5)."""

from django.db import models

from schools.enums import Grade
from schools.models import Organisation
from vietnamese.fields import NFCCharField


class EntrantForecast(models.Model):
    """How many children are expected to enter the youngest grade of a commune, or of the whole area, in a school year:
    births are known to the commune and to nobody's registry."""

    commune = models.ForeignKey(
        Organisation, verbose_name="địa bàn", null=True, blank=True, on_delete=models.CASCADE, related_name="entrants"
    )
    school_year = models.PositiveSmallIntegerField("năm học (năm bắt đầu)")
    grade = models.CharField("khối", max_length=4, choices=Grade)
    pupils = models.PositiveIntegerField("số học sinh, trẻ")
    source = NFCCharField("căn cứ", max_length=200, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "dự báo đầu vào"
        verbose_name_plural = "dự báo đầu vào"
        ordering = ["school_year", "grade", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["commune", "school_year", "grade"],
                name="entrants_once",
                violation_error_message="Địa bàn đã có số dự báo của khối này.",
            ),
            # Two empty communes are equal here; SQLite knows no NULLS NOT DISTINCT, so the case is stated apart.
            models.UniqueConstraint(
                fields=["school_year", "grade"],
                condition=models.Q(commune__isnull=True),
                name="entrants_once_for_all",
                violation_error_message="Toàn địa bàn đã có số dự báo của khối này.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school_year} {self.get_grade_display()}: {self.pupils}"
