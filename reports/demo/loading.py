"""Loading the demonstration: registry, plans, people, and two plan years of reports, in one transaction."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from random import Random

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.demo import DEMO_ACCOUNTS
from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter, ReportingPeriod
from plans.services.loading import load_plan
from reports.demo import reviewing, story, synthetic, task_updates
from reports.demo.aims import write_aims
from reports.demo.clock import dice, moment
from reports.demo.district import build_cases
from reports.demo.funds import finance_office, write_funds
from reports.demo.inspections import write_inspections
from reports.demo.lives import Course, Life, closed_courses, closed_life, running_courses, running_life
from reports.demo.own_sheets import write_own_sheets
from reports.demo.party import PARTY_PLAN_OF, write_party_plan
from reports.demo.people import Cast, create_people, create_predecessors
from reports.demo.profiles import PROFILES, DemoProfile
from reports.demo.registry import write_years
from reports.demo.requests import write_requests
from reports.demo.standard import write_expected
from reports.demo.story import Part, Story
from reports.demo.summaries import Desk, ask_for_files, write_summaries
from reports.demo.unit_plans import write_unit_plans
from reports.demo.wording import fragment
from reports.demo.works import write_works
from reports.demo.writing import Book, Chronicle
from reports.models import Submission
from schools.models import Membership, School
from schools.services.loading import load_registry

RECENT_PERIODS = 2
OWN_SHEETS = "phiếu số liệu"
SUMMARIES = "báo cáo tổng hợp"
RIPE_AFTER = 3  # days a period must have been open before reports of it can have been sent and reviewed
RELIABLE = (Part.OWING, Part.FALLING)


class DemoRefused(Exception):
    """The demonstration must not be loaded here; the text says why, in Vietnamese."""


@dataclass
class DemoLoad:
    """What was written; `is_new` is False when the demonstration was there already."""

    is_new: bool
    counts: Counter[str] = field(default_factory=Counter)


def load_demo(*, today: dt.date | None = None, schools: int = 0, profile: str = "") -> DemoLoad:
    """Load the demonstration as it looks on `today` (07:00 of that day; the present moment by default).

    `schools` asks for at least that many, invented ones added; `profile` names the area (`reports.demo.profiles`), that
    of the setting by default. A second call changes nothing.

    Raises:
        DemoRefused: demo mode is off, the portal runs in production, people have entered data already, or the profile
            is unknown or did not exist on the day.
    """
    if settings.PRODUCTION or not settings.DEMO:
        raise DemoRefused("Chỉ nạp dữ liệu minh họa khi PORTAL_DEMO=1 và cổng không chạy thật (production).")
    names = [account.username for account in DEMO_ACCOUNTS]
    if Membership.objects.filter(user__username__in=names).exists():
        return DemoLoad(is_new=False)
    if Submission.objects.exists():
        raise DemoRefused("Cơ sở dữ liệu đã có báo cáo thật; không nạp dữ liệu minh họa vào đó.")
    now = moment(today) if today else timezone.now()
    area = _profile(profile or settings.DEMO_PROFILE, local_day(now).year)
    with transaction.atomic():
        return DemoLoad(is_new=True, counts=_load(area, now, schools))


def _profile(name: str, year: int) -> DemoProfile:
    if name not in PROFILES:
        raise DemoRefused(f"Không có bộ dữ liệu minh họa “{name}”; chọn một trong: {', '.join(PROFILES)}.")
    if year < PROFILES[name].since:
        raise DemoRefused(f"Bộ dữ liệu minh họa “{name}” chỉ có từ năm {PROFILES[name].since}.")
    return PROFILES[name]


def _load(area: DemoProfile, now: dt.datetime, wanted: int) -> Counter[str]:
    day = local_day(now)
    load_registry(area.former or area.registry)
    if area.former is None:
        synthetic.add_schools(_schools(), wanted)
    history, live = load_plan(), None
    if area.former:
        load_registry(area.registry)
        synthetic.add_schools([school for school in _schools() if school.commune_on(day)], wanted)
    if day.year != history.year:
        live = load_plan(area.plan, year=day.year)
        Plan.objects.filter(pk=history.pk).update(status=PlanStatus.CLOSED)
        history.status = PlanStatus.CLOSED
    school_years = write_years(_schools())
    schools = _schools()
    cast, book = create_people(schools, area.tale, day), Book()
    book.counts["trường"], book.counts["người dùng"] = len(schools), len(cast.principals) + len(DEMO_ACCOUNTS)
    book.counts["năm học của các trường"] = school_years
    if live:
        former = create_predecessors(history.receiver, cast) if area.former else cast
        _write_history(history, schools, former, now, book)
        book.counts[OWN_SHEETS] += write_own_sheets(history, former, now, book)
        book.counts["cập nhật nhiệm vụ"] += task_updates.tell_of_tasks(history, former, now)
        _build(history, schools, former, now, book)
        book.counts += write_requests(history, former, now)
        book.counts[SUMMARIES] += write_summaries(history, _desk(former), now)
    _write_live(live or history, area.tale, schools, cast, now, book)
    _build(live or history, schools, cast, now, book)
    book.counts[OWN_SHEETS] += write_own_sheets(live or history, cast, now, book)
    book.counts["dự kiến công nhận"] = write_expected(history, live or history, now)
    book.counts["lần kiểm tra"] = write_inspections(live or history, cast, schools, now)
    book.counts["kế hoạch của đơn vị"] = write_unit_plans(live or history, area.tale, schools, now)
    _review(live or history, cast, now, book)
    book.counts += write_requests(live or history, cast, now)
    if area.has_party_plan and live and day.year > PARTY_PLAN_OF:
        book.counts += write_party_plan(live, cast, now)
    book.counts["cập nhật nhiệm vụ"] += task_updates.tell_of_tasks(live or history, cast, now)
    book.counts[SUMMARIES] += write_summaries(live or history, _desk(cast), now)
    ask_for_files()
    return book.counts


def _build(plan: Plan, schools: Sequence[School], cast: Cast, now: dt.datetime, book: Book) -> None:
    """Works with their money, and what schools say of the standard they aim at."""
    reporting, day = _reporting(plan, schools), min(local_day(now), dt.date(plan.year, 12, 31))
    book.counts["công trình"] += write_works(plan, reporting, cast, now)
    book.counts["khoản kinh phí, đóng góp"] += write_funds(plan, reporting, day, finance_office(day))
    book.counts += write_aims(plan, schools, now)


def _desk(cast: Cast) -> Desk:
    return Desk(head=cast.head, clerk=cast.office_clerk, writer=cast.officer)


def _review(plan: Plan, cast: Cast, now: dt.datetime, book: Book) -> None:
    """What the office's people have written by hand these days."""
    reviewing.share_out(plan, cast)
    book.counts["nhận xét khi duyệt"] = reviewing.comment_on_returned(plan, cast)
    book.counts["đề nghị gia hạn"] = reviewing.ask_for_time(plan, cast, now)


