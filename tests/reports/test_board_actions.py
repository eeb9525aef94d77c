"""What is done with a selection: nothing before it was read, nobody left out without a reason, nothing twice."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from django.utils.html import strip_tags

from reports.enums import NotificationKind, NotificationStatus
from reports.models import Extension, Notification
from schools.enums import Role
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    NotificationFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
HOME = dt.timezone(dt.timedelta(hours=7))
MONDAY = dt.datetime(2018, 3, 12, 9, 0, tzinfo=HOME)


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with time_machine.travel(MONDAY, tick=False):
        yield


@pytest.fixture
def period() -> Any:
    return ReportingPeriodFactory()


@pytest.fixture
def office(period: Any, login_as: Callable[[Any], Client]) -> Client:
    return login_as(member(period.plan.receiver, Role.OFFICER))


@pytest.fixture
def rows(period: Any) -> dict[str, Any]:
    """Two late schools, one without people, one that has sent, one with more time."""
    north, south = CommuneFactory(short_name="Xã Bắc"), CommuneFactory(short_name="Xã Âu")
    states: dict[str, tuple[Any, dict[str, Any]]] = {
        "MN An": (north, {}),
        "MN Bé": (south, {"draft": True}),
        "MN Cô": (north, {"submitted": True}),
        "MN Dì": (north, {}),
        "MN Em": (north, {"returned": True}),
    }
    found = {}
    for name, (commune, state) in states.items():
        organisation = SchoolFactory(name=name, commune=commune).organisation
        found[name] = SubmissionFactory(period=period, organisation=organisation, **state)
        if name != "MN Dì":
            member(organisation, Role.PRINCIPAL)
    return found


def act(client: Client, period: Any, action: str, chosen: Any = (), **more: Any) -> Any:
    ids = [str(row.pk) for row in chosen]
    return client.post(reverse("period_board_act", args=[period.pk]), {"action": action, "ids": ids, **more})


def followed(client: Client, response: Any) -> str:
    """The messages on the page to which the answer leads."""
    page = client.get(response["Location"])
    return " ".join(str(message) for message in page.context["messages"])


# -- choosing -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("action", ["remind", "extend", "copy", "letter"])
def test_nothing_selected_is_said_and_the_filters_stay(
    office: Client, period: Any, rows: dict[str, Any], action: str
) -> None:
    response = act(office, period, action, query="q=mn&sort=-late")

    assert response["Location"] == f"{reverse('period_board', args=[period.pk])}?q=mn&sort=-late"
    assert "Chưa chọn đơn vị nào." in followed(office, response)


def test_all_means_all_that_match_the_filters(office: Client, period: Any, rows: dict[str, Any]) -> None:
    page = act(office, period, "extend", all="1", query="status=owed&q=mn&size=80")

    assert page.context["names"] == ["MN An", "MN Bé", "MN Dì", "MN Em"]
    assert page.context["chosen"].back_url.endswith("?status=owed&q=mn&size=80&all=1")


def test_going_back_keeps_the_selection(office: Client, period: Any, rows: dict[str, Any]) -> None:
    back = act(office, period, "remind", [rows["MN An"], rows["MN Em"]], query="q=mn").context["chosen"].back_url

    page = office.get(back)

    assert [row.submission.name for row in page.context["rows"] if row.is_selected] == ["MN An", "MN Em"]


def test_reports_of_another_period_cannot_be_slipped_in(office: Client, period: Any, rows: dict[str, Any]) -> None:
    foreign = SubmissionFactory(period=ReportingPeriodFactory(plan=period.plan, position=2))

    response = act(office, period, "remind", [foreign], confirmed="1")

    assert "Chưa chọn đơn vị nào." in followed(office, response)
    assert not Notification.objects.exists()


@pytest.mark.parametrize("ids", ["abc", "-1", "9" * 30, "1,,x"])
def test_ids_that_are_no_ids_choose_nothing(office: Client, period: Any, rows: dict[str, Any], ids: str) -> None:
    if ids == "1,,x":
        ids = f"{rows['MN An'].pk},,x"
    response = office.post(reverse("period_board_act", args=[period.pk]), {"action": "copy", "ids": ids})

    assert response.status_code == (200 if ids.endswith(",,x") else 302)


def test_unknown_action_is_said(office: Client, period: Any, rows: dict[str, Any]) -> None:
    response = act(office, period, "delete", [rows["MN An"]])

    assert "Không rõ việc cần làm" in followed(office, response)


# -- reminding ----------------------------------------------------------------------------------------------------
def test_reminding_is_shown_before_it_happens(office: Client, period: Any, rows: dict[str, Any]) -> None:
    page = act(office, period, "remind", rows.values())

    assert page.context["names"] == ["MN An", "MN Bé", "MN Em"]
    assert sorted(page.context["left_out"].values()) == [["MN Cô"], ["MN Dì"]]
    text = strip_tags(page.content.decode())
    assert "Thư nhắc sẽ gửi ngay đến người soạn và người ký của 3 đơn vị" in text
    assert "Thư đã gửi không thu hồi được" in text
    assert not Notification.objects.exists()


def test_confirmed_reminder_is_written_reported_and_not_written_twice(
    office: Client, period: Any, rows: dict[str, Any]
) -> None:
    first = act(office, period, "remind", rows.values(), confirmed="1", query="q=mn")

    said = followed(office, first)
    written = Notification.objects.filter(kind__in=[NotificationKind.REMINDER, NotificationKind.OVERDUE])
    assert sorted(written.values_list("submission__organisation__short_name", flat=True)) == ["MN An", "MN Bé", "MN Em"]
    assert "Đã nhắc 3 đơn vị. 3 thư đang được gửi." in said
    assert f"{reverse('reminder_ledger')}?period={period.pk}&amp;first=12/03/2018" in said
    assert re.search(r"Bỏ qua 2 đơn vị: .*\(MN Cô\).*\(MN Dì\)|Bỏ qua 2 đơn vị: .*\(MN Dì\).*\(MN Cô\)", said)

    again = act(office, period, "remind", [rows["MN An"]], confirmed="1")

    said = followed(office, again)
    assert "Không nhắc đơn vị nào." in said
    assert "Bỏ qua 1 đơn vị" in said
    assert written.count() == 3


def test_second_look_on_the_same_day_names_who_was_reminded(office: Client, period: Any, rows: dict[str, Any]) -> None:
    NotificationFactory(
        submission=rows["MN An"],
        kind=NotificationKind.OVERDUE,
        stage="T+1 2018-03-09 0",
        status=NotificationStatus.SENT,
        created_at=MONDAY - dt.timedelta(hours=2),
        sent_at=MONDAY - dt.timedelta(hours=2),
    )

    page = act(office, period, "remind", [rows["MN An"]])

    ((reason, names),) = page.context["left_out"].items()
    assert (names, "hôm nay" in reason) == (["MN An"], True)
    assert 'name="confirmed"' not in page.content.decode()


def test_sixty_reminders_are_written_with_few_queries(
    office: Client, period: Any, django_assert_max_num_queries: Any
) -> None:
    found = []
    for number in range(60):
        found.append(SubmissionFactory(period=period))
        member(found[number].organisation, Role.PRINCIPAL)

    with django_assert_max_num_queries(40):
        act(office, period, "remind", found, confirmed="1")

    assert Notification.objects.count() == 60


# -- more time ----------------------------------------------------------------------------------------------------
TIME = {"due_on": "20/03/2018", "comment": "Mưa lũ"}


def test_extension_asks_for_day_and_reason_first(office: Client, period: Any, rows: dict[str, Any]) -> None:
    page = act(office, period, "extend", rows.values())

    assert (page.status_code, page.context["names"]) == (200, ["MN An", "MN Bé", "MN Dì", "MN Em"])
    assert page.context["left_out"] == {"đã gửi báo cáo": ["MN Cô"]}
    assert page.context["form"].errors == {}


@pytest.mark.parametrize(
    ("data", "errors"),
    [
        ({"due_on": "", "comment": "x"}, {"due_on"}),
        ({"due_on": "31/02/2018", "comment": ""}, {"due_on", "comment"}),
        ({"due_on": "01/03/2018", "comment": "x"}, {"due_on"}),
    ],
)
def test_mistakes_keep_the_selection(
    office: Client, period: Any, rows: dict[str, Any], data: dict[str, str], errors: set[str]
) -> None:
    page = act(office, period, "extend", [rows["MN An"], rows["MN Bé"]], confirmed="1", **data)

    assert (page.status_code, set(page.context["form"].errors)) == (422, errors)
    assert f'name="ids" value="{rows["MN An"].pk},{rows["MN Bé"].pk}"' in page.content.decode()
    assert not Extension.objects.exists()


def test_extension_is_shown_then_given(office: Client, period: Any, rows: dict[str, Any]) -> None:
    ExtensionFactory(submission=rows["MN Bé"], until=dt.date(2018, 3, 25))
    chosen = [rows["MN An"], rows["MN Bé"], rows["MN Cô"]]

    preview = act(office, period, "extend", chosen, **TIME)

    assert preview.context["names"] == ["MN An"]
    assert sorted(preview.context["left_out"].values()) == [["MN Bé"], ["MN Cô"]]
    assert "1 đơn vị được gia hạn đến hết ngày 20/03/2018" in strip_tags(preview.content.decode())
    assert Extension.objects.count() == 1

    said = followed(office, act(office, period, "extend", chosen, confirmed="1", **TIME))

    assert Extension.objects.filter(submission=rows["MN An"], until=dt.date(2018, 3, 20), reason="Mưa lũ").exists()
    assert Extension.objects.count() == 2
    assert said.startswith("Đã gia hạn 1 đơn vị đến hết ngày 20/03/2018")
    assert "Bỏ qua 2 đơn vị" in said


def test_extension_names_late_reports_that_become_punctual(office: Client, period: Any, rows: dict[str, Any]) -> None:
    late = SubmissionFactory(
        period=period, organisation=SchoolFactory(name="MN Muộn").organisation, returned=True, days_late=2
    )

    page = act(office, period, "extend", [rows["MN An"], late], due_on="30/03/2018", comment="Bão")

    assert page.context["names"] == ["MN An", "MN Muộn"]
    assert page.context["punctual"] == ["MN Muộn"]
    assert "1 báo cáo nộp lần đầu trễ hạn sẽ tính là đúng hạn: MN Muộn." in strip_tags(page.content.decode())


def test_day_and_reason_can_be_changed_before_confirming(office: Client, period: Any, rows: dict[str, Any]) -> None:
    page = act(office, period, "extend", [rows["MN An"]], again="1", **TIME)

    assert page.status_code == 200
    assert page.context["form"]["due_on"].value() == "20/03/2018"
    assert not Extension.objects.exists()


def test_extension_that_fits_nobody_says_so(office: Client, period: Any, rows: dict[str, Any]) -> None:
    said = followed(office, act(office, period, "extend", [rows["MN Cô"]], confirmed="1", **TIME))

    assert said.startswith("Không gia hạn được đơn vị nào. Bỏ qua 1 đơn vị")


# -- letter -------------------------------------------------------------------------------------------------------
def test_letter_is_for_the_overdue_of_the_selection(office: Client, period: Any, rows: dict[str, Any]) -> None:
    response = act(office, period, "letter", rows.values())

    ids = ",".join(str(rows[name].pk) for name in ("MN An", "MN Bé", "MN Dì"))
    assert response["Location"] == f"{reverse('letter_new', args=[period.pk])}?submissions={ids}"
    assert "Bỏ ra 2 đơn vị không quá hạn" in followed(office, response)


def test_letter_without_anybody_late_goes_back(office: Client, period: Any, rows: dict[str, Any]) -> None:
    response = act(office, period, "letter", [rows["MN Cô"]], query="q=mn")

    assert response["Location"].endswith(f"?q=mn&ids={rows['MN Cô'].pk}")
    assert "không có đơn vị nào quá hạn" in followed(office, response)


# -- text for chat groups -----------------------------------------------------------------------------------------
def test_text_lists_who_owes_by_commune_with_days(office: Client, period: Any, rows: dict[str, Any]) -> None:
    OrganisationProfileFactory(organisation=period.plan.receiver, addressed_as="Cơ quan")
    period.plan.contact_name, period.plan.contact_phone = "Nguyễn Thị Hà", "0912 345 678"
    period.plan.save()
    ExtensionFactory(submission=rows["MN Dì"], until=dt.date(2018, 3, 20))
    SubmissionFactory(period=period, organisation=OrganisationFactory(short_name="Ban Văn hóa"))

    page = act(office, period, "copy", all="1")

    assert page.context["text"].splitlines() == [
        "Kính gửi các đơn vị có tên dưới đây:",
        f"Cơ quan đề nghị các đơn vị gửi báo cáo 3 tháng {period.plan.report_subject}.",
        "Hạn gửi: trước ngày 10/3/2018 (hạn cuối 23:59 ngày 09/03/2018).",
        "Đến 09:00, 12/03/2018, còn 5 đơn vị chưa gửi:",
        "",
        "Xã Âu:",
        "- MN Bé: quá hạn 3 ngày",
        "",
        "Xã Bắc:",
        "- MN An: quá hạn 3 ngày",
        "- MN Dì: được gia hạn, chậm nhất ngày 20/03/2018",
        "- MN Em: cần bổ sung, nộp lại chậm nhất ngày 14/03/2018",
        "",
        "Đơn vị khác:",
        "- Ban Văn hóa: quá hạn 3 ngày",
        "",
        "Gửi báo cáo tại http://localhost:8000/",
        "Liên hệ: Nguyễn Thị Hà, 0912 345 678",
        "Trân trọng.",
    ]
    assert page.context["left_out"] == {"đã gửi báo cáo": ["MN Cô"]}
    assert not Notification.objects.exists()


@pytest.mark.parametrize(("day", "words"), [(5, "còn 4 ngày"), (9, "hết hạn hôm nay"), (15, "quá hạn bổ sung 1 ngày")])
def test_days_around_the_deadline(
    login_as: Callable[[Any], Client], period: Any, rows: dict[str, Any], day: int, words: str
) -> None:
    name = "MN Em" if day == 15 else "MN An"
    officer = member(period.plan.receiver, Role.OFFICER)
    with time_machine.travel(dt.datetime(2018, 3, day, 9, 0, tzinfo=HOME)):
        text = act(login_as(officer), period, "copy", [rows[name]]).context["text"]

    assert f"- {name}: {words}\n" in text


def test_text_for_those_who_have_sent_is_empty(office: Client, period: Any, rows: dict[str, Any]) -> None:
    page = act(office, period, "copy", [rows["MN Cô"]])

    assert page.context["text"] == ""
    assert "đều đã gửi báo cáo" in page.content.decode()
