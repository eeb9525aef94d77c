"""Who changed what: read only."""

from typing import Any

from auditlog.models import LogEntry
from django.contrib import admin
from django.contrib.contenttypes.models import ContentType
from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.html import format_html_join

from accounts.models import ChangeLogEntry

ACTIONS = {
    LogEntry.Action.CREATE: "Thêm",
    LogEntry.Action.UPDATE: "Sửa",
    LogEntry.Action.DELETE: "Xóa",
    LogEntry.Action.ACCESS: "Xem",
}
SHOWN_FIELDS = 3


class ActionFilter(admin.SimpleListFilter):
    title = "việc"
    parameter_name = "action"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        return list(ACTIONS.items())[:3]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(action=int(value)) if value.isdigit() else queryset


class KindFilter(admin.SimpleListFilter):
    """Kinds of objects that have changed at least once."""

    title = "loại dữ liệu"
    parameter_name = "kind"

    def lookups(self, request: HttpRequest, model_admin: Any) -> list[tuple[Any, str]]:
        used = ChangeLogEntry.objects.order_by().values("content_type").distinct()
        return [(kind.pk, kind.name) for kind in ContentType.objects.filter(pk__in=used).order_by("app_label", "model")]

    def queryset(self, request: HttpRequest, queryset: QuerySet[Any]) -> QuerySet[Any]:
        value = self.value() or ""
        return queryset.filter(content_type=int(value)) if value.isdigit() else queryset


@admin.register(ChangeLogEntry)
class ChangeLogAdmin(admin.ModelAdmin):
    list_display = ("timestamp", "who", "what", "kind", "object_repr", "summary")
    list_display_links = ("timestamp",)
    list_select_related = ("content_type", "actor")
    list_filter = (ActionFilter, KindFilter)
    date_hierarchy = "timestamp"
    search_fields = ("object_repr", "actor__search_key", "actor__username")
    search_help_text = "Tên đối tượng hoặc người thay đổi."
    list_per_page = 50
    show_full_result_count = False
    fields = ("timestamp", "who", "what", "kind", "object_repr", "changed")
    readonly_fields = fields

    def lookup_allowed(self, lookup: str, value: Any, request: HttpRequest | None = None) -> bool:
        """The history page of an object links here with these."""
        own = {"content_type__app_label", "content_type__model", "object_pk"}
        return lookup in own or super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def has_add_permission(self, request: HttpRequest) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    @admin.display(description="người thay đổi", ordering="actor__sort_key")
    def who(self, entry: LogEntry) -> str:
        return str(entry.actor) if entry.actor else "(tự động)"

    @admin.display(description="việc", ordering="action")
    def what(self, entry: LogEntry) -> str:
        return ACTIONS[entry.action]

    @admin.display(description="loại dữ liệu")
    def kind(self, entry: LogEntry) -> str:
        return entry.content_type.name

    @admin.display(description="nội dung")
    def summary(self, entry: LogEntry) -> str:
        """The first changed fields by their Vietnamese names."""
        if entry.action != LogEntry.Action.UPDATE:
            return ""
        names = list(entry.changes_display_dict)
        more = f" và {len(names) - SHOWN_FIELDS} mục khác" if len(names) > SHOWN_FIELDS else ""
        return ", ".join(names[:SHOWN_FIELDS]) + more

    @admin.display(description="thay đổi")
    def changed(self, entry: LogEntry) -> str:
        rows = ((name, *values[:2]) for name, values in entry.changes_display_dict.items() if len(values) == 2)
        return format_html_join("", "<p><strong>{}</strong>: {} → {}</p>", rows)
