"""One finding of a check."""

import enum
from dataclasses import dataclass


class Severity(enum.Enum):
    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Issue:
    """What is wrong, where, in words. `section` is the outline code, `field` the name of the input."""

    severity: Severity
    section: str
    field: str
    place: str
    message: str
    justification: str = ""

    @property
    def is_error(self) -> bool:
        return self.severity is Severity.ERROR

    @property
    def is_justified(self) -> bool:
        return bool(self.justification.strip())
