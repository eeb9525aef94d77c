"""Pages of the person. Django's own views do the work; what is ours are the words and the first password."""

from typing import Any

from django.conf import settings
from django.contrib import admin, messages
from django.contrib.auth import views as auth_views
from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse, reverse_lazy

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD, demo_account
from accounts.forms import LoginForm, OwnPasswordChangeForm, OwnPasswordResetForm, OwnSetPasswordForm, ProfileForm
from accounts.models import User


class LoginView(auth_views.LoginView):
    """The login page. In demo mode a click on an account fills the form, without any script."""

    template_name = "accounts/login.html"
    authentication_form = LoginForm
    redirect_authenticated_user = True

    def get_form(self, form_class: Any = None) -> Any:
        form: Any = super().get_form(form_class)
        account = demo_account(self.request.GET.get("demo")) if settings.DEMO else None
        if account and not form.is_bound:
            form.initial = {**form.initial, "username": account.username, "password": DEMO_PASSWORD}
            form.prefill_password()
        return form

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        demo = {"demo_accounts": DEMO_ACCOUNTS, "demo_password": DEMO_PASSWORD} if settings.DEMO else {}
        return super().get_context_data(**kwargs) | demo


class LogoutView(auth_views.LogoutView):
    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        response = super().post(request, *args, **kwargs)
        # Text kept in the browser while the connection was lost must not greet the next person at a shared computer.
        response["Clear-Site-Data"] = '"storage"'
        return response


class PasswordChangeView(auth_views.PasswordChangeView):
    template_name = "accounts/password_change.html"
    form_class = OwnPasswordChangeForm
    success_url = reverse_lazy("home")

    def form_valid(self, form: Any) -> HttpResponse:
        response = super().form_valid(form)
        messages.success(self.request, "Đã đổi mật khẩu. Các máy khác đang đăng nhập sẽ phải đăng nhập lại.")
        return response


class PasswordResetView(auth_views.PasswordResetView):
    """Asks for an address and answers the same whether or not an account has it."""

    template_name = "accounts/password_reset.html"
    form_class = OwnPasswordResetForm
    email_template_name = "accounts/password_reset_mail.txt"
    subject_template_name = "accounts/password_reset_subject.txt"
    # The address comes from the settings: a forged Host header must not end up in a mail.
    extra_email_context = {"base_url": settings.BASE_URL, "valid_hours": settings.PASSWORD_RESET_TIMEOUT // 3600}


class PasswordResetDoneView(auth_views.PasswordResetDoneView):
    template_name = "accounts/password_reset_done.html"


class PasswordResetConfirmView(auth_views.PasswordResetConfirmView):
    template_name = "accounts/password_reset_confirm.html"
    form_class = OwnSetPasswordForm


class PasswordResetCompleteView(auth_views.PasswordResetCompleteView):
    template_name = "accounts/password_reset_complete.html"


@login_not_required
def admin_entry(request: HttpRequest) -> HttpResponse:
    """Where the administration sends whom it does not let in: to the login page, or away when that changes nothing."""
    if admin.site.has_permission(request):
        return redirect("admin:index")
    if request.user.is_authenticated:
        raise PermissionDenied
    return redirect_to_login(request.GET.get("next") or reverse("admin:index"))


def profile(request: HttpRequest) -> HttpResponse:
    """One's own details: name, mail, telephone; the seats are shown and given by the administrator."""
    form = ProfileForm(request.POST or None, instance=request.user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Đã lưu thông tin cá nhân.")
        return redirect("profile")
    if form.errors and isinstance(request.user, User):
        # The top bar shows the stored name, not the one being typed.
        request.user.refresh_from_db()
    return render(request, "accounts/profile.html", {"form": form})
