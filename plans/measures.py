"""Figures: pure functions without database (architecture §5, domain reference §3.6).

All arithmetic is done with `Decimal` or `Fraction`; nothing is rounded here. Rounding belongs to the display, because
a rounded 79,66 % would pass a target of 80 %.
"""

import enum
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from plans.enums import Operator

AMBER_MARGIN = Fraction(10, 100)
COVERAGE_BOUND = Fraction(95, 100)


class Standing(enum.Enum):
    """The light of a target."""

    GREEN = "green"
    AMBER = "amber"
    RED = "red"
    GREY = "grey"


@dataclass(frozen=True)
class RatioTotal:
    """Σn and Σd over the units that gave both, and how many units that was."""

    numerator: Decimal
    denominator: Decimal
    units: int


def ratio_total(pairs: Iterable[tuple[Decimal | None, Decimal | None]]) -> RatioTotal:
    """Add numerators and denominators over the units that gave both; a half-given pair counts as not reported."""
    numerator = denominator = Decimal(0)
    units = 0
    for n, d in pairs:
        if n is not None and d is not None:
            numerator, denominator, units = numerator + n, denominator + d, units + 1
    return RatioTotal(numerator, denominator, units)


def ratio(numerator: Decimal | None, denominator: Decimal | None, factor: int = 100) -> Fraction | None:
    """`factor·n/d`, exact; None when a part is missing or the denominator is 0. Never the mean of percentages."""
    if numerator is None or denominator is None or denominator == 0:
        return None
    return factor * Fraction(numerator) / Fraction(denominator)


def progress(actual: Fraction | Decimal | None, baseline: Decimal | None, target: Decimal | None) -> Fraction | None:
    """The share of the way from baseline to target, the same for rising and falling indicators, unclamped.

    None without actual, baseline or target, and when baseline and target are equal (there is no way to go).
    """
    if actual is None or baseline is None or target is None or baseline == target:
        return None
    return (Fraction(actual) - Fraction(baseline)) / (Fraction(target) - Fraction(baseline))


def is_met(
    actual: Fraction | Decimal | None,
    operator: str,
    value: Decimal | None,
    *,
    upper: Decimal | None = None,
    baseline: Fraction | Decimal | None = None,
    lower_is_better: bool = False,
    holding: bool = False,
) -> bool | None:
    """Whether the target is reached, by its operator on the unrounded number; None when nothing can be said.

    A range is met from its lower end on: "4–5 trường" is met by 4, and 5 and more is the stretch (reference §3.6.11);
    with `upper` it is a corridor that must not be left at either end. IMPROVE compares with the baseline in the good
    direction; `holding` is content with the baseline itself ("giữ vững", reference §3.2).

    Raises:
        ValueError: the operator is not known.
    """
    if actual is None:
        return None
    number = Fraction(actual)
    if operator == Operator.IMPROVE:
        if baseline is None:
            return None
        gain = Fraction(baseline) - number if lower_is_better else number - Fraction(baseline)
        return gain >= 0 if holding else gain > 0
    if value is None:
        return None
    bound = Fraction(value)
    match operator:
        case Operator.LESS:
            return number < bound
        case Operator.AT_MOST:
            return number <= bound
        case Operator.EQUAL:
            return number == bound
        case Operator.AT_LEAST:
            return number >= bound
        case Operator.RANGE:
            return number >= bound and (upper is None or number <= Fraction(upper))
        case Operator.GREATER:
            return number > bound
    raise ValueError(f"unknown operator {operator!r}")


def is_stretch_met(
    actual: Fraction | Decimal | None, stretch: Decimal | None, *, lower_is_better: bool = False
) -> bool:
    """Whether the higher ambition of a range target is reached."""
    if actual is None or stretch is None:
        return False
    return Fraction(actual) <= Fraction(stretch) if lower_is_better else Fraction(actual) >= Fraction(stretch)


def single_case_decides(
    denominator: Decimal | None, operator: str, value: Decimal | None, *, factor: int = 100
) -> bool:
    """Whether one case more or less would turn round an upper bound on a rate: with fewer than 99 children "below
    1,02 %" is met by zero cases only (reference §3.6.3), so the rate alone says nothing about them."""
    if operator not in (Operator.LESS, Operator.AT_MOST) or value is None or not denominator:
        return False
    one = factor / Fraction(denominator)
    return one >= Fraction(value) if operator == Operator.LESS else one > Fraction(value)


def fences(values: Iterable[Fraction | Decimal]) -> tuple[Fraction, Fraction] | None:
    """Between which values figures of schools lie that are not conspicuous: the quartiles and one and a half times
    their distance on either side (Tukey). None for fewer than five values, of which no one stands out."""
    ordered = sorted(Fraction(value) for value in values)
    if len(ordered) < 5:
        return None
    low, high = _quantile(ordered, Fraction(1, 4)), _quantile(ordered, Fraction(3, 4))
    reach = (high - low) * 3 / 2
    return low - reach, high + reach


def _quantile(ordered: Sequence[Fraction], share: Fraction) -> Fraction:
    """By linear interpolation between the neighbours, as spreadsheets do (QUARTILE.INC)."""
    place = share * (len(ordered) - 1)
    below = place.numerator // place.denominator
    above = min(below + 1, len(ordered) - 1)
    return ordered[below] + (ordered[above] - ordered[below]) * (place - below)


