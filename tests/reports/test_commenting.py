"""The life of a comment: written, sent, ticked off, confirmed or asked for again."""

from typing import Any

import pytest
from django.utils import timezone

from reports.enums import CommentState, SubmissionStatus
from reports.models import ReviewComment, Submission
from reports.queries.comments import CommentCounts, comment_counts, comments_of
from reports.services import answering, commenting
from reports.services.editing import save_report
from reports.services.errors import Conflict, ReportIncomplete
from reports.services.reviewing import accept
from reports.services.submitting import file_nil, submit, withdraw
from tests.factories import ReviewCommentFactory, SubmissionFactory
from tests.reports.commenting import comment, give_back, loaded, send
from tests.reports.conftest import Writing

pytestmark = pytest.mark.django_db


@pytest.fixture
def sent(writing: Writing) -> Writing:
    send(writing)
    return writing


def only() -> ReviewComment:
    return ReviewComment.objects.select_related("submission").get()


def tick(writing: Writing, answer: str = "") -> None:
    answering.mark_done(comment=only(), by=writing.people["clerk"], answer=answer)


def resubmit(writing: Writing) -> Submission:
    submission = loaded(writing)
    submit(submission=submission, by=writing.people["principal"])
    return submission


def test_a_comment_knows_its_place_in_words(sent: Writing) -> None:
    made = comment(sent, f"value-{sent.ratio.pk}-n")

    assert made.place == f"Biểu số liệu, dòng 1: {sent.ratio.indicator.name} – Số trẻ nhẹ cân"
    assert (made.state, made.revision, made.author) == (CommentState.DRAFT, 1, sent.people["officer"])
    assert comment(sent).place == ""


def test_writing_a_comment_counts_as_having_opened_the_report(sent: Writing) -> None:
    comment(sent)

    with pytest.raises(Conflict, match="Người duyệt đã mở"):
        withdraw(submission=loaded(sent), by=sent.people["principal"])


@pytest.mark.parametrize(("anchor", "text"), [("section-0", "Thiếu."), ("value-1-x", "Thiếu."), ("", "  \n ")])
def test_rubbish_is_no_comment(sent: Writing, anchor: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"\.$"):
        comment(sent, anchor, text)
    assert not ReviewComment.objects.exists()


def test_only_a_report_that_waits_for_review_is_commented(writing: Writing) -> None:
    with pytest.raises(Conflict):
        comment(writing)


def test_the_school_sees_a_comment_when_it_was_sent(sent: Writing) -> None:
    anchor = f"task-{sent.task.pk}"
    comment(sent, anchor)
    assert comments_of(loaded(sent), for_school=True) == []
    assert [made.anchor for made in comments_of(loaded(sent), for_school=False)] == [anchor]

    give_back(sent)

    made = only()
    assert (made.state, made.sent_at) == (CommentState.SENT, sent.submission.events.get(action="return").at)
    assert [made.anchor for made in comments_of(loaded(sent), for_school=True)] == [anchor]


def test_the_report_is_sent_again_when_all_comments_are_ticked_off(sent: Writing) -> None:
    give_back(sent, f"value-{sent.count.pk}-v")
    with pytest.raises(ReportIncomplete) as incomplete:
        resubmit(sent)
    [issue] = incomplete.value.issues
    assert (issue.section, issue.field) == ("II.4", f"comment-{only().pk}")
    assert "Nêu rõ nguyên nhân." in issue.message

    tick(sent, "Đã đếm lại.")
    made = only()
    assert (made.state, made.answer, made.done_by) == (CommentState.DONE, "Đã đếm lại.", sent.people["clerk"])
    assert resubmit(sent).status == SubmissionStatus.SUBMITTED


def test_a_tick_can_be_taken_back_and_the_answer_stays(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent, "Xong.")

    answering.unmark(comment=only(), by=sent.people["clerk"])

    made = only()
    assert (made.state, made.answer, made.done_by, made.done_at) == (CommentState.SENT, "Xong.", None, None)


def test_a_comment_is_ticked_off_once(sent: Writing) -> None:
    give_back(sent, "")
    seen = only()
    tick(sent)

    with pytest.raises(Conflict):
        answering.mark_done(comment=seen, by=sent.people["principal"])


