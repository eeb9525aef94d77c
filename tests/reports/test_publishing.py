"""Publishing a summary and replacing it: who is told, which bytes are served, what a correction says."""

from typing import Any

import pytest
from django.core.files.storage import default_storage
from django.utils import timezone

from reports.documents.current import summary_document
from reports.enums import FileState, NotificationKind, NotificationStatus, SummaryStatus
from reports.models import Notification, SummaryFile, SummaryReport
from reports.queries.published_files import published_file
from reports.queries.summary_files import SUMMARY_FORMATS
from reports.services import rendering, rendering_kinds
from reports.services.errors import Conflict
from reports.services.finalising import finalise
from reports.services.publishing import NEEDS_NUMBER, publish
from reports.services.registering import number_summary
from reports.services.replacing import ALREADY, NOT_PUBLISHED, correct, drop_correction
from schools.enums import Role
from tests.factories import PlanRecipientFactory, SummarySectionFactory, member
from tests.reports.lives import Life, begin

pytestmark = pytest.mark.django_db


@pytest.fixture
def life() -> Life:
    return begin()


def messages(summary: SummaryReport) -> dict[Any, Notification]:
    rows = Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED, period=summary.period)
    return {row.recipient: row for row in rows}


def make_files() -> None:
    for row in SummaryFile.objects.filter(state=FileState.QUEUED):
        assert rendering.render_file(file_id=row.pk)


class TestPublishing:
    def test_needs_number_and_day(self, life: Life) -> None:
        with pytest.raises(Conflict, match="dự thảo"):
            publish(summary=life.copy(), by=life.clerk)
        life.finalised()
        with pytest.raises(Conflict) as refusal:
            publish(summary=life.copy(), by=life.clerk)

        assert refusal.value.message == NEEDS_NUMBER
        assert not Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED).exists()

    def test_is_noted_and_done_once(self, life: Life) -> None:
        life.numbered()
        second = life.copy()
        publish(summary=life.summary, by=life.clerk)
        before = list(Notification.objects.order_by("pk").values_list("pk", flat=True))

        with pytest.raises(Conflict, match="đã được Trần Thị Lan phát hành lúc"):
            publish(summary=second, by=life.officer)

        kept = life.copy()
        assert (kept.status, kept.published_by) == (SummaryStatus.PUBLISHED, life.clerk)
        assert list(Notification.objects.order_by("pk").values_list("pk", flat=True)) == before

    def test_readers_of_the_plan_are_told_once_each_and_nobody_else(self, life: Life) -> None:
        plan = life.summary.period.plan
        recipient = PlanRecipientFactory(plan=plan).organisation
        observer = member(recipient, Role.OBSERVER)
        member(recipient, Role.OFFICER)
        member(PlanRecipientFactory().organisation, Role.LEADER)
        life.leader.memberships.create(organisation=recipient, role=Role.LEADER, starts_on=timezone.localdate())

        life.published()

        told = messages(life.summary)
        assert set(told) == {life.leader, observer}
        assert all(row.status == NotificationStatus.PENDING for row in told.values())

    def test_the_message_names_the_document_and_leads_to_it(self, life: Life) -> None:
        life.published(number=5)

        message = messages(life.summary)[life.leader]
        assert "số 05/BC" in message.body
        assert life.summary.period.plan.title in message.subject
        assert message.link_path == f"/periods/{life.summary.period_id}/summary/"
        assert "thay thế" not in message.body

    def test_files_of_every_format_are_asked_for(self, life: Life) -> None:
        life.published()

        rows = SummaryFile.objects.filter(summary=life.summary, state=FileState.QUEUED)
        assert {row.format for row in rows} == set(SUMMARY_FORMATS)


