"""What amounts mean beside each other: exact decimals, no money appears or vanishes in a sum."""

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from facilities.money import Money, total, total_gap

amounts = st.integers(0, 10**10).map(lambda n: Decimal(n).scaleb(-3))
# A machine that runs other tests beside this one is slow, not wrong.
moneys = st.builds(Money, amounts, amounts, amounts, amounts, amounts, st.integers(0, 9))


@given(st.lists(moneys, max_size=8))
def test_a_sum_holds_every_amount_exactly(rows: list[Money]) -> None:
    found = total(rows)

    for name in ("needed", "allocated", "spent", "contributed", "labour_days", "unvalued"):
        assert getattr(found, name) == sum((getattr(row, name) for row in rows), Decimal(0))
    assert found.balance == sum((row.balance for row in rows), Decimal(0))


@given(st.lists(moneys, max_size=8))
def test_money_of_one_school_fills_no_hole_of_another(rows: list[Money]) -> None:
    assert total_gap(rows) >= total(rows).gap
    assert total_gap(rows) == sum((row.gap for row in rows), Decimal(0))


@given(moneys, amounts)
def test_more_money_never_widens_the_gap(money: Money, more: Decimal) -> None:
    richer = money + Money(allocated=more)

    assert 0 <= richer.gap <= money.gap
    assert richer.gap in (0, money.gap - more)


def test_nothing_allocated_has_no_rate_and_overspending_shows() -> None:
    assert Money(spent=Decimal(5)).spent_percent is None
    assert Money(allocated=Decimal(8), spent=Decimal(2)).spent_percent == 25
    assert Money(allocated=Decimal(8), spent=Decimal(8)).is_overspent is False
    assert Money(allocated=Decimal(8), spent=Decimal("8.001")).is_overspent is True
