"""The pages of requests for time: asked by the school, listed and answered by the office."""

import datetime as dt
import io
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from reports.enums import RequestState
from reports.models import Extension, ExtensionRequest, Submission
from schools.enums import Role
from tests.factories import (
    ExtensionFactory,
    ExtensionRequestFactory,
    ReportingPeriodFactory,
    SchoolFactory,
    SubmissionFactory,
    member,
)

pytestmark = pytest.mark.django_db
NOW = dt.datetime(2018, 3, 5, 9, 0, tzinfo=dt.timezone(dt.timedelta(hours=7)))
Login = Callable[[Any], Client]


@pytest.fixture(autouse=True)
def _on_the_fifth() -> Any:
    with time_machine.travel(NOW):
        yield


@pytest.fixture
def submission() -> Submission:
    return SubmissionFactory(draft=True, organisation=SchoolFactory(name="MN Cẩm Vũ").organisation)


@pytest.fixture
def clerk(submission: Submission, login_as: Login) -> Client:
    return login_as(member(submission.organisation, Role.CLERK))


@pytest.fixture
def officer(submission: Submission) -> Client:
    client = Client()
    client.force_login(member(submission.period.plan.receiver, Role.OFFICER),
                       backend="django.contrib.auth.backends.ModelBackend")  # fmt: skip
    return client


def text(response: Any) -> str:
    return response.content.decode()


# -- the school ---------------------------------------------------------------------------------------------------
def test_clerk_asks_and_sees_that_it_waits(clerk: Client, submission: Submission) -> None:
    url = reverse("extension_ask", args=[submission.pk])
    before = text(clerk.get(url))

    page = clerk.post(url, {"until": "16/3/2018", "comment": "Mưa lũ"}, follow=True)

    assert "hạn hiện nay vẫn còn hiệu lực" in before
    assert page.redirect_chain == [(url, 302)]
    assert "đến hết ngày 16/03/2018" in text(page)
    assert "Rút đề nghị" in text(page)
    assert "Gửi đề nghị" not in text(page)
    assert ExtensionRequest.objects.get().requested_by == page.context["user"]


@pytest.mark.parametrize(
    ("data", "said"),
    [
        ({"until": "", "comment": "x"}, "Ghi ngày đề nghị gia hạn."),
        ({"until": "4/3/2018", "comment": "x"}, "Ngày đề nghị không thể đã qua."),
        ({"until": "9/3/2018", "comment": "x"}, "Ngày gia hạn phải sau ngày 09/03/2018."),
        ({"until": "16/3/2018", "comment": " "}, "Ghi rõ lý do."),
    ],
)
def test_mistakes_are_said_and_nothing_is_asked(
    clerk: Client, submission: Submission, data: dict[str, str], said: str
) -> None:
    page = clerk.post(reverse("extension_ask", args=[submission.pk]), data)

    assert page.status_code == 422
    assert said in text(page)
    assert not ExtensionRequest.objects.exists()


def test_request_is_withdrawn(clerk: Client, submission: Submission) -> None:
    ExtensionRequestFactory(submission=submission)
    url = reverse("extension_withdraw", args=[submission.pk])

    assert "Đã rút đề nghị gia hạn." in text(clerk.post(url, follow=True))
    assert "không rút được nữa" in text(clerk.post(url, follow=True))
    assert ExtensionRequest.objects.get().state == RequestState.WITHDRAWN


def test_sent_report_leads_to_its_page(login_as: Login) -> None:
    sent = SubmissionFactory(submitted=True)

    page = login_as(member(sent.organisation, Role.CLERK)).get(reverse("extension_ask", args=[sent.pk]), follow=True)

    assert page.redirect_chain == [(reverse("submission_detail", args=[sent.pk]), 302)]
    assert "Báo cáo đã nộp nên không cần gia hạn." in text(page)


@pytest.mark.parametrize(
    ("state", "fields", "said"),
    [
        (RequestState.OPEN, {}, "Đã đề nghị gia hạn đến 16/03/2018, chờ trả lời"),
        (RequestState.DECLINED, {"answer": "Chưa đủ lý do."}, "“Chưa đủ lý do.”"),
    ],
)
def test_report_page_says_how_the_request_stands(
    clerk: Client, submission: Submission, state: RequestState, fields: dict[str, str], said: str
) -> None:
    decided = {"decided_at": NOW} if state != RequestState.OPEN else {}
    ExtensionRequestFactory(submission=submission, state=state, **fields, **decided)

    page = text(clerk.get(reverse("submission_detail", args=[submission.pk])))

    assert said in page
    assert "Đề nghị đến hết ngày 16/03/2018" in page  # the history


# -- the office ---------------------------------------------------------------------------------------------------
def test_officer_grants_another_day(officer: Client, submission: Submission) -> None:
    asked = ExtensionRequestFactory(submission=submission, reason="Mưa lũ")
    url = reverse("extension_decide", args=[asked.pk])
    assert 'value="16/03/2018"' in text(officer.get(url))

    page = officer.post(url, {"decision": "grant", "grant-until": "14/3/2018", "grant-answer": ""}, follow=True)

    assert page.redirect_chain == [(reverse("extension_requests"), 302)]
    assert "Đã gia hạn cho MN Cẩm Vũ." in text(page)
    assert Extension.objects.get().until == dt.date(2018, 3, 14)
    assert "Đồng ý gia hạn đến hết ngày 14/03/2018." in text(officer.get(url))


