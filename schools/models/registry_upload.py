"""A workbook of the registry somebody brought, kept until it is confirmed or given up."""

from django.conf import settings
from django.db import models

from vietnamese.fields import NFCCharField


class RegistryUpload(models.Model):
    """One uploaded workbook. It stays when a session ends, so nobody uploads twice; what it would change is computed
    anew whenever it is looked at. The bytes go once they are not needed any more, the row says who changed what."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    name = NFCCharField("tên tệp", max_length=200)
    data = models.BinaryField("nội dung tệp", default=b"")
    uploaded_at = models.DateTimeField("tải lên lúc")
    applied_at = models.DateTimeField("nhập lúc", null=True, blank=True)
    created = models.PositiveIntegerField("số dòng thêm mới", default=0)
    changed = models.PositiveIntegerField("số dòng thay đổi", default=0)

    class Meta:
        verbose_name = "lần nhập danh bạ trường"
        verbose_name_plural = "lần nhập danh bạ trường"
        ordering = ["-uploaded_at", "-pk"]

    def __str__(self) -> str:
        return self.name
