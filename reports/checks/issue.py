"""One finding of a check."""

import enum
from dataclasses import dataclass


class Severity(enum.Enum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """What is wrong, where, in words. `section` is the outline code, `field` the name of the input.

    `is_missing` tells what is simply not filled in yet from what is wrong: while somebody is writing, the first is
    counted and the second is shown in red.
    """

    severity: Severity
    section: str
    field: str
    place: str
    message: str
    justification: str = ""
    is_missing: bool = False

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def is_justified(self) -> bool:
        return bool(self.justification.strip())
