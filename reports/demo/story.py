"""What the demonstration wants to be seen (domain reference §5.4), by the short names of the registry."""

import enum
from collections.abc import Mapping
from dataclasses import dataclass

from reports.demo.lives import Course

OWING_SCHOOL = "MN Cẩm Vũ"  # of the accounts hieutruong and vanthu
FALLING_SCHOOL = "THCS Ngọc Liên"  # of hieutruong2: a cumulative figure falls
COVERAGE_SCHOOL = "MN Cẩm Đoài"  # 88 of 100 children measured
COPYING_SCHOOL = "TH Lai Cách 2"  # the narrative of the period before, unchanged
OUTLIER_SCHOOL = "TH Thạch Lỗi"  # 50 typed for 5: 10,20 % where 1,02 % belongs
UNREACHABLE_SCHOOL = "THCS Cẩm Hưng"  # nobody there has a mail address

CLEAN_SCHOOLS = ("MN Cẩm Điền", "TH Cẩm Hoàng", "THCS Cẩm Đoài")  # wait for review with nothing to ask about

FALLING_CODE, COVERAGE_CODE, OUTLIER_CODE = "B23", "B06", "B63"
NURSERY_WITH_GAP, MEASURED_WITH_GAP = 100, 88
OUTLIER_PUPILS, OUTLIER_COUNT = 490, 5

YEAR = 2018  # of the plan whose year is told by name

# Schools in the four communes that hurry their buildings, in the order in which they finish (reference §5.2), and
# how many have finished by each period: with each period one commune more has all of its own.
HURRYING = ("THCS Ngọc Liên", "MN Lương Điền", "THCS Lương Điền", "TH Cẩm Phúc", "MN Cẩm Phúc", "TH Cẩm Vũ",
            "THCS Cẩm Vũ", "MN Cẩm Vũ")  # fmt: skip
FINISHED_BY = (1, 3, 5, 8)
UNENTERED_COMMUNE = "Cẩm Vũ"  # nobody has entered its figures of the last period yet

# The other schools with more time when no period runs.
ALSO_OWING = ("TH Cẩm Vũ", "THCS Lương Điền")
EXTENDED_2018 = {1: ("MN Kim Giang", "TH Cẩm Sơn"), 3: ("THCS Cao An",)}
RETURNED_SCHOOL, RETURNED_OVERDUE_SCHOOL = "TH Tân Trường", "MN Cẩm Phúc"
NEGLIGENT = ("THCS Cẩm Hưng", "TH Kim Giang")  # unsent in the period whose deadline passed last


class Part(enum.Enum):
    """What happens to one school in particular."""

    OWING = "owes a report"
    FALLING = "a cumulative figure falls"
    COVERAGE = "not all children were measured"
    COPYING = "the narrative of the period before"
    OUTLIER = "a digit too many"
    UNREACHABLE = "nobody there has a mail address"


@dataclass(frozen=True)
class Story:
    """Who plays what: the same story is told of every area the demonstration knows."""

    parts: Mapping[Part, str]
    clean: tuple[str, ...]  # wait for review with nothing to ask about
    also_owing: tuple[str, ...]
    returned: str
    returned_overdue: str
    negligent: tuple[str, ...]

    def part_of(self, name: str) -> Part | None:
        return next((part for part, school in self.parts.items() if school == name), None)


DISTRICT = Story(
    parts={
        Part.OWING: OWING_SCHOOL,
        Part.FALLING: FALLING_SCHOOL,
        Part.COVERAGE: COVERAGE_SCHOOL,
        Part.COPYING: COPYING_SCHOOL,
        Part.OUTLIER: OUTLIER_SCHOOL,
        Part.UNREACHABLE: UNREACHABLE_SCHOOL,
    },
    clean=CLEAN_SCHOOLS,
    also_owing=ALSO_OWING,
    returned=RETURNED_SCHOOL,
    returned_overdue=RETURNED_OVERDUE_SCHOOL,
    negligent=NEGLIGENT,
)
# Nine schools: nobody is left for a walk-on part.
COMMUNE = Story(
    parts={
        Part.OWING: "MN Lương Điền",
        Part.FALLING: "THCS Ngọc Liên",
        Part.COVERAGE: "MN Ngọc Liên",
        Part.COPYING: "TH Lương Điền",
        Part.OUTLIER: "TH Ngọc Liên",
        Part.UNREACHABLE: "THCS Cẩm Hưng",
    },
    clean=("TH Cẩm Hưng",),
    also_owing=(),
    returned="THCS Lương Điền",
    returned_overdue="MN Cẩm Hưng",
    negligent=("THCS Cẩm Hưng",),
)


@dataclass(frozen=True)
class Chapter:
    """In which period of a plan each thing happens; 0 is never."""

    falls: int = 0
    gap: int = 0
    copy: int = 0
    outlier: int = 0


CHAPTER_2018 = Chapter(falls=3, gap=2, copy=3, outlier=4)


def chapter_at(position: int) -> Chapter:
    """Everything at once in the period under review; what needs a period before only from the second on."""
    again = position if position > 1 else 0
    return Chapter(falls=again, gap=position, copy=again, outlier=again)


def pins_2018(position: int) -> dict[str, Course]:
    """Courses that are told by name in the closed year."""
    pins = dict.fromkeys(
        (OWING_SCHOOL, FALLING_SCHOOL, COVERAGE_SCHOOL, COPYING_SCHOOL, OUTLIER_SCHOOL), Course.ON_TIME
    )
    pins |= dict.fromkeys(EXTENDED_2018.get(position, ()), Course.EXTENDED)
    if position == 3:
        pins[UNREACHABLE_SCHOOL] = Course.UNSENT
    return pins
