"""A small registry and its workbook, for the tests of the import."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

from schools.enums import Grade, Role
from schools.models import RegistryUpload, School
from schools.services.registry_state import load_state
from schools.workbooks.registry_dry_run import DryRun
from schools.workbooks.registry_export import registry_workbook
from schools.workbooks.registry_import import keep_upload, preview
from tests.factories import (
    CommuneFactory,
    GradeFactsFactory,
    NationalStandardFactory,
    OfficeFactory,
    SchoolFactory,
    SchoolYearFactsFactory,
    member,
)
from tests.schools.sheets import edited

SCHOOLS, FACTS, GRADES = "Trường", "Số liệu năm học", "Theo khối"
STANDARDS, PLACES = "Chuẩn quốc gia", "Địa bàn"


def a_registry(schools: int = 2) -> list[School]:
    """Kindergartens MN01, MN02… with a year of figures, two grades, a recognition and a commune each."""
    office = OfficeFactory(short_name="Cơ quan giáo dục")
    return list(_schools(office, schools))


def _schools(office: Any, count: int) -> Iterator[School]:
    for number in range(1, count + 1):
        commune = CommuneFactory(short_name=f"Xã {number:03}", code=f"X{number:03}")
        school = SchoolFactory(
            name=f"MN Số {number:03}", organisation__code=f"MN{number:03}", organisation__parent=office, commune=commune
        )
        facts = SchoolYearFactsFactory(school=school, school_year=2017, classes=4, pupils=100, girls=48, teachers=8)
        GradeFactsFactory(facts=facts, grade=Grade.AGE_3, classes=2, pupils=40)
        GradeFactsFactory(facts=facts, grade=Grade.AGE_4, classes=2, pupils=60)
        NationalStandardFactory(school=school, recognised_on=dt.date(2015, 3, 1), decision="Số 01/QĐ")
        yield school


def keeper() -> Any:
    """An officer of the office for education."""
    return member(OfficeFactory(), Role.OFFICER)


def exported() -> bytes:
    return registry_workbook(load_state())


def cell(sheet: str, code: str, heading: str, data: bytes, *also: Any) -> str:
    """The address of a cell: the row of the school's code (and of what else must stand in it), the column's heading."""
    import io

    from openpyxl import load_workbook

    page = load_workbook(io.BytesIO(data))[sheet]
    column = next(c for c in page[1] if c.value == heading).column_letter
    row = next(r for r in page.iter_rows(min_row=2) if {code, *also} <= {c.value for c in r})
    return f"{column}{row[0].row}"


def uploaded(data: bytes, *changes: tuple[str, str, Any], by: Any = None) -> RegistryUpload:
    """The workbook with these cells changed, kept for a person."""
    return keep_upload(data=edited(data, *changes), name="danh bạ.xlsx", by=by or keeper())


def looked_at(data: bytes, *changes: tuple[str, str, Any]) -> DryRun:
    return preview(uploaded(data, *changes))
