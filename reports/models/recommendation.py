"""The difficulties and proposals a report closes with, and what became of them."""

from typing import Any, Self

from django.conf import settings
from django.db import models
from django.db.models import Q

from plans.models import Plan
from reports.enums import Addressee, RecommendationEventKind, RecommendationStatus
from reports.models.submission import Submission
from schools.models import Organisation
from schools.queries import actor_of
from vietnamese.fields import NFCCharField, NFCTextField


class RecommendationQuerySet(models.QuerySet["Recommendation"]):
    def raised(self) -> Self:
        """Those of reports that were sent: what a draft holds is nobody else's business yet."""
        return self.filter(raised_at__isnull=False)

    def open(self) -> Self:
        """Those that wait for somebody: for an answer, or for the school to say whether it solved the matter."""
        return self.exclude(status=RecommendationStatus.CLOSED)

    def standing_for(self, submission: Submission) -> Self:
        """The requests of the same body that come back in a report by themselves: raised in an earlier period of its
        plan or of the plan of the year before, and still open."""
        period = submission.period
        plan = period.plan
        before = Q(
            submission__period__plan__issuer=plan.issuer_id,
            submission__period__plan__document_type=plan.document_type,
            submission__period__plan__year=plan.year - 1,
        )
        earlier = Q(submission__period__plan=plan, submission__period__position__lt=period.position) | before
        return self.raised().open().filter(earlier, submission__organisation=submission.organisation_id)

    def visible_to(self, user: Any) -> Self:
        """Twin of `reports.permissions.can(user, VIEW_REQUEST, recommendation)`."""
        actor = actor_of(user)
        if actor.is_administrator:
            return self.raised()
        own = Q(submission__organisation__in=actor.organisations(*REPORTER_SEATS))
        received = Q(submission__period__plan__receiver__in=actor.organisations(*DESK_SEATS))
        owned = Q(owner__in=actor.organisations(*OWNER_SEATS))
        return self.filter(own | Q(received | owned, raised_at__isnull=False))


REPORTER_SEATS = ("principal", "clerk", "officer", "head")
DESK_SEATS = ("officer", "head")
OWNER_SEATS = ("officer", "head", "leader", "clerk")


class RecommendationGroup(models.Model):
    """Requests of several schools that ask the same; one answer goes to all of them."""

    plan = models.ForeignKey(Plan, verbose_name="kế hoạch", on_delete=models.CASCADE, related_name="request_groups")
    title = NFCCharField("nội dung chung", max_length=300)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người gộp",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("gộp lúc")

    class Meta:
        verbose_name = "nhóm kiến nghị"
        verbose_name_plural = "nhóm kiến nghị"
        ordering = ["-created_at", "-pk"]

    def __str__(self) -> str:
        return self.title


class Recommendation(models.Model):
    """A difficulty or proposal of a school, with its addressee. It lives on after its report: `owner` is the
    organisation that has to answer now (forwarding changes it), `raised_at` the moment its report was first sent with
    it (empty while it stands in a draft), `answer` the latest answer. The school closes it, or says it is not solved.
    """

    submission = models.ForeignKey(
        Submission, verbose_name="báo cáo", on_delete=models.CASCADE, related_name="recommendations"
    )
    addressee = models.CharField("gửi", max_length=10, choices=Addressee)
    text = NFCTextField("nội dung")
    status = models.CharField(
        "tình trạng", max_length=10, choices=RecommendationStatus, default=RecommendationStatus.OPEN
    )
    position = models.PositiveSmallIntegerField("thứ tự", default=0)
    raised_at = models.DateTimeField("nêu lúc", null=True, blank=True)
    owner = models.ForeignKey(
        Organisation,
        verbose_name="đơn vị trả lời",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="owned_recommendations",
    )
    is_dropped = models.BooleanField(
        "bỏ khỏi báo cáo",
        default=False,
        help_text="Trường đã bỏ khỏi bản đang sửa; nộp lại thì kiến nghị được xóa.",
    )
    version = models.PositiveIntegerField("phiên bản", default=0)
    group = models.ForeignKey(
        RecommendationGroup,
        verbose_name="nhóm",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="recommendations",
    )
    answer = NFCTextField("trả lời", blank=True)
    answered_at = models.DateTimeField("trả lời lúc", null=True, blank=True)
    first_answered_at = models.DateTimeField("trả lời lần đầu lúc", null=True, blank=True)
    closed_at = models.DateTimeField("kết thúc lúc", null=True, blank=True)

    objects = RecommendationQuerySet.as_manager()

    class Meta:
        verbose_name = "đề xuất, kiến nghị"
        verbose_name_plural = "đề xuất, kiến nghị"
        ordering = ["submission", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(status=RecommendationStatus.ANSWERED)
                | (~Q(answer="") & Q(answered_at__isnull=False) & Q(first_answered_at__isnull=False)),
                name="recommendation_answered_has_answer",
                violation_error_message="Kiến nghị đã trả lời phải có nội dung và giờ trả lời.",
            ),
            models.CheckConstraint(
                condition=~Q(status=RecommendationStatus.CLOSED) | Q(closed_at__isnull=False),
                name="recommendation_closed_has_moment",
                violation_error_message="Kiến nghị đã giải quyết phải có giờ kết thúc.",
            ),
        ]

    def __str__(self) -> str:
        return self.text[:80]

    @property
    def is_answered(self) -> bool:
        """Whether anybody has ever answered it."""
        return self.first_answered_at is not None


class RecommendationEvent(models.Model):
    """One step in the life of a request; written once."""

    recommendation = models.ForeignKey(
        Recommendation, verbose_name="kiến nghị", on_delete=models.CASCADE, related_name="events"
    )
    kind = models.CharField("việc", max_length=10, choices=RecommendationEventKind)
    at = models.DateTimeField("lúc")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người làm",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    organisation = models.ForeignKey(
        Organisation,
        verbose_name="đơn vị",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Đơn vị trả lời, hoặc đơn vị được chuyển đến.",
    )
    on_behalf_of = models.ForeignKey(
        Organisation,
        verbose_name="trả lời thay",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="+",
        help_text="Đơn vị phải trả lời, khi cơ quan nhận báo cáo trả lời thay.",
    )
    text = NFCTextField("nội dung", blank=True)

    class Meta:
        verbose_name = "diễn biến kiến nghị"
        verbose_name_plural = "diễn biến kiến nghị"
        ordering = ["recommendation", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=RecommendationEventKind.values),
                name="recommendation_event_kind_known",
                violation_error_message="Việc không có trong danh mục.",
            )
        ]

    def __str__(self) -> str:
        return f"{self.recommendation}: {self.get_kind_display()}"
