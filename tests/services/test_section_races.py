"""Two people at the same section of a summary at the same moment: one is told, and no words are lost."""

from collections.abc import Callable
from typing import Any

import pytest

from reports.enums import SummaryStatus
from reports.models import SummaryReport, SummarySection
from reports.queries.section_history import changes_of, words_before
from reports.services import summarising
from reports.services.errors import Conflict
from reports.services.finalising import finalise
from reports.services.summarising import SectionChanged
from tests.reports.lives import Life, begin
from tests.reports.sections import KEY, read_as, save
from tests.services.racing import race

Work = Callable[[], Any]


@pytest.fixture
def life() -> Life:
    return begin()


def saving(summary: SummaryReport, text: str) -> Work:
    """Save as the page has read the section."""
    opened = read_as(summary)
    return lambda: summarising.save_section(
        summary=summary, key=KEY, text=text, draft="Bản soạn.", read_as=opened, by=None
    )


def test_of_two_who_begin_to_edit_a_section_one_is_told(life: Life) -> None:
    answers = race(life.summary, saving(life.summary, "Lời thứ nhất."), saving(life.copy(), "Lời thứ hai."))

    assert sorted(type(answer) for answer in answers if isinstance(answer, Conflict)) == [SectionChanged]
    assert [row.text for row in SummarySection.objects.all()] == [
        next(answer.text for answer in answers if isinstance(answer, SummarySection))
    ]


def test_words_saved_while_the_draft_is_taken_are_not_lost(life: Life) -> None:
    save(life.summary, "Lời cũ.")
    opened = read_as(life.summary)

    answers = race(
        life.summary,
        saving(life.copy(), "Lời mới."),
        lambda: summarising.take_draft(summary=life.summary, key=KEY, read_as=opened, by=None),
    )

    told = [answer for answer in answers if isinstance(answer, SectionChanged)]
    before = [words_before(entry) for entry in changes_of(life.summary, KEY)]
    assert len(told) == 1
    assert SummarySection.objects.filter(text="Lời mới.").exists() or before[0] == "Lời cũ."


def test_finalised_is_with_the_new_words_or_without_and_never_in_between(life: Life) -> None:
    frozen = race(life.summary, saving(life.copy(), "Lời vừa kịp."), lambda: finalise(summary=life.summary, by=None))

    now = life.copy()
    refused = [answer for answer in frozen if isinstance(answer, Conflict)]
    assert now.status == SummaryStatus.FINALISED
    assert ("Lời vừa kịp." in str(now.content)) == (not refused)
    assert SummarySection.objects.filter(text="Lời vừa kịp.").exists() == (not refused)
