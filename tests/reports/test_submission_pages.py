"""The school's pages over HTTP: write, be told, check, send, read."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from reports.models import IndicatorValue, Submission
from reports.services.editing import save_report
from tests.factories import IndicatorFactory, PlanIndicatorFactory, SubmissionFactory, TaskFactory, member
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def clerk(writing: Writing, login_as: Callable[[Any], Client]) -> Client:
    return login_as(writing.people["clerk"])


def edit_url(writing: Writing, section: str = "") -> str:
    url = reverse("submission_edit", args=[writing.submission.pk])
    return f"{url}?section={section}" if section else url


def digest(client: Client, writing: Writing, section: str) -> str:
    return client.get(edit_url(writing, section)).context["digest"]


def post(client: Client, writing: Writing, section: str, **data: str) -> Any:
    data = {"section": section, "digest": digest(client, writing, section), "go": section} | data
    return client.post(edit_url(writing), data, follow=True)


def test_wrong_number_is_named_at_its_cell_and_stays(clerk: Client, writing: Writing) -> None:
    ratio, count = f"value-{writing.ratio.pk}", f"value-{writing.count.pk}"

    page = post(clerk, writing, "II.4", **{f"{ratio}-n": "5", f"{ratio}-d": "bốn", f"{count}-v": "8,5"})

    html = page.content.decode()
    assert 'value="bốn"' in html
    assert 'value="8,5"' in html
    assert f'id="{ratio}-d-issue"' in html
    assert f'id="{count}-v-issue"' in html
    assert {issue.field for issue in page.context["issues"]} == {f"{ratio}-d", f"{count}-v"}


def test_moving_on_saves(clerk: Client, writing: Writing) -> None:
    page = post(clerk, writing, "I", **{f"section-{writing.text.pk}": "Đã triển khai.", "go": "II.4"})

    assert page.context["section"].code == "II.4"
    assert writing.text.entries.get().text == "Đã triển khai."


def test_section_changed_by_somebody_else_is_not_overwritten(clerk: Client, writing: Writing) -> None:
    old = digest(clerk, writing, "I")
    name = f"section-{writing.text.pk}"
    save_report(submission=writing.submission, by=writing.people["principal"], changes={name: "Bản của hiệu trưởng"})

    page = clerk.post(edit_url(writing), {"section": "I", "digest": old, "go": "I", name: "Bản của văn thư"})

    html = page.content.decode()
    assert page.status_code == 409
    assert "Bản của văn thư" in html
    assert "Bản của hiệu trưởng" in html
    assert writing.text.entries.get().text == "Bản của hiệu trưởng"
    again = {"section": "I", "digest": page.context["digest"], "go": "I", name: "Bản của văn thư"}
    assert clerk.post(edit_url(writing), again).status_code == 302
    assert writing.text.entries.get().text == "Bản của văn thư"


def test_other_section_changed_meanwhile_does_not_disturb(clerk: Client, writing: Writing) -> None:
    old = digest(clerk, writing, "I")
    save_report(
        submission=writing.submission, by=writing.people["principal"], changes={f"value-{writing.count.pk}-v": "7"}
    )

    page = clerk.post(
        edit_url(writing), {"section": "I", "digest": old, "go": "I", f"section-{writing.text.pk}": "Của tôi"}
    )

    assert page.status_code == 302
    assert IndicatorValue.objects.get().value == 7


def test_sent_report_is_read_only(clerk: Client, writing: Writing, login_as: Callable[[Any], Client]) -> None:
    save_report(submission=writing.submission, by=writing.people["clerk"], changes=writing.complete())
    principal = login_as(writing.people["principal"])
    sent = principal.post(reverse("submission_submit", args=[writing.submission.pk]), follow=True)
    assert Submission.objects.get().receipt_code in sent.content.decode()

    page = principal.get(edit_url(writing), follow=True)

    assert page.redirect_chain == [(reverse("submission_detail", args=[writing.submission.pk]), 302)]
    assert "<textarea" not in page.content.decode().split("Biên nhận")[0]
    principal.post(edit_url(writing), {"section": "I", f"section-{writing.text.pk}": "Sửa sau khi nộp"})
    assert writing.text.entries.get().text.startswith("Nhà trường")


def test_check_page_links_every_issue_to_its_cell(clerk: Client, writing: Writing) -> None:
    save_report(
        submission=writing.submission,
        by=writing.people["clerk"],
        changes=writing.complete() | {f"value-{writing.count.pk}-v": "x", f"section-{writing.text.pk}": ""},
    )

    html = clerk.get(reverse("submission_check", args=[writing.submission.pk])).content.decode()

    assert f"{edit_url(writing, 'II.4')}#value-{writing.count.pk}-v" in html
    assert f"{edit_url(writing, 'I')}#section-{writing.text.pk}" in html
    assert "Hiệu trưởng là người nộp báo cáo" in html


def test_submitting_with_errors_lists_them_and_sends_nothing(
    writing: Writing, login_as: Callable[[Any], Client]
) -> None:
    save_report(submission=writing.submission, by=writing.people["clerk"], changes={"rec-0-text": "Bổ sung phòng"})

    page = login_as(writing.people["principal"]).post(reverse("submission_submit", args=[writing.submission.pk]))

    assert page.status_code == 422
    assert len(page.context["errors"]) == 4
    assert Submission.objects.get().status == "draft"


def test_nil_return_without_reason_stays_unsent(writing: Writing, login_as: Callable[[Any], Client]) -> None:
    principal = login_as(writing.people["principal"])
    url = reverse("submission_nil", args=[writing.submission.pk])

    principal.post(url, {"comment": "  "})
    assert Submission.objects.get().status == "not_started"
    principal.post(url, {"comment": "Trường mới thành lập"})
    assert Submission.objects.get().status == "submitted"


def test_typed_markup_is_shown_as_text(clerk: Client, writing: Writing) -> None:
    page = post(clerk, writing, "I", **{f"section-{writing.text.pk}": "<script>alert(1)</script>"})

    assert "<script>alert(1)</script>" not in page.content.decode()
    assert "&lt;script&gt;alert(1)" in page.content.decode()


@pytest.mark.parametrize("extra", [0, 50])
@pytest.mark.parametrize(("page", "queries"), [("submission_edit", 11), ("submission_detail", 11)])
def test_query_count_does_not_depend_on_the_grid(
    clerk: Client, writing: Writing, extra: int, page: str, queries: int, django_assert_num_queries: Any
) -> None:
    for _ in range(extra):
        PlanIndicatorFactory(plan=writing.submission.period.plan, indicator=IndicatorFactory())
        TaskFactory(plan=writing.submission.period.plan)
    url = reverse(page, args=[writing.submission.pk])
    clerk.get(url)

    with django_assert_num_queries(queries):
        clerk.get(url, {"section": "II.4"})


@pytest.mark.parametrize("extra", [0, 3])
def test_list_takes_the_same_queries_for_any_length(
    login_as: Callable[[Any], Client], writing: Writing, extra: int, django_assert_num_queries: Any
) -> None:
    for _ in range(extra):
        SubmissionFactory(period=writing.submission.period, submitted=True)
    client = login_as(writing.people["officer"])
    client.get(reverse("submission_list"))

    with django_assert_num_queries(8):
        page = client.get(reverse("submission_list"))
    assert len(page.context["rows"]) == 1 + extra


def test_list_finds_without_diacritics(login_as: Callable[[Any], Client], writing: Writing) -> None:
    wanted = SubmissionFactory(period=writing.submission.period)
    organisation = wanted.organisation
    organisation.name = organisation.short_name = "MN Cẩm Vũ"
    organisation.save()
    client = login_as(writing.people["officer"])

    page = client.get(reverse("submission_list"), {"q": "cam vu"})
    assert [row.pk for row, _ in page.context["rows"]] == [wanted.pk]
    assert "Không có báo cáo nào khớp" in client.get(reverse("submission_list"), {"q": "xyz"}).content.decode()


@pytest.mark.parametrize("value", ["'", "999999", "<b>", "%00", "a" * 3000])
@pytest.mark.parametrize("name", ["q", "level", "commune", "status", "plan", "page", "section"])
def test_rubbish_in_the_address_is_harmless(clerk: Client, writing: Writing, name: str, value: str) -> None:
    for url in (reverse("submission_list"), edit_url(writing)):
        assert clerk.get(url, {name: value}).status_code == 200


def test_person_of_two_schools_sees_both(login_as: Callable[[Any], Client], writing: Writing) -> None:
    second = SubmissionFactory(period=writing.submission.period)
    principal = writing.people["principal"]
    principal.memberships.create(organisation=second.organisation, role="principal")

    page = login_as(principal).get(reverse("home"))

    assert {card.submission.pk for card in page.context["cards"]} == {writing.submission.pk, second.pk}


def test_member_whose_term_ended_sees_nothing(login_as: Callable[[Any], Client], writing: Writing) -> None:
    former = member(writing.submission.organisation, "principal")
    former.memberships.update(starts_on="2010-01-01", ends_on="2017-12-31")

    assert login_as(former).get(edit_url(writing)).status_code == 404
