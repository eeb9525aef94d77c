"""Everybody chooses how they are told, and reads in words what follows from it."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.enums import Channel
from reports.models import ContactPreference
from schools.enums import Role
from tests.factories import ContactPreferenceFactory, OfficeFactory, SchoolFactory, UserFactory, member

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
PAGE = "contact_preferences"
AT_ONCE, IN_DIGEST, SHOWN = "thư gửi ngay, và trong cổng", "gộp trong một thư mỗi sáng, và trong cổng", "chỉ trong cổng"
ASKED, REMINDED, RECEIPT = (
    "Yêu cầu bổ sung, mở lại, gia hạn, hạn mới",
    "Nhắc hạn nộp, quá hạn nộp",
    "Biên nhận, báo cáo đã duyệt",
)
SENT, LATE, LOST = "Đơn vị nộp báo cáo, đề nghị gia hạn", "Danh sách đơn vị quá hạn", "Thư không gửi được"


def text(response: Any) -> str:
    return " ".join(response.content.decode().split())


def ways(client: Client) -> dict[str, str]:
    return dict(client.get(reverse(PAGE)).context["ways"])


def test_before_any_choice_schools_get_mails_and_officers_a_digest(login_as: Login) -> None:
    school = ways(login_as(member(SchoolFactory().organisation, Role.CLERK)))
    office = ways(login_as(member(OfficeFactory(), Role.OFFICER)))

    assert school == {ASKED: AT_ONCE, REMINDED: AT_ONCE, RECEIPT: AT_ONCE}
    assert office == {SENT: IN_DIGEST, LATE: AT_ONCE, LOST: IN_DIGEST, ASKED: AT_ONCE, REMINDED: AT_ONCE}
    assert ContactPreference.objects.count() == 0


def test_a_digest_gathers_only_what_can_wait(login_as: Login) -> None:
    client = login_as(member(SchoolFactory().organisation, Role.PRINCIPAL))

    response = client.post(reverse(PAGE), {"channel": "mail", "wants_digest": "on"}, follow=True)

    assert "Đã lưu cách nhận thông báo." in text(response)
    assert ways(client) == {ASKED: AT_ONCE, REMINDED: AT_ONCE, RECEIPT: IN_DIGEST}


def test_the_portal_only_means_no_mail_at_all(login_as: Login) -> None:
    client = login_as(member(OfficeFactory(), Role.HEAD))

    client.post(reverse(PAGE), {"channel": "portal", "wants_digest": "on"})

    assert set(ways(client).values()) == {SHOWN}


def test_choosing_again_changes_the_same_row_and_nobody_elses(login_as: Login) -> None:
    others = ContactPreferenceFactory(channel=Channel.PORTAL)
    person = UserFactory()
    client = login_as(person)
    for data in ({"channel": "portal"}, {"channel": "mail"}):
        client.post(reverse(PAGE), data)

    assert list(ContactPreference.objects.order_by("pk").values_list("user", "channel", "wants_digest")) == [
        (others.user_id, "portal", False),
        (person.pk, "mail", False),
    ]


def test_mail_without_an_address_is_warned_of_and_stored_all_the_same(login_as: Login) -> None:
    person = UserFactory(email="")
    client = login_as(person)

    response = client.post(reverse(PAGE), {"channel": "mail"}, follow=True)

    assert "Hồ sơ chưa có địa chỉ thư điện tử" in text(response)
    assert ContactPreference.objects.get().channel == Channel.MAIL
    assert set(ways(client).values()) == {SHOWN}


def test_no_warning_with_an_address_or_for_the_portal_only(login_as: Login) -> None:
    reachable = login_as(UserFactory()).get(reverse(PAGE))
    content = login_as(ContactPreferenceFactory(user__email="", channel="portal").user).get(reverse(PAGE))

    assert "chưa có địa chỉ thư điện tử" not in text(reachable) + text(content)


def test_a_channel_that_does_not_exist_is_refused_and_the_tick_kept(login_as: Login) -> None:
    response = login_as(UserFactory()).post(reverse(PAGE), {"channel": "pigeon", "wants_digest": "on"})

    assert response.status_code == 422
    assert set(response.context["form"].errors) == {"channel"}
    assert response.context["form"]["wants_digest"].value() is True
    assert ContactPreference.objects.count() == 0


@pytest.mark.parametrize("page", ["notification_list", "profile"])
def test_the_page_is_linked_from_where_people_look(login_as: Login, page: str) -> None:
    assert f'href="{reverse(PAGE)}"' in login_as(UserFactory()).get(reverse(page)).content.decode()
