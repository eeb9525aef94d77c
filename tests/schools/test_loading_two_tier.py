"""The registry of a commune after July 2025: over the old one, and alone (domain reference §5.6)."""

import datetime as dt
from pathlib import Path

import pytest

from plans.models import PlanReporter
from plans.services.loading import DATA as PLANS
from plans.services.loading import load_plan
from schools.enums import OrganisationKind
from schools.models import Organisation, School
from schools.services.data_files import DataFilesInvalid
from schools.services.loading import DATA, load_registry

pytestmark = pytest.mark.django_db

COMMUNE = DATA / "xa-2025.yaml"
LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
SCHOOLS = [
    "mn-cam-hung", "mn-luong-dien", "mn-ngoc-lien", "th-cam-hung", "th-luong-dien", "th-ngoc-lien", "thcs-cam-hung",
    "thcs-luong-dien", "thcs-ngoc-lien",
]  # fmt: skip
BODIES = ["10903", "DUX", "MTTQX", "PKTX", "PVHXH", "SGDHP", "UBNDTP", "UBNDX", "VPX"]


def bodies_on(day: dt.date) -> list[str]:
    bodies = Organisation.objects.in_force(day).exclude(kind=OrganisationKind.SCHOOL)
    return sorted(bodies.values_list("code", flat=True))


def schools_on(day: dt.date) -> list[str]:
    return sorted(School.objects.belonging(day).values_list("organisation__code", flat=True))


def test_over_the_old_registry_everything_of_the_old_organisation_ends_and_schools_go_on() -> None:
    load_registry()
    before = bodies_on(LAST)

    load_registry(COMMUNE)

    assert bodies_on(LAST) == before
    assert bodies_on(FIRST) == BODIES
    assert len(schools_on(LAST)) == 59
    assert schools_on(FIRST) == SCHOOLS


def test_alone_it_brings_a_commune_that_starts_afresh() -> None:
    changes = load_registry(COMMUNE)

    assert (bodies_on(FIRST), schools_on(FIRST), schools_on(LAST)) == (BODIES, SCHOOLS, [])
    assert not changes.updated
    assert not load_registry(COMMUNE)


@pytest.mark.parametrize("over_the_old", [True, False])
def test_a_code_given_out_again_is_another_commune(over_the_old: bool) -> None:
    if over_the_old:
        load_registry()
    load_registry(COMMUNE)

    school = School.objects.with_communes().get(organisation__code="mn-ngoc-lien")
    then, now = school.commune_on(LAST), school.commune_on(FIRST)

    assert now is not None
    assert (now.code, now.name) == ("10903", "Xã Cẩm Giàng")
    assert (then.code, then.name) == ("10903", "Xã Ngọc Liên") if over_the_old and then else then is None
    assert school.organisation.parent.code == "UBNDX"


def test_a_school_has_the_words_of_each_day() -> None:
    load_registry()
    load_registry(COMMUNE)
    school = Organisation.objects.get(code="thcs-luong-dien")

    then, now = school.profile_on(LAST), school.profile_on(FIRST)

    assert then is not None
    assert now is not None
    assert (then.superior_header, then.place_name) == ("PHÒNG GD&ĐT CẨM GIÀNG", "Lương Điền")
    assert (now.superior_header, now.place_name) == ("UBND XÃ CẨM GIÀNG", "Cẩm Giàng")
    assert then.header_name == now.header_name == "TRƯỜNG THCS LƯƠNG ĐIỀN"


def test_loading_the_old_registry_again_revives_nothing() -> None:
    load_registry()
    load_registry(COMMUNE)

    load_registry()

    assert bodies_on(FIRST) == BODIES
    assert schools_on(FIRST) == SCHOOLS
    assert Organisation.objects.get(code="mn-ngoc-lien").parent.code == "UBNDX"
    assert not load_registry(COMMUNE).created


def test_a_body_that_goes_on_is_named(tmp_path: Path) -> None:
    load_registry()
    for part in ("xa-2025.yaml", "xa-2025/truong.yaml"):
        copy = tmp_path / part
        copy.parent.mkdir(exist_ok=True)
        text = (DATA / part).read_text(encoding="utf-8")
        copy.write_text(text.replace("outlive: []", "outlive: [HCGC]"), encoding="utf-8")

    load_registry(tmp_path / "xa-2025.yaml")

    assert bodies_on(FIRST) == sorted([*BODIES, "HCGC"])


def test_a_school_moves_when_its_own_entry_says_so(tmp_path: Path) -> None:
    path = tmp_path / "hai-xa.yaml"
    text = """
organisations: [{code: UB, kind: peoples_committee, name: Ủy ban A, short_name: UB A}]
communes:
  - {code: "001", type: xã, name: Đông, valid_to: 2024-12-31}
  - {code: "001", type: xã, name: Tây, valid_from: 2025-01-01}
schools: [{name: Đông 2, level: MN, commune: "001"}]
rules: {school_parent: UB, levels: [{level: MN, title: Trường Mầm non, short: MN}]}
"""
    path.write_text(text, encoding="utf-8")
    load_registry(path)

    path.write_text(text.replace('commune: "001"}]', 'commune: "001", belongs_since: 2025-01-01}]'), encoding="utf-8")
    load_registry(path)

    school = School.objects.with_communes().get()
    names = [school.commune_on(day).name for day in (dt.date(2024, 12, 31), dt.date(2025, 1, 1))]
    assert names == ["Xã Đông", "Xã Tây"]


class TestPlan:
    def test_the_schools_of_the_commune_report_to_its_office(self) -> None:
        load_registry()
        load_registry(COMMUNE)

        plan = load_plan(PLANS / "xa-2025.yaml")

        assert (plan.issuer.code, plan.receiver.code, plan.forwarded_to.code) == ("PVHXH", "PVHXH", "UBNDX")
        reporters = PlanReporter.objects.filter(plan=plan).values_list("organisation__code", flat=True)
        assert sorted(reporters) == SCHOOLS
        assert plan.is_illustrative
        assert plan.full_number == ""

    def test_it_moves_to_another_year(self) -> None:
        load_registry(COMMUNE)

        plan = load_plan(PLANS / "xa-2025.yaml", year=2027)

        assert (plan.year, plan.reporters.count()) == (2027, 9)
        assert [period.deadline_on.year for period in plan.periods.all()] == [2027] * 4

    def test_the_district_of_2018_asks_all_its_schools(self) -> None:
        load_registry()
        load_registry(COMMUNE)

        assert load_plan().reporters.count() == 59

    @pytest.mark.parametrize(
        ("reporters", "problem"),
        [
            ('{schools_of: "99999"}', "không có địa bàn mang mã “99999”."),
            ('{schools: "10903"}', "thiếu “schools_of”."),
            ("some", "“reporters” nhận all_schools"),
        ],
    )
    def test_mistakes_about_reporters_are_named(self, tmp_path: Path, reporters: str, problem: str) -> None:
        load_registry(COMMUNE)
        text = (PLANS / "xa-2025.yaml").read_text(encoding="utf-8")
        path = tmp_path / "plan.yaml"
        path.write_text(
            text.replace('{schools_of: "10903"}', reporters).replace("  - ", f"  - {PLANS}/", 5), encoding="utf-8"
        )

        with pytest.raises(DataFilesInvalid) as caught:
            load_plan(path)

        assert any(problem in found for found in caught.value.problems), caught.value.problems
