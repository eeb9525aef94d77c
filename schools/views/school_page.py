"""One school's page, put together from the cards of every app (`schools.cards`)."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import path
from django.utils import timezone

from schools.cards import cards_of
from schools.models import School
from schools.permissions import can_view_people


def school_detail(request: HttpRequest, pk: int) -> HttpResponse:
    """One school: what the apps know about it, each in its card, as far as the person may know it."""
    school = get_object_or_404(School.objects.select_related("organisation__parent").with_communes(), pk=pk)
    main, aside = cards_of(request, school)
    context = {
        "school": school,
        "commune": school.commune,
        "main_cards": main,
        "aside_cards": aside,
        "sees_people": can_view_people(request.user, school),
        "today": timezone.localdate(),
    }
    return render(request, "schools/detail.html", context)


school_page_urls = [path("schools/<int:pk>/", school_detail, name="school_detail")]
