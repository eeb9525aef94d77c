"""The page of one report under review: what stands on top, comments in place, going on, taking back."""

import datetime as dt
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.test import Client
from django.urls import reverse
from lxml import html

from reports.enums import Action, CommentState
from reports.models import ReviewComment, Submission
from reports.services.answering import mark_done
from reports.services.editing import save_report
from reports.services.reviewing import accept, return_submission
from reports.services.submitting import submit
from reports.services.undoing import undo
from schools.enums import Role
from tests.days import days_ahead
from tests.factories import (
    IndicatorFactory,
    IndicatorValueFactory,
    PlanFactory,
    PlanIndicatorFactory,
    ReportingPeriodFactory,
    ReviewCommentFactory,
    SubmissionFactory,
    member,
)
from tests.reports.commenting import comment, give_back, loaded, send
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db
Login = Callable[[Any], Client]
LATER = {"return-comment": "Sửa theo nhận xét.", "return-due_on": days_ahead(30)}


@pytest.fixture
def officer(writing: Writing, login_as: Login) -> Client:
    return login_as(writing.people["officer"])


def show(client: Client, writing: Writing, query: str = "") -> html.HtmlElement:
    url = reverse("submission_review", args=[writing.submission.pk])
    return html.fromstring(client.get(url + query).content.decode())


def words(element: html.HtmlElement) -> str:
    return " ".join(element.text_content().split())


def part(page: html.HtmlElement, name: str) -> html.HtmlElement:
    [element] = page.xpath("//*[@id=$name]", name=name)
    return element


def corrected(writing: Writing, **changes: str) -> None:
    """Returned with a comment on the count, corrected, ticked off and sent again."""
    send(writing)
    give_back(writing, f"value-{writing.count.pk}-v")
    report = loaded(writing)
    save_report(submission=report, by=writing.people["clerk"], changes=changes)
    mark_done(comment=ReviewComment.objects.get(), by=writing.people["clerk"], answer="Đã đếm lại.")
    submit(submission=loaded(writing), by=writing.people["principal"])


def test_what_changed_since_the_return_stands_on_top_with_links(officer: Client, writing: Writing) -> None:
    corrected(writing, **{f"value-{writing.count.pk}-v": "1.235"})

    page = show(officer, writing)

    changes = part(page, "changes")
    assert "Bổ sung theo nhận xét." in words(changes)
    assert [words(cell) for cell in changes.xpath(".//tbody//td")][1:] == ["Giá trị", "1.234", "1.235"]
    [link] = changes.xpath(".//tbody//a/@href")
    assert link == f"#value-{writing.count.pk}"
    assert "vừa sửa" in words(part(page, link[1:]))
    assert "vừa sửa" not in words(part(page, f"value-{writing.ratio.pk}"))


def test_a_report_sent_again_unchanged_is_told(officer: Client, writing: Writing) -> None:
    corrected(writing)

    assert "nộp lại mà không thay đổi gì" in words(part(show(officer, writing), "changes"))


def test_a_return_that_was_undone_is_no_round(officer: Client, writing: Writing) -> None:
    send(writing)
    give_back(writing)
    undo(submission=loaded(writing), by=writing.people["officer"])

    assert show(officer, writing).xpath("//*[@id='changes']") == []


def test_the_last_round_counts_and_not_one_undone_since(officer: Client, writing: Writing) -> None:
    corrected(writing, **{f"value-{writing.count.pk}-v": "1.235"})
    return_submission(
        submission=loaded(writing), by=writing.people["officer"], comment="Nhầm nút.", due_on=dt.date(2098, 1, 1)
    )
    undo(submission=loaded(writing), by=writing.people["officer"])

    changes = part(show(officer, writing), "changes")

    assert [words(cell) for cell in changes.xpath(".//tbody//td")][1:] == ["Giá trị", "1.234", "1.235"]
    assert "Nhầm nút." not in words(changes)


