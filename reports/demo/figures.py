"""What a school types into the grid: one rule for each indicator code of reference §3, in the school's own format.

A rule gives the texts of the cells: numerator and denominator of a ratio, otherwise one value. `k` and `c` say "does
not apply" and "not available yet". Texts and not numbers, because the demonstration is typed in like any report.
"""

from collections.abc import Callable
from decimal import Decimal

from reports.demo import story
from reports.demo.clock import dice
from reports.demo.district import RATES, Case
from reports.demo.story import Part
from vietnamese.numbers import number_for_input

Cells = tuple[str, ...]
Rule = Callable[[Case, str], Cells]

NOT_APPLICABLE, NOT_YET = "k", "c"
EVENLY = (0.2, 0.5, 0.75, 1.0)
IN_SPRING = (0.6, 1.0, 1.0, 1.0)  # pupils compete before summer
IN_SUMMER = (0.1, 0.4, 0.9, 1.0)  # swimming lessons, building works
EXAM_RESULTS_FROM = 3  # the entrance exam is in June, after the second report
FIVE_YEAR_OLDS = 0.37  # of the kindergarten children


def _draw(case: Case, code: str, low: float, high: float) -> float:
    """The same for a school and a code all year long."""
    return dice("figure", case.school.key, case.year, code).uniform(low, high)


def _ratio(numerator: int, denominator: int) -> Cells:
    return str(max(min(numerator, denominator), 0)), str(denominator)


def _share(whole: Callable[[Case], int], low: float, high: float, growth: float = 0.0) -> Rule:
    """A part of a whole that grows a little each period."""

    def rule(case: Case, code: str) -> Cells:
        share = _draw(case, code, low, high) + growth * (case.position - 1)
        return _ratio(round(share * whole(case)), whole(case))

    return rule


def _adding_up(low: float, high: float, pace: tuple[float, ...] = EVENLY, decimals: int = 0) -> Rule:
    """A figure counted since the beginning of the year: it can only grow."""

    def rule(case: Case, code: str) -> Cells:
        amount = Decimal(str(round(_draw(case, code, low, high) * pace[case.position - 1], decimals)))
        return (number_for_input(amount, decimals=decimals),)

    return rule


def _graduates(case: Case) -> int:
    return round(case.school.classes * 34 * 0.23)


def _enrolled(case: Case, code: str, within: tuple[float, float], children: int, private: tuple[int, int]) -> Cells:
    """Children in public and private places of all children of the age who live in the commune."""
    elsewhere = round(_draw(case, code + "p", *private))
    usual = {"B30": 0.25, "B31": 0.75}[code] * case.school.classes * 27
    living = round((max(usual, children) + elsewhere) / _draw(case, code, *within))
    return _ratio(children + elsewhere, living)


def _five_year_olds(case: Case, code: str) -> Cells:
    fives = round(FIVE_YEAR_OLDS * case.preschool)
    return _ratio(fives, fives + round(_draw(case, code, -0.4, 1.4)))


def _completed(case: Case, code: str) -> Cells:
    if case.position == 1:
        return NOT_YET, NOT_YET
    fives = round(FIVE_YEAR_OLDS * 0.75 * case.school.classes * 26)
    return _ratio(fives - round(_draw(case, code, -0.4, 1.3)), fives)


def _after_exams(low: float, high: float) -> Rule:
    def rule(case: Case, code: str) -> Cells:
        if case.position < EXAM_RESULTS_FROM:
            return NOT_YET, NOT_YET
        return _ratio(round(_draw(case, code, low, high) * _graduates(case)), _graduates(case))

    return rule


def _exam_score(case: Case, code: str) -> Cells:
    if case.position < EXAM_RESULTS_FROM:
        return NOT_YET, NOT_YET
    total = Decimal(round(_draw(case, code, 26, 36) * _graduates(case) * 4)) / 4  # marks come in quarters
    return number_for_input(total, decimals=2), str(_graduates(case))


def _weak(case: Case, code: str) -> Cells:
    usual = case.pupils * _draw(case, code, 0.014, 0.032) * (1.0, 0.92, 0.96, 0.88)[case.position - 1]
    if case.school.part is Part.OUTLIER:
        usual = story.OUTLIER_COUNT
    return _ratio(max(round(usual), 4), case.pupils)


def _dropouts(case: Case, code: str) -> Cells:
    """Counted from September, so the autumn begins again at 0."""
    left = (0.4, 1.0, 0.0, 0.4)[case.position - 1] * _draw(case, code, 0, 2.2)
    return _ratio(round(left), case.pupils + 2)


