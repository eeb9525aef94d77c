"""How a person wants to be told: by mail or in the portal only, each event at once or once a day."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods

from reports.enums import Channel, NotificationKind, NotificationStatus
from reports.models import ContactPreference
from reports.permissions import OFFICE_ROLES
from reports.preference_forms import PreferenceForm
from reports.queries.recipients import Recipient
from reports.services.contacting import first_status, preference_of
from schools.queries import actor_of

K = NotificationKind
# What people ask about, each group told by one of its kinds.
_FOR_REPORTERS = (
    ("Yêu cầu bổ sung, mở lại, gia hạn, hạn mới", K.RETURNED),
    ("Nhắc hạn nộp, quá hạn nộp", K.REMINDER),
    ("Biên nhận, báo cáo đã duyệt", K.RECEIPT),
)
_FOR_OFFICE = (
    ("Đơn vị nộp báo cáo, đề nghị gia hạn", K.SUBMITTED),
    ("Danh sách đơn vị quá hạn", K.ESCALATION),
    ("Thư không gửi được", K.UNDELIVERED),
)
_WAYS = {
    NotificationStatus.PENDING: "thư gửi ngay, và trong cổng",
    NotificationStatus.FOR_DIGEST: "gộp trong một thư mỗi sáng, và trong cổng",
    NotificationStatus.PORTAL_ONLY: "chỉ trong cổng",
}


@require_http_methods(["GET", "POST"])
def contact_preferences(request: HttpRequest) -> HttpResponse:
    """Choose channel and digest; the page says in words what follows from the stored choice."""
    user: Any = request.user
    stored = preference_of(user, today=timezone.localdate())
    form = PreferenceForm(request.POST if request.method == "POST" else None, instance=stored)
    if request.method == "POST" and form.is_valid():
        # Two clicks at once must not become two rows, so the row is not saved through the form.
        ContactPreference.objects.update_or_create(user=user, defaults=form.cleaned_data)
        messages.success(request, "Đã lưu cách nhận thông báo.")
        return redirect("contact_preferences")
    if form.errors:  # the form has put what was typed on the row; the words speak of what is stored
        stored = preference_of(user, today=timezone.localdate())
    context = {
        "form": form,
        "ways": ways_of(user, stored),
        "lacks_address": stored.channel == Channel.MAIL and not user.email,
        "is_default": stored.pk is None,
    }
    return render(request, "reports/preferences.html", context, status=422 if form.errors else 200)


def ways_of(user: Any, preference: ContactPreference) -> list[tuple[str, str]]:
    """What the person gets and how, for the kinds that their seats bring."""
    recipient = Recipient(user, preference.channel, preference.wants_digest)
    in_office = actor_of(user).has_role(*OFFICE_ROLES)
    groups = (*_FOR_OFFICE, *_FOR_REPORTERS[:2]) if in_office else _FOR_REPORTERS
    return [(words, _WAYS[first_status(kind, recipient)]) for words, kind in groups]


preference_urls = [path("notifications/settings/", contact_preferences, name="contact_preferences")]
