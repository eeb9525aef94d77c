"""A plan as a document: header, relations, recipients, and who reports on it."""

from typing import Any, Self, cast

from django.db import models
from django.db.models import F, Q

from plans.enums import DocumentStyle, DocumentType, PlanStatus, RecipientRole, RelationKind
from schools.enums import Role
from schools.models import Organisation
from schools.queries import Actor, actor_of
from vietnamese.dates import format_date
from vietnamese.fields import NFCCharField, NFCTextField, SearchKeyField


class DocumentHeader(models.Model):
    """Type, number and symbol of a document, kept apart so that both families can be written (reference §1.4)."""

    document_type = models.CharField("loại văn bản", max_length=4, choices=DocumentType, blank=True)
    number = models.CharField("số", max_length=20, blank=True, help_text="Để trống khi chưa rõ, ví dụ: 04.")
    symbol = models.CharField("ký hiệu", max_length=40, blank=True, help_text="Ví dụ: KH-UBND; KH/HU.")
    style = models.CharField("thể thức", max_length=6, choices=DocumentStyle, default=DocumentStyle.STATE)
    issued_on = models.DateField("ngày ban hành", null=True, blank=True)
    subject = NFCTextField("trích yếu")

    class Meta:
        abstract = True

    @property
    def full_number(self) -> str:
        """Number and symbol as the family writes them: `04/KH-PGDĐT` (state), `97-KH/TU` (party); "" when unknown."""
        if not self.number:
            return ""
        separator = "-" if self.style == DocumentStyle.PARTY else "/"
        return f"{self.number}{separator}{self.symbol}" if self.symbol else self.number

    @property
    def short_citation(self) -> str:
        """Type and number, as a document is cited the second time (NĐ 30/2020)."""
        kind = self.get_document_type_display() if self.document_type else "Văn bản"
        unknown = "(chưa rõ số)" if self.issued_on else "(chưa rõ số, ngày)"
        return f"{kind} {self.full_number or unknown}"

    @property
    def full_citation(self) -> str:
        """Type, number, date and subject, as a document is cited the first time (NĐ 30/2020)."""
        date = f" ngày {format_date(self.issued_on)}" if self.issued_on else ""
        return f"{self.short_citation}{date}: {self.subject}" if self.subject else f"{self.short_citation}{date}"


class CitedDocument(DocumentHeader):
    """A document of another body that plans refer to but that is not kept in the portal."""

    issuer_name = NFCCharField("cơ quan ban hành", max_length=200, blank=True)
    carries_out = models.ForeignKey(
        "self",
        verbose_name="thực hiện văn bản",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_out_by",
        help_text="Văn bản cấp trên mà văn bản này triển khai.",
    )

    class Meta:
        verbose_name = "văn bản dẫn chiếu"
        verbose_name_plural = "văn bản dẫn chiếu"
        ordering = ["issued_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(carries_out__isnull=True) | ~Q(carries_out=F("pk")),
                name="cited_document_not_its_own_superior",
                violation_error_message="Văn bản không thể thực hiện chính nó.",
            )
        ]

    def __str__(self) -> str:
        return self.short_citation


