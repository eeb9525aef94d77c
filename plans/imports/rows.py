"""The stored proposal: rows of named texts, each with its place in the source and how sure the reading is.

Everything is kept as text, the way a person would type it, so that a correction and what it corrects are the same
kind of thing. Names of fields are `<row key>-<field>`, for example `targets-3-value`.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Self

from plans.imports.parts import Level
from plans.reading.lines import RawLine
from vietnamese.letters import nfc

# What PostgreSQL refuses in JSON or a page cannot show.
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff]")


@dataclass
class Row:
    """One thing a plan consists of. `levels`, `lines` and `notes` speak of single fields where they differ from the
    row; `extra` holds what is no field (the depth of a task, its code)."""

    key: str
    line: int | None = None
    level: Level = Level.SURE
    quote: str = ""
    fields: dict[str, str] = field(default_factory=dict)
    levels: dict[str, Level] = field(default_factory=dict)
    lines: dict[str, int] = field(default_factory=dict)
    notes: dict[str, str] = field(default_factory=dict)
    extra: dict[str, Any] = field(default_factory=dict)

    def put(self, name: str, text: str | None, *, level: Level | None = None, line: int | None = None) -> None:
        """Propose a text for a field; nothing found stays an empty field."""
        self.fields[name] = fit(text or "")
        if level is not None and self.fields[name]:
            self.levels[name] = level
        if line is not None:
            self.lines[name] = line

    def suggest(self, name: str, text: str | None, note: str, *, line: int | None = None) -> None:
        """Propose a text that does not stand in the document itself; `note` says where it comes from."""
        self.put(name, text, level=Level.CHECK, line=line)
        if self.fields[name]:
            self.notes[name] = note

    def level_of(self, name: str) -> Level:
        """How sure one proposed field is."""
        if not self.fields.get(name):
            return Level.ADDED if self.level is Level.ADDED else Level.MISSING
        return self.levels.get(name, self.level)

    def line_of(self, name: str) -> int | None:
        return self.lines.get(name, self.line)

    @property
    def anchors(self) -> set[int]:
        """All lines of the source that the row speaks of."""
        return {*self.lines.values(), *([self.line] if self.line else [])}

    def stored(self) -> dict[str, Any]:
        """As JSON, without what is empty."""
        values = {name: value for name, value in vars(self).items() if value}
        return {**values, "key": self.key, "level": str(self.level)}

    @classmethod
    def restored(cls, stored: dict[str, Any]) -> Self:
        """The row as `stored` wrote it."""
        levels = {name: Level(level) for name, level in stored.get("levels", {}).items()}
        return cls(**{**stored, "level": Level(stored["level"]), "levels": levels})


def fit(text: str) -> str:
    """Text without signs that no page shows and not every database keeps; line ends as one sign."""
    return nfc(_UNFIT.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))).strip()


def source_lines(raw: Iterable[RawLine]) -> list[str]:
    """The lines of the source as the page shows them; their numbers are those of the parser."""
    return [" ".join(fit(line.text).split()) for line in raw]
