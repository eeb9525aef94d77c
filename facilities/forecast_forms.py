"""What somebody may assume on the page of the forecast: the place, class sizes, entrants."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from facilities.forecast import YEARS_AHEAD
from facilities.queries.forecast import Expected
from schools.enums import Grade, Level
from schools.models import Organisation
from schools.norms import CLASS_SIZE
from schools.widgets import PlainSelect
from vietnamese.dates import school_year_label
from vietnamese.forms import NFCCharField, VietnameseDecimalField

SMALL = {"class": "form-control form-control-sm"}
ENTRANT_GRADES = (Grade.NURSERY, Grade.AGE_3, Grade.ONE)  # nobody's registry knows births and children at home
SIZES: dict[str, tuple[str, tuple[Grade, ...]]] = {
    "nt": ("Nhà trẻ", (Grade.NURSERY,)),
    "mg3": ("Mẫu giáo 3–4 tuổi", (Grade.AGE_3,)),
    "mg4": ("Mẫu giáo 4–5 tuổi", (Grade.AGE_4,)),
    "mg5": ("Mẫu giáo 5–6 tuổi", (Grade.AGE_5,)),
    "th": ("Tiểu học", tuple(Grade.of_levels(Level.TH))),
    "thcs": ("THCS", tuple(Grade.of_levels(Level.THCS))),
}


class AssumptionForm(forms.Form):
    """The place and the class sizes; they live in the address of the page. What is wrong or missing is the norm."""

    def __init__(self, data: QueryDict, communes: list[Organisation]) -> None:
        super().__init__({**self.norms(), **data.dict()})
        self.communes = {str(commune.pk): commune for commune in communes}
        places = [("", "Toàn địa bàn"), *((key, commune.short_name) for key, commune in self.communes.items())]
        self.fields["commune"] = forms.ChoiceField(
            label="Địa bàn",
            choices=places,
            required=False,
            widget=PlainSelect(attrs={"class": "form-select form-select-sm"}),
        )
        for name, (label, _) in SIZES.items():
            self.fields[name] = VietnameseDecimalField(
                label=label, integer=True, min_value=1, max_value=99, widget=forms.TextInput(attrs=SMALL)
            )
        self.is_valid()

    @staticmethod
    def norms() -> dict[str, Any]:
        return {name: CLASS_SIZE[grades[0]] for name, (_, grades) in SIZES.items()}

    @property
    def commune(self) -> Organisation | None:
        return self.communes.get(self.cleaned_data.get("commune", ""))

    @property
    def sizes(self) -> dict[Grade, int]:
        """Pupils per class by grade, the norm where what was typed cannot be one."""
        norms = self.norms()
        return {
            grade: int(self.cleaned_data.get(name, norms[name]))
            for name, (_, grades) in SIZES.items()
            for grade in grades
        }

    @property
    def size_fields(self) -> list[Any]:
        return [self[name] for name in SIZES]


class EntrantForm(forms.Form):
    """Children expected in the coming years by grade, each with where the number is from. An empty box says nothing,
    so what stood there is taken back."""

    def __init__(self, data: Any, *, base_year: int, expected: Mapping[tuple[int, Grade], Expected]) -> None:
        super().__init__(data)
        self.years = range(base_year + 1, base_year + YEARS_AHEAD + 1)
        for grade in ENTRANT_GRADES:
            for year in self.years:
                row = expected.get((year, grade))
                self.fields[f"{grade}-{year}"] = VietnameseDecimalField(
                    label=f"{grade.label}, năm học {school_year_label(year)}",
                    integer=True,
                    min_value=0,
                    max_value=1_000_000,
                    required=False,
                    initial=row.pupils if row else None,
                    widget=forms.TextInput(attrs=SMALL),
                )
            source = next((row.source for key, row in expected.items() if key[1] == grade and row.source), "")
            self.fields[f"{grade}-source"] = NFCCharField(
                label=f"Căn cứ, {grade.label.lower()}",
                max_length=200,
                required=False,
                initial=source,
                widget=forms.TextInput(attrs={**SMALL, "placeholder": "Ví dụ: số sinh theo trạm y tế"}),
            )

    @property
    def rows(self) -> list[tuple[str, list[Any], Any]]:
        return [
            (
                grade.label,
                [(school_year_label(year), self[f"{grade}-{year}"]) for year in self.years],
                self[f"{grade}-source"],
            )
            for grade in ENTRANT_GRADES
        ]

    @property
    def entrants(self) -> dict[tuple[int, Grade], Expected | None]:
        """What was typed, None where nothing was."""
        told: dict[tuple[int, Grade], Expected | None] = {}
        for grade in ENTRANT_GRADES:
            for year in self.years:
                pupils = self.cleaned_data[f"{grade}-{year}"]
                source = self.cleaned_data[f"{grade}-source"]
                told[year, grade] = None if pupils is None else Expected(int(pupils), source)
        return told