def test_answers_are_judged_where_they_stand(officer: Client, writing: Writing) -> None:
    corrected(writing)
    answers = part(show(officer, writing), "answers")
    assert "Đã đếm lại." in words(answers)
    confirm, reject = answers.xpath(".//form/@action")

    officer.post(confirm)

    assert ReviewComment.objects.get().state == CommentState.CONFIRMED
    assert "Đã xác nhận" in words(part(show(officer, writing), "answers"))
    assert officer.post(reject, follow=True).status_code == 200
    assert ReviewComment.objects.get().state == CommentState.CONFIRMED, "judged once"


def test_a_rejected_answer_goes_along_with_the_next_return(officer: Client, writing: Writing) -> None:
    corrected(writing)
    officer.post(reverse("comment_reject", args=[ReviewComment.objects.get().pk]))

    page = show(officer, writing)

    assert "Yêu cầu sửa lại, chưa gửi" in words(part(page, "answers"))
    assert "1 nhận xét gửi kèm" in words(part(page, "return"))


def test_what_was_settled_in_an_earlier_round_is_left_out(officer: Client, writing: Writing) -> None:
    corrected(writing)
    old = ReviewComment.objects.get()
    sent = loaded(writing).submitted_at
    assert sent is not None
    ReviewComment.objects.update(state=CommentState.CONFIRMED, confirmed_at=sent - dt.timedelta(days=1))

    assert old.text not in words(show(officer, writing).xpath("//main")[0])


def test_warnings_come_with_their_justifications_and_mark_the_row(officer: Client, writing: Writing) -> None:
    indicator = writing.count.indicator
    indicator.change_bound_percent = 10
    indicator.save()
    earlier = ReportingPeriodFactory(plan=writing.submission.period.plan, position=2)
    type(earlier).objects.filter(pk=earlier.pk).update(position=0)
    before = SubmissionFactory(period=earlier, organisation=writing.submission.organisation, accepted=True)
    IndicatorValueFactory(submission=before, plan_indicator=writing.count, value=10)
    send(writing, **{f"value-{writing.count.pk}-why": "Sáp nhập hai trường"})

    page = show(officer, writing)

    assert "1 chỗ hệ thống nhắc" in words(part(page, "warnings"))
    assert "Giải trình: Sáp nhập hai trường" in words(part(page, "warnings"))
    assert part(page, "warnings").xpath(".//a/@href") == [f"#value-{writing.count.pk}"]
    assert "nhắc" in words(part(page, f"value-{writing.count.pk}"))
    assert "10" in words(part(page, f"value-{writing.count.pk}")), "the period before stands beside"


def test_same_period_of_last_year_stands_beside(officer: Client, writing: Writing) -> None:
    plan = writing.submission.period.plan
    old = PlanFactory(year=plan.year - 1, issuer=plan.issuer, document_type=plan.document_type)
    period = ReportingPeriodFactory(plan=old)
    row = PlanIndicatorFactory(plan=old, indicator=writing.count.indicator)
    last = SubmissionFactory(period=period, organisation=writing.submission.organisation, accepted=True)
    IndicatorValueFactory(submission=last, plan_indicator=row, value=777)
    send(writing)

    row_shown = part(show(officer, writing), f"value-{writing.count.pk}")

    assert words(row_shown.xpath("./td[@data-label='Cùng kỳ năm trước']")[0]) == "777"


@pytest.mark.parametrize("anchor", ["section-{text}", "task-{task}", "value-{count}", ""])
def test_without_scripts_the_box_opens_at_the_place(officer: Client, writing: Writing, anchor: str) -> None:
    anchor = anchor.format(text=writing.text.pk, task=writing.task.pk, count=writing.count.pk)
    send(writing)
    page = show(officer, writing, "?queue=level%3DMN")
    link = [href for href in page.xpath("//a[@data-say]/@href") if f"comment={anchor}#" in href]
    assert len(link) == 1

    page = show(officer, writing, link[0][link[0].index("?") :])
    [form] = page.xpath("//main//form[contains(@class, 'comment-box')][not(ancestor::template)]")
    answer = officer.post(form.get("action"), {"anchor": form.xpath(".//*[@name='anchor']/@value")[0], "text": "Sai."})

    made = ReviewComment.objects.get()
    assert (made.anchor, made.text) == (anchor, "Sai.")
    assert answer["Location"].endswith(f"/review/?queue=level%3DMN#comment-{made.pk}")
    assert "Sai." in words(part(show(officer, writing), f"comment-{made.pk}"))


