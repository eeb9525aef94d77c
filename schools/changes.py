"""A change of organisations before it is made: what is wanted, as one value, and the rules for its words."""

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal

from schools.enums import ChangeKind, OrganisationKind
from schools.models import Membership, Organisation

What = Literal["school", "commune"]
KINDS = {"school": OrganisationKind.SCHOOL, "commune": OrganisationKind.COMMUNE}
ONE_DAY = dt.timedelta(days=1)
# How many bodies a change begins with: (fewest, most).
SOURCES = {
    ChangeKind.MERGED: (2, 12),
    ChangeKind.SPLIT: (1, 1),
    ChangeKind.RENAMED: (1, 1),
    ChangeKind.MOVED: (1, 60),
    ChangeKind.CLOSED: (1, 12),
    ChangeKind.FOUNDED: (0, 0),
}


@dataclass(frozen=True)
class NewBody:
    """A school or commune that begins with the change. `levels` and `commune` are a school's."""

    code: str
    name: str
    short_name: str
    levels: str = ""
    commune: Organisation | None = None
    parent: Organisation | None = None


@dataclass(frozen=True)
class Intent:
    """What is to happen on the day `on`, its first day in the new state.

    `into` is the one of the sources that goes on (it takes the others in, or gives parts away); `new` are the bodies
    that begin, or for a new name what the body is called. `commune` is where schools move. `homes` says, when a commune
    is split, into which of `new` (by place) each school goes. `people` are seats that go on at the heir.
    """

    kind: ChangeKind
    what: What
    on: dt.date
    decision: str = ""
    note: str = ""
    sources: tuple[Organisation, ...] = ()
    into: Organisation | None = None
    new: tuple[NewBody, ...] = ()
    commune: Organisation | None = None
    people: tuple[Membership, ...] = ()
    homes: Mapping[int, int] = field(default_factory=dict)

    @property
    def eve(self) -> dt.date:
        """The last day of what ends."""
        return self.on - ONE_DAY

    @property
    def ending(self) -> tuple[Organisation, ...]:
        """The bodies that end on the eve."""
        if self.kind not in (ChangeKind.MERGED, ChangeKind.SPLIT, ChangeKind.CLOSED):
            return ()
        return tuple(body for body in self.sources if body != self.into)


class ChangeRefused(Exception):
    """The change cannot be made; `problems` say why, all of them, in Vietnamese."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = problems


def symbol_of(short_name: str) -> str:
    """The symbol a school writes on its documents, by the pattern of domain reference §5.3: `TH Cẩm Vũ` → `THCV`."""
    first, *rest = short_name.split()
    return first + "".join(word[0] if word[0].isalpha() else word for word in rest)
