"""The way in that a new person is given: a mail, or a printed slip."""

from django.conf import settings
from django.db import models
from django.db.models import Q

from schools.enums import InvitationState
from schools.models.membership import Membership


class Invitation(models.Model):
    """One way in for one seat. The secret itself is never stored: a mail carries a signed link that dies with its use,
    a slip a first password of which only the hash exists."""

    membership = models.ForeignKey(
        Membership, verbose_name="thành viên", on_delete=models.CASCADE, related_name="invitations"
    )
    state = models.CharField("tình trạng", max_length=10, choices=InvitationState, default=InvitationState.WAITING)
    address = models.CharField("gửi đến", max_length=254, blank=True)
    attempts = models.PositiveSmallIntegerField("số lần gửi", default=0)
    claimed_until = models.DateTimeField("đang gửi đến", null=True, blank=True)
    error = models.TextField("lỗi", blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name="người mời",
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_at = models.DateTimeField("mời lúc")
    sent_at = models.DateTimeField("gửi lúc", null=True, blank=True)
    expires_at = models.DateTimeField("hết hạn lúc")

    class Meta:
        verbose_name = "lời mời"
        verbose_name_plural = "lời mời"
        ordering = ["-created_at", "-pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=Q(state__in=[InvitationState.WAITING, InvitationState.SENT, InvitationState.PRINTED]),
                name="invitation_one_open",
                violation_error_message="Người này đã có một lời mời chưa dùng.",
            ),
            models.CheckConstraint(
                condition=~Q(state=InvitationState.SENT) | Q(sent_at__isnull=False),
                name="invitation_sent_has_moment",
                violation_error_message="Lời mời đã gửi phải có giờ gửi.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.membership} ({self.get_state_display()})"
