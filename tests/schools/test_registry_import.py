"""The registry out to Excel and back: nothing changes by itself, and what changes is what was shown."""

import datetime as dt
from decimal import Decimal
from typing import Any

import pytest
from django.utils import timezone
from pytest_django import DjangoAssertNumQueries

from schools.models import (
    GradeFacts,
    NationalStandard,
    Organisation,
    OrganisationProfile,
    RegistryUpload,
    School,
    SchoolAffiliation,
    SchoolYearFacts,
)
from schools.workbooks.registry_import import AlreadyApplied, ChangedMeanwhile, apply_upload, keep_upload, preview
from schools.workbooks.safety import WorkbookRefused
from tests.factories import CommuneFactory, OrganisationProfileFactory, SchoolAffiliationFactory, SchoolFactory
from tests.schools.registries import (
    FACTS,
    GRADES,
    PLACES,
    SCHOOLS,
    STANDARDS,
    a_registry,
    cell,
    exported,
    keeper,
    looked_at,
    uploaded,
)

pytestmark = pytest.mark.django_db


def everything() -> list[list[dict[str, Any]]]:
    models = (Organisation, School, SchoolYearFacts, GradeFacts, NationalStandard, SchoolAffiliation)
    return [list(model._default_manager.order_by("pk").values()) for model in models]


def test_the_export_imported_unchanged_changes_nothing() -> None:
    first, _ = a_registry()
    first.organisation.email = "mn@example.test"
    first.organisation.phone, first.organisation.valid_from = "0220 378 6001", dt.date(1999, 8, 23)
    first.organisation.save()
    SchoolYearFacts.objects.filter(school=first).update(land_area_m2=Decimal("4301.5"), libraries=1)
    SchoolFactory(name="=Trường, lạ", levels="TH THCS", is_public=False, land_area_m2=Decimal("12345.0"))
    # A code that was given out again, and a commune whose name and code come back.
    SchoolFactory(name="MN Số 001", organisation__code="MN001", organisation__valid_from=dt.date(2020, 1, 1))
    commune = CommuneFactory(short_name="Xã 001", code="X001", valid_from=dt.date(2025, 7, 1))
    SchoolAffiliationFactory(school__name="MN Dời", commune=commune)

    result = looked_at(exported())

    assert result.mistakes == []
    assert result.entries == []
    assert [(count.new, count.changed, count.absent) for count in result.counts] == [(0, 0, 0)] * 5
    assert result.counts[0].untouched == School.objects.count() == 5


def test_changes_are_shown_before_and_after_and_then_written_as_shown() -> None:
    first, second = a_registry()
    data = exported()
    upload = uploaded(
        data,
        (SCHOOLS, cell(SCHOOLS, "MN001", "Diện tích đất (m²)", data), "4.301,5"),
        (FACTS, cell(FACTS, "MN001", "Số học sinh, trẻ", data), 105),
        (FACTS, cell(FACTS, "MN001", "Học sinh, trẻ nữ", data), None),
        (STANDARDS, cell(STANDARDS, "MN001", "Mức độ", data), "Mức độ 2"),
    )

    result = preview(upload)

    assert [(school.name, school.is_new) for school in result.schools] == [("MN Số 001", False)]
    shown = [(c.sheet, d.heading, d.before, d.after) for c in result.schools[0].changes for d in c.differences]
    assert shown == [
        (SCHOOLS, "Diện tích đất (m²)", "", "4.301,5"),
        (FACTS, "Số học sinh, trẻ", "100", "105"),
        (FACTS, "Học sinh, trẻ nữ", "48", ""),
        (STANDARDS, "Mức độ", "Mức độ 1", "Mức độ 2"),
    ]
    assert [mistake.message for mistake in result.mistakes] == [
        "Cộng các khối của năm học được 100, khác số ghi ở đây."
    ]

    others = [SchoolYearFacts.objects.values().get(school=second), GradeFacts.objects.count()]
    done = apply_upload(upload=upload, seen=result.digest, by=upload.by)

    assert (done.created, done.changed) == (0, 3)
    first.refresh_from_db()
    facts = SchoolYearFacts.objects.get(school=first)
    assert (first.land_area_m2, facts.pupils, facts.girls) == (Decimal("4301.5"), 105, None)
    assert NationalStandard.objects.get(school=first).level == 2
    assert [SchoolYearFacts.objects.values().get(school=second), GradeFacts.objects.count()] == others
    assert preview(upload).entries == []


