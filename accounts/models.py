"""The person. What a person may do comes from the organisations they act for, not from this table."""

from auditlog.models import LogEntry
from django.contrib.auth.models import AbstractUser
from django.db import models
from django.utils import timezone

from vietnamese.fields import NFCCharField, SearchKeyField, SortKeyField


class User(AbstractUser):
    """A person who logs in. Names are one field, as Vietnamese names are written: họ, đệm, tên."""

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]

    full_name = NFCCharField("họ và tên", max_length=120)
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    must_change_password = models.BooleanField(
        "phải đặt mật khẩu mới", default=False, help_text="Lần đăng nhập tới, người dùng đặt mật khẩu của riêng mình."
    )
    first_password_until = models.DateTimeField(
        "mật khẩu lần đầu dùng đến",
        null=True,
        blank=True,
        help_text="Sau lúc này mật khẩu do người khác cấp không dùng được nữa.",
    )
    search_key = SearchKeyField(source=["full_name", "username"])
    sort_key = SortKeyField(source="full_name", person=True)

    REQUIRED_FIELDS = ["full_name"]

    class Meta:
        verbose_name = "người dùng"
        verbose_name_plural = "người dùng"
        ordering = ["sort_key", "pk"]

    def __str__(self) -> str:
        return self.full_name or self.username

    @property
    def is_first_password_over(self) -> bool:
        """Whether the password somebody else gave may not be used any more; one's own never ends."""
        until = self.first_password_until
        return self.must_change_password and until is not None and until <= timezone.now()

    def get_full_name(self) -> str:
        return self.full_name

    def get_short_name(self) -> str:
        """The given name, by which people are addressed: the last word of the full name."""
        return self.full_name.rsplit(" ", 1)[-1] if self.full_name else self.username


class ChangeLogEntry(LogEntry):
    """One change made to a registered object, under the name by which the administration shows it."""

    class Meta:
        proxy = True
        verbose_name = "thay đổi"
        verbose_name_plural = "nhật ký thay đổi"
        ordering = ["-timestamp", "-pk"]
