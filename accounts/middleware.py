"""A person who got a password from somebody else sets their own before anything else."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

ALLOWED_BEFORE_PASSWORD = ("password_change", "logout")


class FirstLoginMiddleware:
    """Leads to the password page while `must_change_password` is set."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *_args: object) -> HttpResponse | None:
        match = request.resolver_match
        if (
            match is None
            or match.url_name in ALLOWED_BEFORE_PASSWORD
            or not getattr(match.func, "login_required", True)
        ):
            return None
        if request.user.is_authenticated and request.user.must_change_password:
            return redirect(reverse("password_change"))
        return None
