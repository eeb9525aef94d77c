"""Loading the demonstration: registry, plans, people, and two plan years of reports, in one transaction."""

import datetime as dt
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.conf import settings
from django.db import transaction
from django.db.models import prefetch_related_objects
from django.utils import timezone

from accounts.demo import DEMO_ACCOUNTS
from plans.deadlines import local_day
from plans.enums import PlanStatus
from plans.models import Plan, PlanReporter, ReportingPeriod
from plans.services.loading import load_plan
from reports.demo import story, synthetic
from reports.demo.clock import dice, moment
from reports.demo.district import build_cases
from reports.demo.lives import Course, Life, closed_courses, closed_life, running_courses, running_life
from reports.demo.people import Cast, create_people
from reports.demo.writing import Book, Chronicle
from reports.demo.wording import fragment
from reports.models import Submission
from schools.models import Membership, School
from schools.services.loading import load_registry

RECENT_PERIODS = 2


class DemoRefused(Exception):
    """The demonstration must not be loaded here; the text says why, in Vietnamese."""


@dataclass
class DemoLoad:
    """What was written; `is_new` is False when the demonstration was there already."""

    is_new: bool
    counts: Counter[str] = field(default_factory=Counter)


def load_demo(*, today: dt.date | None = None, schools: int = 0) -> DemoLoad:
    """Load the demonstration as it looks on `today` (07:00 of that day; the present moment by default).

    `schools` asks for at least that many, invented ones added. A second call changes nothing.

    Raises:
        DemoRefused: demo mode is off, the portal runs in production, or people have entered data already.
    """
    if settings.PRODUCTION or not settings.DEMO:
        raise DemoRefused("Chỉ nạp dữ liệu minh họa khi PORTAL_DEMO=1 và cổng không chạy thật (production).")
    names = [account.username for account in DEMO_ACCOUNTS]
    if Membership.objects.filter(user__username__in=names).exists():
        return DemoLoad(is_new=False)
    if Submission.objects.exists():
        raise DemoRefused("Cơ sở dữ liệu đã có báo cáo thật; không nạp dữ liệu minh họa vào đó.")
    now = moment(today) if today else timezone.now()
    with transaction.atomic():
        return DemoLoad(is_new=True, counts=_load(now, schools))


def _load(now: dt.datetime, wanted: int) -> Counter[str]:
    load_registry()
    synthetic.add_schools(_schools(), wanted)
    schools = _schools()
    history, live = load_plan(), None
    year = local_day(now).year
    if year != history.year:
        live = load_plan(year=year)
        Plan.objects.filter(pk=history.pk).update(status=PlanStatus.CLOSED)
        history.status = PlanStatus.CLOSED
    cast, book = create_people(schools), Book()
    book.counts["trường"], book.counts["người dùng"] = len(schools), len(cast.principals) + 7
    if live:
        _write_history(history, schools, cast, now, book)
    _write_live(live or history, schools, cast, now, book)
    return book.counts


def _schools() -> list[School]:
    rows = School.objects.select_related("organisation", "commune").prefetch_related("yearly_facts")
    return list(rows.order_by("organisation__position", "organisation__code"))


def _reporting(plan: Plan, schools: Sequence[School]) -> list[School]:
    """The schools that report on the plan, with what messages about it need."""
    duties = set(PlanReporter.objects.filter(plan=plan).values_list("organisation_id", flat=True))
    prefetch_related_objects([plan.receiver], "profiles")
    return [school for school in schools if school.organisation_id in duties]


def _write_history(plan: Plan, schools: Sequence[School], cast: Cast, now: dt.datetime, book: Book) -> None:
    """A plan year that is over: everything sent that was ever sent."""
    reporting = _reporting(plan, schools)
    periods = list(plan.periods.order_by("position"))
    cases = build_cases(plan, periods, reporting)
    chronicle = Chronicle(plan, cases, reporting, cast, now, story.CHAPTER_2018, book)
    kindergartens = frozenset(school.organisation_id for school in reporting if school.levels == "MN")
    for period in periods:
        pins = _by_id(story.pins_2018(period.position), reporting)
        courses = closed_courses(_chance(period), period.position, _ids(reporting), pins, kindergartens)
        lives = _closed_lives(courses, period, reporting, local_day(now))
        chronicle.write_period(period, lives, is_recent=False)


