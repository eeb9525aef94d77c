"""The demonstration on other days than the one of test_demo: alive, repeatable, and refused where it must not be."""

import datetime as dt
import hashlib
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml
from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.db import transaction
from django.db.models import Model
from django.test.utils import override_settings

from reports.demo import story
from reports.demo.clock import moment
from reports.demo.loading import load_demo
from reports.enums import Action
from reports.enums import SubmissionStatus as S
from reports.models import (
    Extension,
    IndicatorValue,
    Notification,
    Recommendation,
    SectionEntry,
    Submission,
    SubmissionEvent,
    SubmissionVersion,
    TaskEntry,
)
from schools.models import Membership, School
from tests.factories import SubmissionFactory

TODAY = dt.date(2026, 11, 23)
TABLES: tuple[type[Model], ...] = (
    get_user_model(), Membership, Submission, SubmissionEvent, SubmissionVersion, SectionEntry, TaskEntry,
    IndicatorValue, Recommendation, Extension, Notification,
)  # fmt: skip
DEMO_MODE = {
    "DEMO": True,
    "PRODUCTION": False,
    "PASSWORD_HASHERS": ["django.contrib.auth.hashers.MD5PasswordHasher"],
}
NAMES_IDS = {"receipt_code", "body", "stage"}
BY_CHANCE = {"password", "date_joined"}  # salted; the moment of loading


def _fingerprint() -> str:
    """Of every row but its ids (receipts and mail texts name ids too), so that earlier loads do not matter."""
    found = hashlib.sha256()
    for model in TABLES:
        names = [
            field.attname
            for field in model._meta.concrete_fields
            if not (field.is_relation or field.primary_key or field.name in NAMES_IDS | BY_CHANCE)
        ]
        for row in model._default_manager.order_by("pk").values_list(*names):
            found.update(repr(row).encode())
    return found.hexdigest()


@contextmanager
def loaded(today: dt.date) -> Iterator[None]:
    """The demonstration of another day, taken back afterwards."""
    with transaction.atomic(), override_settings(**DEMO_MODE):
        load_demo(today=today)
        yield
        transaction.set_rollback(True)


DAYS = [dt.date(2026, 3, 9), dt.date(2026, 6, 6), dt.date(2026, 9, 11), dt.date(2026, 12, 30)]


END_OF_PERIODS = dt.date(2026, 11, 15)
WITH_MORE_TIME = {(name, dt.date(2027, 1, 4)) for name in (story.OWING_SCHOOL, *story.ALSO_OWING)}


def _extended_in(year: int) -> set[tuple[str, dt.date]]:
    extensions = Extension.objects.filter(submission__period__plan__year=year).exclude(reason="")
    return set(extensions.values_list("submission__organisation__short_name", "until"))


@pytest.mark.django_db
class TestAnyDay:
    """The plan of the current year looks alive whenever somebody looks."""

    @pytest.mark.parametrize("today", DAYS, ids=str)
    def test_shows_finished_running_and_overdue_work(self, today: dt.date) -> None:
        with loaded(today):
            live = Submission.objects.reports().filter(period__plan__year=today.year).with_deadline()
            owed = live.get(organisation__short_name=story.OWING_SCHOOL, status=S.DRAFT)
            states = Counter(live.values_list("status", flat=True))
            returned = live.filter(status=S.RETURNED, returned_due_on__gt=today)
            reason = returned[0].events.filter(action__in=[Action.RETURN, Action.REOPEN]).latest("at").comment
            overdue = Submission.objects.reports().with_deadline().overdue(today)

            assert 50 <= owed.filled_percent < 80
            assert owed.effective_last_day >= today
            assert owed.last_edited_by.username == "vanthu"
            assert all(states[status] >= 1 for status in S)
            assert reason
            assert overdue.count() >= 2
            assert not live.filter(period__opens_on__gt=today).exists()
            assert not SubmissionEvent.objects.filter(at__gt=moment(today)).exists()
            assert _extended_in(today.year) == (set() if today < END_OF_PERIODS else WITH_MORE_TIME)

    def test_comes_out_the_same_every_time(self) -> None:
        prints = []
        for _ in range(2):
            with loaded(dt.date(2026, 1, 5)):
                live = Submission.objects.reports().filter(period__plan__year=2026)
                assert all(live.filter(status=status).exists() for status in S)
                prints.append(_fingerprint())

        assert prints[0] == prints[1]


