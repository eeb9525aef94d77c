"""The office's checklist for visits: the lines it begins with, and changing them.

A visit copies the lines of its day, so nothing here changes a visit that has begun.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml
from django.db import transaction
from django.db.models import Max

from facilities.enums import InspectionKind
from facilities.models import InspectionTopic
from schools.enums import Levels
from vietnamese.text import nfc

DATA = Path(__file__).resolve().parent.parent / "data" / "inspection_topics.yaml"
ALL_KINDS = " ".join(InspectionKind.values)


@dataclass(frozen=True)
class Loaded:
    """How many lines were new, and how many were there already, perhaps reworded or retired by the office."""

    added: int
    known: int


@transaction.atomic
def load_topics(path: Path = DATA) -> Loaded:
    """Add the lines of the file that the checklist does not have; what the office has changed stays as it is.

    Raises:
        ValueError: the file names an unknown kind of visit or set of levels.
    """
    lines = [line for group in yaml.safe_load(path.read_text(encoding="utf-8")) for line in _lines(group)]
    taken = InspectionTopic.objects.values_list("code", "text")
    codes, texts = {code for code, _ in taken}, {text for _, text in taken}
    new = [line for line in lines if line.code not in codes and line.text not in texts]
    for position, line in enumerate(new, start=_next_position()):
        line.position = position
    InspectionTopic.objects.bulk_create(new)
    return Loaded(added=len(new), known=len(lines) - len(new))


def _lines(group: dict[str, Any]) -> Iterable[InspectionTopic]:
    for entry in group["topics"]:
        kinds, levels = entry.get("kinds", ALL_KINDS), entry.get("levels", Levels.ALL)
        if set(kinds.split()) - set(InspectionKind.values) or levels not in Levels.values:
            raise ValueError(f"{entry['code']}: {kinds!r} / {levels!r}")
        yield InspectionTopic(
            code=entry["code"], text=nfc(entry["text"]), group=nfc(group["group"]), kinds=kinds, levels=levels
        )


def _next_position() -> int:
    last = InspectionTopic.objects.aggregate(last=Max("position"))["last"]
    return 1 if last is None else last + 1


@transaction.atomic
def save_topic(*, topic: InspectionTopic, by: Any) -> InspectionTopic:
    """Add a line at the end of its group, or change one; `topic` has passed its form."""
    if topic._state.adding:
        topic.position = _next_position()
        group = InspectionTopic.objects.filter(group=topic.group).order_by("-position").first()
        topic.save()
        if group is not None:
            _reorder(topic, after=group)
    else:
        topic.save()
    return topic


@transaction.atomic
def move_topic(*, topic: InspectionTopic, up: bool, by: Any) -> bool:
    """Let a line change places with its neighbour; False at the end of the list."""
    order = list(InspectionTopic.objects.select_for_update().order_by("position", "pk"))
    at = order.index(topic)
    to = at - 1 if up else at + 1
    if not 0 <= to < len(order):
        return False
    order[at], order[to] = order[to], order[at]
    _write_order(order)
    return True


def retire_topic(*, topic: InspectionTopic, retired: bool, by: Any) -> None:
    """Ask a line no longer, or again. Visits that asked it keep it."""
    InspectionTopic.objects.filter(pk=topic.pk).update(is_active=not retired)


def _reorder(topic: InspectionTopic, *, after: InspectionTopic) -> None:
    order = [row for row in InspectionTopic.objects.order_by("position", "pk") if row != topic]
    order.insert(order.index(after) + 1, topic)
    _write_order(order)


def _write_order(order: list[InspectionTopic]) -> None:
    for position, row in enumerate(order, start=1):
        row.position = position
    InspectionTopic.objects.bulk_update(order, ["position"])
