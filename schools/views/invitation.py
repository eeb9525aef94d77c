"""The link of an invitation: a new person sets a password and is in."""

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from schools.people_forms import FirstPasswordForm
from schools.services import invitations
from schools.services.seats import Refused


@sensitive_post_parameters()
@login_not_required
@never_cache
@require_http_methods(["GET", "POST"])
def invitation_open(request: HttpRequest, pk: int, token: str) -> HttpResponse:
    """Choose a password. A wrong, used and replaced link look the same, so that nobody learns who was invited; only
    whoever has the right link learns that it has run out. Opening it changes nothing: mail scanners do that too."""
    invitation = invitations.find(pk, token)
    if invitation is None or invitation.expires_at <= timezone.now():
        return render(request, "schools/people/invitation_over.html", {"invitation": invitation})
    form = FirstPasswordForm(invitation.membership.user, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            user = invitations.accept(invitation=invitation, password=form.cleaned_data["new_password1"])
        except Refused:
            return render(request, "schools/people/invitation_over.html", {"invitation": None})
        login(request, user, backend=settings.AUTHENTICATION_BACKENDS[-1])
        messages.success(request, "Đã đặt mật khẩu. Từ lần sau, đăng nhập bằng tên và mật khẩu này.")
        return redirect("home")
    context = {"form": form, "held": invitation.membership, "invitation": invitation}
    return render(request, "schools/people/invitation.html", context)


invitation_urls = [path("invitation/<int:pk>/<str:token>/", invitation_open, name="invitation_open")]
