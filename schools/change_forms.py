"""The form of one change: what each kind needs to be told, and the intent it makes of it."""

from collections.abc import Iterator, Sequence
from typing import Any

from django import forms
from django.db.models import Q
from django.utils import timezone

from schools.changes import KINDS, Intent, NewBody, What
from schools.enums import ChangeKind, Levels
from schools.models import Membership, Organisation, SchoolAffiliation
from vietnamese.forms import NFCCharField, VietnameseDateField

CONTROL, SELECT = {"class": "form-control"}, {"class": "form-select"}
# How many new bodies a kind may name, and how many of them it must.
NEW = {ChangeKind.MERGED: (1, 0), ChangeKind.SPLIT: (3, 1), ChangeKind.RENAMED: (1, 1), ChangeKind.FOUNDED: (1, 1)}


class ChangeForm(forms.Form):
    """One change of the chosen bodies. `intent` is what the cleaned form asks for; whether that can be made is for
    `problems_of`, so that all reasons come together."""

    on = VietnameseDateField(label="Có hiệu lực từ")
    decision = NFCCharField(label="Văn bản quyết định", max_length=200, required=False)
    note = NFCCharField(label="Ghi chú", max_length=300, required=False)

    def __init__(
        self, *args: Any, kind: ChangeKind, what: What, sources: Sequence[Organisation], **kwargs: Any
    ) -> None:
        self.kind, self.what, self.sources = kind, what, sources
        super().__init__(*args, **kwargs)
        for name in ("on", "decision", "note"):
            self.fields[name].widget.attrs |= CONTROL
        self.fields["decision"].widget.attrs["placeholder"] = "Ví dụ: NQ 788/NQ-UBTVQH14 ngày 16/10/2019"
        ids = [body.pk for body in sources]
        living = Organisation.objects.in_force(timezone.localdate())
        self.communes = Organisation.objects.filter(Q(valid_to=None) | Q(pk__in=living.values("pk"))).communes()
        if kind == ChangeKind.MERGED:
            self._choice("into", "Đơn vị nhận", Organisation.objects.filter(pk__in=ids), "Lập đơn vị mới")
        if kind == ChangeKind.SPLIT:
            self.fields["stays"] = forms.BooleanField(
                label=f"{sources[0]} tiếp tục hoạt động", required=False, widget=_check()
            )
        for at in range(NEW.get(kind, (0, 0))[0]):
            self._new_body(at)
        if kind == ChangeKind.MOVED:
            self._choice("commune", "Chuyển đến", self.communes, "Chọn địa bàn")
        self.schools = self._homes(ids)
        if kind in (ChangeKind.MERGED, ChangeKind.SPLIT):
            self._people(ids)

    def _choice(self, name: str, label: str, rows: Any, empty: str) -> None:
        self.fields[name] = forms.ModelChoiceField(
            rows.order_by("sort_key", "pk"), label=label, required=False, empty_label=empty,
            widget=forms.Select(attrs=SELECT),
        )  # fmt: skip

    def _new_body(self, at: int) -> None:
        required = at < NEW[self.kind][1]
        texts = [("name", "Tên đầy đủ", 200), ("short_name", "Tên gọn", 80), ("code", "Mã", 20)]
        for name, label, length in texts[: 2 if self.kind == ChangeKind.RENAMED else 3]:
            widget = forms.TextInput(attrs=CONTROL)
            self.fields[f"new{at}_{name}"] = NFCCharField(
                label=label, max_length=length, required=required, widget=widget
            )
        if self.what == "school" and self.kind != ChangeKind.RENAMED:
            self.fields[f"new{at}_levels"] = forms.ChoiceField(
                label="Cấp học", choices=[("", "Chọn"), *Levels.choices], required=required,
                widget=forms.Select(attrs=SELECT),
            )  # fmt: skip
            self._choice(f"new{at}_commune", "Địa bàn", self.communes, "Chọn địa bàn")

    def _homes(self, ids: list[int]) -> list[str]:
        """A commune that is split gives each of its schools to one of the parts."""
        if self.kind != ChangeKind.SPLIT or self.what != "commune":
            return []
        places = SchoolAffiliation.objects.filter(commune__in=ids, valid_to=None).select_related("school__organisation")
        for row in places.order_by("school__organisation__sort_key", "pk"):
            choices = [
                ("", "Giữ ở địa bàn cũ"),
                *((str(at), f"Đơn vị mới {at + 1}") for at in range(NEW[self.kind][0])),
            ]
            self.fields[f"home_{row.school_id}"] = forms.ChoiceField(
                label=str(row.school), choices=choices, required=False, widget=forms.Select(attrs=SELECT)
            )
        return [name for name in self.fields if name.startswith("home_")]

    def _people(self, ids: list[int]) -> None:
        seats = Membership.objects.in_force().filter(organisation__in=ids, user__is_active=True)
        self.fields["people"] = forms.ModelMultipleChoiceField(
            seats.select_related("user", "organisation").order_by("user__sort_key", "pk"),
            label="Tiếp tục giữ vai trò ở đơn vị nhận", required=False, widget=forms.CheckboxSelectMultiple,
        )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        """A new body is told whole or not at all."""
        data = super().clean() or {}
        for at in range(NEW.get(self.kind, (0, 0))[0]):
            names = [name for name in self.fields if name.startswith(f"new{at}_")]
            if any(data.get(name) for name in names):
                for name in names:
                    if not data.get(name) and name not in self.errors:
                        self.add_error(name, "Cần điền khi lập đơn vị mới.")
        return data

    @property
    def intent(self) -> Intent:
        data = self.cleaned_data
        into = data.get("into") or (self.sources[0] if data.get("stays") else None)
        return Intent(
            kind=self.kind,
            what=self.what,
            on=data["on"],
            decision=data["decision"],
            note=data["note"],
            sources=tuple(self.sources),
            into=into,
            new=tuple(self._bodies()),
            commune=data.get("commune"),
            people=tuple(data.get("people") or ()),
            homes={int(name[5:]): int(data[name]) for name in self.schools if data.get(name)},
        )

    def _bodies(self) -> Iterator[NewBody]:
        parent = None
        if self.kind == ChangeKind.FOUNDED:
            beside = Organisation.objects.filter(kind=KINDS[self.what], valid_to=None, parent__isnull=False)
            parent = next((body.parent for body in beside.select_related("parent").order_by("pk")[:1]), None)
        for at in range(NEW.get(self.kind, (0, 0))[0]):
            told = {name: self.cleaned_data.get(f"new{at}_{name}") for name in ("name", "short_name", "code", "levels")}
            if told["name"]:
                texts = {name: text or "" for name, text in told.items()}
                yield NewBody(**texts, commune=self.cleaned_data.get(f"new{at}_commune"), parent=parent)

    @property
    def blocks(self) -> Iterator[tuple[str, list[forms.BoundField]]]:
        """The boxes under their headings."""
        yield (
            "Thay đổi",
            [self[name] for name in ("on", "decision", "note", "into", "stays", "commune") if name in self.fields],
        )
        many = NEW.get(self.kind, (0, 0))[0] > 1
        for at in range(NEW.get(self.kind, (0, 0))[0]):
            title = "Tên mới" if self.kind == ChangeKind.RENAMED else f"Đơn vị mới {at + 1}" if many else "Đơn vị mới"
            yield title, [self[name] for name in self.fields if name.startswith(f"new{at}_")]
        if self.schools:
            yield "Trường về đâu", [self[name] for name in self.schools]


def _check() -> forms.CheckboxInput:
    return forms.CheckboxInput(attrs={"class": "form-check-input"})
