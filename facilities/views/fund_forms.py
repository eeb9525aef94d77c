"""What the pages with a form of funds share."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from plans.models import Plan


def place_of(plan: Plan, school_pk: int | None) -> str:
    """The page that lists the money of the school, or of all of them together."""
    return reverse("fund_school", args=[plan.pk, school_pk]) if school_pk else reverse("fund_shared", args=[plan.pk])


def show_form(request: HttpRequest, template: str, form: Any, *, status: int = 200, **context: Any) -> HttpResponse:
    defaults = {"allocation": None, "stored": None, "spending": (), "contribution": None}
    given = {**defaults, "form": form, **context}
    return render(request, template, given, status=status)