@pytest.mark.django_db
def test_more_schools_are_invented_for_measuring() -> None:
    with transaction.atomic(), override_settings(**DEMO_MODE):
        load_demo(today=dt.date(2026, 1, 1), schools=63)

        invented = School.objects.filter(organisation__is_illustrative=True, organisation__code__startswith="minh-hoa")
        first_morning = Counter(
            Submission.objects.reports().filter(period__plan__year=2026).values_list("status", flat=True)
        )
        assert (School.objects.count(), invented.count()) == (63, 4)
        assert Submission.objects.reports().filter(period__plan__year=2018).count() == 4 * 63
        assert first_morning == {S.DRAFT: 1, S.NOT_STARTED: 62}
        transaction.set_rollback(True)


@pytest.mark.django_db
@pytest.mark.parametrize("mode", [{"DEMO": False, "PRODUCTION": False}, {"DEMO": True, "PRODUCTION": True}])
def test_refuses_outside_demo_mode(mode: dict[str, bool]) -> None:
    with override_settings(**mode), pytest.raises(CommandError, match="production"):
        call_command("load_demo", today=TODAY)

    assert not get_user_model().objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("profile", "today", "reason"),
    [("xa-2099", TODAY, "chọn một trong: huyen-2018, xa-2025"), ("xa-2025", dt.date(2025, 9, 1), "từ năm 2026")],
)
def test_refuses_an_area_that_is_not_there(profile: str, today: dt.date, reason: str) -> None:
    with override_settings(**DEMO_MODE), pytest.raises(CommandError, match=reason):
        call_command("load_demo", profile=profile, today=today)

    assert not get_user_model().objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize("today", [dt.date(2026, 6, 20), dt.date(2026, 12, 20), dt.date(2027, 3, 1)], ids=str)
def test_a_commune_has_work_for_everybody_on_any_day(today: dt.date) -> None:
    with transaction.atomic(), override_settings(**DEMO_MODE, DEMO_PROFILE="xa-2025"):
        load_demo(today=today)

        live = Submission.objects.reports().filter(period__plan__year=today.year, period__plan__issuer__code="PVHXH")
        owner = live.filter(organisation__memberships__user__username="hieutruong")
        states = set(live.values_list("status", flat=True))
        seats = Membership.objects.in_force(today).filter(user__username__in=["chuyenvien", "truongphong", "lanhdao"])
        assert set(seats.values_list("organisation__code", flat=True)) == {"PVHXH", "UBNDX"}
        assert live.values("organisation").distinct().count() == 9
        assert owner.exclude(status=S.ACCEPTED).exists()
        assert {S.SUBMITTED, S.ACCEPTED, S.DRAFT} <= states
        transaction.set_rollback(True)


@pytest.mark.django_db
def test_refuses_where_people_have_reported() -> None:
    SubmissionFactory(accepted=True)

    with override_settings(**DEMO_MODE), pytest.raises(CommandError, match="báo cáo thật"):
        call_command("load_demo", today=TODAY)

    assert not Membership.objects.filter(user__username="hieutruong").exists()


def test_every_section_has_twenty_sentences() -> None:
    data = Path(story.__file__).parent / "data" / "narrative.yaml"
    pools = yaml.safe_load(data.read_text(encoding="utf-8"))

    assert {code for code, pool in pools.items() if sum(map(len, pool.values())) < 20} == set()
