"""The registry's data files and their loader (domain reference §5)."""

import datetime as dt
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from schools.enums import OrganisationKind
from schools.models import NationalStandard, Organisation, OrganisationProfile, School, SchoolYearFacts
from schools.services.data_files import DataFilesInvalid
from schools.services.loading import load_registry

pytestmark = pytest.mark.django_db

SMALL = """
organisations:
  - {code: UB, kind: peoples_committee, name: Ủy ban A, short_name: UB A}
  - {code: PG, kind: education_office, name: Cơ quan giáo dục A, short_name: CQGD A, parent: UB}
communes:
  - {code: "001", type: xã, name: Đông}
schools:
  - {name: Đông 2, level: MN, commune: "001", facts: {2017: [4, 100, 4, 0, 0, 0]}, recognised_on: [2016-02-29]}
rules:
  commune_parent: UB
  school_parent: PG
  school_profile: {superior_header: CQGD A, head_title: Hiệu trưởng}
  standard: {recheck_years: 5, renewed_until: 2021-12-31}
  levels:
    - {level: MN, title: Trường Mầm non, short: MN, managers: 3, teachers_per_class: 1.9, staff: 4}
"""


def small(tmp_path: Path, old: str = "", new: str = "") -> Path:
    assert old in SMALL
    path = tmp_path / "nho.yaml"
    path.write_text(SMALL.replace(old, new) if old else SMALL, encoding="utf-8")
    return path


def problems_of(path: Path) -> list[str]:
    with pytest.raises(DataFilesInvalid) as caught:
        load_registry(path)
    assert not Organisation.objects.exists()
    return caught.value.problems


def counts() -> list[int]:
    models = (Organisation, OrganisationProfile, School, SchoolYearFacts, NationalStandard)
    return [model.objects.count() for model in models]


def test_the_area_of_2018() -> None:
    load_registry()
    communes = Organisation.objects.communes()
    assert communes.count() == 19
    assert communes.filter(name__startswith="Thị trấn").count() == 2
    unverified = communes.filter(is_illustrative=True).order_by("code").values_list("code", flat=True)
    assert list(unverified) == ["10933", "10936", "10939", "10942"]
    assert School.objects.count() == 59
    assert [School.objects.at_level(level).count() for level in ("MN", "TH", "THCS")] == [19, 20, 20]
    per_commune = {commune.affiliated_schools.count() for commune in communes}
    assert per_commune == {3, 5}
    for kind in (OrganisationKind.PEOPLES_COMMITTEE, OrganisationKind.EDUCATION_OFFICE, OrganisationKind.FRONT):
        assert Organisation.objects.filter(kind=kind).count() == 1


@pytest.mark.parametrize(
    ("day", "at_standard"),
    [(dt.date(2017, 12, 31), 41), (dt.date(2018, 12, 31), 45), (dt.date(2019, 12, 31), 50)],
)
def test_schools_at_standard(day: dt.date, at_standard: int) -> None:
    load_registry()
    assert School.objects.at_standard(day).count() == at_standard


def test_schools_recognised_later_by_the_news_are_not_at_standard_in_2018() -> None:
    load_registry()
    later = ["mn-luong-dien", "th-cam-vu", "thcs-cam-vu", "thcs-ngoc-lien", "thcs-thach-loi", "thcs-luong-dien"]
    later += ["thcs-cam-hung", "mn-cam-hung", "mn-cam-phuc", "mn-cam-vu", "mn-cam-van"]
    schools = School.objects.filter(organisation__code__in=later)
    assert schools.count() == len(later)
    assert not schools.at_standard(dt.date(2018, 12, 31)).exists()


def test_levels_at_the_end_of_2019_are_those_of_the_news() -> None:
    load_registry()
    at_standard = School.objects.at_standard(dt.date(2019, 12, 31))
    assert [at_standard.at_level(level).count() for level in ("MN", "TH", "THCS")] == [13, 20, 17]


def test_recheck_is_five_years_after_recognition() -> None:
    load_registry()
    for row in NationalStandard.objects.all():
        assert row.recheck_due_on == row.recognised_on.replace(year=row.recognised_on.year + 5)


def test_only_schools_named_in_sources_are_not_illustrative() -> None:
    load_registry()
    named = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, is_illustrative=False)
    assert named.count() == 12
    assert named.get(code="th-lai-cach-2").school.land_area_m2 == 4301


def test_a_school_is_described_by_the_rules() -> None:
    load_registry()
    school = Organisation.objects.get(code="mn-cam-vu")
    profile = school.profile_on(dt.date(2018, 3, 1))
    assert profile is not None
    assert (school.name, school.short_name) == ("Trường Mầm non Cẩm Vũ", "MN Cẩm Vũ")
    assert (profile.header_name, profile.symbol) == ("TRƯỜNG MẦM NON CẨM VŨ", "MNCV")
    assert profile.superior_header == school.parent.profiles.get().subordinate_header
    assert profile.place_name == "Cẩm Vũ"
    assert school.profile_on(dt.date(2025, 7, 1)) is None
    facts = school.school.yearly_facts.get(school_year=2017)
    assert facts.teachers == 2 * facts.classes


