"""Putting a section of a summary into other words, keeping them, taking the words of the data again."""

import pytest
from auditlog.models import LogEntry
from django.core.exceptions import ValidationError

from reports.documents.current import summary_document
from reports.documents.section_texts import MOST_CHARACTERS
from reports.documents.sections import sections_of
from reports.models import SummaryReport, SummarySection
from reports.queries.section_history import changes_of, words_before
from reports.queries.summary_sections import worked_sections, worked_summary
from reports.services import summarising
from reports.services.errors import Conflict
from reports.services.summarising import SectionChanged
from schools.enums import Role
from tests.factories import SubmissionFactory, SummaryReportFactory, SummarySectionFactory, member
from tests.reports.sections import KEY, WORDS, read_as, save, stale, worked

pytestmark = pytest.mark.django_db


def printed(summary: SummaryReport, key: str = KEY) -> str:
    return next(section.text for section in sections_of(summary_document(summary)) if section.key == key)


def test_beginning_makes_the_first_revision_once() -> None:
    period = SubmissionFactory(accepted=True).period

    first = summarising.begin(period=period, by=None)
    again = summarising.begin(period=period, by=None)

    assert (first, first.revision, first.is_draft) == (again, 1, True)


def test_saved_words_are_what_the_document_says(summary: SummaryReport) -> None:
    officer = member(summary.period.plan.receiver, Role.OFFICER)
    draft = worked(summary).draft

    save(summary, f"{WORDS}\n- Một việc.", by=officer)

    row = SummarySection.objects.get()
    assert (row.text, row.base, row.updated_by) == (f"{WORDS}\n- Một việc.", draft, officer)
    assert printed(summary).startswith(f"{WORDS}\n- Một việc.")


def test_words_that_say_what_the_data_say_are_no_edit(summary: SummaryReport) -> None:
    assert save(summary, f"\n  {worked(summary).draft}  \n") is None
    assert SummarySection.objects.count() == LogEntry.objects.get_for_model(SummarySection).count() == 0


def test_typing_the_draft_again_lets_the_section_follow_the_data(summary: SummaryReport) -> None:
    save(summary)

    assert save(summary, worked(summary).draft) is None
    assert SummarySection.objects.count() == 0


def test_saving_over_older_data_goes_on_showing_the_difference(summary: SummaryReport) -> None:
    base = stale(summary).base

    save(summary, "Lời khác.")

    assert SummarySection.objects.get().base == base
    assert worked(summary).is_stale


def test_keeping_saves_the_words_and_settles_the_difference(summary: SummaryReport) -> None:
    stale(summary)
    now = worked(summary)

    summarising.keep_section(
        summary=summary, key=KEY, text="Lời đã xem lại.", draft=now.draft, read_as=read_as(summary), by=None
    )

    assert (worked(summary).text, worked(summary).is_stale) == ("Lời đã xem lại.", False)


def test_keeping_an_older_draft_than_todays_leaves_the_difference(summary: SummaryReport) -> None:
    stale(summary)

    summarising.keep_section(
        summary=summary, key=KEY, text=WORDS, draft="Có 8 trường.", read_as=read_as(summary), by=None
    )

    assert worked(summary).is_stale


def test_taking_the_draft_keeps_the_words_in_the_history(summary: SummaryReport) -> None:
    officer = member(summary.period.plan.receiver, Role.OFFICER)
    draft = worked(summary).draft
    save(summary, "Lời thứ nhất.", by=officer)
    save(summary, "Lời thứ hai.", by=officer)

    assert summarising.take_draft(summary=summary, key=KEY, read_as=read_as(summary), by=officer)

    entries = list(changes_of(summary, KEY))
    assert printed(summary) == draft
    assert [words_before(entry) for entry in entries] == ["Lời thứ hai.", "Lời thứ nhất.", draft]
    assert {entry.actor for entry in entries} == {officer}
    assert list(changes_of(summary, "opening")) == []


def test_taking_the_draft_of_a_section_nobody_edited_changes_nothing(summary: SummaryReport) -> None:
    assert not summarising.take_draft(summary=summary, key=KEY, read_as=read_as(summary), by=None)


@pytest.mark.parametrize("verb", ["save", "keep", "take"])
def test_words_of_somebody_else_are_never_overwritten(summary: SummaryReport, verb: str) -> None:
    opened = read_as(summary)
    save(summary, "Lời của người khác.")
    work = {
        "save": lambda: summarising.save_section(
            summary=summary, key=KEY, text=WORDS, draft="", read_as=opened, by=None
        ),
        "keep": lambda: summarising.keep_section(
            summary=summary, key=KEY, text=WORDS, draft="", read_as=opened, by=None
        ),
        "take": lambda: summarising.take_draft(summary=summary, key=KEY, read_as=opened, by=None),
    }[verb]

    with pytest.raises(SectionChanged) as refused:
        work()

    assert refused.value.stored == SummarySection.objects.get()
    assert SummarySection.objects.get().text == "Lời của người khác."


def test_two_who_wrote_the_same_words_agree(summary: SummaryReport) -> None:
    opened = read_as(summary)
    save(summary)

    again = summarising.save_section(summary=summary, key=KEY, text=WORDS, draft="Bản cũ.", read_as=opened, by=None)

    assert again == SummarySection.objects.get()


@pytest.mark.parametrize("state", ["finalised", "published"])
def test_what_is_frozen_is_not_edited(state: str) -> None:
    summary = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, **{state: True})
    row = SummarySectionFactory(summary=summary, key=KEY)
    read = {"summary": summary, "key": KEY, "read_as": summarising.section_digest(row), "by": None}

    for verb in (summarising.save_section, summarising.keep_section):
        with pytest.raises(Conflict, match=r"^Báo cáo đã (chốt|phát hành) lúc"):
            verb(text=WORDS, draft="", **read)
    with pytest.raises(Conflict, match=r"^Báo cáo đã (chốt|phát hành) lúc"):
        summarising.take_draft(**read)

    assert SummarySection.objects.get().text == row.text


@pytest.mark.parametrize("text", ["", " \n\t\n", "\u200b\x00"])
def test_a_section_is_never_emptied(summary: SummaryReport, text: str) -> None:
    with pytest.raises(ValidationError, match="không được để trống"):
        save(summary, text)


def test_too_many_words_are_refused(summary: SummaryReport) -> None:
    with pytest.raises(ValidationError, match=r"dài 100\.001 ký tự, quá 100\.000 ký tự"):
        save(summary, "a" * (MOST_CHARACTERS + 1))


def test_five_thousand_words_are_kept_whole(summary: SummaryReport) -> None:
    words = "\n".join("Nhà trường triển khai đồng bộ các giải pháp." for _ in range(500))

    save(summary, words)

    assert printed(summary).startswith(words)


def test_words_of_a_section_the_data_no_longer_lead_to_are_kept(summary: SummaryReport) -> None:
    SummarySectionFactory(summary=summary, key="results.gone", text=WORDS)

    work = worked_summary(summary)

    assert [section.key for section in work.gone] == ["results.gone"]
    assert WORDS not in str(work.document)


def test_document_of_the_page_is_that_of_the_files(summary: SummaryReport) -> None:
    save(summary)

    work = worked_summary(summary)

    assert work.document == summary_document(summary)
    assert list(worked_sections(summary)) == [section.key for section in sections_of(work.document)]


def test_frozen_document_has_no_sections_to_edit() -> None:
    summary = SummaryReportFactory(period=SubmissionFactory(accepted=True).period, finalised=True)

    assert worked_summary(summary).sections == {}
