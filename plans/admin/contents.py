"""What a plan contains: tasks, rounds of reports, outline."""

from auditlog.registry import auditlog
from django.contrib import admin

from plans.admin.drafts import DraftOnlyMixin
from plans.models import CalendarDay, OutlineSection, ReportingPeriod, Task
from vietnamese.admin import FoldedSearchMixin

auditlog.register(Task, exclude_fields=["search_key"], m2m_fields={"coordinating"})
for model in (OutlineSection, ReportingPeriod, CalendarDay):
    auditlog.register(model)


@admin.register(Task)
class TaskAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("code", "title", "plan", "kind", "lead_text", "levels", "due_on", "progress", "is_reported")
    list_display_links = ("code", "title")
    list_filter = ("plan", "kind", "is_reported", "levels")
    list_select_related = ("plan", "lead")
    search_fields = ("search_key",)
    autocomplete_fields = ("plan", "parent", "lead", "coordinating", "same_as")
    ordering = ("-plan__year", "plan", "position", "pk")
    list_per_page = 100

    @admin.display(description="chủ trì", ordering="lead__sort_key")
    def lead_text(self, task: Task) -> str:
        return f"{task.lead_text} (suy luận)" if task.lead_is_inferred else task.lead_text


@admin.register(ReportingPeriod)
class ReportingPeriodAdmin(DraftOnlyMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("label", "plan", "data_from", "data_to", "opens_on", "deadline_text", "last_day", "forward_on")
    list_filter = ("plan",)
    list_select_related = ("plan",)
    search_fields = ("plan__search_key",)
    autocomplete_fields = ("plan",)
    readonly_fields = ("last_day",)
    ordering = ("-plan__year", "plan", "position")
    list_per_page = 50


@admin.register(OutlineSection)
class OutlineSectionAdmin(admin.ModelAdmin):
    list_display = ("label", "title", "plan", "kind", "levels", "is_required")
    list_display_links = ("title",)
    list_filter = ("plan", "kind", "is_required")
    list_select_related = ("plan",)
    search_fields = ("title", "code")
    autocomplete_fields = ("plan",)
    ordering = ("-plan__year", "plan", "position")
    list_per_page = 100
