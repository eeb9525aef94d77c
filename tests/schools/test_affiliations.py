"""Where a school belongs, day by day (ADR 0013)."""

import datetime as dt

import pytest
from django.core.exceptions import ValidationError

from schools.models import School, SchoolAffiliation
from schools.services.affiliating import Move, affiliate, leave
from schools.services.row_sync import Changes
from tests.factories import CommuneFactory, SchoolAffiliationFactory, SchoolFactory

pytestmark = pytest.mark.django_db

LAST, FIRST = dt.date(2025, 6, 30), dt.date(2025, 7, 1)
DAY = dt.timedelta(days=1)


def rows_of(school: School) -> list[tuple[int, dt.date | None, dt.date | None]]:
    rows = SchoolAffiliation.objects.filter(school=school).order_by("commune__code")
    return sorted(rows.values_list("commune", "valid_from", "valid_to"), key=lambda row: row[1] or dt.date.min)


def test_a_move_ends_the_commune_before_on_the_day_before() -> None:
    old, new = CommuneFactory(), CommuneFactory()
    school = SchoolFactory(commune=old)
    changes = Changes()

    affiliate([Move(school.pk, new.pk, FIRST)], changes)

    assert rows_of(school) == [(old.pk, None, LAST), (new.pk, FIRST, None)]
    assert changes.lines() == ["Thêm 1 địa bàn theo thời gian", "Sửa 1 địa bàn theo thời gian"]
    school = School.objects.with_communes().get(pk=school.pk)
    assert (school.commune_on(LAST), school.commune_on(FIRST)) == (old, new)


def test_the_same_move_again_changes_nothing() -> None:
    school, commune = SchoolFactory(), CommuneFactory()
    affiliate([Move(school.pk, commune.pk, FIRST)], Changes())
    before = rows_of(school)
    changes = Changes()

    affiliate([Move(school.pk, commune.pk, FIRST)], changes)

    assert not changes
    assert rows_of(school) == before


def test_what_was_before_may_be_told_after_what_comes_later() -> None:
    school = SchoolFactory()
    SchoolAffiliation.objects.filter(school=school).delete()
    old, new = CommuneFactory(), CommuneFactory()

    affiliate([Move(school.pk, new.pk, FIRST)], Changes())
    affiliate([Move(school.pk, old.pk, None)], Changes())

    assert rows_of(school) == [(old.pk, None, LAST), (new.pk, FIRST, None)]


def test_several_schools_take_the_same_statements_as_one(django_assert_num_queries: object) -> None:
    commune = CommuneFactory()
    for number in (1, 3):
        schools = [SchoolFactory() for _ in range(number)]
        moves = [Move(school.pk, commune.pk, FIRST) for school in schools]
        with django_assert_num_queries(5):  # type: ignore[operator]  # begin, what there is, ends, beginnings, commit
            affiliate(moves, Changes())


def test_an_ended_commune_lets_its_schools_go() -> None:
    commune = CommuneFactory()
    stays, moved = SchoolFactory(commune=commune), SchoolFactory()
    school = SchoolFactory(commune=commune)
    affiliate([Move(moved.pk, commune.pk, FIRST)], Changes())

    leave([commune.pk], LAST, Changes())

    assert rows_of(school) == rows_of(stays) == [(commune.pk, None, LAST)]
    assert rows_of(moved)[1] == (commune.pk, FIRST, None)
    assert School.objects.with_communes().get(pk=school.pk).commune_on(FIRST) is None


def test_schools_of_the_area_exist_and_belong_to_a_commune_on_the_day() -> None:
    here = SchoolFactory(organisation__valid_to=LAST)
    left = SchoolFactory()
    leave([left.commune_on(LAST).pk], LAST - DAY, Changes())
    never = SchoolFactory()
    never.affiliations.all().delete()
    goes_on = SchoolFactory()

    assert set(School.objects.belonging(LAST - DAY)) == {here, left, goes_on}
    assert set(School.objects.belonging(LAST)) == {here, goes_on}
    assert set(School.objects.belonging(FIRST)) == {goes_on}


@pytest.mark.parametrize(
    ("valid_from", "valid_to", "fits"),
    [
        (dt.date(2019, 1, 1), None, True),
        (None, dt.date(2017, 12, 31), True),
        (dt.date(2018, 12, 31), None, False),
        (None, dt.date(2018, 1, 1), False),
        (dt.date(2018, 3, 1), dt.date(2018, 3, 1), False),
        (None, None, False),
    ],
)
def test_a_form_refuses_a_day_with_two_communes(
    valid_from: dt.date | None, valid_to: dt.date | None, fits: bool
) -> None:
    known = SchoolAffiliationFactory()  # all of 2018
    row = SchoolAffiliation(school=known.school, commune=CommuneFactory(), valid_from=valid_from, valid_to=valid_to)

    if fits:
        row.full_clean()
    else:
        with pytest.raises(ValidationError, match="đã thuộc một địa bàn khác"):
            row.full_clean()


def mistakes(row: SchoolAffiliation) -> list[str]:
    try:
        row.full_clean()
    except ValidationError as error:
        return error.messages
    return []


def test_a_row_does_not_overlap_itself_nor_another_school() -> None:
    known = SchoolAffiliationFactory()
    other = SchoolAffiliation(school=SchoolAffiliationFactory().school, commune=known.commune, valid_from=FIRST)

    assert mistakes(known) == []
    assert mistakes(other) == []
