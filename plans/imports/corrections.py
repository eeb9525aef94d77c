"""What people typed over the proposal, kept with its history, and two people's changes put together.

Corrections map the name of a field to every text it was given: `[[version, text, person], …]`, oldest first. A page
knows the version it was read at, so what its writer changed can be told from what merely stood there.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

Corrections = dict[str, list[list[Any]]]


@dataclass(frozen=True)
class Conflict:
    """Two people gave one field different texts. `version` is that of the text which is kept for now."""

    name: str
    mine: str
    theirs: str
    by: str
    version: int


@dataclass
class Merged:
    """The corrections after a save; `conflicts` wait for a decision and are not in them."""

    corrections: Corrections
    changed: bool = False
    conflicts: list[Conflict] = field(default_factory=list)


def text_of(proposed: str, history: Iterable[list[Any]], *, at: int | None = None) -> str:
    """The text of a field, now or as it was at a version."""
    text = proposed
    for version, typed, _ in history:
        if at is None or version <= at:
            text = typed
    return text


def merge(
    corrections: Corrections,
    typed: Mapping[str, str],
    *,
    proposed: Mapping[str, str],
    seen: int,
    version: int,
    by: str,
    decided: Mapping[str, str],
) -> Merged:
    """Put what one person typed together with what others have saved since.

    `typed` holds every field of the page, `seen` the version the page was read at, `version` the one this save gets.
    `decided` answers earlier conflicts: `mine-7` or `theirs-7`, where 7 is the version of the other text as shown;
    "" when the person has not chosen yet. An answer to a text that has changed again counts as none.
    """
    merged = Merged({name: list(history) for name, history in corrections.items()})
    for name, mine in typed.items():
        history = corrections.get(name, [])
        now = text_of(proposed[name], history)
        if mine == now or (name not in decided and mine == text_of(proposed[name], history, at=seen)):
            continue
        latest, _, other = history[-1] if history else (0, "", "")
        choice = decided.get(name)
        if choice == f"theirs-{latest}":
            continue
        if choice == f"mine-{latest}" or (choice is None and latest <= seen):
            merged.corrections.setdefault(name, []).append([version, mine, by])
            merged.changed = True
        else:
            merged.conflicts.append(Conflict(name, mine, now, other, latest))
    return merged
