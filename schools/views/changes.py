"""Changes of schools and communes over time: their list, and the form of a new one."""

import hashlib
from typing import Any, cast

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from schools.change_forms import ChangeForm
from schools.changes import KINDS, SOURCES, ChangeRefused, What
from schools.enums import ChangeKind
from schools.histories import dated, story
from schools.models import Organisation, OrganisationChange, OrganisationChangeParty
from schools.permissions import keeps_registry
from schools.services.changing.carrying_out import carry_out
from schools.services.changing.preview import consequences_of
from schools.services.changing.problems import problems_of
from vietnamese.text import search_key

PAGE_SIZE = 50
SHOWN_TO_CHOOSE = 150


@require_safe
def change_list(request: HttpRequest) -> HttpResponse:
    """What happened to schools and communes, latest first; found by the name of any body that had a part in it."""
    rows = OrganisationChange.objects.prefetch_related(
        Prefetch("parties", OrganisationChangeParty.objects.select_related("organisation"))
    )
    kind, words, of = (request.GET.get(name, "") for name in ("kind", "q", "of"))
    if kind in ChangeKind.values:
        rows = rows.filter(kind=kind)
    if of.isdecimal():
        rows = rows.filter(parties__organisation=int(of))
    for word in search_key(words).split():
        rows = rows.filter(parties__organisation__search_key__contains=word)
    page = Paginator(rows.distinct().order_by("-effective_on", "-pk"), PAGE_SIZE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [(change, story(change), dated(change)) for change in page.object_list],
        "kinds": ChangeKind.choices,
        "kind": kind,
        "words": words,
        "is_filtered": bool(kind or words or of),
        "may_change": keeps_registry(request.user),
        "today": timezone.localdate(),
    }
    return render(request, "schools/changes.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
def change_new(request: HttpRequest, kind: str, what: str) -> HttpResponse:
    """First the bodies are chosen, then the details are told, then what will happen is shown, then it is done."""
    if kind not in ChangeKind.values or what not in KINDS or (kind == ChangeKind.MOVED and what == "commune"):
        raise Http404
    if not keeps_registry(request.user):
        raise PermissionDenied
    wanted, of = ChangeKind(kind), cast(What, what)
    sources = _sources(request, of)
    if len(sources) < SOURCES[wanted][0]:
        return _choose(request, wanted, of, sources)
    form = ChangeForm(request.POST if request.method == "POST" else None, kind=wanted, what=of, sources=sources)
    problems: list[str] = []
    consequences: list[str] = []
    token = ""
    if form.is_bound and form.is_valid():
        intent = form.intent
        problems = problems_of(intent, timezone.localdate())
        if not problems:
            consequences = consequences_of(intent)
            token = _token(form, consequences)
            if request.POST.get("agreed") == token:
                try:
                    change = carry_out(intent=intent, by=request.user)
                except ChangeRefused as refused:
                    problems, consequences = refused.problems, []
                else:
                    messages.success(request, f"Đã ghi: {story(change)}, {dated(change)}.")
                    return redirect("change_list")
    context = _words(wanted, of) | {
        "form": form,
        "has_people": "people" in form.fields,
        "sources": sources,
        "problems": problems,
        "consequences": consequences,
        "token": token,
    }
    return render(request, "schools/change_new.html", context, status=422 if form.is_bound and not token else 200)


def _token(form: ChangeForm, consequences: list[str]) -> str:
    """What was agreed to: everything typed and everything said to follow from it."""
    said = repr([sorted((name, str(value)) for name, value in form.cleaned_data.items()), consequences])
    return hashlib.sha256(said.encode()).hexdigest()[:24]


def _sources(request: HttpRequest, what: What) -> list[Organisation]:
    ids = [int(pk) for pk in request.GET.getlist("from") if pk.isdecimal()]
    found = Organisation.objects.filter(pk__in=ids, kind=KINDS[what]).select_related("parent")
    return list(found.prefetch_related("profiles").order_by("sort_key", "pk"))


def _choose(request: HttpRequest, kind: ChangeKind, what: What, chosen: list[Organisation]) -> HttpResponse:
    words = request.GET.get("q", "")
    rows = Organisation.objects.filter(kind=KINDS[what], valid_to=None).matching(words)
    rows = rows.exclude(pk__in=[body.pk for body in chosen]).order_by("sort_key", "pk")
    context = _words(kind, what) | {
        "chosen": chosen,
        "rows": rows[:SHOWN_TO_CHOOSE],
        "more": max(rows.count() - SHOWN_TO_CHOOSE, 0),
        "words": words,
        "fewest": SOURCES[kind][0],
        "most": SOURCES[kind][1],
    }
    return render(request, "schools/change_choose.html", context, status=422 if request.method == "POST" else 200)


def _words(kind: ChangeKind, what: What) -> dict[str, Any]:
    return {"kind": kind, "what": what, "title": f"{kind.label} {'trường' if what == 'school' else 'địa bàn'}"}


change_urls = [
    path("schools/changes/", change_list, name="change_list"),
    path("schools/changes/<slug:kind>/<slug:what>/", change_new, name="change_new"),
]
