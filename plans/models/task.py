"""The tree of tasks with the document's own numbering."""

from typing import Any, Self

from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from tree_queries.fields import TreeNodeForeignKey
from tree_queries.query import TreeQuerySet

from plans.enums import PlanStatus, TaskKind, TaskStatus
from plans.models.plan import Plan
from schools.enums import Levels, Role
from schools.models import Organisation
from schools.queries import actor_of
from vietnamese.fields import NFCCharField, NFCTextField, SearchKeyField

# Who speaks for a unit that leads a task, and who for the office that follows a task no unit of the portal leads.
TASK_WRITERS = (Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD)
TASK_KEEPERS = (Role.OFFICER, Role.HEAD)


class TaskQuerySet(TreeQuerySet):
    def asked_of(self, organisation_id: int | None, levels: str) -> Self:
        """Tasks on which an organisation reports, in the plan's order: those for the levels it teaches (`levels` is ""
        for what is no school), those it leads or coordinates, and those the plan gives to nobody in particular."""
        shared = Task.coordinating.through.objects.filter(task=OuterRef("pk"))
        return self.filter(
            Q(levels__in=Levels.touching(levels))
            | Q(lead=organisation_id, lead__isnull=False)
            | Exists(shared.filter(organisation=organisation_id))
            | Q(levels="", lead=None) & ~Exists(shared),
            is_reported=True,
        ).order_by("position", "pk")

    def leaves(self) -> Self:
        """Tasks without tasks below them: those that are done by themselves."""
        return self.filter(~Exists(Task.objects.filter(parent=OuterRef("pk"))))

    def updatable_by(self, user: Any) -> Self:
        """Tasks whose status the person may tell; twin of `plans.permissions.may_update_task`."""
        actor = actor_of(user)
        keepers = actor.organisations(*TASK_KEEPERS)
        return self.leaves().filter(
            Q(lead__in=actor.organisations(*TASK_WRITERS))
            | Q(lead=None) & (Q(plan__issuer__in=keepers) | Q(plan__receiver__in=keepers)),
            plan__status=PlanStatus.IN_FORCE,
            same_as=None,
        )


class Task(models.Model):
    """One node of a plan: a part, an objective, a task or a solution.

    Who leads is one unit when the document or the office names one; where the document speaks of a group ("các
    trường MN") the group's words stand in `lead_label`. `lead_is_inferred` marks an assignment the document does not
    state (domain reference §4.1), so that it is never shown as the document's own words.
    """

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="tasks")
    parent = TreeNodeForeignKey(
        "self", verbose_name="thuộc mục", null=True, blank=True, on_delete=models.CASCADE, related_name="children"
    )
    code = models.CharField("mã mục", max_length=20, help_text="Đường dẫn số mục, ví dụ: II.1.3.")
    label = models.CharField("số mục", max_length=12, blank=True, help_text="Như trong văn bản: I, 1, 1.1, a, -.")
    title = NFCCharField("tên ngắn", max_length=250)
    text = NFCTextField("nội dung", blank=True)
    kind = models.CharField("loại", max_length=12, choices=TaskKind, default=TaskKind.TASK)
    levels = models.CharField("cấp học", max_length=12, choices=Levels, blank=True)
    lead = models.ForeignKey(
        Organisation,
        verbose_name="chủ trì",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="led_tasks",
    )
    lead_label = NFCCharField("chủ trì (như văn bản)", max_length=120, blank=True)
    lead_is_inferred = models.BooleanField("chủ trì do suy luận", default=False)
    coordinating = models.ManyToManyField(
        Organisation, verbose_name="phối hợp", blank=True, related_name="coordinated_tasks"
    )
    coordinating_label = NFCCharField("phối hợp (như văn bản)", max_length=200, blank=True)
    starts_on = models.DateField("bắt đầu", null=True, blank=True)
    due_on = models.DateField("thời gian hoàn thành", null=True, blank=True)
    expected_result = NFCCharField("kết quả, sản phẩm", max_length=250, blank=True)
    weight = models.PositiveSmallIntegerField("trọng số", default=1, help_text="Khi tính tiến độ chung của kế hoạch.")
    status = models.CharField("tình trạng", max_length=12, choices=TaskStatus, default=TaskStatus.NOT_STARTED)
    progress = models.PositiveSmallIntegerField(
        "tiến độ (%)", null=True, blank=True, validators=[MaxValueValidator(100)]
    )
    is_reported = models.BooleanField("đơn vị phải báo cáo", default=False)
    same_as = models.ForeignKey(
        "self",
        verbose_name="trùng với",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="repeated_by",
        help_text="Nhiệm vụ nói cùng một việc: chỉ tính một lần.",
    )
    carries_out = models.ForeignKey(
        "self",
        verbose_name="thực hiện nhiệm vụ",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="carried_out_by",
        help_text="Nhiệm vụ của kế hoạch cấp trên mà nhiệm vụ này triển khai.",
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    search_key = SearchKeyField(source=["code", "title"])

    objects = TaskQuerySet.as_manager(with_tree_fields=False)

    class Meta:
        verbose_name = "nhiệm vụ"
        verbose_name_plural = "nhiệm vụ"
        ordering = ["plan", "position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["plan", "code"], name="task_code_once", violation_error_message="Mã mục đã có trong kế hoạch."
            ),
            models.CheckConstraint(
                condition=Q(progress__isnull=True) | Q(progress__lte=100),
                name="task_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
            models.CheckConstraint(
                condition=Q(starts_on__isnull=True) | Q(due_on__isnull=True) | Q(starts_on__lte=F("due_on")),
                name="task_starts_before_due",
                violation_error_message="Ngày bắt đầu phải trước thời gian hoàn thành.",
            ),
            models.CheckConstraint(
                condition=Q(weight__gte=1),
                name="task_weight_positive",
                violation_error_message="Trọng số từ 1 trở lên.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=TaskStatus.values),
                name="task_status_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=(Q(same_as__isnull=True) | ~Q(same_as=F("pk")))
                & (Q(carries_out__isnull=True) | ~Q(carries_out=F("pk"))),
                name="task_not_linked_to_itself",
                violation_error_message="Nhiệm vụ không thể nối với chính nó.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.title}"

    @property
    def lead_text(self) -> str:
        return self.lead_label or (self.lead.short_name if self.lead else "")
