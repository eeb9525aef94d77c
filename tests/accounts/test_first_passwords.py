"""A password from a slip counts until its day, and one's own for ever."""

import datetime as dt

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db
HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("must_change", "until", "opens"),
    [(True, None, True), (True, HOUR, True), (True, -HOUR, False), (False, -HOUR, True)],
)
def test_the_login(client, must_change, until, opens):
    moment = None if until is None else timezone.now() + until
    user = UserFactory(must_change_password=must_change, first_password_until=moment)

    page = client.post(reverse("login"), {"username": user.username, "password": PASSWORD})

    assert ("_auth_user_id" in client.session) is opens
    assert (page.status_code == 302) is opens


def test_setting_ones_own_ends_the_day(login_as):
    user = UserFactory(must_change_password=True, first_password_until=timezone.now() + HOUR)
    new = "hoa-phuong-do-2018"

    login_as(user).post(
        reverse("password_change"), {"old_password": PASSWORD, "new_password1": new, "new_password2": new}
    )

    user.refresh_from_db()
    assert (user.must_change_password, user.first_password_until) == (False, None)