def _schools() -> list[School]:
    rows = School.objects.select_related("organisation").with_communes().prefetch_related("yearly_facts")
    return list(rows.order_by("organisation__position", "organisation__code"))


def _reporting(plan: Plan, schools: Sequence[School]) -> list[School]:
    """The schools that report on the plan, with what messages about it need."""
    duties = set(PlanReporter.objects.filter(plan=plan).values_list("organisation_id", flat=True))
    prefetch_related_objects([plan.receiver, plan.forwarded_to], "profiles")
    return [school for school in schools if school.organisation_id in duties]


def _write_history(plan: Plan, schools: Sequence[School], cast: Cast, now: dt.datetime, book: Book) -> None:
    """A plan year that is over: everything sent that was ever sent."""
    reporting = _reporting(plan, schools)
    periods = list(plan.periods.order_by("position"))
    cases = build_cases(plan, periods, reporting, story.DISTRICT)
    chronicle = Chronicle(plan, cases, reporting, cast, now, story.CHAPTER_2018, book)
    kindergartens = frozenset(school.organisation_id for school in reporting if school.levels == "MN")
    for period in periods:
        pins = _by_id(story.pins_2018(period.position), reporting)
        courses = closed_courses(_chance(period), period.position, _ids(reporting), pins, kindergartens)
        lives = _closed_lives(courses, period, reporting, local_day(now))
        chronicle.write_period(period, lives, is_recent=False)


