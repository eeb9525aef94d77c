"""Administration of organisations, their profiles and the seats people hold in them."""

from django.contrib import admin

from schools.models import Membership, Organisation, OrganisationProfile
from vietnamese.admin import FoldedSearchMixin


class ProfileInline(admin.StackedInline):
    model = OrganisationProfile
    extra = 0
    classes = ("collapse",)


class MembershipInline(admin.TabularInline):
    model = Membership
    extra = 0
    autocomplete_fields = ("user",)


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


@admin.register(Membership)
class MembershipAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("user", "role", "is_deputy", "organisation", "starts_on", "ends_on")
    list_filter = ("role", "is_deputy", "organisation__kind")
    list_select_related = ("user", "organisation")
    search_fields = ("user__search_key", "organisation__search_key")
    autocomplete_fields = ("user", "organisation")
    ordering = ("organisation__sort_key", "role", "pk")
    list_per_page = 100
