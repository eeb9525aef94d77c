"""What every file made from content by a worker has in common."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import Q

from reports.enums import FileFormat, FileState


class RenderedFileQuerySet(models.QuerySet):
    def unclaimed(self, now: dt.datetime) -> Self:
        """Files nobody works on: waiting, or left by a worker that died."""
        return self.filter(
            Q(state__in=[FileState.QUEUED, FileState.RENDERING]),
            Q(claimed_until__isnull=True) | Q(claimed_until__lt=now),
        )


class RenderedFile(models.Model):
    """One rendering. The hash of the content finds it again, so equal content is rendered once."""

    format = models.CharField("định dạng", max_length=5, choices=FileFormat, default=FileFormat.PDF)
    content_sha256 = models.CharField("mã nội dung", max_length=64)
    state = models.CharField("tình trạng", max_length=10, choices=FileState, default=FileState.QUEUED)
    progress = models.PositiveSmallIntegerField("tiến độ (%)", default=0)
    step = models.CharField("bước", max_length=80, blank=True)
    error = models.TextField("lỗi", blank=True)
    attempts = models.PositiveSmallIntegerField("số lần thử", default=0)
    claimed_until = models.DateTimeField("đang làm đến", null=True, blank=True)
    file = models.FileField("tệp", blank=True)
    file_sha256 = models.CharField("mã tệp", max_length=64, blank=True)
    size = models.PositiveIntegerField("dung lượng", default=0)
    pages = models.PositiveSmallIntegerField("số trang", default=0)
    requested_at = models.DateTimeField("yêu cầu lúc")
    ready_at = models.DateTimeField("xong lúc", null=True, blank=True)

    objects = RenderedFileQuerySet.as_manager()

    class Meta:
        abstract = True
