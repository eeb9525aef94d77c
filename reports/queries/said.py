"""What accepted reports say in words, sentence by sentence: the same sentence of many units is told once."""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from plans.enums import SectionKind
from plans.models import ReportingPeriod
from reports.models import SectionEntry
from reports.queries.topics import Topic, topic_of
from vietnamese.text import exact_key

# A stop that may end a sentence; it does so only before a capital.
STOP = re.compile(r"(?<=\w[.!?])\s+")


@dataclass(frozen=True)
class Sentence:
    """A sentence and the units that say it, as (id of the report, name), in the order of names."""

    text: str
    units: tuple[tuple[int, str], ...]


@dataclass(frozen=True)
class SectionSaid:
    """What reports say in one section of the outline. `units` wrote something; sentences most shared first."""

    title: str
    topic: Topic
    units: int
    sentences: tuple[Sentence, ...]

    @property
    def shared(self) -> list[Sentence]:
        """What more than one unit says, in the very same words."""
        return [row for row in self.sentences if len(row.units) > 1]


def said_in_sections(period: ReportingPeriod, topics: Collection[Topic]) -> tuple[SectionSaid, ...]:
    """The texts of accepted reports in the sections about one of the topics, in the order of the outline: one query."""
    rows = (
        SectionEntry.objects.filter(
            submission__in=period.submissions.reports().accepted(), section__kind=SectionKind.TEXT
        )
        .exclude(text="")
        .order_by("section__position", "submission__organisation__sort_key", "submission_id")
        .values_list("section__title", "text", "submission_id", "submission__organisation__short_name")
    )
    found: dict[str, list[tuple[str, int, str]]] = {}
    for title, text, submission, name in rows:
        found.setdefault(title, []).append((text, submission, name))
    about = {title: topic_of(title) for title in found}
    return tuple(
        SectionSaid(title, topic, len(texts), _sentences(texts))
        for title, texts in found.items()
        if (topic := about[title]) in topics and topic is not None
    )


def sentences_of(text: str) -> list[str]:
    """The sentences of a text, without line breaks and closing stops."""
    found: list[str] = []
    for line in text.splitlines():
        begins = True
        for piece in STOP.split(" ".join(line.split())):
            if begins or piece[:1].isupper():
                found.append(piece)
            else:
                found[-1] += f" {piece}"
            begins = False
    return [sentence for one in found if (sentence := one.strip("-+• ").rstrip(".;, "))]


def _sentences(texts: Iterable[tuple[str, int, str]]) -> tuple[Sentence, ...]:
    found: dict[str, tuple[str, dict[int, str]]] = {}
    for text, submission, name in texts:
        for sentence in sentences_of(text):
            found.setdefault(exact_key(sentence), (sentence, {}))[1].setdefault(submission, name)
    made = [Sentence(text, tuple(units.items())) for text, units in found.values()]
    return tuple(sorted(made, key=lambda row: -len(row.units)))