def test_a_new_school_comes_with_its_figures_place_and_letterhead() -> None:
    first, *_ = a_registry()
    OrganisationProfileFactory(organisation=first.organisation, superior_header="ỦY BAN", head_title="Hiệu trưởng")
    School.objects.exclude(pk=first.pk).delete()
    Organisation.objects.filter(code="MN002").delete()
    data = exported()
    school = {
        "Mã": "TH-01", "Tên đầy đủ": "Trường Tiểu học Mới", "Tên gọn": "TH Mới", "Cấp học": "Tiểu học",
        "Công lập": "Có", "Số điểm trường": 1, "Quy hoạch ra vị trí mới": "Không", "Trường chất lượng cao": "Không",
    }  # fmt: skip
    changes = [
        (sheet, _below(data, sheet, heading), value)
        for sheet, values in {
            SCHOOLS: {"Mã trường": school.pop("Mã"), **school},
            PLACES: {"Mã trường": "TH-01", "Mã địa bàn": "Xã 001", "Từ ngày": None},
            FACTS: {"Mã trường": "TH-01", "Năm học": "2017 - 2018", **_zeros(data), "Số học sinh, trẻ": 35},
            GRADES: {"Mã trường": "TH-01", "Năm học": "2017 - 2018", "Khối": "Lớp 1", "Số lớp, nhóm": 1},
        }.items()
        for heading, value in values.items()
        if heading != "Từ ngày"
    ]
    changes.append((GRADES, _below(data, GRADES, "Số học sinh, trẻ"), 35))
    upload = uploaded(data, *changes)

    result = preview(upload)

    assert [mistake for mistake in result.mistakes if not mistake.is_warning] == []
    assert [(school.name, school.is_new) for school in result.schools] == [("TH Mới", True)]
    apply_upload(upload=upload, seen=result.digest, by=upload.by)
    new = School.objects.get(organisation__code="TH-01")
    assert new.organisation.parent_id == first.organisation.parent_id
    assert list(Organisation.objects.matching("th moi")) == [new.organisation]
    assert new.commune is not None
    assert new.commune.short_name == "Xã 001"
    assert GradeFacts.objects.get(facts__school=new).pupils == 35
    profile = OrganisationProfile.objects.get(organisation=new.organisation)
    assert (profile.header_name, profile.superior_header) == ("TRƯỜNG TIỂU HỌC MỚI", "ỦY BAN")


def _page(data: bytes, sheet: str) -> Any:
    import io

    from openpyxl import load_workbook

    return load_workbook(io.BytesIO(data))[sheet]


def _below(data: bytes, sheet: str, heading: str) -> str:
    """The cell of a column in the first free row."""
    page = _page(data, sheet)
    return f"{next(c for c in page[1] if c.value == heading).column_letter}{page.max_row + 1}"


def _zeros(data: bytes) -> dict[str, int]:
    """Columns of a year that may not be empty."""
    names = [f for f in SchoolYearFacts._meta.fields if f.has_default() and f.default == 0]
    return {str(f.verbose_name)[0].upper() + str(f.verbose_name)[1:]: 0 for f in names}


def test_a_corrected_name_is_found_by_search_and_stands_in_the_letterhead() -> None:
    first, _ = a_registry()
    name = first.organisation.name
    OrganisationProfileFactory(organisation=first.organisation, header_name=name.upper())
    data = exported()
    upload = uploaded(
        data,
        (SCHOOLS, cell(SCHOOLS, "MN001", "Tên đầy đủ", data), "Trường Mầm non Ngọc Liên"),
        (SCHOOLS, cell(SCHOOLS, "MN001", "Tên gọn", data), "MN Ngọc Liên"),
    )
    apply_upload(upload=upload, seen=preview(upload).digest, by=upload.by)

    assert [o.code for o in Organisation.objects.matching("ngoc lien")] == ["MN001"]
    profile = OrganisationProfile.objects.get(organisation=first.organisation)
    assert (profile.name, profile.header_name) == ("Trường Mầm non Ngọc Liên", "TRƯỜNG MẦM NON NGỌC LIÊN")


