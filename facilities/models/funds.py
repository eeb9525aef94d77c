"""Money for a plan: who keeps its figures, what was allocated and spent, what the community gave. Million đồng."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from facilities.enums import ContributionKind
from facilities.models.works import FundSource, Work
from plans.models import Plan
from schools.models import Organisation, School
from vietnamese.fields import NFCCharField


class FundKeeper(models.Model):
    """The organisation whose officers enter the figures of a plan's funds (Plan 04 IV: the finance office)."""

    plan = models.OneToOneField(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="fund_keeper")
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị theo dõi kinh phí", on_delete=models.PROTECT, related_name="kept_funds"
    )

    class Meta:
        verbose_name = "đơn vị theo dõi kinh phí"
        verbose_name_plural = "đơn vị theo dõi kinh phí"
        ordering = ["plan"]

    def __str__(self) -> str:
        return f"{self.organisation} – {self.plan}"


class Allocation(models.Model):
    """Money given from one source to one school, or to what all schools share when there is no school."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="allocations")
    school = models.ForeignKey(
        School, verbose_name="trường", null=True, blank=True, on_delete=models.PROTECT, related_name="allocations"
    )
    work = models.ForeignKey(
        Work, verbose_name="công trình", null=True, blank=True, on_delete=models.SET_NULL, related_name="allocations"
    )
    source = models.ForeignKey(FundSource, verbose_name="nguồn", on_delete=models.PROTECT, related_name="allocations")
    purpose = NFCCharField("nội dung chi", max_length=200)
    amount_million = models.DecimalField("số tiền được giao (triệu đồng)", max_digits=12, decimal_places=3)
    allocated_on = models.DateField("ngày giao")
    decision = NFCCharField("quyết định", max_length=120, blank=True)
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)
    version = models.PositiveIntegerField("phiên bản", default=0)

    class Meta:
        verbose_name = "kinh phí được giao"
        verbose_name_plural = "kinh phí được giao"
        ordering = ["plan", "school__organisation__sort_key", "allocated_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_million__gt=0),
                name="allocation_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.school or self.plan}: {self.purpose}"


class Expenditure(models.Model):
    """Money spent from an allocation on a day."""

    allocation = models.ForeignKey(
        Allocation, verbose_name="kinh phí được giao", on_delete=models.CASCADE, related_name="expenditures"
    )
    amount_million = models.DecimalField("số tiền đã chi (triệu đồng)", max_digits=12, decimal_places=3)
    spent_on = models.DateField("ngày chi")
    note = NFCCharField("nội dung", max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = "khoản chi"
        verbose_name_plural = "khoản chi"
        ordering = ["allocation", "spent_on", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(amount_million__gt=0),
                name="expenditure_positive",
                violation_error_message="Số tiền phải lớn hơn 0.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.allocation}, {self.spent_on:%d/%m/%Y}"


class Contribution(models.Model):
    """What the community gave to a school (domain reference B68): money, days of work, or things with their value."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="contributions")
    school = models.ForeignKey(School, verbose_name="trường", on_delete=models.PROTECT, related_name="contributions")
    kind = models.CharField("hình thức", max_length=8, choices=ContributionKind)
    amount_million = models.DecimalField("giá trị (triệu đồng)", max_digits=12, decimal_places=3, null=True, blank=True)
    labour_days = models.DecimalField("số ngày công", max_digits=8, decimal_places=1, null=True, blank=True)
    giver = NFCCharField("người, đơn vị đóng góp", max_length=200, blank=True)
    note = NFCCharField("nội dung", max_length=200, blank=True)
    received_on = models.DateField("ngày nhận")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người ghi",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    is_illustrative = models.BooleanField("dữ liệu minh họa", default=False)

    class Meta:
        verbose_name = "đóng góp của cộng đồng"
        verbose_name_plural = "đóng góp của cộng đồng"
        ordering = ["-received_on", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=(Q(kind=ContributionKind.LABOUR) & Q(labour_days__gt=0))
                | (~Q(kind=ContributionKind.LABOUR) & Q(amount_million__gt=0) & Q(labour_days__isnull=True)),
                name="contribution_says_how_much",
                violation_error_message="Ngày công ghi số ngày; tiền và hiện vật ghi giá trị.",
            ),
            models.CheckConstraint(
                condition=Q(amount_million__isnull=True) | Q(amount_million__gt=0),
                name="contribution_positive",
                violation_error_message="Giá trị phải lớn hơn 0.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.school}: {self.get_kind_display()}"