def test_comments_that_were_not_sent_hold_the_acceptance_back(officer: Client, writing: Writing) -> None:
    send(writing)
    comment(writing, f"value-{writing.count.pk}")
    comment(writing)

    page = show(officer, writing)

    assert page.xpath("//button[@data-accept]") == []
    assert "Còn 2 nhận xét chưa gửi" in words(part(page, "review-decision"))
    assert "Đề nghị đơn vị sửa theo 2 nhận xét kèm theo." in page.xpath("//textarea[@name='return-comment']")[0].text
    officer.post(reverse("submission_accept", args=[writing.submission.pk]))
    assert loaded(writing).status == "submitted"


@pytest.mark.parametrize(("more", "scope"), [({}, "commented"), ({"return-opens_all": "on"}, "all")])
def test_a_return_opens_what_was_commented_or_everything(
    officer: Client, writing: Writing, more: dict[str, str], scope: str
) -> None:
    send(writing)
    comment(writing, f"value-{writing.count.pk}")

    officer.post(reverse("submission_return", args=[writing.submission.pk]), LATER | more)

    assert (loaded(writing).status, loaded(writing).correction_scope) == ("returned", scope)


def test_a_report_that_does_not_wait_takes_no_comments(officer: Client, writing: Writing) -> None:
    send(writing)
    accept(submission=loaded(writing), by=writing.people["officer"])

    page = show(officer, writing, "?comment=")

    assert page.xpath("//a[@data-say] | //form[contains(@class, 'comment-box')] | //template") == []


# -- the queue ----------------------------------------------------------------------------------------------------
@pytest.fixture
def line() -> list[Submission]:
    """Five reports waiting, the oldest first."""
    period = ReportingPeriodFactory()
    return [SubmissionFactory(period=period, submitted=True, days_late=-day) for day in (9, 7, 5, 3, 1)]


@pytest.fixture
def reviewer(line: list[Submission], login_as: Login) -> Client:
    return login_as(member(line[0].period.plan.receiver, Role.HEAD))


def at(report: Submission) -> str:
    return reverse("submission_review", args=[report.pk])


@pytest.mark.parametrize(
    ("here", "position", "before", "after"), [(0, 1, None, 1), (2, 3, 1, 3), (4, 5, 3, 0)], ids=["first", "mid", "last"]
)
def test_a_report_knows_its_neighbours(
    reviewer: Client, line: list[Submission], here: int, position: int, before: int | None, after: int
) -> None:
    place = reviewer.get(at(line[here])).context["place"]

    assert (place.position, place.total) == (position, 5)
    assert place.preceding == (line[before].pk if before is not None else None)
    assert place.following == line[after].pk


def test_reports_sent_at_the_same_moment_are_all_met(reviewer: Client, line: list[Submission]) -> None:
    Submission.objects.update(submitted_at=line[-1].submitted_at, first_submitted_at=line[-1].submitted_at)
    met, report = [], line[0].pk
    for _ in line:
        met.append(report)
        report = reviewer.get(reverse("submission_review", args=[report])).context["place"].following

    assert met == [row.pk for row in line]
    assert report == line[0].pk


