"""What a check of a plan finds."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """One thing that is missing (an error blocks issuing) or looks wrong (a warning does not), in Vietnamese.

    `step` is the name of the page on which it is mended.
    """

    severity: Severity
    step: str
    message: str

    @property
    def blocks(self) -> bool:
        return self.severity is Severity.ERROR


def error(step: str, message: str) -> Finding:
    return Finding(Severity.ERROR, step, message)


def warning(step: str, message: str) -> Finding:
    return Finding(Severity.WARNING, step, message)


def some(names: list[str], most: int = 5) -> str:
    """A list of names within a sentence, cut after `most`."""
    rest = len(names) - most
    return ", ".join(names[:most]) + (f" và {rest} mục khác" if rest > 0 else "")
