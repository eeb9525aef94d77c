"""One import as a person reviews it: rows with the texts in force, parted into pages, and what they add up to."""

from collections.abc import Iterable, Mapping
from functools import cached_property

from plans.import_forms.base import RowForm
from plans.import_forms.header import HeaderForm
from plans.import_forms.periods import PeriodForm
from plans.import_forms.recipients import ClosingForm, RecipientForm, SignerForm
from plans.import_forms.relations import OpeningForm, RelationForm
from plans.import_forms.targets import TargetForm
from plans.import_forms.tasks import TaskForm
from plans.imports.corrections import text_of
from plans.imports.directory import Directory
from plans.imports.matching import Catalogue
from plans.imports.parts import Level, Part
from plans.imports.rows import Row
from plans.imports.task_rows import SPLIT
from plans.imports.warnings import placed
from plans.models import PlanImport

FORMS: dict[str, type[RowForm]] = {
    "header": HeaderForm, "opening": OpeningForm, "closing": ClosingForm, "signer": SignerForm,
    "relations": RelationForm, "tasks": TaskForm, "targets": TargetForm, "periods": PeriodForm,
    "recipients": RecipientForm,
}  # fmt: skip
# Rows of these kinds can be added by hand; tasks are added in the editor of the tree, where they get their place.
ADDABLE = (Part.RELATIONS, Part.TARGETS, Part.PERIODS, Part.RECIPIENTS)
MOST_ADDED = 40
# Bytes of one page: what the rows of a part cost in markup, and how much rows and their source may come to.
_MARKUP = {"header": 9000, "relations": 4300, "tasks": 2400, "targets": 4400, "periods": 4000, "recipients": 2100}
_ROOM = 52_000
_BEFORE = 200  # characters of a paragraph before a sentence that still belong to what it says


class Review:
    """What every page of an import shows; reads organisations and indicators only when a row asks for them."""

    def __init__(self, plan_import: PlanImport) -> None:
        self.plan_import = plan_import
        self.corrections = plan_import.corrections
        self.directory = Directory()
        self.catalogue = Catalogue()

    @cached_property
    def _stored(self) -> dict[str, list[Row]]:
        rows = (self.plan_import.proposal or {}).get("rows", {})
        return {part: [Row.restored(row) for row in rows.get(part, [])] for part in Part}

    def added(self, part: Part) -> int:
        """How many rows people have added to a part."""
        return int(text_of("0", self.corrections.get(f"+{part}", [])))

    def text(self, row: Row, name: str) -> str:
        """The text of a field as it stands now."""
        return text_of(row.fields.get(name, ""), self.corrections.get(f"{row.key}-{name}", []))

    def rows(self, part: Part) -> list[Row]:
        """The rows of a part in the order of the document, those added by hand last. Bullets that are kept in the text
        of their section are no rows of their own; neither is the text of bullets that are."""
        rows = [*self._stored[part], *(_added_row(part, number) for number in range(self.added(part)))]
        if part != Part.TASKS:
            return rows
        split = {row.key: self.text(row, "bullets") == SPLIT for row in rows if "bullets" in row.fields}
        return [row for row in rows if split.get(row.extra.get("bullet_of", ""), True)]

    def names(self, row: Row) -> list[str]:
        """The fields a row shows."""
        hidden = {"listed"} if self.text(row, "bullets") == SPLIT else set()
        return [name for name in row.fields if name not in hidden]

    def pages(self, part: Part) -> list[list[Row]]:
        """The rows in pages of bearable weight; there is always one page."""
        pages: list[list[Row]] = [[]]
        weight = 0
        for row in self.rows(part):
            text = sum(len(row.fields[name].encode()) for name in self.names(row))
            cost = _MARKUP.get(row.key.partition("-")[0], 1500) + 2 * text
            if pages[-1] and weight + cost > _ROOM:
                pages.append([])
                weight = 0
            pages[-1].append(row)
            weight += cost
        return pages

    def form(self, row: Row, typed: Mapping[str, str] | None = None) -> RowForm:
        """The form of one row; `typed` are texts of this request that are not saved."""
        texts = {name: self.text(row, name) for name in self.names(row)}
        if typed:
            texts |= {name: typed[full] for name in texts if (full := f"{row.key}-{name}") in typed}
        return FORMS[row.key.partition("-")[0]](row, texts, self)

    def forms(self, part: Part) -> list[RowForm]:
        """Every row of a part as a form, with the errors that only show when all are looked at together."""
        forms = [self.form(row) for row in self.rows(part)]
        if part == Part.TARGETS:
            mark_repeated_targets(forms)
        return forms

    @cached_property
    def everything(self) -> dict[Part, list[RowForm]]:
        return {part: self.forms(part) for part in Part}

    def words_before(self, row: Row) -> str:
        """What a target's own sentence may leave out: the heading above it, and its paragraph up to the sentence."""
        heading = self._titles.get(str(row.extra.get("section", "")), "")
        line = self.lines[row.line - 1] if row.line else ""
        before, found, _ = line.partition(row.quote)
        return f"{heading} {before[-_BEFORE:] if found else ''}"

    @cached_property
    def _titles(self) -> dict[str, str]:
        return {str(row.extra.get("code")): row.fields.get("title", "") for row in self._stored[Part.TASKS]}

    @cached_property
    def lines(self) -> list[str]:
        return list((self.plan_import.proposal or {}).get("lines", []))

    def warnings_of(self, row: Row) -> list[str]:
        """The warnings about the lines from a task's own to the next task's."""
        return self._warnings_by_row.get(row.key, [])

    @cached_property
    def _warnings_by_row(self) -> dict[str, list[str]]:
        starts = [(row.line, row.key) for row in self.rows(Part.TASKS) if row.line]
        found: dict[str, list[str]] = {}
        for warning in placed(self.warnings, self.lines):
            key = next((key for line, key in reversed(starts) if line <= (warning.line or 0)), "")
            if warning.line and key:
                found.setdefault(key, []).append(f"Dòng {warning.line}: {warning.text}")
        return found

    @property
    def warnings(self) -> list[str]:
        return list((self.plan_import.proposal or {}).get("warnings", []))


def mark_repeated_targets(forms: Iterable[RowForm]) -> None:
    """An indicator has one target for the whole plan."""
    taken: dict[int, str] = {}
    for form in forms:
        chosen = form.chosen if isinstance(form, TargetForm) and form.is_included else None
        if chosen is None:
            continue
        if chosen.pk in taken:
            place = "other" if form.texts.get("other") else "indicator"
            form.refuse(place, f"Chỉ tiêu này đã gắn với “{taken[chosen.pk]}”; mỗi chỉ tiêu một mục tiêu.")
        taken.setdefault(chosen.pk, form.texts.get("wording", ""))


def _added_row(part: Part, number: int) -> Row:
    row = Row(f"{part}-n{number}", level=Level.ADDED)
    for name in FORMS[part].base_fields:
        row.put(name, "1" if name == "include" else "")
    return row
