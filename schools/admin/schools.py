"""Administration of schools, their yearly facts and their recognitions."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from schools.models import NationalStandard, School, SchoolAffiliation, SchoolYearFacts
from vietnamese.admin import DecimalCommaMixin, FoldedSearchMixin


class AffiliationInline(admin.TabularInline):
    model = SchoolAffiliation
    extra = 0
    min_num = 1
    validate_min = True
    autocomplete_fields = ("commune",)


class FactsInline(admin.TabularInline):
    model = SchoolYearFacts
    extra = 0


class StandardInline(admin.TabularInline):
    model = NationalStandard
    extra = 0


@admin.register(School)
class SchoolAdmin(DecimalCommaMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("organisation", "levels", "commune_of_today", "campuses", "is_public", "is_high_quality")
    list_filter = ("levels", "is_public", "is_on_new_site", "is_high_quality")
    list_select_related = ("organisation",)
    search_fields = ("organisation__search_key", "affiliations__commune__search_key")
    autocomplete_fields = ("organisation",)
    ordering = ("organisation__sort_key", "pk")
    list_per_page = 100
    inlines = (AffiliationInline, FactsInline, StandardInline)

    def get_queryset(self, request: HttpRequest) -> QuerySet[School]:
        found: Any = super().get_queryset(request)
        return found.with_communes()

    @admin.display(description="địa bàn hiện nay", empty_value="–")
    def commune_of_today(self, school: School) -> Any:
        return school.commune


@admin.register(NationalStandard)
class NationalStandardAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("school", "level", "recognised_on", "recheck_due_on", "decision")
    list_filter = ("level", "recheck_due_on")
    list_select_related = ("school__organisation",)
    search_fields = ("school__organisation__search_key",)
    autocomplete_fields = ("school",)
    ordering = ("school__organisation__sort_key", "-recognised_on", "pk")
    list_per_page = 100
