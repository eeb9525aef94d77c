"""Which officer looks after which schools."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.enums import Level
from schools.models import Organisation


class ReviewAssignmentQuerySet(models.QuerySet["ReviewAssignment"]):
    def of(self, user: Any) -> Self:
        return self.filter(user_id=user.pk)


class ReviewAssignment(models.Model):
    """An officer of a receiving organisation is responsible for a level, or for a commune, or for one level there.

    A school belongs to every officer one of whose lines fits; schools that fit nobody are everybody's.
    """

    receiver = models.ForeignKey(
        Organisation, verbose_name="cơ quan nhận báo cáo", on_delete=models.CASCADE, related_name="review_assignments"
    )
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="chuyên viên",
        on_delete=models.CASCADE,
        related_name="review_assignments",
    )
    level = models.CharField("cấp học", max_length=4, choices=Level, blank=True)
    commune = models.ForeignKey(
        Organisation, verbose_name="địa bàn", null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )

    objects = ReviewAssignmentQuerySet.as_manager()

    class Meta:
        verbose_name = "phân công theo dõi"
        verbose_name_plural = "phân công theo dõi"
        ordering = ["receiver", "user", "level", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(level="") | Q(commune__isnull=False),
                name="assignment_names_something",
                violation_error_message="Chọn cấp học, hoặc địa bàn, hoặc cả hai.",
            ),
            models.UniqueConstraint(
                fields=["receiver", "user", "level", "commune"],
                name="assignment_once",
                violation_error_message="Phân công này đã có.",
            ),
            models.UniqueConstraint(
                fields=["receiver", "user", "level"],
                condition=Q(commune__isnull=True),
                name="assignment_once_without_commune",
                violation_error_message="Phân công này đã có.",
            ),
        ]

    def __str__(self) -> str:
        place = self.commune.short_name if self.commune else ""
        return f"{self.user}: {' · '.join(filter(None, (self.get_level_display(), place)))}"
