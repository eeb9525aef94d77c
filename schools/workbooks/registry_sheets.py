"""The five sheets of the registry's workbook and their columns, for the export and the import."""

from collections.abc import Mapping
from typing import Any

from django.db import models

from schools.enums import Grade, Levels, StandardLevel
from schools.models import GradeFacts, NationalStandard, Organisation, School, SchoolAffiliation, SchoolYearFacts
from schools.services.registry_state import FIELDS, KEYS, ORGANISATION_FIELDS, Part
from schools.workbooks.reading import Column, Sheet
from schools.workbooks.values import Choice, Date, Integer, Kind, Number, SchoolYear, Text, YesNo

SHEETS: dict[Part, str] = {
    Part.SCHOOLS: "Trường",
    Part.FACTS: "Số liệu năm học",
    Part.GRADES: "Theo khối",
    Part.STANDARDS: "Chuẩn quốc gia",
    Part.PLACES: "Địa bàn",
}
SCHOOL_NAME, COMMUNE_NAME = "Tên trường (để đọc)", "Tên địa bàn (để đọc)"
MODELS: dict[Part, type[models.Model]] = {
    Part.SCHOOLS: School,
    Part.FACTS: SchoolYearFacts,
    Part.GRADES: GradeFacts,
    Part.STANDARDS: NationalStandard,
    Part.PLACES: SchoolAffiliation,
}
_HEADINGS = {"school": "Mã trường", "school_year": "Năm học", "commune": "Mã địa bàn"}
_MOST_SMALL, _MOST = 32_767, 2_147_483_647


def sheet_of(part: Part, communes: Mapping[str, Organisation]) -> Sheet:
    """What to read of a part; communes may be written by code or by name."""
    names = {label: commune.short_name for label, commune in communes.items()}
    columns = tuple(_column(part, name, names) for name in (*KEYS[part], *FIELDS[part]))
    return Sheet(SHEETS[part], columns, ignored=("TT", SCHOOL_NAME, COMMUNE_NAME))


def heading_of(part: Part, name: str) -> str:
    """The heading of a column: the name the field has everywhere in the portal."""
    if name in _HEADINGS:
        return _HEADINGS[name]
    words = str(_field(part, name).verbose_name)
    return words[0].upper() + words[1:]


def _field(part: Part, name: str) -> models.Field:
    owner = Organisation if part is Part.SCHOOLS and name in ORGANISATION_FIELDS else MODELS[part]
    field = owner._meta.get_field(name)
    if not isinstance(field, models.Field):
        raise TypeError(f"{name} is no column")
    return field


def _column(part: Part, name: str, communes: Mapping[str, str]) -> Column:
    heading = heading_of(part, name)
    if name == "school":
        return Column(name, heading, Text(40), required=True)
    if name == "commune":
        return Column(name, heading, Choice(communes, "danh mục địa bàn"), required=True)
    if name == "school_year":
        return Column(name, heading, SchoolYear(), required=True)
    field = _field(part, name)
    return Column(name, heading, _kind(field), required=not (field.null or field.blank))


def _kind(field: models.Field) -> Kind:
    """How a field of a model is read. The lists of choices are looked up by the field they belong to."""
    choices: dict[str, type[models.Choices]] = {"levels": Levels, "grade": Grade, "level": StandardLevel}
    if field.name in choices:
        return Choice(dict(choices[field.name].choices), "danh mục")
    if isinstance(field, models.BooleanField):
        return YesNo()
    if isinstance(field, models.DateField):
        return Date()
    if isinstance(field, models.DecimalField):
        most = 10 ** (field.max_digits - field.decimal_places) - 1
        return Number(decimals=field.decimal_places, most=most)
    if isinstance(field, models.PositiveSmallIntegerField | models.PositiveIntegerField):
        small = isinstance(field, models.PositiveSmallIntegerField)
        least = 1 if field.name == "campuses" else 0
        return Integer(least=least, most=_MOST_SMALL if small else _MOST)
    return Text(field.max_length or 200)


def stored_value(field_name: str, value: Any) -> Any:
    """What an empty cell means in a column of texts."""
    return "" if value is None and field_name in ("email", "phone", "decision") else value
