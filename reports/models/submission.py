"""The report one organisation owes for one period."""

import datetime as dt
from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Case, F, OuterRef, Q, Subquery, When
from django.db.models.functions import Coalesce, Greatest
from django.utils import timezone

from plans.deadlines import local_day, owed_days
from plans.enums import PlanStatus
from plans.models import ReportingPeriod
from reports import workflow
from reports.enums import CorrectionScope, Purpose, SubmissionStatus
from reports.purposes import Words, words_for
from schools.enums import Levels, Role
from schools.models import Organisation
from schools.queries import actor_of
from vietnamese.dates import format_date
from vietnamese.fields import NFCTextField
from vietnamese.text import search_key

S = SubmissionStatus


class SubmissionQuerySet(models.QuerySet["Submission"]):
    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_STATUS, submission)`."""
        actor = actor_of(user)
        open_plans = self.exclude(period__plan__status=PlanStatus.DRAFT)
        if actor.is_administrator:
            return open_plans
        return open_plans.filter(
            Q(organisation__in=actor.organisations(Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD))
            | Q(period__plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))
        )

    def written_by(self, user: Any) -> Self:
        """Twin of `reports.permissions.is_writer`."""
        actor = actor_of(user)
        return self.filter(
            Q(organisation__in=actor.organisations(Role.PRINCIPAL, Role.CLERK, Role.OFFICER, Role.HEAD))
            | Q(purpose=Purpose.FIGURES, period__plan__receiver__in=actor.organisations(Role.OFFICER, Role.HEAD))
        )

    def reports(self) -> Self:
        """What organisations owe: all that is counted as expected, without the figures that only fill the grid."""
        return self.filter(purpose=Purpose.REPORT)

    def figures(self) -> Self:
        """The figures no school has, of the receiver and the communes."""
        return self.filter(purpose=Purpose.FIGURES)

    def sent(self) -> Self:
        """Reports the receiver holds now: submitted or accepted."""
        return self.filter(status__in=workflow.SENT)

    def accepted(self) -> Self:
        """Reports whose figures feed the official totals."""
        return self.filter(status=S.ACCEPTED)

    def awaiting_review(self) -> Self:
        return self.filter(status=S.SUBMITTED)

    def owed(self) -> Self:
        """Reports that still have to be sent, or sent again."""
        return self.exclude(status__in=workflow.SENT)

    def at_level(self, level: str) -> Self:
        return self.filter(organisation__school__levels__in=Levels.containing(level))

    def matching(self, query: str) -> Self:
        """Reports of organisations whose name contains the words, diacritics ignored."""
        found = self
        for word in search_key(query).split():
            found = found.filter(organisation__search_key__contains=word)
        return found

    def with_extension(self) -> Self:
        """Annotate `extended_until`, all that a row needs to tell its own deadline: lists that neither filter nor sort
        by deadlines take this, because the database works out the rest of `with_deadline()` in vain."""
        from reports.models.extension import Extension

        extensions = Extension.objects.filter(submission=OuterRef("pk")).order_by("-until").values("until")
        return self.annotate(extended_until=Subquery(extensions[:1], output_field=models.DateField()))

    def with_deadline(self) -> Self:
        """Annotate `first_last_day` (for lateness) and `effective_last_day` (what is owed now).

        The same answers as `plans.deadlines.owed_days`, computed by the database so that lists can filter and sort.
        """
        extended = F("extended_until")
        last_day = Case(
            When(purpose=Purpose.FIGURES, period__forward_on__isnull=False, then=F("period__forward_on")),
            default=F("period__last_day"),
            output_field=models.DateField(),
        )
        first = Greatest(Coalesce(extended, last_day), last_day, output_field=models.DateField())
        return (
            self.with_extension()
            .annotate(first_last_day=first)
            .annotate(
                effective_last_day=Case(
                    When(
                        returned_due_on__isnull=False,
                        then=Greatest(Coalesce(extended, F("returned_due_on")), F("returned_due_on")),
                    ),
                    default=F("first_last_day"),
                    output_field=models.DateField(),
                )
            )
        )

    def overdue(self, today: dt.date) -> Self:
        """Owed reports whose effective last day has passed; needs `with_deadline()`."""
        return self.owed().filter(effective_last_day__lt=today)

    def for_list(self) -> Self:
        return self.select_related("organisation", "period__plan").with_extension()


class Submission(models.Model):
    """A report. The row exists from the moment its period opens, so that what is missing can be counted."""

    period = models.ForeignKey(
        ReportingPeriod, verbose_name="kỳ báo cáo", on_delete=models.PROTECT, related_name="submissions"
    )
    organisation = models.ForeignKey(
        Organisation, verbose_name="đơn vị", on_delete=models.PROTECT, related_name="submissions"
    )
    purpose = models.CharField("loại", max_length=10, choices=Purpose, default=Purpose.REPORT)
    status = models.CharField("tình trạng", max_length=12, choices=S, default=S.NOT_STARTED)
    revision = models.PositiveSmallIntegerField("lần nộp", default=0)
    edit_version = models.PositiveIntegerField("phiên bản soạn", default=0)
    filled_percent = models.PositiveSmallIntegerField("đã điền (%)", default=0)
    last_edited_at = models.DateTimeField("sửa lần cuối lúc", null=True, blank=True)
    last_edited_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người sửa cuối",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    first_submitted_at = models.DateTimeField("nộp lần đầu lúc", null=True, blank=True)
    submitted_at = models.DateTimeField("nộp lúc", null=True, blank=True)
    opened_at = models.DateTimeField("người duyệt mở lúc", null=True, blank=True)
    accepted_at = models.DateTimeField("duyệt lúc", null=True, blank=True)
    returned_due_on = models.DateField("nộp lại chậm nhất ngày", null=True, blank=True)
    correction_scope = models.CharField("được sửa", max_length=10, choices=CorrectionScope, default=CorrectionScope.ALL)
    nil_reason = NFCTextField("lý do không phát sinh", blank=True)
    receipt_code = models.CharField("số biên nhận", max_length=20, blank=True)

    objects = SubmissionQuerySet.as_manager()

    class Meta:
        verbose_name = "báo cáo của đơn vị"
        verbose_name_plural = "báo cáo của đơn vị"
        ordering = ["period", "organisation__sort_key", "pk"]
        indexes = [models.Index(fields=["period", "status"]), models.Index(fields=["status", "submitted_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["period", "organisation"],
                name="submission_once",
                violation_error_message="Đơn vị đã có báo cáo của kỳ này.",
            ),
            models.UniqueConstraint(
                fields=["receipt_code"],
                condition=~Q(receipt_code=""),
                name="submission_receipt_once",
                violation_error_message="Số biên nhận đã có.",
            ),
            models.CheckConstraint(
                condition=Q(status__in=S.values),
                name="submission_status_known",
                violation_error_message="Tình trạng không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=Q(purpose__in=Purpose.values),
                name="submission_purpose_known",
                violation_error_message="Loại báo cáo không có trong danh mục.",
            ),
            models.CheckConstraint(
                condition=~Q(status__in=[S.SUBMITTED, S.ACCEPTED, S.RETURNED])
                | Q(submitted_at__isnull=False, first_submitted_at__isnull=False, revision__gte=1),
                name="submission_sent_has_time",
                violation_error_message="Báo cáo đã nộp phải có thời điểm nộp.",
            ),
            models.CheckConstraint(
                condition=Q(status=S.ACCEPTED, accepted_at__isnull=False)
                | (~Q(status=S.ACCEPTED) & Q(accepted_at__isnull=True)),
                name="submission_accepted_has_time",
                violation_error_message="Báo cáo đã duyệt phải có thời điểm duyệt.",
            ),
            models.CheckConstraint(
                condition=~Q(status=S.RETURNED) | Q(returned_due_on__isnull=False),
                name="submission_returned_has_due_day",
                violation_error_message="Báo cáo bị trả phải có hạn nộp lại.",
            ),
            models.CheckConstraint(
                condition=Q(first_submitted_at__isnull=True) | Q(submitted_at__gte=F("first_submitted_at")),
                name="submission_times_ordered",
                violation_error_message="Lần nộp sau không thể trước lần nộp đầu.",
            ),
            models.CheckConstraint(
                condition=Q(filled_percent__lte=100),
                name="submission_filled_percent",
                violation_error_message="Phần đã điền từ 0 đến 100 phần trăm.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.title} – {self.organisation}"

    @property
    def title(self) -> str:
        """`Báo cáo 6 tháng`, or `Số liệu 6 tháng` of what only fills the grid."""
        return f"Số liệu {self.period.label}" if self.is_figures else self.period.report_name

    @property
    def full_title(self) -> str:
        """The title with its year, once."""
        return self.title + self.period.full_name.removeprefix(self.period.report_name)

    @property
    def is_figures(self) -> bool:
        return self.purpose == Purpose.FIGURES

    @property
    def words(self) -> Words:
        """What is done with it, in the words for its purpose."""
        return words_for(self.purpose)

    @property
    def period_last_day(self) -> dt.date:
        """The last day the period gives: for reports its deadline; for figures no school has the day on which the
        office's own report is due, because until then they are in time for it."""
        return self.period.forward_on or self.period.last_day if self.is_figures else self.period.last_day

    @property
    def due_words(self) -> str:
        """Until when it is to be sent, in the plan's words."""
        if self.is_figures and self.period.forward_on:
            return f"chậm nhất ngày {format_date(self.period.forward_on)} (hạn gửi báo cáo tổng hợp)"
        return self.period.deadline_text

    @property
    def is_editable(self) -> bool:
        return self.status in workflow.EDITABLE

    @property
    def is_sent(self) -> bool:
        return self.status in workflow.SENT

    # The dates below read the annotations of `with_deadline()` or `with_extension()`; without them they ask the
    # database once.
    @property
    def owed_until(self) -> dt.date:
        """The last day on which sending (again) is on time."""
        return self._deadline_days()[1]

    @property
    def days_left(self) -> int:
        """Days until the last on-time day, negative when it has passed."""
        return (self.owed_until - timezone.localdate()).days

    @property
    def is_overdue(self) -> bool:
        return not self.is_sent and timezone.localdate() > self.owed_until

    @property
    def days_late(self) -> int:
        """Whole days by which the first submission missed its deadline; for an unsent report, days until today.

        Lateness is measured from the first submission: a round of corrections has its own due date.
        """
        day = local_day(self.first_submitted_at) if self.first_submitted_at else timezone.localdate()
        return max((day - self._deadline_days()[0]).days, 0)

    def _deadline_days(self) -> tuple[dt.date, dt.date]:
        known = self.__dict__
        if "effective_last_day" not in known:
            if "extended_until" not in known:
                row = type(self).objects.with_extension().get(pk=self.pk)
                known["extended_until"] = row.__dict__["extended_until"]
            return owed_days(
                self.period_last_day, extended_until=known["extended_until"], returned_due_on=self.returned_due_on
            )
        return known["first_last_day"], known["effective_last_day"]
