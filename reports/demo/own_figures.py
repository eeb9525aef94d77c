"""What the office and the communes enter of figures no school has: one rule for each code, in the texts that are typed.

Every figure is illustrative. They tell of a year in which a rank is won back, complaints are answered, and the communes
of the new-rural programme finish their school buildings one after the other.
"""

from collections.abc import Callable
from decimal import Decimal

from reports.demo import story
from reports.demo.clock import dice
from reports.demo.figures import namesake
from vietnamese.numbers import number_for_input

Cells = tuple[str, ...]

NOT_APPLICABLE, NOT_YET = "k", "c"
# Ranks among the twelve districts: the exam is in June, the contest of grade 9 in spring. The first is that of the
# closed year, the second that of the running one.
EXAM_RANK, CONTEST_RANK = (6, 5), (4, 4)
RANKED_FROM = {"B20": 3, "B22": 2}
INSPECTIONS = (6, 14, 21, 27)
COMPLAINTS = ((5, 6), (11, 12), (15, 17), (21, 22))  # resolved of received
BUDGET = ("4250.0", "12600.5", "21380.0", "28940.5")  # million đồng
MOVED_TEACHERS = (0, 0, 4, 6)
# The communes with the schools of `story.HURRYING`, and since when the last one teaches everybody who must learn.
HURRYING_COMMUNES = ("Ngọc Liên", "Lương Điền", "Cẩm Phúc", "Cẩm Vũ")
LATE_COMMUNE, UNIVERSAL_SINCE = "Cẩm Sơn", 4


def _told(values: tuple[int, ...]) -> Callable[[int, int], Cells]:
    return lambda year, position: (str(values[position - 1] + _more(year, position)),)


def _more(year: int, position: int) -> int:
    """A little more each period than in the year of the story, so that two years differ."""
    return position * dice("own figures", year).randint(0, 2) if year != story.YEAR else 0


def _rank(code: str, ranks: tuple[int, int]) -> Callable[[int, int], Cells]:
    def rule(year: int, position: int) -> Cells:
        return (str(ranks[year != story.YEAR]) if position >= RANKED_FROM[code] else NOT_YET,)

    return rule


def _complaints(year: int, position: int) -> Cells:
    resolved, received = COMPLAINTS[position - 1]
    return str(resolved), str(received)


def _budget(year: int, position: int) -> Cells:
    spent = Decimal(BUDGET[position - 1]) + 350 * _more(year, position)
    return (number_for_input(spent, decimals=1),)


OFFICE: dict[str, Callable[[int, int], Cells]] = {
    "B20": _rank("B20", EXAM_RANK),
    "B22": _rank("B22", CONTEST_RANK),
    "B43": lambda year, position: ("1",),
    "B58": lambda year, position: (str(MOVED_TEACHERS[position - 1]),),
    "B64": _told(INSPECTIONS),
    "B65": _complaints,
    "B69": _budget,
}


def office_cells(code: str, *, is_ratio: bool, year: int, position: int) -> Cells:
    """What the office types for one indicator; one without a rule is said not to be available yet."""
    rule = OFFICE.get(namesake(code))
    return rule(year, position) if rule else (NOT_YET,) * (2 if is_ratio else 1)


def commune_cells(code: str, commune: str, *, is_ratio: bool, position: int) -> Cells:
    """What is typed for one commune, known by its short name."""
    if code == "B02":
        return (_has_finished(commune, position),)
    if code == "B43":
        return (str(int(commune != LATE_COMMUNE or position >= UNIVERSAL_SINCE)),)
    return (NOT_YET,) * (2 if is_ratio else 1)


def _has_finished(commune: str, position: int) -> str:
    """A commune has finished when all its schools have that hurry."""
    if commune not in HURRYING_COMMUNES:
        return NOT_APPLICABLE
    done = story.HURRYING[: story.FINISHED_BY[position - 1]]
    mine = [school for school in story.HURRYING if school.endswith(f" {commune}")]
    return str(int(all(school in done for school in mine)))