def test_rows_missing_in_the_file_stay_and_are_counted() -> None:
    a_registry()
    data = exported()
    row = int(cell(FACTS, "MN002", "Mã trường", data)[1:])
    page_width = _page(data, FACTS).max_column
    from openpyxl.utils import get_column_letter

    gone = [(FACTS, f"{get_column_letter(at)}{row}", None) for at in range(1, page_width + 1)]

    upload = uploaded(data, *gone)
    before = everything()

    result = preview(upload)

    assert (result.entries, result.errors) == ([], [])
    assert [count.absent for count in result.counts] == [0, 1, 0, 0, 0]
    assert everything() == before


def test_what_was_shown_is_not_written_when_the_registry_changed_meanwhile() -> None:
    first, _ = a_registry()
    data = exported()
    upload = uploaded(data, (FACTS, cell(FACTS, "MN001", "Số học sinh, trẻ", data), 105))
    seen = preview(upload).digest
    SchoolYearFacts.objects.filter(school=first).update(pupils=101)

    with pytest.raises(ChangedMeanwhile):
        apply_upload(upload=upload, seen=seen, by=upload.by)

    assert SchoolYearFacts.objects.get(school=first).pupils == 101
    result = preview(upload)
    assert [(d.before, d.after) for d in result.schools[0].changes[0].differences] == [("101", "105")]
    apply_upload(upload=upload, seen=result.digest, by=upload.by)
    assert SchoolYearFacts.objects.get(school=first).pupils == 105


def test_a_second_click_writes_nothing() -> None:
    first, _ = a_registry()
    data = exported()
    upload = uploaded(data, (FACTS, cell(FACTS, "MN001", "Số học sinh, trẻ", data), 105))
    seen = preview(upload).digest
    apply_upload(upload=upload, seen=seen, by=upload.by)
    SchoolYearFacts.objects.filter(school=first).update(pupils=100)

    with pytest.raises(AlreadyApplied):
        apply_upload(upload=upload, seen=seen, by=upload.by)

    assert SchoolYearFacts.objects.get(school=first).pupils == 100


def test_with_a_mistake_nothing_can_be_confirmed() -> None:
    a_registry()
    data = exported()
    upload = uploaded(
        data,
        (FACTS, cell(FACTS, "MN001", "Số học sinh, trẻ", data), 105),
        (FACTS, cell(FACTS, "MN002", "Số học sinh, trẻ", data), "trăm"),
    )
    result = preview(upload)

    assert (len(result.errors), result.can_confirm) == (1, False)
    with pytest.raises(ChangedMeanwhile):
        apply_upload(upload=upload, seen=result.digest, by=upload.by)


def test_a_new_upload_takes_the_place_of_ones_own_waiting_one_and_old_bytes_go() -> None:
    a_registry()
    data, me, colleague = exported(), keeper(), keeper()
    first, other = uploaded(data, by=me), uploaded(data, by=colleague)
    applied = RegistryUpload.objects.create(
        by=me, name="cũ", data=b"x", uploaded_at=timezone.now() - dt.timedelta(days=31), applied_at=timezone.now()
    )

    second = uploaded(data, by=me)

    left = RegistryUpload.objects.order_by("pk")
    assert list(left) == [other, applied, second]
    assert not left.filter(pk=first.pk).exists()
    assert [bool(row.data) for row in left] == [True, False, True]


def test_what_is_no_workbook_is_not_kept() -> None:
    with pytest.raises(WorkbookRefused, match=r"\.xls"):
        keep_upload(data=b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(512), name="a.xls", by=keeper())

    assert not RegistryUpload.objects.exists()


@pytest.mark.parametrize("schools", [1, 3])
def test_looking_and_writing_ask_as_often_for_one_school_as_for_three(
    schools: int, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    a_registry(schools)
    data = exported()
    codes = [f"MN{number:03}" for number in range(1, schools + 1)]
    upload = uploaded(
        data,
        *((FACTS, cell(FACTS, code, "Số học sinh, trẻ", data), 105) for code in codes),
        *((SCHOOLS, cell(SCHOOLS, code, "Tên gọn", data), f"MN Mới {code}") for code in codes),
    )
    with django_assert_num_queries(6):
        result = preview(upload)
    with django_assert_num_queries(14):
        apply_upload(upload=upload, seen=result.digest, by=upload.by)