def _missing_rooms(case: Case, code: str) -> Cells:
    return (str(max(case.school.classes - case.school.rooms, 0)),)


def _land(case: Case, code: str) -> Cells:
    if not case.school.is_on_new_site or case.school.land is None:
        return NOT_APPLICABLE, NOT_APPLICABLE
    return number_for_input(case.school.land, decimals=1), str(case.pupils)


def _hurried(case: Case, code: str) -> Cells:
    if case.school.name not in story.HURRYING:
        return (NOT_APPLICABLE,)
    return (str(int(story.HURRYING.index(case.school.name) < story.FINISHED_BY[case.position - 1])),)


def _counted(case: Case, code: str) -> Cells:
    n, d = case.pairs[code]
    return str(n), str(d)


def _pupils(case: Case) -> int:
    return case.pupils


def _children(case: Case) -> int:
    return case.nursery + case.preschool


RULES: dict[str, Rule] = {
    **dict.fromkeys(RATES, _counted),
    "A01": lambda case, code: (str(case.nursery),),
    "A02": lambda case, code: (str(case.preschool),),
    "A03": lambda case, code: (str(case.pupils),),
    "B08": lambda case, code: (str(case.school.campuses),),
    "B09": _land,
    "B10": _hurried,
    "B21": _exam_score,
    "B23": _adding_up(5, 16, IN_SPRING),
    "B24": _adding_up(3, 14, (0.3, 0.6, 0.8, 1.0)),
    "B25": _adding_up(1, 4, (0.3, 1.0, 1.0, 1.0)),
    "B30": lambda case, code: _enrolled(case, code, (0.34, 0.46), case.nursery, (10, 30)),
    "B31": lambda case, code: _enrolled(case, code, (0.93, 0.98), case.preschool, (4, 20)),
    "B32": _five_year_olds,
    "B33": _completed,
    "B34": _adding_up(-4, 1.2),
    "B35": _share(_children, 0.96, 1.0),
    "B36": _share(_pupils, 0.42, 0.82, 0.01),
    "B37": _share(_pupils, 0.94, 1.02),
    "B38": _share(_pupils, 0.24, 0.42, 0.02),
    "B39": _adding_up(60, 170, IN_SUMMER),
    "B40": lambda case, code: (str(int(_draw(case, code, 0, 1) > 0.85)),),
    "B41": _after_exams(0.68, 0.8),
    "B42": _after_exams(0.12, 0.19),
    "B44": _dropouts,
    "B45": _missing_rooms,
    "B46": lambda case, code: (str(case.school.borrowed * 24),),
    "B47": _adding_up(-2, 3, (0.0, 0.0, 0.7, 1.0)),
    "B54": _share(lambda case: case.school.teachers, 0.55, 0.86, 0.01),
    "B57": _adding_up(2, 8, (0.3, 0.8, 0.9, 1.0)),
    "B60": _share(_pupils, 0.35, 0.78, 0.02),
    "B62": _adding_up(6, 14),
    "B63": _weak,
    "B66": _adding_up(20, 44),
    "B68": _adding_up(24, 190, EVENLY, decimals=1),
    "B70": _adding_up(12, 44),
    "B71": _adding_up(18, 84),
}


def namesake(code: str) -> str:
    """The code of reference §3 for an indicator that was only reworded for the two-tier government: C23 is B23."""
    return f"B{code[1:]}" if code.startswith("C") else code


def cells_of(case: Case, code: str, *, is_ratio: bool, chapter: story.Chapter) -> Cells:
    """What the school types for one indicator. An indicator without a rule is said not to be available yet."""
    code = namesake(code)
    rule = RULES.get(code)
    if rule is None:
        return (NOT_YET, NOT_YET) if is_ratio else (NOT_YET,)
    cells = tuple("0" if text.startswith("-") or text == "" else text for text in rule(case, code))
    return _told(case, code, cells, chapter)


def _told(case: Case, code: str, cells: Cells, chapter: story.Chapter) -> Cells:
    """The figures of the story in place of the usual ones."""
    now, part = case.position, case.school.part
    if (part, code) == (Part.FALLING, story.FALLING_CODE):
        reached = (9, 14, 14, 14)
        return (str(reached[now - 2] - 3 if now == chapter.falls else reached[now - 1]),)
    if (part, code, now) == (Part.COVERAGE, story.COVERAGE_CODE, chapter.gap):
        return cells[0], str(story.MEASURED_WITH_GAP)
    if (part, code, now) == (Part.OUTLIER, story.OUTLIER_CODE, chapter.outlier):
        return str(10 * story.OUTLIER_COUNT), cells[1]
    return cells
