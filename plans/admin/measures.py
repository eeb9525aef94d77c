"""What is measured: indicators, the grid of a plan, targets with their milestones."""

from auditlog.registry import auditlog
from django.contrib import admin
from django.http import HttpRequest

from plans.admin.drafts import DraftOnlyMixin
from plans.enums import PlanStatus
from plans.models import Indicator, Milestone, PlanIndicator, Target
from vietnamese.admin import DecimalCommaMixin, FoldedSearchMixin

auditlog.register(Indicator, exclude_fields=["search_key"])
for model in (Milestone, PlanIndicator, Target):
    auditlog.register(model)


@admin.register(Indicator)
class IndicatorAdmin(DecimalCommaMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("code", "short_name", "unit", "levels", "value_kind", "direction", "entered_by")
    list_display_links = ("code", "short_name")
    list_filter = ("value_kind", "entered_by", "levels", "direction")
    search_fields = ("search_key",)
    autocomplete_fields = ("coverage_of",)
    list_per_page = 100


@admin.register(PlanIndicator)
class PlanIndicatorAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("indicator", "plan", "task", "is_required", "position")
    list_filter = ("plan", "is_required")
    list_select_related = ("indicator", "plan", "task")
    search_fields = ("indicator__search_key",)
    autocomplete_fields = ("plan", "indicator", "task")
    ordering = ("-plan__year", "plan", "position", "pk")
    list_per_page = 100


class MilestoneInline(DecimalCommaMixin, admin.TabularInline):
    """Written with the target, so `TargetAdmin` decides about both."""

    model = Milestone
    extra = 0
    autocomplete_fields = ("period",)

    def has_change_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return super().has_change_permission(request, obj) and _is_draft(obj)

    def has_add_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return super().has_add_permission(request, obj) and _is_draft(obj)

    def has_delete_permission(self, request: HttpRequest, obj: Target | None = None) -> bool:
        return super().has_delete_permission(request, obj) and _is_draft(obj)


def _is_draft(target: Target | None) -> bool:
    return target is None or target.plan.status == PlanStatus.DRAFT


@admin.register(Target)
class TargetAdmin(DraftOnlyMixin, DecimalCommaMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("indicator", "text", "wording", "plan", "is_norm")
    list_filter = ("plan", "operator", "is_norm")
    list_select_related = ("indicator", "plan")
    search_fields = ("indicator__search_key",)
    autocomplete_fields = ("plan", "indicator")
    ordering = ("-plan__year", "plan", "position", "pk")
    list_per_page = 100
    inlines = (MilestoneInline,)

    @admin.display(description="mục tiêu")
    def text(self, target: Target) -> str:
        return target.text
