"""Logging in and out: names as they are typed, the lock, the demo accounts."""

import unicodedata

import pytest
from django.test import Client
from django.urls import reverse

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from tests.factories import PASSWORD, UserFactory
from tools.portal import running

pytestmark = pytest.mark.django_db

LOGIN = "/login/"


def _log_in(client: Client, username: str, password: str = PASSWORD, **extra: str):
    return client.post(LOGIN, {"username": username, "password": password, **extra})


def test_the_login_page_is_public_and_has_the_two_agreed_fields(client):
    response = client.get(LOGIN)

    assert response.status_code == 200
    assert 'name="username"' in response.content.decode()
    assert 'name="password"' in response.content.decode()


def test_a_person_logs_in_and_lands_on_the_home_page(client):
    user = UserFactory(username="hoa")

    response = _log_in(client, "hoa")

    assert (response.status_code, response["Location"]) == (302, reverse("home"))
    assert client.session["_auth_user_id"] == str(user.pk)


def test_the_page_asked_for_opens_after_the_login(client):
    UserFactory(username="hoa")

    first = client.get(reverse("school_list"))
    response = _log_in(client, "hoa", next="/schools/")

    assert first["Location"] == "/login/?next=/schools/"
    assert response["Location"] == "/schools/"


def test_a_foreign_address_is_never_the_next_page(client):
    UserFactory(username="hoa")

    assert _log_in(client, "hoa", next="https://example.test/")["Location"] == reverse("home")


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_a_name_with_marks_is_the_same_name_in_both_unicode_forms(client, form):
    UserFactory(username="hòa.cẩm")

    response = _log_in(client, f"  {unicodedata.normalize(form, 'hòa.cẩm')} ")

    assert response.status_code == 302


def test_the_session_gets_a_new_key_at_login(client):
    UserFactory(username="hoa")
    session = client.session
    session["before"] = "login"
    session.save()
    before = session.session_key

    _log_in(client, "hoa")

    assert client.session.session_key != before


def test_a_wrong_password_and_an_unknown_name_get_the_same_answer(client):
    UserFactory(username="hoa")

    wrong = _log_in(client, "hoa", "sai-mat-khau").context["form"].non_field_errors()
    unknown = _log_in(client, "khong-co-ai", "sai-mat-khau").context["form"].non_field_errors()

    assert wrong == unknown == ["Tên đăng nhập hoặc mật khẩu không đúng. Mật khẩu phân biệt chữ hoa và chữ thường."]


def test_ten_wrong_passwords_lock_the_pair_of_account_and_address_only(client):
    UserFactory(username="hoa")
    UserFactory(username="lan")
    for _ in range(10):
        last = _log_in(client, "hoa", "sai-mat-khau")

    locked = _log_in(client, "hoa")
    neighbour = _log_in(Client(), "lan")
    elsewhere = Client(REMOTE_ADDR="203.0.113.9").post(LOGIN, {"username": "hoa", "password": PASSWORD})

    assert last.status_code == locked.status_code == 429
    assert "Tạm khóa đăng nhập" in locked.content.decode()
    assert "trong 15 phút" in locked.content.decode()
    assert neighbour.status_code == elsewhere.status_code == 302


def test_logging_out_takes_a_post_and_clears_what_the_browser_kept(client, login_as):
    login_as(UserFactory())

    refused = client.get("/logout/")
    response = client.post("/logout/")

    assert refused.status_code == 405
    assert (response["Location"], response["Clear-Site-Data"]) == (LOGIN, '"storage"')
    assert "_auth_user_id" not in client.session


class TestDemoAccounts:
    def test_the_page_names_all_of_them_and_their_password_in_demo_mode(self, client, settings):
        settings.DEMO = True

        page = client.get(LOGIN).content.decode()

        assert len(DEMO_ACCOUNTS) == 12
        assert [account.username for account in DEMO_ACCOUNTS if account.username not in page] == []
        assert DEMO_PASSWORD in page

    def test_one_click_fills_the_form_without_any_script(self, client, settings):
        settings.DEMO = True

        page = client.get(LOGIN, {"demo": "vanthu"}).content.decode()

        assert 'value="vanthu"' in page
        assert f'value="{DEMO_PASSWORD}"' in page

    def test_a_real_name_is_never_filled_in(self, client, settings):
        settings.DEMO = True

        page = client.get(LOGIN, {"demo": "hoa"}).content.decode()

        assert 'value="hoa"' not in page
        assert f'value="{DEMO_PASSWORD}"' not in page

    def test_nothing_of_them_shows_outside_demo_mode(self, client, settings):
        settings.DEMO = False

        page = client.get(LOGIN, {"demo": "vanthu"}).content.decode()

        assert DEMO_PASSWORD not in page
        assert [account.username for account in DEMO_ACCOUNTS if account.username in page] == []

    def test_the_command_line_announces_the_same_accounts(self):
        # `tools` runs before the packages are installed and cannot import the list.
        assert [name for name, _ in running.DEMO_ACCOUNTS] == [account.username for account in DEMO_ACCOUNTS]
