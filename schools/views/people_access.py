"""Which seat an address names, and what its page needs to know."""

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404

from schools.models import Membership
from schools.people_rights import reach_of


def managed_seat(user: Any, pk: int) -> Membership:
    """The seat, for whoever may manage it.

    Raises:
        Http404: the person may not know of it.
        PermissionDenied: the person sees it and may not change it.
    """
    seat = get_object_or_404(Membership.objects.select_related("user", "organisation"), pk=pk)
    reach = reach_of(user)
    if not reach.sees(seat.organisation):
        raise Http404
    if not reach.manages(seat):
        raise PermissionDenied
    return seat


def known_words(reach: Any, user: Any) -> str:
    """Who the owner of an address is, as far as the asking person may know: the name only where a seat is in reach."""
    seats = Membership.objects.ongoing().filter(user=user).select_related("organisation").order_by("pk")
    shown = [f"{seat.title}, {seat.organisation}" for seat in seats if reach.sees(seat.organisation)]
    return f"{user.full_name} ({'; '.join(shown)})" if shown else "một người dùng của cổng, thuộc đơn vị khác"
