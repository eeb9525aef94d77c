"""One's own details."""

import pytest
from django.urls import reverse

from tests.factories import OrganisationFactory, UserFactory, member

pytestmark = pytest.mark.django_db


def test_a_person_changes_name_mail_and_telephone(login_as):
    user = UserFactory()
    client = login_as(user)

    response = client.post(
        reverse("profile"), {"full_name": "Vũ Thị Hòa", "email": "hoa@example.test", "phone": "0912 345 678"}
    )
    user.refresh_from_db()

    assert response["Location"] == reverse("profile")
    assert (user.full_name, user.email, user.phone) == ("Vũ Thị Hòa", "hoa@example.test", "0912 345 678")
    assert user.search_key.startswith("vu thi hoa")


def test_a_wrong_telephone_is_named_and_what_was_typed_stays(login_as):
    user = UserFactory(full_name="Vũ Thị Hòa", phone="0912345678")
    client = login_as(user)

    response = client.post(reverse("profile"), {"full_name": "Vũ Hòa", "email": "", "phone": "gọi cô Hòa"})
    user.refresh_from_db()

    assert list(response.context["form"].errors) == ["phone"]
    assert 'value="gọi cô Hòa"' in response.content.decode()
    assert (user.full_name, user.phone) == ("Vũ Thị Hòa", "0912345678")


def test_seats_are_shown_and_cannot_be_taken(login_as):
    organisation = OrganisationFactory(short_name="Đơn vị của tôi")
    user = member(organisation, "officer")
    OrganisationFactory(short_name="Đơn vị khác")
    client = login_as(user)

    page = client.get(reverse("profile")).content.decode()
    client.post(
        reverse("profile"), {"full_name": "Lan", "email": "", "phone": "", "is_staff": "on", "is_superuser": "on"}
    )
    user.refresh_from_db()

    assert "Đơn vị của tôi" in page
    assert "Chuyên viên" in page
    assert "Đơn vị khác" not in page
    assert (user.is_staff, user.is_superuser) == (False, False)


def test_somebody_without_a_seat_is_told_whom_to_ask(login_as):
    assert "chưa được giao việc" in login_as(UserFactory()).get(reverse("profile")).content.decode()
