"""Who acts for which organisation, in which role, from when to when."""

import datetime as dt
from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone

from schools.enums import Role, role_title
from schools.models.organisation import Organisation
from vietnamese.fields import NFCCharField


class MembershipQuerySet(models.QuerySet["Membership"]):
    def in_force(self, on: dt.date | None = None) -> Self:
        """Memberships that count on the given day (today by default)."""
        day = on or timezone.localdate()
        return self.filter(
            Q(starts_on__isnull=True) | Q(starts_on__lte=day), Q(ends_on__isnull=True) | Q(ends_on__gte=day)
        )

    def ongoing(self, on: dt.date | None = None) -> Self:
        """Those in force on the day or later: not ended yet."""
        return self.filter(Q(ends_on__isnull=True) | Q(ends_on__gte=on or timezone.localdate()))


class Membership(models.Model):
    """A seat. The role belongs to the organisation, so a successor takes over with the whole history."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người dùng", on_delete=models.CASCADE, related_name="memberships"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="memberships"
    )
    role = models.CharField("vai trò", max_length=20, choices=Role)
    starts_on = models.DateField("từ ngày", null=True, blank=True)
    ends_on = models.DateField("đến hết ngày", null=True, blank=True)
    is_deputy = models.BooleanField("cấp phó", default=False, help_text="Ký thay người đứng đầu (KT.).")
    decision = NFCCharField("quyết định, căn cứ", max_length=120, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        verbose_name = "thành viên"
        verbose_name_plural = "thành viên"
        ordering = ["organisation__sort_key", "role", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["user", "organisation", "role", "starts_on"],
                name="membership_once",
                violation_error_message="Người này đã giữ vai trò này ở đơn vị.",
            ),
            # Two empty days are equal here; SQLite knows no NULLS NOT DISTINCT, so the case is stated apart.
            models.UniqueConstraint(
                fields=["user", "organisation", "role"],
                condition=Q(starts_on__isnull=True),
                name="membership_once_without_day",
                violation_error_message="Người này đã giữ vai trò này ở đơn vị.",
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True) | Q(starts_on__isnull=True) | Q(ends_on__gte=F("starts_on")),
                name="membership_valid_range",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} – {self.title}, {self.organisation}"

    @property
    def title(self) -> str:
        """The role as it is addressed: a deputy is “Phó hiệu trưởng”."""
        return role_title(self.role, is_deputy=self.is_deputy)

    def is_over(self, on: dt.date) -> bool:
        """Whether the last day lies before the given one."""
        return self.ends_on is not None and self.ends_on < on

    def is_ahead(self, on: dt.date) -> bool:
        """Whether the first day comes after the given one."""
        return self.starts_on is not None and self.starts_on > on
