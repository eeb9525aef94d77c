"""The tree of organisations and the words each of them uses about itself at a given date."""

import datetime as dt
from typing import Self

from django.db import models
from django.db.models import F, Q
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from schools.enums import OrganisationKind
from vietnamese.fields import NFCCharField, SearchKeyField, SortKeyField
from vietnamese.text import search_key


class OrganisationQuerySet(TreeQuerySet):
    def in_force(self, on: dt.date) -> Self:
        """Organisations that exist on the given day."""
        return self.filter(
            Q(valid_from__isnull=True) | Q(valid_from__lte=on), Q(valid_to__isnull=True) | Q(valid_to__gte=on)
        )

    def communes(self) -> Self:
        return self.filter(kind=OrganisationKind.COMMUNE)

    def matching(self, query: str) -> Self:
        """Organisations whose name contains the words of the query, diacritics ignored."""
        found = self
        for word in search_key(query).split():
            found = found.filter(search_key__contains=word)
        return found


class Organisation(models.Model):
    """A body that issues, receives or carries out plans. `(code, valid_from)` identifies it: the statistics office
    reuses commune codes for other content (domain reference §5.6)."""

    kind = models.CharField("loại đơn vị", max_length=20, choices=OrganisationKind)
    parent = TreeNodeForeignKey(
        "self", verbose_name="trực thuộc", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    code = models.CharField("mã", max_length=20)
    name = NFCCharField("tên đầy đủ", max_length=200)
    short_name = NFCCharField("tên gọn", max_length=80, help_text="Dùng trong bảng, ví dụ: MN Cẩm Vũ.")
    email = models.EmailField("thư điện tử", blank=True)
    phone = models.CharField("điện thoại", max_length=20, blank=True)
    valid_from = models.DateField("có hiệu lực từ", null=True, blank=True)
    valid_to = models.DateField("có hiệu lực đến", null=True, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    position = models.PositiveIntegerField("thứ tự", default=0)
    search_key = SearchKeyField(source=["name", "short_name", "code"])
    sort_key = SortKeyField(source="short_name")

    objects = OrganisationQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = "đơn vị"
        verbose_name_plural = "đơn vị"
        ordering = ["sort_key", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["code", "valid_from"],
                name="organisation_code_valid_from",
                violation_error_message="Đã có đơn vị mang mã này từ cùng ngày.",
            ),
            # Two empty days are equal here; SQLite knows no NULLS NOT DISTINCT, so the case is stated apart.
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(valid_from__isnull=True),
                name="organisation_code_without_day",
                violation_error_message="Đã có đơn vị mang mã này, không ghi ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="organisation_valid_range",
                violation_error_message="Ngày hết hiệu lực phải sau ngày có hiệu lực.",
            ),
        ]

    def __str__(self) -> str:
        return self.short_name

    def profile_on(self, on: dt.date | None) -> "OrganisationProfile | None":
        """The words in force on a document's own date; without a date, the latest ones.

        Reads `self.profiles.all()`, so prefetching it makes this free.
        """
        profiles = sorted(self.profiles.all(), key=lambda p: p.valid_from or dt.date.min)
        if on is None:
            return profiles[-1] if profiles else None
        return next((p for p in reversed(profiles) if p.covers(on)), None)


class OrganisationProfile(models.Model):
    """How an organisation names itself, its superior and its area while the profile is in force.

    No code, template or test says which kind of district or office this is; documents and pages take the words from
    the profile in force on the document's date (domain reference §5.6).
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị", on_delete=models.CASCADE, related_name="profiles"
    )
    valid_from = models.DateField("từ ngày", null=True, blank=True)
    valid_to = models.DateField("đến ngày", null=True, blank=True)
    name = NFCCharField("tên đầy đủ", max_length=200)
    short_name = NFCCharField("tên gọn", max_length=80)
    header_name = NFCCharField("tên ở đầu văn bản", max_length=200, help_text="Chữ in hoa, ví dụ: TRƯỜNG MẦM NON …")
    superior_header = NFCCharField("cơ quan chủ quản ở đầu văn bản", max_length=200, blank=True)
    subordinate_header = NFCCharField("dòng chủ quản trên văn bản của đơn vị trực thuộc", max_length=200, blank=True)
    symbol = models.CharField("ký hiệu trên văn bản", max_length=30, blank=True, help_text="Ví dụ: UBND.")
    place_name = NFCCharField("địa danh", max_length=80, blank=True)
    area_name = NFCCharField("tên địa bàn", max_length=120, blank=True, help_text="Hiện ở đầu trang.")
    area_unit_label = NFCCharField("gọi các địa bàn bên dưới là", max_length=80, blank=True)
    head_title = NFCCharField("chức vụ người đứng đầu", max_length=80, blank=True)
    addressed_as = NFCCharField("cách gọi trong câu", max_length=120, blank=True, help_text="Ví dụ: Phòng, Ban.")
    signing_capacity = NFCCharField("quyền hạn ký", max_length=80, blank=True, help_text="Ví dụ: TM. ỦY BAN NHÂN DÂN.")
    signer_name = NFCCharField("người ký", max_length=120, blank=True)
    filing_note = NFCCharField("nơi lưu", max_length=80, blank=True, help_text="Ví dụ: VT, THTĐ.")

    class Meta:
        verbose_name = "tên gọi theo thời gian"
        verbose_name_plural = "tên gọi theo thời gian"
        ordering = ["organisation", "valid_from", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "valid_from"],
                name="profile_organisation_valid_from",
                violation_error_message="Đơn vị đã có tên gọi từ ngày này.",
            ),
            models.UniqueConstraint(
                fields=["organisation"],
                condition=Q(valid_from__isnull=True),
                name="profile_organisation_without_day",
                violation_error_message="Đơn vị đã có tên gọi không ghi ngày bắt đầu.",
            ),
            models.CheckConstraint(
                condition=Q(valid_to__isnull=True) | Q(valid_from__isnull=True) | Q(valid_to__gte=F("valid_from")),
                name="profile_valid_range",
                violation_error_message="Ngày kết thúc phải sau ngày bắt đầu.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def covers(self, on: dt.date) -> bool:
        """Whether the profile is in force on the given day."""
        return (self.valid_from or dt.date.min) <= on <= (self.valid_to or dt.date.max)
