"""Administration of the registry and of the seats people hold."""

from auditlog.registry import auditlog
from django.contrib import admin

from schools.models import Membership, NationalStandard, Organisation, OrganisationProfile, School, SchoolYearFacts
from vietnamese.admin import DecimalCommaMixin, FoldedSearchMixin

auditlog.register(Organisation, exclude_fields=["search_key", "sort_key"])
for model in (Membership, NationalStandard, OrganisationProfile, School, SchoolYearFacts):
    auditlog.register(model)


class ProfileInline(admin.StackedInline):
    model = OrganisationProfile
    extra = 0
    classes = ("collapse",)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


class FactsInline(admin.TabularInline):
    model = SchoolYearFacts
    extra = 0


class StandardInline(admin.TabularInline):
    model = NationalStandard
    extra = 0


@admin.register(Organisation)
class OrganisationAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("short_name", "name", "code", "kind", "parent", "valid_from", "valid_to")
    list_filter = ("kind", "is_illustrative")
    list_select_related = ("parent",)
    search_fields = ("search_key",)
    autocomplete_fields = ("parent",)
    ordering = ("sort_key", "pk")
    list_per_page = 100
    inlines = (ProfileInline, MembershipInline)


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


@admin.register(Membership)
class MembershipAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("user", "role", "organisation", "starts_on", "ends_on")
    list_filter = ("role", "organisation__kind")
    list_select_related = ("user", "organisation")
    search_fields = ("user__search_key", "organisation__search_key")
    autocomplete_fields = ("user", "organisation")
    ordering = ("organisation__sort_key", "role", "pk")
    list_per_page = 100


@admin.register(NationalStandard)
class NationalStandardAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("school", "level", "recognised_on", "recheck_due_on", "decision")
    list_filter = ("level", "recheck_due_on")
    list_select_related = ("school__organisation",)
    search_fields = ("school__organisation__search_key",)
    autocomplete_fields = ("school",)
    ordering = ("school__organisation__sort_key", "-recognised_on", "pk")
    list_per_page = 100