def test_nothing_is_ticked_off_in_a_report_that_was_sent(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    resubmit(sent)

    with pytest.raises(Conflict):
        answering.unmark(comment=only(), by=sent.people["clerk"])
    assert only().state == CommentState.DONE


def test_what_was_checked_before_a_tick_was_taken_back_is_not_sent(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    seen = loaded(sent)
    answering.unmark(comment=only(), by=sent.people["clerk"])
    ReviewComment.objects.update(state=CommentState.DONE)  # as the check has read it

    with pytest.raises(Conflict):
        submit(submission=seen, by=sent.people["principal"])


def test_answers_are_kept_while_they_are_typed(sent: Writing) -> None:
    give_back(sent, "")
    foreign = ReviewCommentFactory()

    changes = {f"answer-{only_of(sent).pk}": " Đã bổ sung.\r\n", f"answer-{foreign.pk}": "x"}
    save_report(submission=loaded(sent), by=sent.people["clerk"], changes=changes)

    assert only_of(sent).answer == "Đã bổ sung."
    foreign.refresh_from_db()
    assert foreign.answer == ""


def only_of(writing: Writing) -> ReviewComment:
    return ReviewComment.objects.get(submission=writing.submission)


def test_a_confirmed_comment_is_closed(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    resubmit(sent)

    commenting.confirm(comment=only(), by=sent.people["officer"])

    made = only()
    assert (made.state, made.confirmed_by) == (CommentState.CONFIRMED, sent.people["officer"])
    with pytest.raises(Conflict):
        commenting.reject(comment=made, by=sent.people["officer"])


def test_what_is_not_good_enough_goes_with_the_next_return(sent: Writing) -> None:
    give_back(sent, f"section-{sent.text.pk}")
    tick(sent, "Đã sửa.")
    resubmit(sent)

    commenting.reject(comment=only(), by=sent.people["head"], text="Vẫn chưa nêu nguyên nhân.")
    assert (only().state, only().revision, only().answer) == (CommentState.DRAFT, 2, "Đã sửa.")

    returned = give_back(sent)
    made = only()
    assert (made.state, made.text) == (CommentState.SENT, "Vẫn chưa nêu nguyên nhân.")
    assert returned.correction_scope == "commented"


def test_a_rejection_that_is_taken_back_leaves_the_schools_tick(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    resubmit(sent)
    commenting.reject(comment=only(), by=sent.people["officer"])

    commenting.remove_comment(comment=only())

    assert only().state == CommentState.DONE
    assert only().done_at is not None


def test_a_comment_that_was_not_sent_is_removed_and_a_sent_one_is_not(sent: Writing) -> None:
    comment(sent)
    commenting.remove_comment(comment=only())
    assert not ReviewComment.objects.exists()

    give_back(sent, "")
    with pytest.raises(Conflict):
        commenting.remove_comment(comment=only())
    assert only().state == CommentState.SENT


def test_a_report_with_unsent_comments_is_not_accepted(sent: Writing) -> None:
    comment(sent)
    comment(sent)

    with pytest.raises(Conflict, match="Còn 2 nhận xét chưa gửi"):
        accept(submission=loaded(sent), by=sent.people["officer"])
    assert loaded(sent).status == SubmissionStatus.SUBMITTED
    assert not sent.submission.events.filter(action="accept").exists()


def test_accepting_confirms_what_nobody_has_judged(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    submission = resubmit(sent)

    accept(submission=submission, by=sent.people["head"])

    made = only()
    assert (made.state, made.confirmed_by) == (CommentState.CONFIRMED, sent.people["head"])
    assert made.confirmed_at == submission.accepted_at


def test_comments_and_scope_outlive_submitting_and_withdrawing(sent: Writing) -> None:
    give_back(sent, f"value-{sent.count.pk}")
    tick(sent)
    submission = resubmit(sent)
    withdraw(submission=submission, by=sent.people["principal"])

    sheet = save_report(
        submission=loaded(sent), by=sent.people["clerk"], changes={f"section-{sent.text.pk}": "Qua ngõ sau."}
    )

    assert sheet.refused == {f"section-{sent.text.pk}": "Qua ngõ sau."}
    assert only().state == CommentState.DONE


def test_a_withdrawn_report_is_not_filed_as_nil_over_open_comments(sent: Writing) -> None:
    give_back(sent, "")
    tick(sent)
    withdraw(submission=resubmit(sent), by=sent.people["principal"])
    answering.unmark(comment=only(), by=sent.people["clerk"])

    with pytest.raises(Conflict, match="Còn 1 nhận xét"):
        file_nil(submission=loaded(sent), by=sent.people["principal"], reason="Không có.")


@pytest.mark.parametrize("size", [1, 3])
def test_counts_of_many_reports_take_one_query(size: int, django_assert_num_queries: Any) -> None:
    reports = [SubmissionFactory(returned=True) for _ in range(size)]
    for report in reports:
        for state in CommentState.values:
            ReviewCommentFactory(submission=report, state=state, sent_at=timezone.now())
    bare = SubmissionFactory()

    with django_assert_num_queries(1):
        counts = comment_counts([report.pk for report in [*reports, bare]])
    assert counts == {report.pk: CommentCounts(total=3, done=2, confirmed=1, unsent=1) for report in reports}
    assert counts[reports[0].pk].waiting == 1
    with django_assert_num_queries(0):
        assert comment_counts([]) == {}
