"""Asking in words: the page of results, and the suggestions under the search box of every page."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.urls import path
from django.views.decorators.http import require_GET

from reports.search.finding import find
from reports.search.hits import Found, Kind
from reports.search.marking import marked
from reports.search.question import MOST_CHARACTERS, MOST_WORDS, Question, ask

PAGE_SIZE = 30
FEW, FEWER = 5, 3  # of each kind, on the page and under the box


@require_GET
def search(request: HttpRequest) -> HttpResponse:
    """The best few of every kind, or with `?kind=` all of one, page by page."""
    question = ask(request.GET.get("q", ""))
    kind = _kind(request.GET.get("kind", ""))
    groups = find(question, request.user, kind)
    context: dict[str, Any] = {
        "question": question,
        "kind": kind,
        "limits": {"characters": MOST_CHARACTERS, "words": MOST_WORDS},
        "total": sum(group.total for group in groups),
        "is_search_page": True,
    }
    if kind and groups:
        page = Paginator(groups[0].rows, PAGE_SIZE).get_page(request.GET.get("page"))
        context |= {"page": page, "groups": [(groups[0], _lines(question, groups[0], page.object_list))]}
    else:
        context |= {"page": None, "groups": [(group, _lines(question, group, group.rows[:FEW])) for group in groups]}
    return render(request, "reports/search.html", context)


@require_GET
def search_suggestions(request: HttpRequest) -> HttpResponse:
    """The options of the search box: a fragment, without what only a whole page has to ask for."""
    question = ask(request.GET.get("q", ""))
    groups = find(question, request.user)
    lines = [(group, _lines(question, group, group.rows[:FEWER])) for group in groups]
    context = {"question": question, "groups": lines, "total": sum(group.total for group in groups)}
    return HttpResponse(render_to_string("reports/search_suggestions.html", context))


def _kind(value: str) -> Kind | None:
    return Kind(value) if value in Kind.values else None


def _lines(question: Question, group: Found, rows: Any) -> list[dict[str, Any]]:
    """What is shown of each hit, with the words of the question marked where they first stand."""
    return [
        {
            "url": hit.url,
            "title": marked(hit.title, question),
            "context": marked(hit.context, question.beyond(hit.title)),
            "badge": hit.badge,
        }
        for hit in group.hits(rows)
    ]


search_urls = [
    path("search/", search, name="search"),
    path("search/suggestions/", search_suggestions, name="search_suggestions"),
]
