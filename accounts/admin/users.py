"""People: creating accounts, giving a first password, unlocking."""

from typing import Any

from auditlog.registry import auditlog
from axes.utils import reset
from django.contrib import admin, messages
from django.contrib.auth import forms as auth_forms
from django.contrib.auth.admin import UserAdmin
from django.db.models import QuerySet
from django.http import HttpRequest

from accounts.models import User
from vietnamese.admin import FoldedSearchMixin

# Hashes and the time of each login are no changes anybody may want to read.
auditlog.register(User, exclude_fields=["password", "last_login", "search_key", "sort_key"])


class GivenPasswordMixin:
    """A password known to the one who gives it: its owner has to set another at the next login."""

    def save(self, commit: bool = True) -> User:
        user: User = getattr(self, "user", None) or self.instance  # type: ignore[attr-defined]
        user.must_change_password = True
        user.first_password_until = None
        return super().save(commit)  # type: ignore[misc]


class AccountCreationForm(GivenPasswordMixin, auth_forms.AdminUserCreationForm):
    class Meta(auth_forms.AdminUserCreationForm.Meta):
        model = User
        fields = ("username", "full_name", "email", "phone")


class GivenPasswordForm(GivenPasswordMixin, auth_forms.AdminPasswordChangeForm):
    pass


@admin.register(User)
class AccountAdmin(FoldedSearchMixin, UserAdmin):
    add_form = AccountCreationForm
    change_password_form = GivenPasswordForm
    list_display = ("full_name", "username", "email", "phone", "is_active", "is_staff", "last_login")
    list_filter = ("is_active", "is_staff", "must_change_password")
    search_fields = ("search_key",)
    ordering = ("sort_key", "pk")
    list_per_page = 100
    filter_horizontal = ()
    actions = ("unlock",)
    fieldsets = (
        (None, {"fields": ("username", "password", "must_change_password")}),
        ("Thông tin liên hệ", {"fields": ("full_name", "email", "phone")}),
        ("Quyền quản trị", {"fields": ("is_active", "is_staff", "is_superuser")}),
        ("Thời điểm", {"fields": ("last_login", "date_joined")}),
    )
    add_fieldsets = (
        (
            None,
            {
                "classes": ("wide",),
                "fields": ("username", "full_name", "email", "phone", "usable_password", "password1", "password2"),
            },
        ),
    )

    def get_readonly_fields(self, request: HttpRequest, obj: User | None = None) -> tuple[str, ...]:
        times = ("last_login", "date_joined")
        return times if request.user.is_superuser else (*times, "is_staff", "is_superuser")

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        """Whoever may edit people must not take over the account of somebody who may do more."""
        if obj is not None and obj.is_superuser and not request.user.is_superuser:
            return False
        return super().has_change_permission(request, obj)

    @admin.action(description="Mở khóa đăng nhập", permissions=["change"])
    def unlock(self, request: HttpRequest, queryset: QuerySet[Any]) -> None:
        """Forget the wrong passwords of the chosen accounts, so that they can log in at once."""
        names = list(queryset.values_list("username", flat=True))
        for name in names:
            reset(username=name)
        self.message_user(request, f"Đã mở khóa đăng nhập cho {len(names)} tài khoản.", messages.SUCCESS)
