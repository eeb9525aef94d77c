"""Plans as documents: header, relations, recipients, who reports."""

from auditlog.registry import auditlog
from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest

from plans.models import CitedDocument, Plan, PlanRecipient, PlanRelation, PlanReporter, ReportingPeriod
from vietnamese.admin import FoldedSearchMixin

auditlog.register(Plan, exclude_fields=["search_key"])
for model in (CitedDocument, PlanRecipient, PlanRelation, PlanReporter):
    auditlog.register(model)


class RelationInline(admin.TabularInline):
    model = PlanRelation
    fk_name = "plan"
    extra = 0
    autocomplete_fields = ("to_plan", "to_document")

    def get_queryset(self, request: HttpRequest) -> QuerySet[PlanRelation]:
        return super().get_queryset(request).select_related("to_plan", "to_document")


class RecipientInline(admin.TabularInline):
    model = PlanRecipient
    extra = 0
    autocomplete_fields = ("organisation",)


class PeriodInline(admin.TabularInline):
    """The rounds at a glance; each is edited on its own page, where its rules are explained."""

    model = ReportingPeriod
    fields = readonly_fields = ("position", "label", "data_from", "data_to", "opens_on", "deadline_text", "last_day")
    extra = 0
    can_delete = False
    show_change_link = True

    def has_add_permission(self, request: HttpRequest, obj: Plan | None = None) -> bool:
        return False


@admin.register(Plan)
class PlanAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("title", "full_number", "issued_on", "issuer", "year", "status")
    list_filter = ("status", "year", "style", "is_illustrative")
    list_select_related = ("issuer",)
    search_fields = ("search_key",)
    autocomplete_fields = ("issuer", "receiver", "forwarded_to")
    list_per_page = 50
    inlines = (RelationInline, RecipientInline, PeriodInline)
    fieldsets = (
        (
            "Văn bản",
            {
                "fields": (
                    ("document_type", "number", "symbol", "style"),
                    ("issued_on", "year", "place_name"),
                    "subject",
                    "issuer",
                    ("signer_title", "signer_name"),
                )
            },
        ),
        (
            "Theo dõi",
            {
                "fields": (
                    ("title", "status"),
                    "report_subject",
                    ("receiver", "forwarded_to"),
                    ("contact_name", "contact_phone"),
                    "is_illustrative",
                )
            },
        ),
    )

    @admin.display(description="số, ký hiệu", ordering="number")
    def full_number(self, plan: Plan) -> str:
        return plan.full_number


@admin.register(CitedDocument)
class CitedDocumentAdmin(admin.ModelAdmin):
    list_display = ("short_citation", "issued_on", "issuer_name", "subject")
    list_filter = ("document_type", "style")
    search_fields = ("number", "symbol", "subject", "issuer_name")
    list_per_page = 100

    @admin.display(description="văn bản", ordering="number")
    def short_citation(self, document: CitedDocument) -> str:
        return document.short_citation


@admin.register(PlanReporter)
class PlanReporterAdmin(FoldedSearchMixin, admin.ModelAdmin):
    list_display = ("organisation", "plan")
    list_filter = ("plan",)
    list_select_related = ("organisation", "plan")
    search_fields = ("organisation__search_key",)
    autocomplete_fields = ("plan", "organisation")
    ordering = ("-plan__year", "organisation__sort_key", "pk")
    list_per_page = 100
