"""Where money comes from."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from vietnamese.fields import NFCCharField


class FundSourceQuerySet(models.QuerySet["FundSource"]):
    def in_force(self, on: dt.date) -> Self:
        """Sources that still give on the day."""
        return self.filter(Q(valid_to__isnull=True) | Q(valid_to__gte=on))


class FundSource(models.Model):
    """Where money comes from; names differ from place to place, so they are rows and not code. A source that has ended
    keeps what it gave."""

    code = models.CharField("mã", max_length=20, unique=True)
    name = NFCCharField("tên nguồn", max_length=120)
    is_community = models.BooleanField("do cộng đồng đóng góp", default=False)
    valid_to = models.DateField("dùng đến hết ngày", null=True, blank=True)
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    objects = FundSourceQuerySet.as_manager()

    class Meta:
        verbose_name = "nguồn kinh phí"
        verbose_name_plural = "nguồn kinh phí"
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name
