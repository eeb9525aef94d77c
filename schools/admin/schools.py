"""Administration of schools, their yearly facts and their recognitions."""

from django.contrib import admin

from schools.models import NationalStandard, School, SchoolYearFacts
from vietnamese.admin import DecimalCommaMixin, FoldedSearchMixin


class FactsInline(admin.TabularInline):
    model = SchoolYearFacts
    extra = 0


class StandardInline(admin.TabularInline):
    model = NationalStandard
    extra = 0


@admin.register(School)
class SchoolAdmin(DecimalCommaMixin, FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("organisation", "levels", "commune", "campuses", "is_public", "is_high_quality")
    list_filter = ("levels", "is_public", "is_on_new_site", "is_high_quality")
    list_select_related = ("organisation", "commune")
    search_fields = ("organisation__search_key", "commune__search_key")
    autocomplete_fields = ("organisation", "commune")
    ordering = ("organisation__sort_key", "pk")
    list_per_page = 100
    inlines = (FactsInline, StandardInline)


@admin.register(NationalStandard)
class NationalStandardAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("school", "level", "recognised_on", "recheck_due_on", "decision")
    list_filter = ("level", "recheck_due_on")
    list_select_related = ("school__organisation",)
    search_fields = ("school__organisation__search_key",)
    autocomplete_fields = ("school",)
    ordering = ("school__organisation__sort_key", "-recognised_on", "pk")
    list_per_page = 100
