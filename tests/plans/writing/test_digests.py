import datetime as dt
from decimal import Decimal

import pytest

from plans.digests import digest_of
from tests.factories import PlanRecipientFactory, TargetFactory


def test_equal_contents_give_equal_digests() -> None:
    first = digest_of([{"a": Decimal("80.00"), "b": dt.date(2018, 3, 10)}])

    assert first == digest_of([{"b": dt.date(2018, 3, 10), "a": Decimal(80)}])


@pytest.mark.parametrize("other", [[], ["b", "a"], ["a"], ["a", "b", None], [["a", "b"]]])
def test_any_difference_changes_the_digest(other: list[object]) -> None:
    assert digest_of(["a", "b"]) != digest_of(other)


@pytest.mark.django_db
def test_a_row_read_again_has_the_same_digest_until_it_is_changed() -> None:
    recipient = PlanRecipientFactory()
    before = digest_of([recipient])
    recipient.refresh_from_db()
    unchanged = digest_of([recipient])
    recipient.name = "Đơn vị khác"

    assert (unchanged, digest_of([recipient]) == before) == (before, False)


@pytest.mark.django_db
def test_numbers_of_the_database_and_of_a_form_are_one() -> None:
    target = TargetFactory(value=Decimal(80))
    before = digest_of([target])
    target.refresh_from_db()

    assert digest_of([target]) == before


def test_what_json_cannot_say_is_refused() -> None:
    with pytest.raises(TypeError):
        digest_of([object()])
