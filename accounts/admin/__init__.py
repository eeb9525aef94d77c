"""Administration of people, and what belongs to the administration as a whole."""

from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.auth.models import Group

from accounts.admin.changes import ChangeLogAdmin
from accounts.admin.users import AccountAdmin

__all__ = ["AccountAdmin", "ChangeLogAdmin"]

admin.site.site_header = admin.site.site_title = "Quản trị cổng"
admin.site.index_title = "Danh mục và dữ liệu"
# What a person may do follows from seats, not from groups.
admin.site.unregister(Group)
# Shown by `ChangeLogAdmin`, in Vietnamese.
admin.site.unregister(LogEntry)
