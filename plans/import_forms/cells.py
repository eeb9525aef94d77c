"""A field of a row, ready for the page."""

from dataclasses import dataclass

from django.utils.safestring import SafeString

from plans.imports.corrections import Conflict
from plans.imports.parts import Level


@dataclass(frozen=True)
class Cell:
    """One field as the page shows it. `was` is what the parser proposed when somebody has changed it."""

    name: str
    label: str
    widget: SafeString
    html_id: str
    errors: list[str]
    level: Level | None
    line: int | None
    note: str
    was: str | None
    width: str
    is_tick: bool
    is_quiet: bool
    conflict: Conflict | None

    @property
    def must_show(self) -> bool:
        """Whether the field may not hide behind a fold."""
        return bool(self.errors or self.conflict)
