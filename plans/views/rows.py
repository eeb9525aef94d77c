"""One page for every part of a plan that is a list: the rows in their order, and below them a form for one of them."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from plans.digests import READ_AS, digest_of
from plans.models import Plan
from plans.services import rows as services
from plans.services.errors import Conflict
from plans.services.sections import SectionChanged
from plans.views.access import get_editable_plan
from plans.views.clashes import Clash, differences_between
from plans.views.steps import steps_of

MOVES = {"up": -1, "down": 1}


@dataclass(frozen=True)
class RowPage:
    """What makes one list different from another.

    `form` is called with (data, plan=, by=, instance=) and gives its unsaved row by `prepare()`; one that `searches`
    also takes what was typed so far as `typed`. `seen` gives what the digest is made of where that is more than the
    rows, `context_of` adds to the page's context.
    """

    name: str
    template: str
    rows: Callable[[Plan], QuerySet[Any]]
    form: Callable[..., Any]
    saved: str
    removed: str
    in_use: str = "Chưa xóa được: đã có {count} chỗ dùng đến."
    context_of: Callable[[HttpRequest, Plan, Any], dict[str, Any]] = lambda request, plan, form: {}
    seen: Callable[[Plan], Iterable[Any]] | None = None
    save: Callable[..., None] = services.save_row
    searches: bool = False

    def __call__(self, request: HttpRequest, pk: int) -> HttpResponse:
        plan = get_editable_plan(request.user, pk)
        if request.method == "POST":
            return self._post(request, plan)
        row = self._row(plan, request.GET.get("row", ""))
        return self._show(request, plan, row, self.form(None, plan=plan, by=request.user, instance=row))

    def _row(self, plan: Plan, number: str) -> Any:
        """The row with this key, None for none; another plan's row does not exist."""
        if not number:
            return None
        row = self.rows(plan).filter(pk=number).first() if number.isascii() and number.isdigit() else None
        if row is None:
            raise Http404
        return row

    def _post(self, request: HttpRequest, plan: Plan) -> HttpResponse:
        action, read_as = request.POST.get("action", ""), request.POST.get(READ_AS, "")
        row = self._row(plan, request.POST.get("row", ""))
        given: dict[str, Any] = {
            "plan": plan,
            "by": request.user,
            "rows": self.rows,
            "seen": self._seen,
            "read_as": read_as,
        }
        if action == "save":
            return self._save(request, plan, row, given)
        if action == "search" and self.searches:
            form = self.form(None, plan=plan, by=request.user, instance=row, typed=request.POST)
            return self._show(request, plan, row, form)
        if row is None or action not in {*MOVES, "remove"}:
            raise Http404
        try:
            if action == "remove":
                services.remove_row(row=row, in_use=self.in_use, **given)
                messages.success(request, self.removed)
            else:
                services.move_row(row=row, step=MOVES[action], **given)
        except Conflict as error:
            messages.error(request, f"{error.message} Danh sách dưới đây là bản mới nhất.")
        return redirect(f"{reverse(self.name, args=[plan.pk])}#rows")

    def _save(self, request: HttpRequest, plan: Plan, row: Any, given: dict[str, Any]) -> HttpResponse:
        form = self.form(request.POST, plan=plan, by=request.user, instance=row)
        if not form.is_valid():
            return self._show(request, plan, row, form, status=422)
        try:
            self.save(row=form.prepare(), **given)
        except SectionChanged as error:
            stored = self.form(None, plan=plan, by=request.user, instance=self._stored(plan, row)) if row else None
            differences = differences_between(form, stored) if stored else ()
            return self._show(request, plan, row, form, status=409, clash=Clash(error.message, differences))
        except Conflict as error:
            messages.error(request, error.message)
            return redirect("plan_list")
        except ValidationError as error:
            form.add_error(None, error.messages)
            return self._show(request, plan, row, form, status=422)
        messages.success(request, self.saved)
        return redirect(f"{reverse(self.name, args=[plan.pk])}#rows")

    def _seen(self, plan: Plan) -> Iterable[Any]:
        return (self.seen or self.rows)(plan)

    def _stored(self, plan: Plan, row: Any) -> Any:
        return self.rows(plan).filter(pk=row.pk).first()

    def _show(
        self, request: HttpRequest, plan: Plan, row: Any, form: Any, *, status: int = 200, clash: Clash | None = None
    ) -> HttpResponse:
        found = list(self.rows(plan))
        # A form with mistakes keeps the state it was read in; after a clash the person sees the newest.
        kept = request.POST.get(READ_AS) if status == 422 else None
        context = {
            "plan": plan,
            "steps": steps_of(plan, self.name),
            "rows": found,
            "row": row,
            "form": form,
            "clash": clash,
            "read_as": kept or digest_of(self._seen(plan)),
            **self.context_of(request, plan, form),
        }
        return render(request, self.template, context, status=status)
