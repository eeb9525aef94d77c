"""What an uploaded workbook of the registry says, beside what is stored."""

from dataclasses import dataclass, field

from schools.models import School
from schools.services.registry_state import FIELDS, KEYS, Key, Part, RegistryState, Values
from schools.workbooks.reading import Row, Workbook
from schools.workbooks.registry_sheets import sheet_of, stored_value


@dataclass
class Draft:
    """Rows of the file by key. `values` are those of rows without a mistake; `rows` has the others too."""

    state: RegistryState
    book: Workbook
    rows: dict[Part, dict[Key, Row]] = field(default_factory=dict)
    values: dict[Part, dict[Key, Values]] = field(default_factory=dict)
    is_readable: bool = True

    def is_new(self, part: Part, key: Key) -> bool:
        return key not in self.state.values[part]

    def touches(self, part: Part, key: Key) -> bool:
        """Whether the file says something else about the row than what is stored."""
        return self.values[part].get(key) not in (None, self.state.values[part].get(key))

    def after(self, part: Part, key: Key) -> Values | None:
        """The row as it would be after the import; None when there would be none."""
        return self.values[part].get(key) or self.state.values[part].get(key)

    def knows_school(self, label: str) -> bool:
        """Whether the school is stored, or has a row of its own in the file."""
        return label in self.state.schools or (label,) in self.rows[Part.SCHOOLS]

    def school_name(self, label: str) -> str:
        values = self.after(Part.SCHOOLS, (label,))
        return str(values["short_name"]) if values else label

    def school(self, label: str) -> School | None:
        return self.state.schools.get(label)

    def complain(self, part: Part, key: Key, name: str, message: str, *, is_warning: bool = False) -> None:
        """A mistake at the cell of the column `name` in the row of the file."""
        self.book.mistakes.append(self.rows[part][key].mistake(name, message, is_warning=is_warning))


def read_draft(book: Workbook, state: RegistryState) -> Draft:
    """All five sheets; what cannot be read, and rows that stand twice, become mistakes of the book."""
    draft = Draft(state, book)
    for part in Part:
        table = book.read(sheet_of(part, state.communes))
        draft.is_readable = draft.is_readable and table.is_readable
        draft.rows[part], draft.values[part] = {}, {}
        for row in table.rows:
            _take(draft, part, row)
    return draft


def _take(draft: Draft, part: Part, row: Row) -> None:
    if set(KEYS[part]) & row.refused:
        return
    key = tuple(row.values[name] for name in KEYS[part])
    if key in draft.rows[part]:
        first = draft.rows[part][key]
        name = KEYS[part][-1]
        what = "Mã trường này" if part is Part.SCHOOLS else "Số liệu này"
        draft.book.mistakes.append(row.mistake(name, f"{what} đã có ở dòng {first.number}; mỗi mục chỉ ghi một dòng."))
        return
    draft.rows[part][key] = row
    if not row.refused:
        draft.values[part][key] = {name: stored_value(name, row.values[name]) for name in FIELDS[part]}
