"""One's own password: the first login, changing it, forgetting it."""

import re

import pytest
from django.core import mail
from django.urls import reverse

from tests.factories import PASSWORD, UserFactory

pytestmark = pytest.mark.django_db

NEW = "hoa-phuong-do-2018"


@pytest.fixture(autouse=True)
def _mail_in_memory(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"


def _change(client, old=PASSWORD, new=NEW, again=None):
    return client.post(
        reverse("password_change"), {"old_password": old, "new_password1": new, "new_password2": again or new}
    )


def test_a_given_password_leads_to_setting_ones_own_before_anything_else(login_as):
    client = login_as(UserFactory(must_change_password=True))

    response = client.get(reverse("school_list"))
    page = client.get(response["Location"]).content.decode()

    assert response["Location"] == reverse("password_change")
    assert "Đặt mật khẩu của riêng bạn" in page


def test_setting_ones_own_password_opens_the_portal(login_as):
    user = UserFactory(must_change_password=True)
    client = login_as(user)

    response = _change(client)
    user.refresh_from_db()

    assert response["Location"] == reverse("home")
    assert (user.must_change_password, user.check_password(NEW)) == (False, True)
    assert client.get(reverse("school_list")).status_code == 200


def test_the_given_password_is_no_password_of_ones_own(login_as):
    user = UserFactory(must_change_password=True)

    response = _change(login_as(user), new=PASSWORD)
    user.refresh_from_db()

    assert response.context["form"].errors["new_password1"] == ["Mật khẩu mới phải khác mật khẩu đang dùng."]
    assert user.must_change_password is True


def test_a_short_password_is_refused_in_vietnamese(login_as):
    response = _change(login_as(UserFactory()), new="ngắn")

    assert "10" in response.context["form"].errors["new_password2"][0]
    assert "Mật khẩu" in response.context["form"].errors["new_password2"][0]


def test_a_known_and_an_unknown_address_get_the_same_answer(client):
    UserFactory(email="hoa@example.test")

    known = client.post(reverse("password_reset"), {"email": "hoa@example.test"})
    unknown = client.post(reverse("password_reset"), {"email": "khong-co@example.test"})

    assert (known.status_code, known["Location"]) == (unknown.status_code, unknown["Location"])
    assert [message.to for message in mail.outbox] == [["hoa@example.test"]]


def test_the_mailed_link_sets_a_new_password_once(client, settings):
    user = UserFactory(email="hoa@example.test", must_change_password=True)
    client.post(reverse("password_reset"), {"email": "hoa@example.test"}, HTTP_HOST="localhost")
    link = re.search(r"http\S+", mail.outbox[0].body)[0]
    assert link.startswith(settings.BASE_URL + "/")

    form = client.get(link.removeprefix(settings.BASE_URL), follow=True)
    done = client.post(form.redirect_chain[-1][0], {"new_password1": NEW, "new_password2": NEW})
    user.refresh_from_db()
    again = client.get(link.removeprefix(settings.BASE_URL), follow=True)

    assert done["Location"] == reverse("password_reset_complete")
    assert (user.check_password(NEW), user.must_change_password) == (True, False)
    assert "Liên kết không còn dùng được" in again.content.decode()


def test_every_account_of_a_shared_mailbox_gets_its_own_link(client):
    UserFactory(username="hieutruong.a", email="truong@example.test")
    UserFactory(username="vanthu.a", email="truong@example.test")

    client.post(reverse("password_reset"), {"email": "truong@example.test"})

    assert sorted(message.subject for message in mail.outbox) == [
        "Đặt lại mật khẩu tài khoản hieutruong.a",
        "Đặt lại mật khẩu tài khoản vanthu.a",
    ]


@pytest.mark.parametrize("name", ["password_reset", "password_reset_done", "password_reset_complete"])
def test_the_pages_of_a_forgotten_password_are_public(client, name):
    assert client.get(reverse(name)).status_code == 200
