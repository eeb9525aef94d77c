"""Somebody gets a seat and a way in."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.views.decorators.http import require_http_methods

from schools.models import Membership
from schools.people_forms import SLIP, InviteForm
from schools.people_rights import require_manager
from schools.services import invitations
from schools.services.seats import Person, Post, Refused, give_seat, known_people, other_principals
from schools.views.people_access import known_words
from schools.views.people_slips import slip_page

SHARED = "Nhiều người dùng chung địa chỉ này nên cổng không biết mời ai. Hãy ghi địa chỉ riêng của người được mời."


@require_http_methods(["GET", "POST"])
def people_invite(request: HttpRequest) -> HttpResponse:
    """One person, one seat; a known address gets a further seat once that has been said and confirmed."""
    reach = require_manager(request.user)
    form = InviteForm(request.POST or None, reach=reach, initial={"unit": request.GET.get("unit")})
    context: dict[str, Any] = {"form": form, "known": ""}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        post = Post(data["unit"], data["role"], data["is_deputy"], data["starts_on"], data["ends_on"], data["decision"])
        person = found_person(form, reach, context)
        if person is not None:
            try:
                seat = give_seat(person=person, post=post, by=request.user)
                return way_in(request, seat, data["way"])
            except Refused as refused:
                form.add_error(None, refused.message)
    return render(request, "schools/people/invite.html", context, status=422 if form.errors else 200)


def found_person(form: Any, reach: Any, context: dict[str, Any]) -> Person | None:
    """Whom the form means; None when that is still to be said, which `form` and `context["known"]` then ask."""
    data = form.cleaned_data
    found = known_people(data["email"])
    if len(found) > 1:
        form.add_error("email", SHARED)
        return None
    if found and not data["known"]:
        context["known"] = known_words(reach, found[0])
        form.add_error("known", "Xác nhận rồi bấm lại, hoặc sửa địa chỉ.")
        return None
    return Person(data["full_name"], data["email"], data["phone"], user=found[0] if found else None)


def way_in(request: HttpRequest, seat: Membership, way: str) -> HttpResponse:
    """Send the mail, or show the slip, of a seat just given."""
    if way == SLIP and seat.user.last_login is None:
        return slip_page(request, [seat])
    name = f"{seat.user.full_name} – {seat.title}, {seat.organisation}"
    if not seat.user.email:
        messages.success(request, f"Đã giao: {name}. Người này đã có tài khoản nên không cần mời.")
        return redirect("people_list")
    try:
        _, skipped = invitations.invite(seats=[seat], by=request.user)
    except Refused as refused:
        messages.warning(request, f"Đã giao: {name}. Chưa mời được: {refused.message}")
        return redirect("people_list")
    for skip in skipped:
        messages.warning(request, f"Đã giao: {name}. Chưa gửi thư: {skip.reason}.")
    if not skipped:
        messages.success(request, f"Đã giao: {name}. Thư đang được gửi đến {seat.user.email}.")
    if others := other_principals(seat):
        names = ", ".join(str(other.user) for other in others)
        messages.warning(request, f"Đơn vị đang có người khác cùng vai trò: {names}. Nếu là thay người, hãy cho thôi.")
    return redirect(f"{reverse('people_list')}?unit={seat.organisation_id}&state=all")


people_inviting_urls = [path("people/invite/", people_invite, name="people_invite")]