def _write_live(plan: Plan, tale: Story, schools: Sequence[School], cast: Cast, now: dt.datetime, book: Book) -> None:
    """The plan year of today: closed periods, the one that runs, none that has not opened."""
    today = local_day(now)
    reporting = _reporting(plan, schools)
    periods = list(plan.periods.order_by("position"))
    opened = [period for period in periods if period.opens_on <= today]
    running = [period for period in opened if period.last_day >= today]
    closed = [period for period in opened if period.last_day < today]
    # A period that has just opened has nothing to tell yet; then the one before it does.
    ripe = [period for period in running if (today - period.opens_on).days >= RIPE_AFTER]
    stage = (ripe or closed or running)[-1] if opened else None
    chapter = story.chapter_at(stage.position) if stage else story.Chapter()
    chronicle = Chronicle(plan, build_cases(plan, periods, reporting, tale), reporting, cast, now, chapter, book)
    for period in opened:
        pins: dict[str, Course] = {}
        if period in running:
            pins = {tale.parts[Part.OWING]: Course.OWED}
        elif period in closed[-1:]:
            pins = dict.fromkeys(tale.negligent, Course.UNSENT)
            pins[tale.returned_overdue] = Course.RETURNED_OVERDUE
            if not running:
                pins |= dict.fromkeys((tale.parts[Part.OWING], *tale.also_owing), Course.OWED)
        if period is stage:
            pins |= _open_work(tale, (today - period.opens_on).days, is_alone=not closed)
        if period in running:
            courses = running_courses(_chance(period), period, _ids(reporting), _by_id(pins, reporting), now)
            lives = _running_lives(courses, period, reporting, now)
        else:
            reliable = {tale.parts[part]: Course.ON_TIME for part in RELIABLE}
            ids = _by_id(reliable | pins, reporting)
            courses = closed_courses(_chance(period), period.position, _ids(reporting), ids, frozenset())
            lives = _closed_lives(courses, period, reporting, today)
        chronicle.write_period(period, lives, is_recent=period in opened[-RECENT_PERIODS:])


def _open_work(tale: Story, days: int, *, is_alone: bool) -> dict[str, Course]:
    """Work that must be seen in the period of the story, as far as it fits into the days it has been open."""
    pins: dict[str, Course] = {}
    if days >= 1:
        pins[tale.returned] = Course.RETURNED
    if days >= RIPE_AFTER:
        to_ask_about = [tale.parts[part] for part in (Part.FALLING, Part.COVERAGE, Part.COPYING, Part.OUTLIER)]
        pins |= dict.fromkeys((*to_ask_about, *tale.clean), Course.WAITING)
    if is_alone and days >= RIPE_AFTER + 2:
        pins[tale.returned_overdue] = Course.RETURNED_OVERDUE
    return pins


def _closed_lives(
    courses: Mapping[int, Course], period: ReportingPeriod, schools: Sequence[School], today: dt.date
) -> dict[int, Life]:
    lives = {}
    for school in schools:
        chance, reason = (
            _chance(period, school),
            fragment("returns", school.organisation.code, period.plan.year, period.position),
        )
        lives[school.organisation_id] = closed_life(chance, courses[school.organisation_id], period, reason, today)
    return lives


def _running_lives(
    courses: Mapping[int, Course], period: ReportingPeriod, schools: Sequence[School], now: dt.datetime
) -> dict[int, Life]:
    lives = {}
    for school in schools:
        chance, reason = (
            _chance(period, school),
            fragment("returns", school.organisation.code, period.plan.year, period.position),
        )
        lives[school.organisation_id] = running_life(chance, courses[school.organisation_id], period, reason, now)
    return lives


def _chance(period: ReportingPeriod, school: School | None = None) -> Random:
    return dice("life", period.plan.year, period.position, school.organisation.code if school else "")


def _ids(schools: Sequence[School]) -> list[int]:
    return [school.organisation_id for school in schools]


def _by_id(pins: Mapping[str, Course], schools: Sequence[School]) -> dict[int, Course]:
    ids = {school.organisation.short_name: school.organisation_id for school in schools}
    return {ids[name]: course for name, course in pins.items() if name in ids}