class PlanQuerySet(models.QuerySet["Plan"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `plans.permissions.can_view_plan`."""
        actor: Actor = actor_of(user)
        if actor.is_administrator:
            return self
        seats = actor.organisations(*Role.values)
        # Asked the other way round, because joining reporters, recipients and tasks would multiply their rows.
        units = Organisation.objects.filter(pk__in=seats)
        return self.filter(
            Q(issuer__in=seats)
            | Q(receiver__in=seats)
            | Q(forwarded_to__in=seats)
            | Q(reporters__organisation__in=seats, status__in=[PlanStatus.IN_FORCE, PlanStatus.CLOSED])
            | Q(recipients__organisation__in=seats, status__in=[PlanStatus.IN_FORCE, PlanStatus.CLOSED])
            | Q(pk__in=units.values("led_tasks__plan"), status__in=[PlanStatus.IN_FORCE, PlanStatus.CLOSED])
            | Q(pk__in=units.values("coordinated_tasks__plan"), status__in=[PlanStatus.IN_FORCE, PlanStatus.CLOSED])
        ).distinct()

    def editable_by(self, user: Any) -> Self:
        """Plans whose text the person may change; twin of `plans.permissions.may_edit_plan`."""
        seats = actor_of(user).organisations(Role.OFFICER, Role.HEAD)
        return self.filter(Q(issuer__in=seats) | Q(receiver__in=seats)).exclude(status=PlanStatus.CLOSED)

    def received_by(self, actor: Actor) -> Self:
        """Plans whose reports the person's organisation receives and reviews."""
        return self.filter(receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))

    def for_list(self) -> Self:
        return self.select_related("issuer").order_by("-year", "-issued_on", "pk")


class Plan(DocumentHeader):
    """A plan whose carrying out the portal tracks."""

    issuer = models.ForeignKey(
        Organisation, verbose_name="cơ quan ban hành", on_delete=models.PROTECT, related_name="issued_plans"
    )
    receiver = models.ForeignKey(
        Organisation,
        verbose_name="cơ quan nhận, duyệt báo cáo",
        on_delete=models.PROTECT,
        related_name="received_plans",
    )
    forwarded_to = models.ForeignKey(
        Organisation,
        verbose_name="cơ quan nhận báo cáo tổng hợp",
        on_delete=models.PROTECT,
        related_name="overseen_plans",
    )
    title = NFCCharField("tên gọi ngắn", max_length=160, help_text="Hiện ở đầu các trang.")
    report_subject = NFCCharField(
        "trích yếu của báo cáo",
        max_length=250,
        help_text="Phần nối sau tên báo cáo, ví dụ: thực hiện nhiệm vụ trọng tâm 2 về giáo dục năm 2018.",
    )
    year = models.PositiveSmallIntegerField("năm kế hoạch")
    status = models.CharField("tình trạng", max_length=10, choices=PlanStatus, default=PlanStatus.DRAFT)
    issued_after = models.DateField(
        "ban hành sau ngày", null=True, blank=True, help_text="Khi chưa rõ ngày: ngày của văn bản mới nhất được dẫn."
    )
    term = models.CharField(
        "nhiệm kỳ", max_length=9, blank=True, help_text="Văn bản của Đảng đánh số theo nhiệm kỳ, ví dụ: 2015-2020."
    )
    place_name = NFCCharField("địa danh", max_length=80, blank=True)
    preamble = NFCTextField("phần mở đầu", blank=True, help_text="Căn cứ và câu dẫn, như trong văn bản.")
    closing = NFCTextField("phần kết", blank=True)
    signer_capacity = NFCCharField(
        "quyền hạn ký", max_length=120, blank=True, help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN; KT. TRƯỞNG PHÒNG."
    )
    signer_title = NFCCharField("chức vụ người ký", max_length=120, blank=True)
    signer_name = NFCCharField("người ký", max_length=120, blank=True)
    contact_name = NFCCharField("người nhận báo cáo", max_length=120, blank=True)
    contact_phone = models.CharField("điện thoại người nhận", max_length=20, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    search_key = SearchKeyField(source=["title", "subject", "full_number"])

    objects = PlanQuerySet.as_manager()

    class Meta:
        verbose_name = "kế hoạch"
        verbose_name_plural = "kế hoạch"
        ordering = ["-year", "-issued_on", "pk"]
        constraints = [
            # State numbers restart every calendar year (domain reference §1.4).
            models.UniqueConstraint(
                fields=["issuer", "document_type", "number", "year"],
                condition=~Q(number="") & Q(term=""),
                name="plan_number_once_a_year",
                violation_error_message="Cơ quan này đã có văn bản cùng loại, cùng số trong năm.",
            ),
            # Party numbers run on for a whole term.
            models.UniqueConstraint(
                fields=["issuer", "document_type", "number", "term"],
                condition=~Q(number="") & ~Q(term=""),
                name="plan_number_once_a_term",
                violation_error_message="Cơ quan này đã có văn bản cùng loại, cùng số trong nhiệm kỳ.",
            ),
            models.CheckConstraint(
                condition=Q(issued_on__isnull=True) | Q(issued_after__isnull=True),
                name="plan_one_issue_date",
                violation_error_message="Đã rõ ngày ban hành thì không ghi “ban hành sau ngày”.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=PlanStatus.values),
                name="plan_status_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.short_citation} ({self.year})"


class PlanRelation(models.Model):
    """A plan's reference to another plan of the portal or to a cited document."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField("quan hệ", max_length=12, choices=RelationKind)
    to_plan = models.ForeignKey(
        Plan,
        verbose_name="kế hoạch trong cổng",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referring_relations",
    )
    to_document = models.ForeignKey(
        CitedDocument,
        verbose_name="văn bản dẫn chiếu",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="referring_relations",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "văn bản liên quan"
        verbose_name_plural = "văn bản liên quan"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(to_plan__isnull=True) ^ Q(to_document__isnull=True),
                name="relation_one_document",
                violation_error_message="Chọn đúng một văn bản: kế hoạch trong cổng hoặc văn bản dẫn chiếu.",
            ),
            models.CheckConstraint(
                condition=Q(to_plan__isnull=True) | ~Q(to_plan=F("plan")),
                name="relation_not_to_itself",
                violation_error_message="Kế hoạch không thể dẫn chiếu chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.document}"

    @property
    def document(self) -> DocumentHeader:
        """The document referred to; the constraint `relation_one_document` guarantees that there is exactly one."""
        return self.to_plan if self.to_plan is not None else cast("CitedDocument", self.to_document)


class PlanRecipient(models.Model):
    """A line of "Nơi nhận" with the role in which the body gets the plan."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="recipients")
    name = NFCCharField("nơi nhận", max_length=200)
    role = models.CharField("để", max_length=10, choices=RecipientRole)
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="đơn vị trong cổng",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="plan_receipts",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)

    class Meta:
        verbose_name = "nơi nhận"
        verbose_name_plural = "nơi nhận"
        ordering = ["plan", "position", "pk"]

    def __str__(self) -> str:
        return self.name


class PlanReporter(models.Model):
    """An organisation that has to report on the plan."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="reporters")
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị báo cáo", on_delete=models.PROTECT, related_name="reporting_duties"
    )

    class Meta:
        verbose_name = "đơn vị báo cáo"
        verbose_name_plural = "đơn vị báo cáo"
        ordering = ["plan", "organisation__sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "organisation"],
                name="reporter_once",
                violation_error_message="Đơn vị đã có trong danh sách báo cáo.",
            )
        ]

    def __str__(self) -> str:
        return str(self.organisation)
