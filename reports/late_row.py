"""A late organisation as a letter of reminder names it, frozen with the letter."""

import dataclasses
import datetime as dt
from dataclasses import dataclass
from typing import Any, Self

from reports.enums import SubmissionStatus
from schools.enums import OrganisationKind


@dataclass(frozen=True)
class LateRow:
    """A late organisation as a letter names it: its words, its own last on-time day and days past it.

    `submission` is the id of the report, `status` a value of `SubmissionStatus`, `kind` one of `OrganisationKind`.
    """

    submission: int
    organisation: str
    kind: str
    head_title: str
    commune: str
    status: str
    due_on: dt.date
    days_late: int

    @property
    def is_school(self) -> bool:
        return self.kind == OrganisationKind.SCHOOL

    @property
    def is_returned(self) -> bool:
        """Whether the report came and has to come again."""
        return self.status == SubmissionStatus.RETURNED

    def frozen(self) -> dict[str, Any]:
        """The row as the letter stores it."""
        return dataclasses.asdict(self) | {"due_on": self.due_on.isoformat()}

    @classmethod
    def thawed(cls, stored: dict[str, Any]) -> Self:
        return cls(**(stored | {"due_on": dt.date.fromisoformat(stored["due_on"])}))