def _write_live(plan: Plan, schools: Sequence[School], cast: Cast, now: dt.datetime, book: Book) -> None:
    """The plan year of today: closed periods, the one that runs, none that has not opened."""
    today = local_day(now)
    reporting = _reporting(plan, schools)
    periods = list(plan.periods.order_by("position"))
    opened = [period for period in periods if period.opens_on <= today]
    running = [period for period in opened if period.last_day >= today]
    closed = [period for period in opened if period.last_day < today]
    stage = (running or closed)[-1:]
    chapter = story.chapter_at(stage[0].position) if stage else story.Chapter()
    chronicle = Chronicle(plan, build_cases(plan, periods, reporting), reporting, cast, now, chapter, book)
    for period in opened:
        is_latest = period in closed[-1:]
        if period in running:
            pins = _by_id(_running_pins(period, today, is_alone=not closed), reporting)
            courses = running_courses(_chance(period), period, _ids(reporting), pins, now)
            lives = _running_lives(courses, period, reporting, now)
        else:
            pins = _by_id(_closed_pins(is_latest=is_latest, is_stage=is_latest and not running), reporting)
            courses = closed_courses(_chance(period), period.position, _ids(reporting), pins, frozenset())
            lives = _closed_lives(courses, period, reporting, today)
        chronicle.write_period(period, lives, is_recent=period in opened[-RECENT_PERIODS:])


def _running_pins(period: ReportingPeriod, today: dt.date, *, is_alone: bool) -> dict[str, Course]:
    """What must be seen in the period that runs, as soon as it has run long enough."""
    days = (today - period.opens_on).days
    pins = {story.OWING_SCHOOL: Course.OWED}
    if days >= 1:
        pins[story.RETURNED_SCHOOL] = Course.RETURNED
    if days >= 3:
        waiting = (story.FALLING_SCHOOL, story.COVERAGE_SCHOOL, story.COPYING_SCHOOL, story.OUTLIER_SCHOOL)
        pins |= dict.fromkeys(waiting, Course.WAITING)
    if days >= 5 and is_alone:
        pins[story.RETURNED_OVERDUE_SCHOOL] = Course.RETURNED_OVERDUE
    return pins


def _closed_pins(*, is_latest: bool, is_stage: bool) -> dict[str, Course]:
    """What must be seen in a closed period: overdue work in the latest, everything when no period runs."""
    pins = {story.OWING_SCHOOL: Course.ON_TIME, story.FALLING_SCHOOL: Course.ON_TIME}
    if is_latest:
        pins |= dict.fromkeys(story.NEGLIGENT, Course.UNSENT)
        pins[story.RETURNED_OVERDUE_SCHOOL] = Course.RETURNED_OVERDUE
    if is_stage:
        pins |= dict.fromkeys((story.OWING_SCHOOL, *story.ALSO_OWING), Course.OWED)
        pins[story.RETURNED_SCHOOL] = Course.RETURNED
        waiting = (story.FALLING_SCHOOL, story.COVERAGE_SCHOOL, story.COPYING_SCHOOL, story.OUTLIER_SCHOOL)
        pins |= dict.fromkeys(waiting, Course.WAITING)
    return pins


def _closed_lives(
    courses: Mapping[int, Course], period: ReportingPeriod, schools: Sequence[School], today: dt.date
) -> dict[int, Life]:
    lives = {}
    for school in schools:
        chance, reason = _chance(period, school), fragment("returns", school.organisation.code, period.pk)
        lives[school.organisation_id] = closed_life(chance, courses[school.organisation_id], period, reason, today)
    return lives


def _running_lives(
    courses: Mapping[int, Course], period: ReportingPeriod, schools: Sequence[School], now: dt.datetime
) -> dict[int, Life]:
    lives = {}
    for school in schools:
        chance, reason = _chance(period, school), fragment("returns", school.organisation.code, period.pk)
        lives[school.organisation_id] = running_life(chance, courses[school.organisation_id], period, reason, now)
    return lives


def _chance(period: ReportingPeriod, school: School | None = None):
    return dice("life", period.plan.year, period.position, school.organisation.code if school else "")


def _ids(schools: Sequence[School]) -> list[int]:
    return [school.organisation_id for school in schools]


def _by_id(pins: Mapping[str, Course], schools: Sequence[School]) -> dict[int, Course]:
    ids = {school.organisation.short_name: school.organisation_id for school in schools}
    return {ids[name]: course for name, course in pins.items() if name in ids}
