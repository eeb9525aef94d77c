"""Error pages that say in Vietnamese what happened and what to do."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The form is too old or came from elsewhere; what was typed is still in the browser's previous page."""
    return render(request, "403_csrf.html", status=403)