@pytest.mark.usefixtures("quick")
class TestBytes:
    def test_of_a_publication_stay_the_same_when_the_layout_changes(
        self, life: Life, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        life.published()
        make_files()
        first = published_file(life.copy(), "pdf")
        monkeypatch.setattr(rendering_kinds, "layout_version", lambda: "another layout")

        again = rendering.request_file(summary=life.copy(), file_format="pdf")

        assert first is not None
        assert again == first == published_file(life.copy(), "pdf")
        assert SummaryFile.objects.filter(summary=life.summary, format="pdf").count() == 1

    def test_lost_in_the_storage_they_are_made_again(self, life: Life) -> None:
        life.published()
        make_files()
        first = published_file(life.copy(), "pdf")
        assert first is not None
        default_storage.delete(str(first.file.name))

        assert rendering.request_file(summary=life.copy(), file_format="pdf").state == FileState.QUEUED

    def test_made_before_publication_with_the_same_words_count(self, life: Life) -> None:
        life.numbered()
        rendering.request_file(summary=life.summary, file_format="pdf")
        make_files()
        assert published_file(life.copy(), "pdf") is None

        publish(summary=life.summary, by=life.clerk)

        assert published_file(life.copy(), "pdf") == SummaryFile.objects.get(format="pdf")

    def test_of_earlier_words_do_not(self, life: Life) -> None:
        life.finalised()
        rendering.request_file(summary=life.summary, file_format="pdf")
        make_files()
        unfinished = rendering.request_file(summary=life.summary, file_format="docx")
        number_summary(summary=life.summary, by=life.clerk, number=5, issued_on=timezone.localdate())

        publish(summary=life.summary, by=life.clerk)

        assert published_file(life.copy(), "pdf") is None
        unfinished.refresh_from_db()
        assert unfinished.state == FileState.CANCELLED
        make_files()
        made = published_file(life.copy(), "pdf")
        assert made is not None
        assert made.content_sha256 == rendering_kinds.document_hash(summary_document(life.copy()))


class TestReplacing:
    def corrected(self, life: Life) -> SummaryReport:
        return correct(summary=life.copy(), by=life.officer, reason="Sai số liệu phòng học.")

    def test_begins_a_draft_with_the_edited_words(self, life: Life) -> None:
        SummarySectionFactory(summary=life.summary, key="opening", text="Lời của cơ quan.", base="Từ số liệu.")
        life.published()

        draft = self.corrected(life)

        assert (draft.revision, draft.status, draft.replaces) == (2, SummaryStatus.DRAFT, life.summary)
        assert list(draft.sections.values_list("key", "text", "base")) == [
            ("opening", "Lời của cơ quan.", "Từ số liệu.")
        ]
        assert life.copy().is_published

    def test_says_at_its_opening_what_it_replaces_and_why(self, life: Life) -> None:
        life.published(number=5)
        SummaryReport.objects.update(issued_on="2018-03-09")
        draft = self.corrected(life)
        SummarySectionFactory(summary=draft, key="opening", text="Đã viết lại.")

        opening = [block.text for block in summary_document(draft).opening]

        assert opening == [
            "Đã viết lại.",
            "Báo cáo này thay thế Báo cáo số 05/BC ngày 09 tháng 3 năm 2018. Lý do: Sai số liệu phòng học.",
        ]

    def test_what_it_says_is_frozen_with_it(self, life: Life) -> None:
        life.published(number=5)
        draft = self.corrected(life)
        finalise(summary=draft, by=life.head)

        assert "Báo cáo này thay thế Báo cáo số 05/BC" in str(SummaryReport.objects.get(pk=draft.pk).content)
        assert "thay thế" not in str(life.copy().content)

    def test_readers_are_told_of_each_revision_and_what_it_replaces(self, life: Life) -> None:
        life.published(number=5)
        draft = self.corrected(life)
        finalise(summary=draft, by=life.head)
        number_summary(summary=draft, by=life.clerk, number=6, issued_on=timezone.localdate())
        publish(summary=draft, by=life.clerk)

        rows = Notification.objects.filter(kind=NotificationKind.SUMMARY_PUBLISHED, recipient=life.leader)
        first, second = rows.order_by("pk")
        assert "thay thế" not in first.body
        assert "thay thế báo cáo số 05/BC" in second.body
        assert "Lý do: Sai số liệu phòng học." in second.body

    @pytest.mark.parametrize("step", ["summary", "finalised"])
    def test_only_what_is_published_is_replaced(self, life: Life, step: str) -> None:
        if step == "finalised":
            life.finalised()

        with pytest.raises(Conflict) as refusal:
            self.corrected(life)

        assert refusal.value.message == NOT_PUBLISHED

    def test_once(self, life: Life) -> None:
        life.published()
        self.corrected(life)

        with pytest.raises(Conflict) as refusal:
            self.corrected(life)

        assert refusal.value.message == ALREADY
        assert SummaryReport.objects.filter(period=life.summary.period).count() == 2

    def test_needs_a_reason(self, life: Life) -> None:
        life.published()

        with pytest.raises(ValueError, match="reason"):
            correct(summary=life.copy(), by=life.officer, reason="  ")

    def test_given_up_the_published_one_can_be_replaced_again(self, life: Life) -> None:
        life.published()
        drop_correction(summary=self.corrected(life), by=life.officer)

        assert SummaryReport.objects.get(period=life.summary.period) == life.summary
        assert self.corrected(life).revision == 2

    def test_neither_a_first_draft_nor_a_finalised_correction_is_given_up(self, life: Life) -> None:
        with pytest.raises(Conflict):
            drop_correction(summary=life.copy(), by=life.officer)
        life.published()
        draft = self.corrected(life)
        finalise(summary=draft, by=life.head)
        with pytest.raises(Conflict, match="chốt lúc"):
            drop_correction(summary=draft, by=life.officer)

        assert SummaryReport.objects.filter(period=life.summary.period).count() == 2
