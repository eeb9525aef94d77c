"""The menu of the page: what each role comes for, in the order of use."""

from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.cache import cache
from django.db.models import F
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from facilities.permissions import sees_all_schools
from plans.enums import PlanStatus
from plans.models import Plan
from reports.models import Notification
from schools.enums import OrganisationKind, Role
from schools.models import OrganisationProfile
from schools.queries import Actor, actor_of


@dataclass(frozen=True)
class MenuItem:
    title: str
    url: str
    is_current: bool


MENUS: dict[str, tuple[tuple[str, str], ...]] = {
    "unit": (
        ("Trang chính", "home"),
        ("Báo cáo", "submission_list"),
        ("Việc", "my_tasks"),
        ("Kiến nghị", "request_list"),
        ("Lịch", "calendar"),
        ("Kế hoạch", "plan_list"),
        ("Trường", "school_list"),
    ),
    # Offices of the area to which nobody reports: they carry out tasks, answer requests, keep funds.
    "agency": (
        ("Trang chính", "home"),
        ("Báo cáo", "submission_list"),
        ("Việc", "my_tasks"),
        ("Kiến nghị", "request_list"),
        ("Lịch", "calendar"),
        ("Kế hoạch", "plan_list"),
        ("CSVC", "facilities_home"),
        ("Trường", "school_list"),
    ),
    "office": (
        ("Trang chính", "home"),
        ("Theo dõi", "board_overview"),
        ("Duyệt", "review_queue"),
        ("Nhắc", "reminder_ledger"),
        ("Kiến nghị", "request_list"),
        ("Tổng hợp", "summary_list"),
        ("Việc", "my_tasks"),
        ("Lịch", "calendar"),
        ("Kế hoạch", "plan_list"),
        ("CSVC", "facilities_home"),
        ("Trường", "school_list"),
    ),
    # Clerks of an office: they number and publish what its head has approved.
    "desk": (
        ("Trang chính", "home"),
        ("Tổng hợp", "summary_list"),
        ("Báo cáo", "submission_list"),
        ("Việc", "my_tasks"),
        ("Lịch", "calendar"),
        ("Kế hoạch", "plan_list"),
        ("Trường", "school_list"),
    ),
    "administrator": (
        ("Trang chính", "home"),
        ("Theo dõi", "board_overview"),
        ("Kiến nghị", "request_list"),
        ("Tổng hợp", "summary_list"),
        ("Lịch", "calendar"),
        ("Báo cáo", "submission_list"),
        ("Kế hoạch", "plan_list"),
        ("CSVC", "facilities_home"),
        ("Trường", "school_list"),
    ),
    "leader": (
        ("Tổng quan", "home"),
        ("Tài liệu", "summary_list"),
        ("Kiến nghị", "request_list"),
        ("Lịch", "calendar"),
        ("Kế hoạch", "plan_list"),
        ("Cơ sở vật chất", "facilities_home"),
        ("Trường", "school_list"),
    ),
}


# Bodies that carry plans out; seldom does anybody report to them, so it is worth asking before showing those pages.
UNIT_KINDS = frozenset(OrganisationKind.values) - {OrganisationKind.EDUCATION_OFFICE, OrganisationKind.PARTY_BODY}


def audience_of(actor: Actor) -> str:
    """Which menu fits the person's seats. Who keeps the portal reads the office's pages and does not act for it; an
    officer to whose organisation nobody reports works as a school does, an office of the area also sees all schools."""
    if actor.has_role(Role.OFFICER, Role.HEAD):
        return "office" if receives_reports(actor) else "agency" if sees_all_schools(actor) else "unit"
    if actor.is_administrator:
        return "administrator"
    if actor.has_role(Role.LEADER, Role.OBSERVER):
        return "leader"
    return "desk" if receives_reports(actor, Role.CLERK) else "unit"


def receives_reports(actor: Actor, *roles: str) -> bool:
    """Whether anybody reports to an organisation for which the person holds one of the roles, officer or head unless
    others are named; asked once in five minutes where it is doubtful. Schools receive nothing."""
    wanted = roles or (Role.OFFICER, Role.HEAD)
    seats = [seat for seat in actor.seats if seat.role in wanted and seat.kind != OrganisationKind.SCHOOL]
    if not seats:
        return False
    if any(seat.kind not in UNIT_KINDS for seat in seats):
        return True
    key = f"receives_reports_{actor.user_id}"
    answer = cache.get(key)
    if answer is None:
        received = Plan.objects.filter(receiver__in=actor.organisations(*wanted))
        answer = received.exclude(status=PlanStatus.DRAFT).exists()
        cache.set(key, answer, 300)
    return answer


def area_name() -> str:
    """The area the portal serves today, by the profile of its leading body; kept for five minutes."""
    name = cache.get("area_name")
    if name is None:
        # Said in the order of time, because databases disagree where a profile without a first day stands.
        profiles = (
            OrganisationProfile.objects.filter(organisation__kind=OrganisationKind.PEOPLES_COMMITTEE)
            .exclude(area_name="")
            .order_by(F("valid_from").desc(nulls_last=True), "pk")
        )
        found = list(profiles)
        in_force = (profile for profile in found if profile.covers(timezone.localdate()))
        profile = next(in_force, found[0] if found else None)
        name = profile.area_name if profile else ""
        cache.set("area_name", name, 300)
    return name


def navigation(request: HttpRequest) -> dict[str, Any]:
    """Context processor: menu, seat and unread messages of the person; nothing on public pages."""
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return {
            "menu": [],
            "seat": None,
            "seats": (),
            "unread_count": 0,
            "area_name": area_name(),
            "demo": settings.DEMO,
        }
    actor = actor_of(user)
    current = request.path
    menu = [
        MenuItem(title, url := reverse(name), url == current or (url != "/" and current.startswith(url)))
        for title, name in MENUS[audience_of(actor)]
        # A party body receives reports as an office does, but not everybody there looks at the schools of the area.
        if name != "facilities_home" or sees_all_schools(actor)
    ]
    return {
        "menu": menu,
        "seat": actor.seats[0] if actor.seats else None,
        "seats": actor.seats,
        "unread_count": Notification.objects.unread_by(user.pk).count(),
        "area_name": area_name(),
        "demo": settings.DEMO,
    }
