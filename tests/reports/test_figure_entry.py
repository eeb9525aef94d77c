"""The list of a period's sheets, and all communes in one form."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import pytest
from django.contrib.messages import get_messages
from django.test import Client
from openpyxl import load_workbook
from pytest_django import DjangoAssertNumQueries
from pytest_django.asserts import assertRedirects

from reports.enums import NotificationKind, Purpose
from reports.enums import SubmissionStatus as S
from reports.models import IndicatorValue, Notification, Submission, SubmissionVersion
from reports.services import reviewing
from reports.services.editing import save_report
from reports.services.opening import open_period
from reports.services.submitting import submit
from schools.enums import Role
from tests.factories import ReportingPeriodFactory, member
from tests.reports.own_sheets import OwnSheets, arranged

pytestmark = pytest.mark.django_db


@pytest.fixture
def own(db: None) -> OwnSheets:
    return arranged()


@pytest.fixture
def officer(own: OwnSheets, login_as: Callable[[Any], Client]) -> Client:
    return login_as(own.people["officer"])


def form_of(client: Client, own: OwnSheets) -> dict[str, str]:
    """What the browser would send back as the page stands: every input of every open line."""
    page = client.get(own.url())
    sent = {}
    for line in page.context["lines"]:
        if line.is_open:
            sent[f"{line.prefix}digest"] = line.digest
            sent |= {cell.name: cell.text for _, cells in line.cells for cell in cells}
    return sent


def cell(own: OwnSheets, submission: Submission) -> str:
    return f"u{submission.pk}-value-{own.done.pk}-v"


def post(client: Client, own: OwnSheets, sent: dict[str, Any], go: str = "save", **more: Any) -> Any:
    return client.post(own.url(), {**sent, "go": go, **more})


def said(page: Any) -> list[str]:
    return [str(message) for message in get_messages(page.wsgi_request)]


def states(own: OwnSheets) -> list[str]:
    return [row.status for row in own.communes]


class TestEntering:
    def test_each_commune_is_saved_as_its_own_sheet(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        page = post(officer, own, form_of(officer, own) | {cell(own, first): "1", cell(own, second): "k"})

        assertRedirects(page, own.url())
        assert said(page) == ["Đã lưu số liệu của 2 địa bàn."]
        assert [(row.status, row.filled_percent, row.events.count()) for row in own.communes] == [(S.DRAFT, 100, 1)] * 2
        values = IndicatorValue.objects.order_by("submission__organisation__sort_key")
        assert [(row.state, row.value) for row in values] == [("given", 1), ("not_applicable", None)]

    def test_what_was_not_touched_is_not_written(self, own: OwnSheets, officer: Client) -> None:
        first, _ = own.communes
        page = post(officer, own, form_of(officer, own) | {cell(own, first): "0"})

        assert said(page) == ["Đã lưu số liệu của 1 địa bàn."]
        assert states(own) == [S.DRAFT, S.NOT_STARTED]

    def test_every_mistake_is_kept_and_said_at_its_cell(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        post(officer, own, form_of(officer, own) | {cell(own, first): "7", cell(own, second): "có"})
        page = officer.get(own.url())

        issues = {c.name: c.issue.message for line in page.context["lines"] for _, cs in line.cells for c in cs}
        assert issues[cell(own, first)] == "Số liệu lớn hơn mức cao nhất có thể (1)."
        assert set(issues) == {cell(own, first), cell(own, second)}
        assert page.content.decode().count('class="cell-error"') == 2
        assert '<option value="có" selected>' in page.content.decode()

    def test_copies_from_the_period_before(self, own: OwnSheets, officer: Client) -> None:
        for row in own.communes:
            save_report(submission=row, by=own.people["officer"], changes=own.complete(row))
        later = ReportingPeriodFactory(plan=own.period.plan, position=2)
        open_period(period=later)
        own.period = later
        page = post(officer, own, form_of(officer, own), "carry")

        assert said(page) == ["Đã chép chỗ còn trống từ kỳ trước cho 2 địa bàn."]
        assert [value.is_carried for value in IndicatorValue.objects.filter(submission__period=later)] == [True, True]


class TestTwoBrowsers:
    def test_a_line_somebody_else_changed_is_shown_and_not_overwritten(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        mine = form_of(officer, own)
        save_report(submission=first, by=own.people["head"], changes=own.complete(first, "0"))
        page = post(officer, own, mine | {cell(own, first): "1", cell(own, second): "1"})

        assert page.status_code == 409
        assert IndicatorValue.objects.get(submission=first).raw_value == "0"
        assert IndicatorValue.objects.get(submission=second).raw_value == "1"
        line = page.context["lines"][0]
        assert "Số liệu đang có: Chỉ tiêu thử nghiệm C01: 0." in line.stored
        assert line.cells[0][1][0].text == "1"

        again = {f"{line.prefix}digest": line.digest, cell(own, first): "1"}
        post(officer, own, again)
        assert IndicatorValue.objects.get(submission=first).raw_value == "1"

    def test_the_same_change_twice_is_no_conflict(self, own: OwnSheets, officer: Client) -> None:
        first, _ = own.communes
        mine = form_of(officer, own)
        save_report(submission=first, by=own.people["head"], changes=own.complete(first))

        assert post(officer, own, mine | {cell(own, first): "1"}).status_code == 302


class TestSending:
    def test_all_complete_ones_at_once_and_the_head_is_told_once(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        sent = form_of(officer, own) | {cell(own, first): "1", cell(own, second): "0"}
        page = post(officer, own, sent, "send-complete")

        assert said(page) == ["Đã lưu số liệu của 2 địa bàn.", "Đã gửi số liệu của 2 địa bàn."]
        assert states(own) == [S.SUBMITTED, S.SUBMITTED]
        assert SubmissionVersion.objects.count() == 2
        message = Notification.objects.get()
        assert (message.recipient, message.kind) == (own.people["head"], NotificationKind.SUBMITTED)
        assert message.subject == "2 phiếu số liệu 3 tháng chờ xác nhận"
        assert "Xã Số 0, Xã Số 1" in message.body

    def test_chosen_ones_only_and_what_is_missing_is_named(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        sent = form_of(officer, own) | {cell(own, first): "1"}
        page = post(officer, own, sent, "send", chosen=[first.pk, second.pk])

        assert page.status_code == 422
        assert states(own) == [S.SUBMITTED, S.NOT_STARTED]
        wrong = page.context["wrong"]
        assert [line.submission for line in wrong] == [second]
        assert wrong[0].is_chosen

    def test_nothing_chosen_sends_nothing(self, own: OwnSheets, officer: Client) -> None:
        page = post(officer, own, form_of(officer, own), "send")

        assert said(page) == ["Chưa gửi phiếu nào: chưa chọn địa bàn, hoặc chưa địa bàn nào đủ số liệu."]

    def test_a_sent_line_is_read_only(self, own: OwnSheets, officer: Client) -> None:
        first, _ = own.communes
        save_report(submission=first, by=own.people["officer"], changes=own.complete(first))
        submit(submission=first, by=own.people["officer"])
        post(officer, own, {f"u{first.pk}-digest": "x", cell(own, first): "0"})

        assert IndicatorValue.objects.get().raw_value == "1"
        assert [line.is_open for line in officer.get(own.url()).context["lines"]] == [False, True]

    def test_what_was_returned_place_by_place_is_corrected_in_its_own_sheet(
        self, own: OwnSheets, officer: Client
    ) -> None:
        first, _ = own.communes
        save_report(submission=first, by=own.people["officer"], changes=own.complete(first))
        submit(submission=first, by=own.people["officer"])
        reviewing.return_submission(submission=first, by=own.people["head"], comment="Sửa", due_on=dt.date(2099, 4, 1))
        Submission.objects.filter(pk=first.pk).update(correction_scope="commented")

        assert "Sửa theo nhận xét" in officer.get(own.url()).content.decode()


class TestWhoMay:
    def test_a_commune_sees_and_writes_its_own_only(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        mine, other = own.communes
        client = login_as(member(mine.organisation, Role.HEAD))
        page = client.get(own.url("period_figure_sheets"))

        assert [row[0] for row in page.context["rows"]] == [mine]
        client.post(own.url(), {f"u{other.pk}-digest": "x", cell(own, other): "1", "go": "save"})
        assert IndicatorValue.objects.count() == 0

    def test_an_administrator_looks_but_does_not_enter(self, own: OwnSheets, login_as: Callable[[Any], Client]) -> None:
        client = login_as(member(own.period.plan.receiver, Role.ADMINISTRATOR))

        assert client.get(own.url("period_figure_sheets")).status_code == 200
        assert client.get(own.url()).status_code == 403


class TestList:
    def test_filters_by_state_and_name_without_diacritics(self, own: OwnSheets, officer: Client) -> None:
        first, second = own.communes
        save_report(submission=first, by=own.people["officer"], changes=own.complete(first))
        second.organisation.name = second.organisation.short_name = "Xã Đồng Tâm"
        second.organisation.save()
        url = own.url("period_figure_sheets")

        assert [row[0] for row in officer.get(url, {"status": "draft"}).context["rows"]] == [first]
        assert [row[0] for row in officer.get(url, {"q": "dong tam"}).context["rows"]] == [second]
        assert "Bỏ lọc" in officer.get(url, {"q": "không có"}).content.decode()

    def test_leads_each_person_to_what_they_do_next(
        self, own: OwnSheets, officer: Client, login_as: Callable[[Any], Client]
    ) -> None:
        save_report(submission=own.office, by=own.people["officer"], changes=own.complete(own.office, "4"))
        submit(submission=own.office, by=own.people["officer"])
        url = own.url("period_figure_sheets")

        assert [row[3] for row in officer.get(url).context["rows"]] == ["Xem", "Nhập", "Nhập"]
        page = login_as(own.people["head"]).get(url)
        assert [row[3] for row in page.context["rows"]] == ["Xác nhận", "Nhập", "Nhập"]
        assert f"?period={own.period.pk}&amp;purpose={Purpose.FIGURES}" in page.content.decode()

    def test_says_so_when_the_grid_asks_schools_only(self, login_as: Callable[[Any], Client]) -> None:
        period = ReportingPeriodFactory()
        client = login_as(member(period.plan.receiver, Role.OFFICER))

        assert "biểu số liệu của kế hoạch chỉ hỏi các trường" in (
            client.get(f"/periods/{period.pk}/sheets/").content.decode()
        )

    def test_export_has_every_figure_of_the_filtered_list(self, own: OwnSheets, officer: Client) -> None:
        save_report(submission=own.office, by=own.people["officer"], changes=own.complete(own.office, "4"))
        found = officer.get(own.url("period_figure_sheets_export"), {"status": "draft"})
        rows = list(load_workbook(io.BytesIO(found.content)).active.iter_rows(values_only=True))

        assert rows[-1][0] == own.office.organisation.short_name
        assert rows[-1][6:11] == ("O01", "Chỉ tiêu thử nghiệm O01", "hạng", None, "4")


@pytest.mark.parametrize("communes", [1, 3])
@pytest.mark.parametrize(
    ("name", "queries"), [("period_figure_sheets", 7), ("period_figure_entry", 12), ("period_figure_sheets_export", 10)]
)
def test_query_count_does_not_depend_on_the_number_of_communes(
    name: str,
    queries: int,
    communes: int,
    login_as: Callable[[Any], Client],
    django_assert_num_queries: DjangoAssertNumQueries,
) -> None:
    own = arranged(communes=communes)
    client = login_as(own.people["officer"])
    client.get(own.url(name))  # what every page keeps between requests

    with django_assert_num_queries(queries):
        assert client.get(own.url(name)).status_code == 200
