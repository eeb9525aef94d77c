"""Children of one year of birth in one commune, and sharing whole numbers out among them."""

from collections.abc import Sequence

from reports.demo.clock import dice
from schools.enums import Grade
from schools.models import School

# At which age (full years on the first day of school) the children of a grade are, and which share of them comes:
# crèches take few, hardly anybody stays at home at five, and some leave the commune for another school later.
ENTRY_AGE = {grade: place + 2 for place, grade in enumerate(Grade)}
COMES = {Grade.NURSERY: 0.55, Grade.AGE_3: 0.8, Grade.AGE_4: 0.92, Grade.AGE_5: 0.99}
SWING = 0.09  # how much bigger or smaller than usual a year of birth can be
GROWTH = 1.012  # each year of birth against the one before it: the communes around the factories grow
BASE_YEAR = 2008


def children_of(school: School, school_year: int) -> dict[Grade, float]:
    """How the school's grades stand to each other in a school year, youngest first; the unit has no meaning."""
    place = school.affiliations.all()[0].commune.code if school.affiliations.all() else school.organisation.code
    return {grade: _comers(grade, place, school_year) for grade in Grade.of_levels(school.levels)}


def _comers(grade: Grade, place: str, school_year: int) -> float:
    born = school_year - ENTRY_AGE[grade]
    swing = dice("cohort", place, born).uniform(1 - SWING, 1 + SWING)
    return COMES.get(grade, 1.0) * GROWTH ** (born - BASE_YEAR) * swing


def apportion(total: int, weights: Sequence[float], *, least: int = 0) -> list[int]:
    """`total` in whole parts as near to the weights as can be (largest remainders), each part at least `least`.

    Raises:
        ValueError: the total is too small for that.
    """
    free = total - least * len(weights)
    if free < 0:
        raise ValueError(f"{total} cannot be shared by {len(weights)} with {least} each")
    whole = sum(weights) or 1
    exact = [free * weight / whole for weight in weights]
    parts = [int(share) for share in exact]
    rest = sorted(range(len(parts)), key=lambda at: (parts[at] - exact[at], at))
    for at in rest[: free - sum(parts)]:
        parts[at] += 1
    return [part + least for part in parts]
