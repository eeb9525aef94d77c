"""What all rows have in common: raw texts in, checked values out, and how each field is shown."""

from collections.abc import Mapping
from functools import cached_property
from typing import TYPE_CHECKING, ClassVar

from django import forms

from plans.import_forms.cells import Cell
from plans.imports.corrections import Conflict
from plans.imports.parts import Level
from plans.imports.rows import Row
from schools.widgets import PlainSelect

if TYPE_CHECKING:
    from plans.import_forms.review import Review

_SMALL = "form-control form-control-sm"


class RowForm(forms.Form):
    """A row with the texts in force. The form is always bound, so what is wrong shows from the first look on.

    `widths` gives the columns (of twelve) each field takes on a wide screen; `texts` the current text of each field;
    `asked` are fields no document fills: nobody looked for them, so they are not "not found"; `folded` those that wait
    behind a fold, because most rows are right without them; `quiet` those that need no visible name.
    """

    widths: ClassVar[dict[str, int]] = {}
    asked: ClassVar[frozenset[str]] = frozenset()
    folded: ClassVar[frozenset[str]] = frozenset()
    quiet: ClassVar[frozenset[str]] = frozenset()
    use_required_attribute = False

    def __init__(self, row: Row, texts: Mapping[str, str], review: "Review") -> None:
        self.row = row
        self.texts = texts
        self.review = review
        self.conflicts: dict[str, Conflict] = {}
        super().__init__({f"{row.key}-{name}": text for name, text in texts.items()}, prefix=row.key)
        for name in [name for name in self.fields if name not in texts]:
            del self.fields[name]  # this row has no such field: only rows of a table name who leads
        self.prepare()
        for name, field in self.fields.items():
            _dress(field, name in self.errors, self.row.line_of(name))

    def prepare(self) -> None:
        """Whatever a kind of row changes in its fields before they are checked."""

    @property
    def is_included(self) -> bool:
        """Whether the row is to become part of the plan; a row without a tick always is."""
        return self.texts.get("include", "1") == "1"

    def is_changed(self, name: str) -> bool:
        """Whether somebody has given the field another text than the parser."""
        return self.texts[name] != self.row.fields.get(name, "")

    def level_of(self, name: str) -> Level | None:
        """How sure a proposed field is; None where the document was not asked."""
        level = self.row.level_of(name)
        return None if level is Level.MISSING and name in self.asked else level

    def refuse(self, name: str, message: str) -> None:
        """Add an error that only a look at the other rows can find."""
        self.add_error(name, message)
        self.fields[name].widget.attrs["class"] += " is-invalid"

    @cached_property
    def tick(self) -> Cell | None:
        """The box that takes the row into the plan."""
        return next((cell for cell in self.cells if cell.is_tick), None)

    @property
    def open_cells(self) -> list[Cell]:
        """Fields that are seen at once."""
        return [cell for cell in self.cells if not cell.is_tick and cell.name not in self.folded]

    @property
    def folded_cells(self) -> list[Cell]:
        return [cell for cell in self.cells if cell.name in self.folded]

    @property
    def fold_title(self) -> str:
        """What the fold says of itself."""
        return "Sửa thêm"

    @property
    def is_unfolded(self) -> bool:
        """Whether something behind the fold needs a look."""
        return any(cell.must_show for cell in self.folded_cells)

    @property
    def warnings(self) -> list[str]:
        """What the parser warns of in the lines of this row."""
        return self.review.warnings_of(self.row)

    @cached_property
    def cells(self) -> list[Cell]:
        """Every field in order; to be asked for when all errors and conflicts are known."""
        return [self._cell(name) for name in self.fields]

    def _cell(self, name: str) -> Cell:
        bound, proposed = self[name], self.row.fields.get(name, "")
        return Cell(
            name=name,
            label=str(bound.label),
            widget=bound.as_widget(),
            html_id=bound.id_for_label,
            errors=[str(error) for error in bound.errors],
            level=self.level_of(name),
            line=self.row.line_of(name),
            note=self.row.notes.get(name, ""),
            was=proposed if self.is_changed(name) else None,
            width=_width(self.widths.get(name, 12)),
            is_tick=isinstance(bound.field, forms.BooleanField),
            is_quiet=name in self.quiet,
            conflict=self.conflicts.get(name),
        )


def _width(columns: int) -> str:
    """Columns on a wide screen; on a phone short fields stand two in a row."""
    small = {2: 3, 10: 9}.get(columns, 12 if columns > 6 else 6)
    return f"col-{small} col-md-{columns}"


def _dress(field: forms.Field, is_wrong: bool, line: int | None) -> None:
    """The classes of the widget, and the line to which the script scrolls when the field gets the focus."""
    widget = field.widget
    if isinstance(widget, forms.CheckboxInput):
        widget.attrs.update({"class": "form-check-input", "value": "1"})
    else:
        widget.attrs["class"] = "form-select form-select-sm" if isinstance(widget, PlainSelect) else _SMALL
    if is_wrong:
        widget.attrs["class"] += " is-invalid"
    if line:
        widget.attrs["data-line"] = str(line)
