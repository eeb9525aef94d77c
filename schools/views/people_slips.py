"""Ways in for several people at once: mails again, or slips on paper."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.cache import add_never_cache_headers
from django.utils.dateparse import parse_datetime
from django.utils.http import urlencode
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST, require_safe

from schools.enums import InvitationState
from schools.models import Membership
from schools.people_forms import SLIP, PeopleFilter
from schools.people_queries import batch, invitation_word, visible_seats
from schools.people_rights import Reach, require_manager
from schools.services import invitations
from schools.services.seats import Refused
from vietnamese.numbers import format_number

A_PAGE = {"8": 8, "1": 1}


@require_POST
def people_again(request: HttpRequest) -> HttpResponse:
    """Invite the chosen people again, or print their slips. Seats out of reach are as good as unknown."""
    reach = require_manager(request.user)
    seats = _chosen(request, reach)
    if not all(reach.sees(seat.organisation) for seat in seats):
        raise Http404
    seats.sort(key=lambda seat: (seat.organisation.sort_key, seat.pk))
    if not seats:
        messages.info(request, "Chưa chọn ai. Đánh dấu người cần mời lại hoặc in phiếu.")
        return redirect("people_list")
    try:
        if request.POST.get("how") == SLIP:
            return slip_page(request, seats, A_PAGE.get(request.POST.get("per", ""), 8))
        moment, skipped = invitations.invite(seats=seats, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("people_list")
    for skip in skipped[:10]:
        messages.warning(request, f"{skip.seat.user.full_name}, {skip.seat.organisation}: {skip.reason}.")
    if len(skipped) > 10:
        messages.warning(request, f"… và {format_number(len(skipped) - 10)} người khác chưa được mời lại.")
    return redirect(sending_address(moment) if len(skipped) < len(seats) else "people_list")


def _chosen(request: HttpRequest, reach: Reach) -> list[Membership]:
    """The ticked seats, or every managed one that the list was filtered to."""
    if request.POST.get("all"):
        found = PeopleFilter(QueryDict(request.POST.get("query", "")), queryset=visible_seats(reach)).qs
        return list(found.filter(reach.managed()))
    wanted = [pk for pk in request.POST.getlist("seat") if pk.isdecimal()]
    return list(Membership.objects.filter(pk__in=wanted).select_related("user", "organisation"))


@sensitive_variables("slips")
def slip_page(request: HttpRequest, seats: Sequence[Membership], per_page: int = 8) -> HttpResponse:
    """The slips, shown this once: nothing on the way keeps a copy, and the portal keeps none either.

    Raises:
        PermissionDenied: the person may not manage one of the seats.
    """
    try:
        slips, skipped = invitations.print_slips(seats=seats, by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
        return redirect("people_list")
    context = {
        "pages": [slips[at : at + per_page] for at in range(0, len(slips), per_page)],
        "count": len(slips),
        "per_page": per_page,
        "skipped": skipped,
        "address": settings.BASE_URL,
    }
    response = render(request, "schools/people/slips.html", context)
    add_never_cache_headers(response)
    return response


def sending_address(moment: dt.datetime) -> str:
    """The page that follows the mails of one batch."""
    return f"{reverse('people_sending')}?{urlencode({'at': moment.isoformat()})}"


@require_safe
def people_sending(request: HttpRequest) -> HttpResponse:
    """How far the mails of one batch of one's own are; the page asks again by itself while some wait."""
    reach = require_manager(request.user)
    try:
        moment = parse_datetime(request.GET.get("at", ""))
    except ValueError:
        moment = None
    rows = batch(request.user, moment) if moment else []
    waiting = [row for row in rows if row.state == InvitationState.WAITING]
    failed = [row for row in rows if row.state == InvitationState.FAILED]
    context: dict[str, Any] = {
        "rows": [(row, invitation_word(row, is_in=False), reach.manages(row.membership)) for row in rows],
        "total": len(rows),
        "waiting": len(waiting),
        "failed": len(failed),
        "done": len(rows) - len(waiting),
        "percent": round(100 * (len(rows) - len(waiting)) / len(rows)) if rows else 0,
    }
    return render(request, "schools/people/sending.html", context)


people_slips_urls = [
    path("people/again/", people_again, name="people_again"),
    path("people/sending/", people_sending, name="people_sending"),
]
