"""The causes that those who report give for what did not succeed, in their own words: the same sentence once."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.enums import SectionKind
from plans.models import OutlineSection, ReportingPeriod
from reports.models import SectionEntry
from reports.queries.said import sentences_of
from vietnamese.text import exact_key

WORD = "nguyên nhân"
# What only announces the sentences after it, and says nothing itself.
ANNOUNCING = (WORD, "như sau", "sau đây")
OBJECTIVE, SUBJECTIVE = "khách quan", "chủ quan"


@dataclass(frozen=True)
class Cause:
    """`kind` is what the writer calls it: objective (from outside), subjective (one's own), or ""."""

    text: str
    kind: str
    units: tuple[str, ...]


@dataclass(frozen=True)
class Causes:
    """`units` reports say something in the sections about causes; the most shared cause comes first. `is_mixed`: the
    outline asks for causes in one section with difficulties, so what stands there may be either."""

    units: int
    causes: tuple[Cause, ...]
    is_mixed: bool = False


def causes_given(period: ReportingPeriod) -> Causes:
    """What the accepted reports of a period say in the sections whose title speaks of causes: two queries, one when
    the outline has no such section."""
    sections = OutlineSection.objects.filter(plan=period.plan_id, kind=SectionKind.TEXT).order_by("position")
    titles = {pk: exact_key(title) for pk, title in sections.values_list("pk", "title")}
    asked = {pk: title for pk, title in titles.items() if exact_key(WORD) in title}
    if not asked:
        return Causes(0, ())
    entries = list(
        SectionEntry.objects.filter(section__in=asked, submission__in=period.submissions.reports().accepted())
        .exclude(text="")
        .order_by("submission__organisation__sort_key", "submission_id", "section__position")
        .values_list("submission_id", "submission__organisation__short_name", "text")
    )
    is_mixed = any(title != exact_key(WORD) and "khó khăn" in title for title in asked.values())
    return Causes(len({row[0] for row in entries}), _grouped(entries), is_mixed)


def _grouped(entries: Iterable[tuple[int, str, str]]) -> tuple[Cause, ...]:
    found: dict[str, tuple[str, str, dict[int, str]]] = {}
    for submission, name, text in entries:
        for sentence in sentences_of(text):
            kind, words = _taken_apart(sentence)
            key = exact_key(words)
            if not key or any(exact_key(word) in key for word in ANNOUNCING):
                continue
            found.setdefault(key, (words, kind, {}))[2].setdefault(submission, name)
    causes = [Cause(words, kind, tuple(units.values())) for words, kind, units in found.values()]
    return tuple(sorted(causes, key=lambda cause: -len(cause.units)))


def _taken_apart(sentence: str) -> tuple[str, str]:
    """What the sentence calls the cause, and the cause without that label: `Nguyên nhân chủ quan: …`."""
    label, colon, rest = sentence.partition(":")
    words = exact_key(label)
    if not colon or len(label) > len("các nguyên nhân khách quan "):
        return "", sentence
    if exact_key(OBJECTIVE) in words or exact_key(SUBJECTIVE) in words or exact_key(WORD) in words:
        kind = next((one for one in (OBJECTIVE, SUBJECTIVE) if exact_key(one) in words), "")
        return kind, rest.strip()
    return "", sentence
