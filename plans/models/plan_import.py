"""A document that is being read into a plan."""

from typing import Any, Self

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.db.models.signals import post_delete
from django.dispatch import receiver

from plans.enums import ImportState
from plans.models.plan import Plan
from schools.enums import Role
from schools.models import Organisation
from schools.queries import actor_of
from vietnamese.fields import NFCCharField


class PlanImportQuerySet(models.QuerySet["PlanImport"]):
    def visible_to(self, user: Any) -> Self:
        """Imports of the organisations for which the person writes plans."""
        return self.filter(organisation__in=actor_of(user).organisations(Role.OFFICER, Role.HEAD))


class PlanImport(models.Model):
    """The source, what the parser proposes and what people have corrected, until it is saved as a draft plan.

    `proposal` is the parser's answer and never changes; `corrections` holds the text of every field somebody touched,
    by the field's name in the form, so that nothing typed is lost and every change can be told from the proposal.
    """

    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị nhập", on_delete=models.PROTECT, related_name="plan_imports"
    )
    source_name = NFCCharField("tên tệp", max_length=200)
    source = models.FileField("tệp nguồn", upload_to="plan-imports/%Y/%m/")
    size = models.PositiveIntegerField("dung lượng (byte)")
    sha256 = models.CharField("mã kiểm tra", max_length=64)
    state = models.CharField("tình trạng", max_length=8, choices=ImportState, default=ImportState.QUEUED)
    step = models.CharField("bước", max_length=80, blank=True)
    error = models.TextField("lỗi", blank=True)
    claimed_until = models.DateTimeField("đang làm đến", null=True, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần đọc", default=0)
    proposal = models.JSONField("đề xuất", null=True, blank=True)
    corrections = models.JSONField("phần đã sửa", default=dict, blank=True)
    edit_version = models.PositiveIntegerField("phiên bản sửa", default=0)
    plan = models.ForeignKey(
        Plan, verbose_name="kế hoạch", null=True, blank=True, on_delete=models.SET_NULL, related_name="imports"
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người nhập", null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField("nhập lúc")

    objects = PlanImportQuerySet.as_manager()

    class Meta:
        verbose_name = "văn bản nhập"
        verbose_name_plural = "văn bản nhập"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="plan_import_state_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[ImportState.READY, ImportState.SAVED]) | Q(proposal__isnull=False),
                name="plan_import_ready_has_proposal",
                violation_error_message="Văn bản đã đọc phải có đề xuất.",
            ),
        ]

    def __str__(self) -> str:
        return self.source_name


@receiver(post_delete, sender=PlanImport)
def delete_stored_source(instance: PlanImport, **_: Any) -> None:
    """No file outlives its row, however the row went; a rollback keeps both."""
    storage, name = instance.source.storage, str(instance.source.name)
    transaction.on_commit(lambda: storage.delete(name), robust=True)
