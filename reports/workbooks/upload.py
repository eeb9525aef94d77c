"""What an uploaded workbook says, as plain data that fits into a signed form field."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Problem:
    """Something that cannot be taken from the file. `address` is `Trang!F12`, or a sheet, or empty for the file.

    With a fatal problem the lines of the workbook can no longer be trusted and nothing of it is taken.
    """

    address: str
    label: str
    message: str
    is_fatal: bool = False


@dataclass(frozen=True)
class Touched:
    """A cell that differs from what the workbook was filled with: what it held then and what it says now."""

    base: str
    text: str


@dataclass
class Upload:
    """One workbook as read. `addresses` of every input by name; `edit_version` from which the workbook was filled."""

    edit_version: int
    addresses: dict[str, str] = field(default_factory=dict)
    touched: dict[str, Touched] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    @property
    def is_broken(self) -> bool:
        return any(problem.is_fatal for problem in self.problems)

    def as_data(self) -> dict:
        """Plain data for signing."""
        return {
            "version": self.edit_version,
            "addresses": self.addresses,
            "touched": {name: [cell.base, cell.text] for name, cell in self.touched.items()},
            "problems": [[p.address, p.label, p.message, p.is_fatal] for p in self.problems],
        }

    @classmethod
    def from_data(cls, data: dict) -> "Upload":
        return cls(
            edit_version=data["version"],
            addresses=data["addresses"],
            touched={name: Touched(*pair) for name, pair in data["touched"].items()},
            problems=[Problem(*row) for row in data["problems"]],
        )