def test_loading_again_changes_nothing() -> None:
    load_registry()
    before = counts()
    changes = load_registry()
    assert not changes
    assert counts() == before
    assert changes.lines() == ["Không có gì thay đổi"]


def test_an_edit_in_the_file_is_applied_with_its_keys(tmp_path: Path) -> None:
    load_registry(small(tmp_path))
    before = counts()
    changes = load_registry(small(tmp_path, "name: Đông}", "name: Đông Hà}"))
    assert changes.lines() == ["Sửa 1 đơn vị"]
    assert counts() == before
    commune = Organisation.objects.get(code="001")
    assert (commune.name, commune.search_key) == ("Xã Đông Hà", "xa dong ha dong ha 001")


def test_a_school_gone_from_the_file_stays(tmp_path: Path) -> None:
    load_registry(small(tmp_path))
    line = next(line for line in SMALL.splitlines() if "Đông 2" in line)
    changes = load_registry(small(tmp_path, line, "  []"))
    assert not changes
    assert School.objects.count() == 1


def test_rules_add_renewals_staff_and_symbols(tmp_path: Path) -> None:
    load_registry(small(tmp_path))
    school = School.objects.get()
    assert list(school.standards.order_by("recognised_on").values_list("recognised_on", "recheck_due_on")) == [
        (dt.date(2016, 2, 29), dt.date(2021, 2, 28)),
        (dt.date(2021, 2, 28), dt.date(2026, 2, 28)),
    ]
    facts = school.yearly_facts.get()
    assert (facts.managers, facts.teachers, facts.staff) == (3, 8, 4)  # 4 lớp × 1,9 = 7,6
    assert school.organisation.profiles.get().symbol == "MNĐ2"
    assert school.organisation.profiles.get().place_name == "Đông"


@pytest.mark.parametrize(
    ("old", "new", "problem"),
    [
        ("parent: UB}", "parent: XX}", 'nho.yaml, dòng 4 ("PG"): không có đơn vị mang mã “XX”.'),
        ("short_name: UB A}", "short_name: UB A, parent: PG}", 'nho.yaml, dòng 3 ("UB"): trực thuộc vòng tròn'),
        ("kind: education_office", "kind: bureau", 'nho.yaml, dòng 4 ("PG"): “kind: bureau” không có trong danh mục'),
        ("name: Đông}", "nom: Đông}", 'nho.yaml, dòng 6 ("001"): thiếu “name”.'),
        ("name: Đông}", "nom: Đông}", 'nho.yaml, dòng 6 ("001"): không có mục nào tên là “nom”.'),
        ('commune: "001"', "commune: 001", 'nho.yaml, dòng 8 ("Đông 2"): “commune” phải là chữ'),
        ('commune: "001"', 'commune: "002"', 'nho.yaml, dòng 8 ("Đông 2"): không có địa bàn mang mã “002”.'),
        ("[4, 100, 4, 0, 0, 0]", "[4, 100]", 'nho.yaml, dòng 8 ("Đông 2"): “facts” của năm 2017 phải là 6 số nguyên'),
        ("[2016-02-29]", "[2016-02-30]", "nho.yaml, dòng 8: “2016-02-30” không phải là giá trị hợp lệ."),
        ("level: MN, commune", "level: TH, commune", 'nho.yaml, dòng 8 ("Đông 2"): cấp học này chưa có quy luật'),
        ("code: PG,", "code: UB,", 'nho.yaml, dòng 4 ("UB"): ghi hai lần.'),
        ("code: PG,", "code: PG, code: PH,", "nho.yaml, dòng 4: “code” ghi hai lần."),
        ("code: PG,", f"code: {'P' * 21},", "mã: "),
        ("school_profile: {", "school_profile: {colour: x, ", "nho.yaml, dòng 12: không có mục nào tên là “colour”."),
        ("rules:", "rulez:", "nho.yaml: phải có đúng một phần “rules”."),
        ("organisations:", "organisations: [", "sai cú pháp YAML"),
    ],
)
def test_a_mistake_is_named_with_file_and_line(tmp_path: Path, old: str, new: str, problem: str) -> None:
    problems = problems_of(small(tmp_path, old, new))
    assert any(problem in found for found in problems), problems


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    path = small(tmp_path, 'commune: "001"', 'commune: "009", colour: red')
    path.write_text(path.read_text(encoding="utf-8").replace("parent: UB}", "parent: XX}"), encoding="utf-8")
    assert len(problems_of(path)) == 3


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    assert problems_of(tmp_path / "khong-co.yaml")[0].startswith("khong-co.yaml: không đọc được tệp")


def test_the_command_says_what_it_did(tmp_path: Path) -> None:
    out = StringIO()
    call_command("load_registry", small(tmp_path), stdout=out)
    assert "Thêm 4 đơn vị" in out.getvalue()
    with pytest.raises(CommandError, match="chưa nạp gì"):
        call_command("load_registry", small(tmp_path, "rules:", "rulez:"))
