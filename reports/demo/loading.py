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
from reports.demo import reviewing, story, synthetic
from reports.demo.clock import dice, moment
from reports.demo.district import build_cases
from reports.demo.lives import Course, Life, closed_courses, closed_life, running_courses, running_life
from reports.demo.people import Cast, create_people
from reports.demo.wording import fragment
from reports.demo.writing import Book, Chronicle
from reports.models import Submission
from schools.models import Membership, School
from schools.services.loading import load_registry

RECENT_PERIODS = 2
RIPE_AFTER = 3  # days a period must have been open before reports of it can have been sent and reviewed
RELIABLE = {story.OWING_SCHOOL: Course.ON_TIME, story.FALLING_SCHOOL: Course.ON_TIME}


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
    book.counts["trường"], book.counts["người dùng"] = len(schools), len(cast.principals) + 8
    if live:
        _write_history(history, schools, cast, now, book)
    _write_live(live or history, schools, cast, now, book)
    _review(live or history, cast, now, book)
    return book.counts


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
    # A period that has just opened has nothing to tell yet; then the one before it does.
    ripe = [period for period in running if (today - period.opens_on).days >= RIPE_AFTER]
    stage = (ripe or closed or running)[-1] if opened else None
    chapter = story.chapter_at(stage.position) if stage else story.Chapter()
    chronicle = Chronicle(plan, build_cases(plan, periods, reporting), reporting, cast, now, chapter, book)
    for period in opened:
        pins: dict[str, Course] = {}
        if period in running:
            pins = {story.OWING_SCHOOL: Course.OWED}
        elif period in closed[-1:]:
            pins = dict.fromkeys(story.NEGLIGENT, Course.UNSENT)
            pins[story.RETURNED_OVERDUE_SCHOOL] = Course.RETURNED_OVERDUE
            if not running:
                pins |= dict.fromkeys((story.OWING_SCHOOL, *story.ALSO_OWING), Course.OWED)
        if period is stage:
            pins |= _open_work((today - period.opens_on).days, is_alone=not closed)
        if period in running:
            courses = running_courses(_chance(period), period, _ids(reporting), _by_id(pins, reporting), now)
            lives = _running_lives(courses, period, reporting, now)
        else:
            ids = _by_id(RELIABLE | pins, reporting)
            courses = closed_courses(_chance(period), period.position, _ids(reporting), ids, frozenset())
            lives = _closed_lives(courses, period, reporting, today)
        chronicle.write_period(period, lives, is_recent=period in opened[-RECENT_PERIODS:])


def _open_work(days: int, *, is_alone: bool) -> dict[str, Course]:
    """Work that must be seen in the period of the story, as far as it fits into the days it has been open."""
    pins: dict[str, Course] = {}
    if days >= 1:
        pins[story.RETURNED_SCHOOL] = Course.RETURNED
    if days >= RIPE_AFTER:
        to_ask_about = (story.FALLING_SCHOOL, story.COVERAGE_SCHOOL, story.COPYING_SCHOOL, story.OUTLIER_SCHOOL)
        pins |= dict.fromkeys((*to_ask_about, *story.CLEAN_SCHOOLS), Course.WAITING)
    if is_alone and days >= RIPE_AFTER + 2:
        pins[story.RETURNED_OVERDUE_SCHOOL] = Course.RETURNED_OVERDUE
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
