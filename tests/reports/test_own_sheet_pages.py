"""The pages of a sheet for figures no school has: they speak of figures, and offer nothing that only reports have."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from pytest_django.asserts import assertRedirects

from reports.services import reviewing
from schools.enums import Role
from tests.factories import OrganisationFactory, member
from tests.reports.own_sheets import OwnSheets, arranged, fill, send

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(db: None) -> OwnSheets:
    return arranged()


class TestPages:
    def test_edit_page_speaks_of_figures(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        page = login_as(own.people["officer"]).get(reverse("submission_edit", args=[own.communes[0].pk]))
        text = page.content.decode()

        assert "<h1" in text
        assert "Số liệu 3 tháng" in text
        assert "Kiểm tra và gửi" in text
        assert "Ghi 1 khi đã đạt." in text
        assert "hạn gửi báo cáo tổng hợp" in text
        for foreign in ("Đề nghị gia hạn", "Xem bản in", "Nộp báo cáo", "Soạn báo cáo", "hiệu trưởng"):
            assert foreign not in text

    def test_check_page_says_what_happens_next(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        submission = fill(own, own.office, "4")
        text = login_as(own.people["officer"]).get(reverse("submission_check", args=[submission.pk])).content.decode()

        assert "Gửi số liệu" in text
        assert f"Sau khi gửi, lãnh đạo {own.period.plan.receiver.short_name} xem và xác nhận" in text

    @pytest.mark.parametrize("name", ["submission_paper", "submission_word"])
    def test_there_is_no_paper(self, own: OwnSheets, login_as: Callable[[Any], Client], name: str) -> None:
        assert login_as(own.people["officer"]).get(reverse(name, args=[own.office.pk])).status_code == 404

    def test_no_extension_can_be_asked_for(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        page = login_as(own.people["officer"]).get(reverse("extension_ask", args=[own.office.pk]))

        assertRedirects(page, reverse("submission_detail", args=[own.office.pk]))

    def test_a_commune_enters_its_own_from_its_home_page(
        self, own: OwnSheets, login_as: Callable[[Any], Client]
    ) -> None:
        mine, other = own.communes
        client = login_as(member(mine.organisation, Role.OFFICER))

        assert [card.submission for card in client.get(reverse("home")).context["cards"]] == [mine]
        assert client.get(reverse("submission_edit", args=[mine.pk])).status_code == 200
        assert client.get(reverse("submission_edit", args=[other.pk])).status_code == 404

    def test_office_home_says_how_far_all_sheets_are(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        type(own.period).objects.update(opens_on=dt.date(2018, 1, 1))
        reviewing.accept(submission=send(own, own.office), by=own.people["head"])
        page = login_as(own.people["officer"]).get(reverse("home"))

        assert "Số liệu của cơ quan và địa bàn: 1/3 đã xác nhận" in page.content.decode()
        assert page.context["cards"] == []

    def test_only_heads_find_them_in_the_queue(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        send(own, own.office)

        seen = {
            who: [
                row.submission.pk for row, _ in login_as(own.people[who]).get(reverse("review_queue")).context["rows"]
            ]
            for who in ("officer", "head")
        }

        assert seen == {"officer": [], "head": [own.office.pk]}

    def test_somebody_elses_office_sees_nothing(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        client = login_as(member(OrganisationFactory(), Role.HEAD))

        assert client.get(own.url("period_figure_sheets")).status_code == 404
        assert client.get(reverse("submission_detail", args=[own.office.pk])).status_code == 404
