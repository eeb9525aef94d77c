"""One seat: its term, its end, its hand-over."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST

from schools.people_forms import AddressForm, EndForm, HandOverForm, TermForm
from schools.people_queries import SeatRow
from schools.people_rights import may_hand_secret, reach_of
from schools.services.addresses import correct_address
from schools.services.handing_over import end_seat, hand_over
from schools.services.seats import ChangedMeanwhile, Post, Refused, change_term, is_last_principal, version_of
from schools.views.people_access import managed_seat
from schools.views.people_inviting import found_person, way_in


@require_http_methods(["GET", "POST"])
def seat_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """The person, the term and the ways in of one seat."""
    seat = managed_seat(request.user, pk)
    initial = {name: getattr(seat, name) for name in ("starts_on", "ends_on", "is_deputy", "decision")}
    form = TermForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        post = Post(seat.organisation, seat.role, **{name: form.cleaned_data[name] for name in initial})
        try:
            change_term(seat=seat, post=post, version=request.POST.get("version", ""), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
            seat = managed_seat(request.user, pk)
        else:
            messages.success(request, f"Đã lưu nhiệm kỳ của {seat.user.full_name}.")
            return redirect("seat_edit", pk)
    ways = list(seat.invitations.select_related("created_by"))
    row = SeatRow(seat, ways[0] if ways else None, True, timezone.localdate())
    context: dict[str, Any] = {
        "held": seat,
        "row": row,
        "form": form,
        "version": version_of(seat),
        "ways": ways,
        "may_hand": may_hand_secret(reach_of(request.user), seat.user),
        "address_form": AddressForm(initial={"email": seat.user.email}),
    }
    return render(request, "schools/people/seat.html", context, status=422 if form.errors else 200)


@require_POST
def seat_address(request: HttpRequest, pk: int) -> HttpResponse:
    """Mend the address of somebody who was never in, so that the invitation can go out again."""
    seat = managed_seat(request.user, pk)
    form = AddressForm(request.POST)
    if not form.is_valid():
        messages.error(request, "Địa chỉ thư không đúng; chưa lưu gì.")
        return redirect("seat_edit", pk)
    try:
        correct_address(seat=seat, email=form.cleaned_data["email"], by=request.user)
    except Refused as refused:
        messages.error(request, refused.message)
    else:
        messages.success(request, "Đã sửa địa chỉ. Các lời mời cũ không dùng được nữa; hãy gửi lại thư mời.")
    return redirect("seat_edit", pk)


@require_http_methods(["GET", "POST"])
def seat_end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a seat; what that means is said first."""
    seat = managed_seat(request.user, pk)
    form = EndForm(request.POST or None, initial={"when": "day", "last_day": timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        last_day = data["last_day"] if data["when"] == "day" else None
        try:
            end_seat(seat=seat, last_day=last_day, version=request.POST.get("version", ""), by=request.user)
        except Refused as refused:
            form.add_error(None, refused.message)
        else:
            messages.success(request, f"Đã cho {seat.user.full_name} thôi {seat.title.lower()}, {seat.organisation}.")
            return redirect("people_list")
    context = {
        "held": seat,
        "form": form,
        "version": request.POST.get("version") or version_of(seat),
        "is_last": is_last_principal(seat, timezone.localdate()),
    }
    return render(request, "schools/people/end.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def seat_hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """The holder works until a day, a successor from the day after."""
    seat = managed_seat(request.user, pk)
    form = HandOverForm(request.POST or None, initial={"last_day": seat.ends_on})
    context: dict[str, Any] = {"held": seat, "form": form, "known": "", "version": version_of(seat)}
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        person = found_person(form, reach_of(request.user), context)
        if person is not None:
            try:
                new = hand_over(
                    seat=seat,
                    last_day=data["last_day"],
                    person=person,
                    decision=data["decision"],
                    version=request.POST.get("version", ""),
                    by=request.user,
                )
                return way_in(request, new, data["way"])
            except ChangedMeanwhile as changed:
                messages.warning(request, changed.message)
                return redirect("seat_edit", pk)
            except Refused as refused:
                form.add_error(None, refused.message)
    return render(request, "schools/people/hand_over.html", context, status=422 if form.errors else 200)


people_seats_urls = [
    path("people/<int:pk>/", seat_edit, name="seat_edit"),
    path("people/<int:pk>/address/", seat_address, name="seat_address"),
    path("people/<int:pk>/end/", seat_end, name="seat_end"),
    path("people/<int:pk>/hand-over/", seat_hand_over, name="seat_hand_over"),
]