def elapsed_share(start: int, end: int, now: int) -> Fraction:
    """The share of time between two day numbers, clamped to 0…1: the expected progress without a milestone."""
    if end <= start:
        return Fraction(1)
    return min(max(Fraction(now - start, end - start), Fraction(0)), Fraction(1))


def standing(
    progress_share: Fraction | None,
    expected_share: Fraction | None,
    *,
    met: bool | None = None,
    already_met: bool = False,
) -> Standing:
    """The light: green p ≥ e, amber within ten points below, red beyond, grey when unknown or not due.

    A target without a usable baseline has no progress. It is green when met; when it is not met, red once the whole
    way is due (e ≥ 1) and grey before. A target that the baseline had `already_met` is there to be held: green while
    it is met, red once it is lost, whatever the time.
    """
    if expected_share is None:
        return Standing.GREY
    if already_met and met is not None:
        return Standing.GREEN if met else Standing.RED
    if progress_share is None:
        if met is None:
            return Standing.GREY
        if met:
            return Standing.GREEN
        return Standing.RED if expected_share >= 1 else Standing.GREY
    if progress_share >= expected_share:
        # The whole way is due and arithmetic says "arrived", but a strict operator may still say "not met".
        return Standing.AMBER if met is False and expected_share >= 1 else Standing.GREEN
    if progress_share >= expected_share - AMBER_MARGIN:
        return Standing.AMBER
    return Standing.RED


def cumulative_falls(previous: Fraction | Decimal | None, current: Fraction | Decimal | None) -> bool:
    """Whether a figure counted since the beginning of the year became smaller, which it cannot."""
    return previous is not None and current is not None and current < previous


def changes_beyond(previous: Decimal | None, current: Decimal | None, bound_percent: int | None) -> bool:
    """Whether a figure moved by more than the bound, in percent of the previous value."""
    if previous is None or current is None or bound_percent is None or previous == 0:
        return False
    return abs(Fraction(current) - Fraction(previous)) * 100 > Fraction(bound_percent) * abs(Fraction(previous))


def coverage_is_low(measured: Fraction | Decimal | None, whole: Fraction | Decimal | None) -> bool:
    """Whether fewer than 95 % of those who should be measured were (reference §3.6.4)."""
    if measured is None or not whole:
        return False
    return Fraction(measured) / Fraction(whole) < COVERAGE_BOUND


def share(part: int, whole: int) -> Fraction | None:
    """part/whole, None for an empty whole: completeness and timeliness."""
    return Fraction(part, whole) if whole else None


# -- tasks --------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class TaskNode:
    """A task as the weighted progress sees it. `progress` is in percent; of a task that repeats one of another plan it
    is that one's. `same_as` names the task that says the same."""

    key: int
    parent: int | None = None
    weight: int = 1
    progress: Fraction | int | None = None
    same_as: int | None = None


@dataclass(frozen=True)
class Achieved:
    """How far some tasks have come together: percent, over `counted` of `total` tasks."""

    percent: Fraction | None
    counted: int
    total: int


def weighted_progress(nodes: Iterable[TaskNode]) -> dict[int | None, Achieved]:
    """`Σw·p/Σw` over the tasks that have a progress: for every task with tasks below it, and under None for all.

    Only tasks without tasks below them count, so a parent is the mean of its children weighted by what stands below
    each. Tasks that say the same are one task, counted once, with weight and progress of the original (domain
    reference §4.1, §10). A chain of equal tasks that ends in itself is one task, that with the smallest key.
    """
    by_key = {node.key: node for node in nodes}
    below: dict[int | None, list[int]] = {None: []}
    for node in by_key.values():
        below.setdefault(node.parent if node.parent in by_key else None, []).append(node.key)
    originals = {key: _original(key, by_key) for key in by_key}
    # A task of another plan stands for all that repeat it here.
    foreign = {node.same_as: node for node in by_key.values() if node.same_as is not None}
    found = {}
    for key, children in below.items():
        counted = [by_key.get(leaf) or foreign[leaf] for leaf in _leaves(children, below, originals)]
        found[key] = _achieved(counted)
    return found


def _original(key: int, by_key: dict[int, TaskNode]) -> int:
    chain = [key]
    while (following := by_key[chain[-1]].same_as) is not None:
        if following in chain:
            return min(chain[chain.index(following) :])
        if following not in by_key:
            return following
        chain.append(following)
    return chain[-1]


def _leaves(start: Iterable[int], below: dict[int | None, list[int]], originals: dict[int, int]) -> set[int]:
    """The originals of all that stands below; one that has tasks below itself stands for those."""
    waiting, seen, found = list(start), set(), set()
    while waiting:
        key = waiting.pop()
        if key in seen:
            continue
        seen.add(key)
        target = originals[key]
        if target in below:
            waiting.extend(below[target] if target == key else [target])
        else:
            found.add(target)
    return found


def _achieved(leaves: Sequence[TaskNode]) -> Achieved:
    known = [(node.weight, Fraction(node.progress)) for node in leaves if node.progress is not None]
    weight = sum(weight for weight, _ in known)
    percent = sum((w * p for w, p in known), Fraction(0)) / weight if weight else None
    return Achieved(percent, len(known), len(leaves))
