"""Freezing a summary: what is kept, what no longer moves, who was faster."""

import hashlib
import re

import pytest

from reports.documents.content import canonical_json, plain
from reports.documents.current import edited, summary_document
from reports.documents.frozen import thaw
from reports.enums import SubmissionStatus, SummaryStatus
from reports.models import Submission, SummaryReport
from reports.queries.summary_included import included_now, late_changes
from reports.services.errors import Conflict
from reports.services.finalising import NOT_AS_SEEN, NOT_OPEN, finalise, fingerprint, withdraw_finalising
from tests.factories import SubmissionFactory, SummaryReportFactory, SummarySectionFactory, UserFactory
from tests.reports.lives import Life, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return begin()


def words(life: Life) -> list[str]:
    return [str(change) for change in late_changes(life.copy())]


def test_words_and_figures_are_kept_as_they_read(life: Life) -> None:
    SummarySectionFactory(summary=life.summary, key="opening", text="Lời của cơ quan.")
    before = edited(life.summary)

    life.finalised()

    kept = life.copy()
    assert (kept.status, kept.finalised_by) == (SummaryStatus.FINALISED, life.head)
    assert kept.content == plain(before)
    assert thaw(kept.content).opening[0].text == "Lời của cơ quan."
    assert not thaw(kept.content).is_draft
    assert kept.content_sha256 == hashlib.sha256(canonical_json(before).encode()).hexdigest()


def test_what_happens_afterwards_changes_nothing(life: Life) -> None:
    life.finalised()
    before = canonical_json(summary_document(life.copy()))

    SubmissionFactory(accepted=True, period=life.summary.period)
    SummarySectionFactory(summary=life.summary, key="opening", text="Viết sau.")

    assert canonical_json(summary_document(life.copy())) == before


def test_the_versions_it_counts_are_noted(life: Life) -> None:
    waiting = SubmissionFactory(submitted=True, period=life.summary.period)
    SubmissionFactory(period=life.summary.period)
    accepted = Submission.objects.get(status=SubmissionStatus.ACCEPTED)

    life.finalised()

    included = life.copy().included
    assert included is not None
    assert included["accepted"] == {str(accepted.pk): 1}
    assert included["waiting"] == {str(waiting.pk): 1}
    assert (included["counts"]["expected"], included["counts"]["submitted"]) == (3, 2)


def test_earlier_periods_belong_to_it_and_other_plans_do_not(life: Life) -> None:
    period = life.summary.period
    SubmissionFactory(accepted=True)
    SubmissionFactory(accepted=True, period__plan=period.plan, period__position=period.position + 1)
    if period.position > 1:
        SubmissionFactory(accepted=True, period__plan=period.plan, period__position=period.position - 1)

    assert len(included_now(period)["accepted"]) == (2 if period.position > 1 else 1)


def test_the_code_is_ten_signs_that_cannot_be_mistaken() -> None:
    codes = {begin().finalised().code for _ in range(3)}

    assert len(codes) == 3
    assert all(re.fullmatch(r"[0-9A-HJKMNP-TV-Z]{10}", code) for code in codes)


def test_only_what_the_head_has_seen_is_frozen(life: Life) -> None:
    seen = fingerprint(edited(life.summary))
    SummarySectionFactory(summary=life.summary, key="opening", text="Chuyên viên vừa sửa.")

    with pytest.raises(Conflict) as refusal:
        finalise(summary=life.summary, by=life.head, seen=seen)

    assert refusal.value.message == NOT_AS_SEEN
    assert life.copy().is_draft
    assert finalise(summary=life.summary, by=life.head, seen=fingerprint(edited(life.summary))).code


def test_a_period_that_has_not_opened_cannot_be_finalised() -> None:
    with pytest.raises(Conflict) as refusal:
        finalise(summary=SummaryReportFactory(), by=UserFactory())

    assert refusal.value.message == NOT_OPEN


def test_a_second_click_is_told_who_was_first(life: Life) -> None:
    second = life.copy()
    first = life.finalised()

    with pytest.raises(Conflict, match="đã được Vũ Đình Toàn chốt lúc"):
        finalise(summary=second, by=life.head)

    assert life.copy().code == first.code


def test_withdrawn_it_is_a_draft_of_today_without_number_or_code(life: Life) -> None:
    life.numbered()

    withdraw_finalising(summary=life.copy(), by=life.head)

    row = SummaryReport.objects.values().get(pk=life.summary.pk)
    assert row["status"] == SummaryStatus.DRAFT
    assert [row[name] for name in ("content_sha256", "code")] == ["", ""]
    emptied = ("content", "included", "finalised_at", "finalised_by_id", "number", "issued_on", "numbered_at")
    assert [row[name] for name in emptied] == [None] * len(emptied)
    assert SummaryReport.objects.filter(pk=life.summary.pk, content__isnull=True).exists()


def test_what_is_published_cannot_be_withdrawn(life: Life) -> None:
    life.published()

    with pytest.raises(Conflict, match=r"phát hành lúc .*, không thay đổi được nữa"):
        withdraw_finalising(summary=life.copy(), by=life.head)


class TestLateData:
    def test_nothing_is_late_at_first_and_never_for_a_draft(self, life: Life) -> None:
        assert words(life) == []
        life.finalised()
        assert words(life) == []

    def test_each_kind_is_told_with_its_unit(self, life: Life) -> None:
        period = life.summary.period
        accepted = Submission.objects.get()
        waiting = SubmissionFactory(submitted=True, period=period)
        again = SubmissionFactory(accepted=True, period=period)
        to_send, untouched = SubmissionFactory(period=period), SubmissionFactory(period=period)
        for number, row in enumerate((accepted, waiting, again, to_send, untouched), start=1):
            type(row.organisation).objects.filter(pk=row.organisation_id).update(
                short_name=f"Trường {number}", sort_key=str(number)
            )
        life.finalised()

        as_accepted = {"status": SubmissionStatus.ACCEPTED, "accepted_at": accepted.accepted_at}
        Submission.objects.filter(pk=waiting.pk).update(**as_accepted)
        Submission.objects.filter(pk=again.pk).update(revision=2)
        Submission.objects.filter(pk=accepted.pk).update(
            status=SubmissionStatus.RETURNED, accepted_at=None, returned_due_on=period.last_day
        )
        Submission.objects.filter(pk=to_send.pk).update(
            status=SubmissionStatus.SUBMITTED, revision=1, submitted_at=period.deadline_at,
            first_submitted_at=period.deadline_at,
        )  # fmt: skip

        assert words(life) == [
            "Trường 1 (mở lại để sửa sau khi chốt)",
            "Trường 2 (duyệt sau khi chốt)",
            "Trường 3 (nộp lại, duyệt sau khi chốt)",
            "Trường 4 (gửi sau khi chốt, chờ duyệt)",
        ]

    def test_what_was_reopened_and_accepted_unchanged_is_not_late(self, life: Life) -> None:
        life.finalised()
        row = Submission.objects.get()
        rows = Submission.objects.filter(pk=row.pk)
        rows.update(status=SubmissionStatus.RETURNED, accepted_at=None, returned_due_on=row.period.last_day)
        assert len(words(life)) == 1
        rows.update(status=SubmissionStatus.ACCEPTED, accepted_at=row.accepted_at)

        assert words(life) == []
