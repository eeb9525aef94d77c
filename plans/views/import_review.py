"""Correcting a proposal beside its source."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from plans.enums import ImportState
from plans.import_forms.base import RowForm
from plans.import_forms.places import CATALOGUE_LIST, EVERYBODY_LIST, ISSUING_LIST
from plans.import_forms.review import ADDABLE, MOST_ADDED, Review, mark_repeated_targets
from plans.imports.corrections import Conflict as TwoTexts
from plans.imports.excerpt import excerpt
from plans.imports.parts import Part
from plans.imports.rows import Row, fit
from plans.models import PlanImport
from plans.services import import_corrections
from plans.services.errors import Conflict
from plans.views.imports import get_import, number_in


@dataclass(frozen=True)
class Place:
    """A page of a part: which rows stand on it, and what comes before and after."""

    part: Part
    number: int
    pages: list[list[Row]]

    @property
    def rows(self) -> list[Row]:
        return self.pages[self.number - 1]

    @property
    def following(self) -> str:
        """Where saving leads: the next page, the next part, or the last look before the plan is made."""
        if self.number < len(self.pages):
            return f"{self.part}/?page={self.number + 1}"
        later = list(Part)[list(Part).index(self.part) + 1 :]
        return f"{later[0]}/" if later else "save/"

    @property
    def numbers(self) -> range:
        return range(1, len(self.pages) + 1)


def _place(review: Review, part: str, asked: str) -> Place:
    if part not in list(Part):
        raise Http404
    pages = review.pages(Part(part))
    number = number_in(asked)
    return Place(Part(part), min(max(number, 1), len(pages)), pages)


@require_http_methods(["GET", "HEAD", "POST"])
def plan_import_part(request: HttpRequest, pk: int, part: str) -> HttpResponse:
    """One page of fields beside the lines they come from. A save keeps everything typed, right or wrong."""
    row = get_import(request.user, pk)
    if part not in list(Part):
        raise Http404
    if row.state != ImportState.READY:
        return redirect("plan_import", pk=pk)
    review = Review(row)
    place = _place(review, part, request.GET.get("page", ""))
    if request.method == "POST":
        return _saved(request, row, review, place)
    return _page(request, review, place, _forms(review, place))


def _forms(review: Review, place: Place, typed: dict[str, str] | None = None) -> list[RowForm]:
    """The forms of the page; whether an indicator was taken twice shows only beside all other targets."""
    if place.part != Part.TARGETS:
        return [review.form(row, typed) for row in place.rows]
    forms = [review.form(row, typed) for row in review.rows(place.part)]
    mark_repeated_targets(forms)
    here = {row.key for row in place.rows}
    return [form for form in forms if form.row.key in here]


def _saved(request: HttpRequest, row: PlanImport, review: Review, place: Place) -> HttpResponse:
    sent = set(request.POST.get("rows", "").split())
    fields = {f"{one.key}-{name}": one.fields[name] for one in review.rows(place.part) for name in one.fields}
    typed = {name: _typed(request.POST, name) for name in fields if _was_on_page(name, sent, request.POST)}
    waiting = {name: "" for name in request.POST.getlist("conflict") if name in typed}
    try:
        merged = import_corrections.save_corrections(
            plan_import=row,
            typed=typed,
            proposed=fields,
            seen=number_in(request.POST.get("version", "")),
            decided={name: request.POST.get(f"choose-{name}", "") for name in waiting},
            by=request.user,
        )
        if "add" in request.POST and place.part in ADDABLE:
            import_corrections.add_row(plan_import=row, part=place.part, most=MOST_ADDED, by=request.user)
    except Conflict as conflict:
        messages.warning(request, conflict.message)
        return redirect("plan_import", pk=row.pk)
    return _answer(request, row, place, typed, merged.conflicts)


def _answer(
    request: HttpRequest, row: PlanImport, place: Place, typed: dict[str, str], conflicts: list[TwoTexts]
) -> HttpResponse:
    """On to the next page; back to this one when something needs another look."""
    review = Review(row)
    place = _place(review, place.part, str(place.number))
    own_page = f"{reverse('plan_import_part', args=[row.pk, place.part])}?page={place.number}"
    if conflicts:
        forms = _forms(review, place, {found.name: typed[found.name] for found in conflicts})
        for form in forms:
            prefix = f"{form.row.key}-"
            form.conflicts = {c.name.removeprefix(prefix): c for c in conflicts if c.name.startswith(prefix)}
        return _page(request, review, place, forms, status=409)
    if "add" in request.POST:
        last = review.pages(place.part)
        anchor = review.rows(place.part)[-1].key
        return redirect(f"{reverse('plan_import_part', args=[row.pk, place.part])}?page={len(last)}#{anchor}")
    wrong = sum(len(messages_) for form in _forms(review, place) for messages_ in form.errors.values())
    if wrong:
        messages.warning(request, f"Đã lưu. Còn {wrong} chỗ chưa hợp lệ trên trang này.")
        return redirect(own_page)
    messages.success(request, f"Đã lưu {place.part.label.lower()}.")
    if "stay" in request.POST:
        return redirect(own_page)
    return redirect(reverse("plan_import", args=[row.pk]) + place.following)


def _was_on_page(name: str, sent: Iterable[str], post: QueryDict) -> bool:
    """An unticked box sends nothing, so the page names its rows; a text that was not there was not emptied."""
    key, _, field = name.rpartition("-")
    return key in sent and (name in post or field == "include")


def _typed(post: QueryDict, name: str) -> str:
    return fit(post.get(name, ""))


def _page(
    request: HttpRequest, review: Review, place: Place, forms: list[RowForm], *, status: int = 200
) -> HttpResponse:
    anchors = set().union(*(row.anchors for row in place.rows))
    context: dict[str, Any] = {
        "row": review.plan_import,
        "parts": list(Part),
        "place": place,
        "forms": forms,
        "lines": excerpt(review.lines, anchors, whole=place.part in (Part.TASKS, Part.RECIPIENTS)),
        "can_add": place.part in ADDABLE and review.added(place.part) < MOST_ADDED,
        "has_conflicts": any(form.conflicts for form in forms),
        "lists": _lists(review, place.part),
    }
    return render(request, "plans/import/part.html", context, status=status)


def _lists(review: Review, part: Part) -> list[tuple[str, list[str]]]:
    """What the fields of a part offer to choose from, by the id of the list."""
    match part:
        case Part.HEADER:
            return [(ISSUING_LIST, [row.name for row in review.directory.issuing])]
        case Part.RECIPIENTS:
            return [(EVERYBODY_LIST, [row.name for row in review.directory.organisations])]
        case Part.TARGETS:
            return [(CATALOGUE_LIST, [review.catalogue.listed(row) for row in review.catalogue.indicators])]
    return []


# After the addresses of import_saving: any other word is the name of a part, or nothing.
import_review_urls = [
    path("plans/import/<int:pk>/<str:part>/", plan_import_part, name="plan_import_part"),
]
