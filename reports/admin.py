"""Reports in the administration: to look at. What happens to a report happens through the workflow and nowhere else."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest

from reports.models import (
    Extension,
    Notification,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    SummaryFile,
    SummaryReport,
)
from vietnamese.admin import FoldedSearchMixin


class ReadOnlyMixin:
    """Nothing can be added, changed or deleted; viewing needs the ordinary permission."""

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return False


class EventInline(ReadOnlyMixin, admin.TabularInline):
    model = SubmissionEvent
    fields = ("at", "action", "from_status", "to_status", "by", "due_on", "comment")
    extra = 0
    ordering = ("at", "pk")


class ExtensionInline(ReadOnlyMixin, admin.TabularInline):
    model = Extension
    fields = ("until", "reason", "granted_by", "granted_at")
    extra = 0


class ReportAdmin(ReadOnlyMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_per_page = 100
    show_full_result_count = False


@admin.register(Submission)
class SubmissionAdmin(ReportAdmin):
    list_display = (
        "organisation",
        "period",
        "status",
        "revision",
        "filled_percent",
        "first_submitted_at",
        "accepted_at",
    )
    list_filter = ("status", "period__plan", "period__label")
    list_select_related = ("organisation", "period__plan")
    search_fields = ("organisation__search_key",)
    ordering = ("-period__plan__year", "period__position", "organisation__sort_key", "pk")
    inlines = (EventInline, ExtensionInline)


@admin.register(SubmissionEvent)
class SubmissionEventAdmin(ReportAdmin):
    list_display = ("at", "submission", "action", "from_status", "to_status", "by", "due_on")
    list_filter = ("action", "submission__period__plan")
    list_select_related = ("submission__organisation", "submission__period__plan", "by")
    search_fields = ("submission__organisation__search_key", "by__search_key")
    date_hierarchy = "at"
    ordering = ("-at", "-pk")


@admin.register(SubmissionVersion)
class SubmissionVersionAdmin(ReportAdmin):
    list_display = ("submission", "revision", "created_at", "created_by", "sha256")
    list_filter = ("submission__period__plan",)
    list_select_related = ("submission__organisation", "submission__period__plan", "created_by")
    search_fields = ("submission__organisation__search_key",)
    ordering = ("-created_at", "-pk")


@admin.register(Notification)
class NotificationAdmin(ReportAdmin):
    list_display = (
        "created_at",
        "kind",
        "stage",
        "submission",
        "task",
        "recipient",
        "status",
        "attempts",
        "sent_at",
        "read_at",
    )
    list_filter = ("status", "kind")
    list_select_related = ("submission__organisation", "submission__period__plan", "task", "recipient")
    search_fields = ("submission__organisation__search_key", "task__search_key", "recipient__search_key")
    date_hierarchy = "created_at"
    ordering = ("-created_at", "-pk")


@admin.register(SummaryReport)
class SummaryReportAdmin(ReportAdmin):
    list_display = ("period", "revision", "status", "number", "issued_on", "code", "finalised_at", "published_at")
    list_filter = ("status", "period__plan")
    list_select_related = ("period__plan",)
    search_fields = ("period__plan__search_key", "code")
    ordering = ("-period__plan__year", "-period__position", "-revision")
    exclude = ("content",)


@admin.register(SummaryFile)
class SummaryFileAdmin(ReportAdmin):
    list_display = ("summary", "state", "progress", "pages", "size", "requested_at", "ready_at", "error")
    list_filter = ("state",)
    list_select_related = ("summary__period__plan",)
    search_fields = ("summary__period__plan__search_key",)
    ordering = ("-requested_at", "-pk")
