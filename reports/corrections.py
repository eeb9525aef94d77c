"""What of a returned report may be edited: pure rules from the places that were commented to the inputs that are open.

A reviewer returns a report either as a whole or place by place (`CorrectionScope`). Place by place, the school may edit

- the text and the files of a section that carries a comment not confirmed yet; a comment on the section of the figures,
  of the tasks or of the requests opens all that stands in it;
- the row of the grid or the task that carries one: all its cells, its note and its justification, because half of a
  ratio cannot be corrected without the other half;
- every row that an error of the checks names now. A corrected total can make another row impossible; were that row
  shut, the school could neither send the report nor mend it. It closes again with the error;
- the justification of every row that a warning of the checks names now; a justification is an answer and no content.

A comment on the whole report opens nothing by itself. A return that names no place therefore opens everything
(`reports.services.reviewing`): nobody is ever asked to correct what is shut.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from plans.enums import SectionKind

WHOLE = ""
REASON = (
    "Ô này không thuộc chỗ người duyệt yêu cầu sửa nên giữ nguyên. "
    "Nếu cần sửa thêm, đề nghị người duyệt trả lại và mở toàn bộ báo cáo."
)
# A comment on a section that holds no text of its own opens these inputs.
OPENED_BY_KIND = {SectionKind.TASKS: "task", SectionKind.INDICATORS: "value", SectionKind.RECOMMENDATIONS: "rec"}

# Requests that came back stand in the same section as the report's own.
GROUP_OF = {"still": "rec"}


def row_of(name: str) -> str:
    """The row an input, a comment or an issue belongs to: `value-12-n` → `value-12`; "" is the whole report."""
    return "-".join(name.split("-")[:2])


def is_justification(name: str) -> bool:
    """Whether the input holds the justification of its row."""
    return name.endswith("-why")


@dataclass(frozen=True)
class Scope:
    """The open places of one report. `rows` as `row_of` names them, `groups` as the first word of the inputs."""

    is_all: bool = False
    rows: frozenset[str] = frozenset()
    groups: frozenset[str] = frozenset()
    remarks: frozenset[str] = frozenset()

    def allows(self, name: str) -> bool:
        """Whether an input of the form may be changed."""
        row = row_of(name)
        group = row.partition("-")[0]
        if self.is_all or row in self.rows or GROUP_OF.get(group, group) in self.groups:
            return True
        return is_justification(name) and row in self.remarks

    def allows_files(self, section_id: int) -> bool:
        """Whether files may be added to the section and taken off it."""
        return self.is_all or not self.rows.isdisjoint({f"section-{section_id}", f"evidence-{section_id}"})

    def opens_something_of(self, kind: str, section_id: int, rows: Iterable[str] = ()) -> bool:
        """Whether anything of a section can be edited; `rows` are the rows that stand in it."""
        group = OPENED_BY_KIND.get(SectionKind(kind))
        inside = self.rows | self.remarks
        return self.allows_files(section_id) or group in self.groups or any(row in inside for row in rows)


EVERYTHING = Scope(is_all=True)


def scope_of(
    anchors: Iterable[str], kinds: Mapping[int, str], *, errors: Iterable[str] = (), warnings: Iterable[str] = ()
) -> Scope:
    """The scope of a report that was returned place by place.

    Args:
        anchors: where its comments that are not confirmed stand.
        kinds: the kind of each section of its outline, by id.
        errors: the inputs that an error of the checks names now.
        warnings: the inputs that a warning names now.
    """
    commented = {row_of(anchor) for anchor in anchors if anchor != WHOLE}
    groups = set()
    for section_id, kind in kinds.items():
        if f"section-{section_id}" in commented and (group := OPENED_BY_KIND.get(SectionKind(kind))):
            groups.add(group)
    return Scope(
        rows=frozenset(commented | {row_of(name) for name in errors}),
        groups=frozenset(groups),
        remarks=frozenset(row_of(name) for name in warnings),
    )
