"""The clerk prepares, the principal signs; who leaves loses access at once, who follows sees everything."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from reports.models import Submission
from reports.services.editing import save_report
from schools.enums import Role
from tests.factories import member
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
PAGES = ("submission_detail", "submission_edit", "submission_check")


def statuses(client: Client, writing: Writing) -> list[int]:
    return [client.get(reverse(page, args=[writing.submission.pk])).status_code for page in PAGES]


def test_deputy_prepares_and_only_the_principal_sends(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    clerk = login_as(writing.people["clerk"])
    save_report(submission=writing.submission, by=writing.people["clerk"], changes=writing.complete())
    url = reverse("submission_submit", args=[writing.submission.pk])

    assert clerk.post(url).status_code == 403
    assert Submission.objects.get().status == "draft"
    assert login_as(writing.people["principal"]).post(url).status_code == 302
    assert Submission.objects.get().status == "submitted"


def test_access_ends_with_the_term_in_the_same_session(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    principal = writing.people["principal"]
    client = login_as(principal)
    assert statuses(client, writing) == [200, 200, 200]

    principal.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))

    assert statuses(client, writing) == [404, 404, 404]


def test_last_day_of_the_term_still_counts(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    principal = writing.people["principal"]
    principal.memberships.update(ends_on=timezone.localdate())

    assert statuses(login_as(principal), writing) == [200, 200, 200]


def test_successor_sees_and_continues_what_the_predecessor_wrote(
    writing: Writing, login_as: Callable[[Any], Client]
) -> None:
    before = writing.people["principal"]
    save_report(submission=writing.submission, by=before, changes=writing.complete())
    before.memberships.update(ends_on=timezone.localdate() - dt.timedelta(days=1))
    successor = member(writing.submission.organisation, Role.PRINCIPAL)
    successor.memberships.update(starts_on=timezone.localdate())

    client = login_as(successor)
    page = client.get(reverse("submission_detail", args=[writing.submission.pk]))

    assert "Nhà trường đã ban hành kế hoạch" in page.content.decode()
    assert before.full_name in page.content.decode(), "the history keeps who did it"
    assert client.post(reverse("submission_submit", args=[writing.submission.pk])).status_code == 302
    assert Submission.objects.get().status == "submitted"


def test_seat_that_begins_tomorrow_opens_nothing_today(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    coming = member(writing.submission.organisation, Role.PRINCIPAL)
    coming.memberships.update(starts_on=timezone.localdate() + dt.timedelta(days=1))

    assert statuses(login_as(coming), writing) == [404, 404, 404]
