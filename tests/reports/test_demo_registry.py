"""The school years of the demonstration: grades that add up, cohorts that move on, two years more than the registry."""

import pytest
from django.db.models import F, Sum

from reports.demo.cohorts import apportion
from reports.demo.registry import write_years
from schools.enums import Grade
from schools.models import GradeFacts, School, SchoolYearFacts
from tests.factories import SchoolFactory, SchoolYearFactsFactory


def _schools() -> list[School]:
    return list(School.objects.with_communes().prefetch_related("yearly_facts"))


@pytest.fixture
def two_schools(db):
    """A kindergarten and a school of two levels, with one and with two years told by the registry."""
    small = SchoolFactory(levels="MN", land_area_m2="6000")
    big = SchoolFactory(levels="TH THCS")
    SchoolYearFactsFactory(school=small, school_year=2017, classes=12, pupils=331, teachers=20)
    SchoolYearFactsFactory(school=big, school_year=2017, classes=25, pupils=801, teachers=40)
    SchoolYearFactsFactory(school=big, school_year=2018, classes=26, pupils=833, teachers=41)
    return small, big


def test_two_years_come_before_those_of_the_registry(two_schools):
    small, big = two_schools

    write_years(_schools())

    years = {school: set(school.yearly_facts.values_list("school_year", flat=True)) for school in two_schools}
    assert years == {small: {2015, 2016, 2017}, big: {2015, 2016, 2017, 2018}}
    told = big.yearly_facts.filter(school_year__gte=2017).values_list("classes", "pupils", "teachers")
    assert set(told) == {(25, 801, 40), (26, 833, 41)}


def test_grades_add_up_to_the_year(two_schools):
    write_years(_schools())

    sums = SchoolYearFacts.objects.annotate(in_classes=Sum("grades__classes"), in_pupils=Sum("grades__pupils"))
    assert sums.count() == 7
    assert sums.filter(in_classes=F("classes"), in_pupils=F("pupils")).count() == 7
    assert set(GradeFacts.objects.filter(facts__school__levels="MN").values_list("grade", flat=True)) == {
        grade.value for grade in Grade.of_levels("MN")
    }
    assert not GradeFacts.objects.filter(classes=0).exists()


def test_children_of_a_grade_are_those_of_the_grade_below_a_year_earlier(two_schools):
    write_years(_schools())

    pupils = {
        (row.facts.school_year, row.grade): row.pupils
        for row in GradeFacts.objects.filter(facts__school=two_schools[1]).select_related("facts")
    }
    shares = [
        pupils[year + 1, Grade(grade).following] / count
        for (year, grade), count in pupils.items()
        if (year + 1, Grade(grade).following) in pupils
    ]
    assert len(shares) == 24
    assert all(0.9 < share < 1.1 for share in shares)


def _grades() -> list[tuple]:
    rows = GradeFacts.objects.order_by("facts__school", "facts__school_year", "pk")
    return list(rows.values_list("facts__school", "facts__school_year", "grade", "classes", "pupils"))


def test_the_same_registry_gets_the_same_years(two_schools):
    write_years(_schools())
    first = _grades()
    SchoolYearFacts.objects.filter(school_year__lt=2017).delete()

    write_years(_schools())

    assert _grades() == first


def test_what_the_registry_leaves_open_is_filled_in_consistently(two_schools):
    write_years(_schools())

    for facts in SchoolYearFacts.objects.select_related("school"):
        assert facts.girls < facts.pupils
        assert facts.teachers_permanent + facts.teachers_contract == facts.teachers
        assert facts.teachers_above_standard <= facts.teachers_at_standard <= facts.teachers
        assert facts.land_area_m2 == facts.school.land_area_m2


@pytest.mark.parametrize(
    ("total", "weights", "least", "parts"),
    [(10, [1, 1, 1], 0, [4, 3, 3]), (7, [5, 1, 1], 1, [4, 2, 1]), (0, [1, 2], 0, [0, 0]), (3, [0, 0, 0], 1, [1, 1, 1])],
)
def test_sharing_out_loses_nothing(total, weights, least, parts):
    assert apportion(total, weights, least=least) == parts


def test_too_little_to_share_is_refused():
    with pytest.raises(ValueError, match="cannot be shared"):
        apportion(2, [1, 1, 1], least=1)
