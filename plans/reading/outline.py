"""Where a label stands in the numbering so far, and whether it can stand there at all."""

from dataclasses import dataclass, field

from plans.reading.labels import Label

# How well a label fits; anything from GAP on is told to the person.
NEXT, NEXT_OTHER_MARK, FIRST, LOOSE, GAP, STRANGE = range(6)
_WITHOUT_GAPS = ("dieu", "phu luc")  # articles run through all chapters, appendices need no first one


@dataclass(frozen=True)
class Placement:
    """A label with the level it opens (1 is the top) and how well it fits there."""

    label: Label
    level: int
    fit: int


@dataclass
class Outline:
    """The labels open at this moment, outermost first."""

    open: list[Label] = field(default_factory=list)

    def place(self, readings: list[Label]) -> Placement | None:
        """The best place for a label, among all its readings; None without readings."""
        placements = [placement for label in readings for placement in self._places(label)]
        return min(placements, key=lambda place: (place.fit, -place.level), default=None)

    def enter(self, placement: Placement) -> None:
        """Open the label, which closes everything at its level and below."""
        self.open[placement.level - 1 :] = [placement.label]

    def _places(self, label: Label) -> list[Placement]:
        found = []
        for level, other in enumerate(self.open, start=1):
            if label.follows(other):
                found.append(Placement(label, level, NEXT if label.delimiter == other.delimiter else NEXT_OTHER_MARK))
            elif self._continues_loosely(label, other):
                found.append(Placement(label, level, FIRST if label.kind in _WITHOUT_GAPS else GAP))
        return found + self._below(label)

    def _continues_loosely(self, label: Label, other: Label) -> bool:
        """Whether the label belongs to the list of `other` although it is not the next one."""
        if label.kind != other.kind or len(label.path) != len(other.path):
            return False
        return label.path[:-1] == other.path[:-1] or (label.is_first and not self._parent(label))

    def _below(self, label: Label) -> list[Placement]:
        """The places as first entry of a new list."""
        if len(label.path) > 1:
            return self._below_prefix(label)
        same = [other for other in self.open if other.kind == label.kind]
        if any(other.delimiter == label.delimiter for other in same):
            return []
        level = len(self.open) + 1
        if label.is_first:
            return [Placement(label, level, FIRST)]
        if label.kind in _WITHOUT_GAPS:
            return [Placement(label, level, LOOSE)]
        return [] if same else [Placement(label, level, STRANGE)]

    def _below_prefix(self, label: Label) -> list[Placement]:
        """A label of several parts stands below the one that has its beginning: 1.3 below 1, I.2 below I."""
        parent = self._parent(label)
        if parent:
            return [Placement(label, parent + 1, FIRST if label.is_first else GAP)]
        numbered = [level for level, other in enumerate(self.open, start=1) if other.kind == label.kind]
        level = min(numbered, default=len(self.open) + 1)
        return [Placement(label, level, LOOSE if label.is_first and not numbered else STRANGE)]

    def _parent(self, label: Label) -> int | None:
        """The level of the label whose path is the beginning of this one's."""
        prefix = label.path[:-1]
        if not prefix:
            return None
        kinds = {"decimal": ("decimal", "roman"), "lower.decimal": ("lower",)}.get(label.kind, (label.kind, "roman"))
        for kind in kinds:
            for level, other in reversed(list(enumerate(self.open, start=1))):
                if other.kind == kind and other.path == prefix:
                    return level
        return None