def test_the_filters_go_along(reviewer: Client, line: list[Submission]) -> None:
    for number in (1, 3):
        line[number].organisation.school.levels = "TH"
        line[number].organisation.school.save()

    page = reviewer.get(f"{at(line[1])}?queue=level%3DTH")

    place = page.context["place"]
    assert (place.position, place.total, place.preceding, place.following) == (1, 2, None, line[3].pk)
    assert f'href="{at(line[3])}?queue=level%3DTH"' in page.content.decode()
    assert 'href="/review/?level=TH"' in page.content.decode()
    done = reviewer.post(f"{reverse('submission_accept', args=[line[1].pk])}?queue=level%3DTH")
    assert done["Location"] == f"{at(line[3])}?queue=level%3DTH"
    last = reviewer.post(f"{reverse('submission_accept', args=[line[3].pk])}?queue=level%3DTH")
    assert last["Location"] == "/review/?level=TH"


def test_a_report_outside_the_queue_has_no_position(reviewer: Client, line: list[Submission]) -> None:
    sent = SubmissionFactory(period=line[0].period, accepted=True)

    page = reviewer.get(at(sent))

    assert page.context["place"].position is None
    assert "5 chờ duyệt" in words(html.fromstring(page.content.decode()).xpath("//nav[@class='queue-nav']")[0])


def test_after_a_return_the_next_report_offers_to_take_it_back(reviewer: Client, line: list[Submission]) -> None:
    page = reviewer.post(reverse("submission_return", args=[line[1].pk]), LATER, follow=True)

    assert page.redirect_chain[-1][0] == at(line[2])
    [notice] = html.fromstring(page.content.decode()).xpath("//*[@data-undo]")
    assert words(notice).startswith(f"Đã yêu cầu bổ sung: {line[1].organisation}.")
    undone = reviewer.post(notice.xpath(".//form/@action")[0], follow=True)
    assert undone.redirect_chain[-1][0] == at(line[1])
    assert Submission.objects.get(pk=line[1].pk).status == "submitted"
    assert b"data-undo" not in undone.content, "what was undone cannot be undone again"
    assert list(line[1].events.values_list("action", flat=True)) == [Action.RETURN, Action.UNDO_RETURN]


def test_the_offer_ends_with_its_minute(reviewer: Client, line: list[Submission]) -> None:
    with time_machine.travel(dt.datetime(2018, 3, 12, 9, 0, tzinfo=dt.UTC), tick=False) as clock:
        reviewer.post(reverse("submission_accept", args=[line[0].pk]))
        assert reviewer.get(at(line[1])).context["undo"].seconds == 60
        assert reviewer.get(reverse("review_queue")).context["undo"].pk == line[0].pk
        clock.shift(dt.timedelta(seconds=60))
        assert reviewer.get(at(line[1])).context["undo"] is None


def test_reopening_stays_with_the_report_and_can_be_taken_back(reviewer: Client, line: list[Submission]) -> None:
    done = SubmissionFactory(period=line[0].period, accepted=True)

    page = reviewer.post(reverse("submission_reopen", args=[done.pk]), LATER, follow=True)

    assert page.redirect_chain[-1][0] == at(done)
    assert page.context["undo"].text == f"Đã mở lại báo cáo của {done.organisation}."


# -- queries ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("rows", [1, 3])
def test_queries_do_not_depend_on_rows_and_comments(
    officer: Client, writing: Writing, rows: int, django_assert_num_queries: Any
) -> None:
    for _ in range(rows - 1):
        PlanIndicatorFactory(
            plan=writing.submission.period.plan, indicator=IndicatorFactory(count=True), is_required=False
        )
        SubmissionFactory(period=writing.submission.period, submitted=True)
    corrected(writing, **{f"value-{writing.count.pk}-v": "1.235"})
    for number in range(rows):
        ReviewCommentFactory(submission=writing.submission, anchor=f"task-{writing.task.pk}", text=f"Nhận xét {number}")
    url = f"{reverse('submission_review', args=[writing.submission.pk])}?queue=who%3Dnobody"
    officer.get(url)

    with django_assert_num_queries(12):
        officer.get(url)