def test_officer_declines_with_a_reason(officer: Client, submission: Submission) -> None:
    asked = ExtensionRequestFactory(submission=submission)
    url = reverse("extension_decide", args=[asked.pk])

    empty = officer.post(url, {"decision": "decline", "decline-answer": ""})
    page = officer.post(url, {"decision": "decline", "decline-answer": "Kỳ này không lùi được."}, follow=True)

    assert empty.status_code == 422
    assert "Ghi rõ lý do để đơn vị biết." in text(empty)
    assert "Đã trả lời MN Cẩm Vũ: không gia hạn." in text(page)
    assert ExtensionRequest.objects.get().answer == "Kỳ này không lùi được."
    assert not Extension.objects.exists()


def test_slower_officer_is_told_and_sees_the_answer(officer: Client, submission: Submission) -> None:
    head = member(submission.period.plan.receiver, Role.HEAD)
    asked = ExtensionRequestFactory(
        submission=submission, state=RequestState.DECLINED, decided_at=NOW, decided_by=head, answer="Không."
    )

    page = officer.post(reverse("extension_decide", args=[asked.pk]), {"decision": "grant", "grant-until": "14/3/2018"})

    assert page.status_code == 422
    assert f"({head}): không đồng ý. Thao tác vừa rồi không được thực hiện." in text(page)
    assert "“Không.”" in text(page)
    assert not Extension.objects.exists()


# -- the list -----------------------------------------------------------------------------------------------------
def names(page: Any) -> list[str]:
    return [row.submission.organisation.short_name for row, _ in page.context["rows"]]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", {"MN Cẩm Vũ", "MN Đức Chính"}),
        ("?state=open", {"MN Cẩm Vũ"}),
        ("?state=answered", {"MN Đức Chính"}),
        ("?q=duc", {"MN Đức Chính"}),
        ("?plan={plan}", {"MN Cẩm Vũ"}),
        ("?q=xyz", set()),
        ("?state=rubbish&plan=%27", {"MN Cẩm Vũ", "MN Đức Chính"}),
    ],
)
def test_list_is_filtered_and_knows_only_what_the_office_receives(
    officer: Client, submission: Submission, query: str, found: set[str]
) -> None:
    plan = submission.period.plan
    other = ReportingPeriodFactory(plan__issuer=plan.issuer)
    answered = SubmissionFactory(period=other, organisation=SchoolFactory(name="MN Đức Chính").organisation)
    ExtensionRequestFactory(submission=submission)
    ExtensionRequestFactory(submission=answered, state=RequestState.DECLINED, decided_at=NOW, answer="Không.")
    ExtensionRequestFactory()  # of another office

    page = officer.get(reverse("extension_requests") + query.format(plan=plan.pk))

    assert set(names(page)) == found
    assert f"{len(found)} đề nghị" in text(page)
    assert ("Không có đề nghị nào khớp" in text(page)) == (not found)


def test_school_sees_its_own_requests_without_buttons(clerk: Client, submission: Submission) -> None:
    ExtensionRequestFactory(submission=submission)
    ExtensionRequestFactory(submission=SubmissionFactory(period=submission.period))

    page = clerk.get(reverse("extension_requests"))

    assert names(page) == ["MN Cẩm Vũ"]
    assert "Trả lời</a>" not in text(page)


def test_empty_list_says_what_will_come(officer: Client) -> None:
    assert "Chưa có đề nghị gia hạn nào." in text(officer.get(reverse("extension_requests")))


def test_list_leaves_as_excel(officer: Client, submission: Submission) -> None:
    extension = ExtensionFactory(submission=submission, until=dt.date(2018, 3, 14))
    ExtensionRequestFactory(
        submission=submission, reason="=1+1", state=RequestState.GRANTED, extension=extension, decided_at=NOW,
        answer="Đồng ý.",
    )  # fmt: skip

    response = officer.get(reverse("extension_requests_export"), {"state": "answered"})

    sheet = openpyxl.load_workbook(io.BytesIO(response.content)).active
    row = [cell.value for cell in list(sheet.rows)[-1]]
    assert row[0] == "MN Cẩm Vũ"
    assert (row[5].date(), row[8].date()) == (dt.date(2018, 3, 16), dt.date(2018, 3, 14))
    assert (row[6], row[7], row[9]) == ("=1+1", "Đồng ý", "Đồng ý.")
    assert list(sheet.rows)[-1][6].data_type == "s"


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("extension_requests", 8), ("extension_requests_export", 5)])
def test_query_count_of_the_list(
    officer: Client, submission: Submission, rows: int, name: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows):
        ExtensionRequestFactory(submission=SubmissionFactory(period=submission.period, draft=True))
    officer.get(reverse(name))

    with django_assert_num_queries(queries):
        officer.get(reverse(name))


@pytest.mark.parametrize("rows", [1, 3])
@pytest.mark.parametrize(("name", "queries"), [("extension_ask", 7), ("extension_decide", 7)])
def test_query_count_of_one_request(
    officer: Client,
    clerk: Client,
    submission: Submission,
    rows: int,
    name: str,
    queries: int,
    django_assert_num_queries: Any,
) -> None:
    for number in range(rows):
        ExtensionFactory(submission=submission, until=dt.date(2018, 3, 10 + number))
    asked = ExtensionRequestFactory(submission=submission, until=dt.date(2018, 3, 20))
    client, pk = (clerk, submission.pk) if name == "extension_ask" else (officer, asked.pk)
    url = reverse(name, args=[pk])
    client.get(url)

    with django_assert_num_queries(queries):
        client.get(url)
