"""One section or bullet of the document as a task."""

from typing import Any

from plans.enums import TaskKind
from plans.import_forms.base import RowForm
from plans.import_forms.fields import choice_field, text_field, tick_field
from plans.imports.task_rows import KEEP, MOST_LABEL, MOST_TITLE, SPLIT

BULLETS = [(SPLIT, "Mỗi gạch đầu dòng là một việc"), (KEEP, "Giữ trong nội dung của mục")]


class TaskForm(RowForm):
    """`text` is the section's own text; `listed` its bullets while they are kept together."""

    widths = {"label": 2, "title": 10, "kind": 6, "bullets": 6, "lead": 6, "coordinating": 6, "due": 4, "product": 8}

    asked = frozenset({"text", "lead", "coordinating", "due", "product"})
    folded = frozenset({"text", "listed"})
    quiet = frozenset({"label", "title"})

    include = tick_field("Đưa vào")
    label = text_field("Số mục", MOST_LABEL)
    title = text_field("Tên ngắn", MOST_TITLE)
    kind = choice_field("Loại của cả phần", TaskKind.choices, empty="Nhiệm vụ")
    bullets = choice_field("Các gạch đầu dòng", BULLETS, empty="Giữ trong nội dung của mục ")
    lead = text_field("Chủ trì", 120)
    coordinating = text_field("Phối hợp", 200)
    due = text_field("Thời gian", 120)
    product = text_field("Kết quả, sản phẩm", 250)
    text = text_field("Nội dung", 60_000, rows=3)
    listed = text_field("Các gạch đầu dòng", 60_000, rows=4)

    def clean(self) -> dict[str, Any]:
        values = self.cleaned_data
        if self.is_included and "title" in values and not values["title"]:
            self.add_error("title", "Ghi tên ngắn, hoặc bỏ chọn dòng này.")
        return values

    @property
    def fold_title(self) -> str:
        size = sum(len(self.texts.get(name, "").split()) for name in self.folded)
        return f"Nội dung ({size} chữ)" if size else "Nội dung (trống)"

    @property
    def is_unfolded(self) -> bool:
        return bool(self.warnings) or super().is_unfolded

    @property
    def depth(self) -> int:
        return int(self.row.extra.get("depth", 0))

    @property
    def code(self) -> str:
        return str(self.row.extra.get("code", ""))
