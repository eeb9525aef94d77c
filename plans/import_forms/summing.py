"""What an import will become: the values that go into the plan, what stays out and why, and what must be put right."""

from dataclasses import dataclass, field
from typing import Any, cast

from plans.import_forms.base import RowForm
from plans.import_forms.header import HeaderForm
from plans.import_forms.periods import PeriodForm
from plans.import_forms.review import Review
from plans.import_forms.targets import TargetForm
from plans.import_forms.tasks import TaskForm
from plans.imports.content import PlanContent, RelationContent, TargetContent, TaskContent
from plans.imports.parts import Part
from plans.imports.suggestions import shortened


@dataclass(frozen=True)
class Left:
    """One thing that does not go into the plan."""

    part: Part
    text: str
    reason: str


@dataclass(frozen=True)
class Wrong:
    """A field that has to be put right first. `page` is the page of the part on which it stands, from 1."""

    part: Part
    page: int
    key: str
    label: str
    message: str


@dataclass
class Summing:
    content: PlanContent
    left: list[Left] = field(default_factory=list)
    wrong: list[Wrong] = field(default_factory=list)
    missing: list[str] = field(default_factory=list)

    @property
    def can_be_saved(self) -> bool:
        return not self.wrong and not self.missing


def summed(review: Review) -> Summing:
    """Look at every row at once."""
    forms = review.everything
    header = cast("HeaderForm", forms[Part.HEADER][0])
    summing = Summing(PlanContent(header=header.cleaned_data), missing=header.missing)
    for part in Part:
        summing.wrong += _wrong(review, part)
        for form in forms[part]:
            reason = _why_left(form)
            if reason:
                summing.left.append(Left(part, _named(form), reason))
            elif form.is_valid():
                _take(summing.content, form)
    return summing


def _wrong(review: Review, part: Part) -> list[Wrong]:
    """Errors of rows that are to become part of the plan, each with the page it stands on."""
    pages = {row.key: number for number, page in enumerate(review.pages(part), start=1) for row in page}
    return [
        Wrong(part, pages[form.row.key], f"{form.row.key}-{name}", str(form.fields[name].label), str(message))
        for form in review.everything[part]
        for name, messages in form.errors.items()
        for message in messages
    ]


def _why_left(form: RowForm) -> str:
    """Why a row does not go into the plan; "" when it does."""
    if not form.is_included:
        return "bỏ chọn"
    if isinstance(form, TargetForm) and not form.is_attached:
        return "chưa gắn với chỉ tiêu nào"
    if isinstance(form, PeriodForm) and form.is_valid() and form.missing:
        return f"còn thiếu {', '.join(form.missing)}"
    if form.row.key.startswith("recipients-") and not form.texts.get("role"):
        return "chưa chọn gửi để làm gì"
    return ""


def _named(form: RowForm) -> str:
    names = ("wording", "title", "subject", "name", "label")
    text = next((text for name in names if (text := form.texts.get(name, ""))), form.row.quote)
    return shortened(text, 90) or "(dòng trống)"


def _take(content: PlanContent, form: RowForm) -> None:
    values: dict[str, Any] = form.cleaned_data
    match form.row.key.partition("-")[0]:
        case "opening":
            content.preamble = values["text"]
        case "closing":
            content.closing = values["text"]
        case "signer":
            content.signer = values
        case "relations":
            names = ("kind", "type", "number", "symbol", "issued_on", "issuer", "subject")
            content.relations.append(RelationContent(**{name: values[name] for name in names}))
        case "recipients":
            content.recipients.append(values)
        case "periods":
            content.periods.append(values)
    if isinstance(form, TaskForm):
        content.tasks.append(_task(form, values))
    elif isinstance(form, TargetForm):
        section = str(form.row.extra.get("section", ""))
        content.targets.append(TargetContent(section=section, indicator=form.chosen, values=values))


def _task(form: TaskForm, values: dict[str, Any]) -> TaskContent:
    parts = [values.get("text", ""), values.get("listed", "")]
    return TaskContent(
        code=form.code,
        depth=form.depth,
        label=values["label"],
        title=values["title"],
        kind=values.get("kind", ""),
        text="\n".join(part for part in parts if part),
        lead=values.get("lead", ""),
        coordinating=values.get("coordinating", ""),
        due=values.get("due", ""),
        product=values.get("product", ""),
    )
