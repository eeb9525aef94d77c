"""The letter by which the office urges late organisations (công văn đôn đốc), and its files."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports.enums import FileState, SubmissionStatus
from reports.models.rendered import RenderedFile
from schools.enums import OrganisationKind, Role
from schools.queries import actor_of
from vietnamese.fields import NFCTextField


@dataclass(frozen=True)
class LateRow:
    """A late organisation as a letter names it: its words, its own last on-time day and days past it.

    `submission` is the id of the report, `status` a value of `SubmissionStatus`, `kind` one of `OrganisationKind`.
    """

    submission: int
    organisation: str
    kind: str
    head_title: str
    commune: str
    status: str
    due_on: dt.date
    days_late: int

    @property
    def is_school(self) -> bool:
        return self.kind == OrganisationKind.SCHOOL

    @property
    def is_returned(self) -> bool:
        """Whether the report came and has to come again."""
        return self.status == SubmissionStatus.RETURNED

    def frozen(self) -> dict[str, Any]:
        """The row as the letter stores it."""
        return dataclasses.asdict(self) | {"due_on": self.due_on.isoformat()}

    @classmethod
    def thawed(cls, stored: dict[str, Any]) -> Self:
        return cls(**(stored | {"due_on": dt.date.fromisoformat(stored["due_on"])}))


class ReminderLetterQuerySet(models.QuerySet["ReminderLetter"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_BOARD, letter.period)`."""
        actor = actor_of(user)
        open_plans = self.exclude(period__plan__status=PlanStatus.DRAFT)
        if actor.is_administrator:
            return open_plans
        return open_plans.filter(period__plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))


class ReminderLetter(models.Model):
    """A letter as it was drawn up: the late organisations stand in it as they were on that day.

    `rows` is a list of frozen `LateRow`s, read through `late_rows`. Number and date of the letter stay blank: the
    clerk writes them.
    """

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="letters"
    )
    rows = models.JSONField("đơn vị chưa nộp")
    as_of = models.DateField("tính đến ngày")
    respond_by = models.DateTimeField("đề nghị gửi trước")
    note = NFCTextField("nội dung thêm", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, verbose_name="người lập", null=True, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("lập lúc")

    objects = ReminderLetterQuerySet.as_manager()

    class Meta:
        verbose_name = "công văn đôn đốc"
        verbose_name_plural = "công văn đôn đốc"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return f"Công văn đôn đốc, {self.period}"

    @property
    def late_rows(self) -> tuple[LateRow, ...]:
        return tuple(map(LateRow.thawed, self.rows))


class LetterFile(RenderedFile):
    """One rendering of a letter."""

    letter = models.ForeignKey(
        ReminderLetter, verbose_name="công văn đôn đốc", on_delete=models.CASCADE, related_name="files"
    )
    file = models.FileField("tệp", upload_to="letters/%Y/", blank=True)

    class Meta:
        verbose_name = "bản in công văn"
        verbose_name_plural = "bản in công văn"
        ordering = ["-requested_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["letter", "format", "content_sha256"],
                name="letter_file_once",
                violation_error_message="Nội dung này đã có bản in.",
            ),
            models.CheckConstraint(
                condition=~Q(state=FileState.READY) | (~Q(file="") & ~Q(file_sha256="") & Q(ready_at__isnull=False)),
                name="letter_file_ready_has_file",
                violation_error_message="Bản in sẵn sàng phải có nội dung.",
            ),
            models.CheckConstraint(
                condition=Q(progress__lte=100),
                name="letter_file_progress_percent",
                violation_error_message="Tiến độ từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.letter} ({self.get_format_display()})"
