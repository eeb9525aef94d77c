"""The written parts: sentences of the files in `data/` with the school's own figures."""

import functools
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from random import Random
from string import Formatter
from typing import Any

import yaml

from plans.enums import TaskStatus
from plans.models import ReportingPeriod
from reports.demo.clock import dice
from reports.demo.district import Case
from reports.demo.figures import namesake
from reports.queries.sheet import Sheet, as_decimal
from vietnamese.numbers import format_number

DATA = Path(__file__).resolve().parent / "data"
# "Số vụ mất an toàn: 0" is worth saying; "còn 0 học sinh yếu" is not.
WORTH_SAYING_ZERO = {"B34", "B46"}
PLAN_NUMBERS = (3, 28)


@functools.cache
def texts(name: str) -> dict[str, Any]:
    """One of the data files, read once."""
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    found: dict[str, Any] = yaml.load((DATA / name).read_text(encoding="utf-8"), Loader=loader)  # noqa: S506 - safe
    return found


@functools.cache
def _fields(sentence: str) -> frozenset[str]:
    return frozenset(name for _, name, _, _ in Formatter().parse(sentence) if name)


@dataclass
class Writer:
    """Writes the texts of one report; `known` are the words and figures its sentences may use."""

    case: Case
    period: ReportingPeriod
    known: dict[str, str]

    @classmethod
    def of(cls, case: Case, period: ReportingPeriod, sheet: Sheet) -> "Writer":
        return cls(case, period, _words(case, period) | _figures(sheet))

    def section(self, code: str) -> str:
        """An opening, then four or five sentences, in two paragraphs; "" for a section without sentences."""
        pool = texts("narrative.yaml").get(code)
        if pool is None:
            return ""
        chance = self._chance("section", code)
        opening = chance.choice(pool["mo_dau"])
        body = self._pick(chance, pool, chance.choice((4, 4, 5)))
        paragraphs = (" ".join([opening, *body[:2]]), " ".join(body[2:]))
        return "\n".join(text for text in paragraphs if text).format_map(self.known)

    def task(self, code: str, status: str, progress: int) -> str:
        """One or two sentences about a task: what was done, and how far it is."""
        chance = self._chance("task", code)
        fragments = texts("fragments.yaml")["tasks"]
        words = self.known | {"progress": str(progress), "nguoi": chance.choice(fragments["people"])}
        sentences = [chance.choice(fragments[status])]
        if status != TaskStatus.NOT_STARTED:
            sentences[:0] = self._pick(chance, texts("tasks.yaml").get(code, {}), chance.choice((1, 1, 2)))
        return " ".join(sentences).format_map(words)

    def recommendations(self) -> list[tuple[str, str]]:
        """Pairs of addressee and text."""
        chance, data = self._chance("recommendation"), texts("fragments.yaml")
        found = [
            ("leaders", row["text"].format_map(self.known))
            for row in data["leaders"]
            if (row["school"], row["position"]) == (self.case.school.name, self.case.position)
        ]
        for addressee, share in (("office", 0.45), ("commune", 0.45), ("province", 0.06)):
            if chance.random() < share:
                found.append((addressee, chance.choice(data["recommendations"][addressee]).format_map(self.known)))
        return found

    def _pick(self, chance: Random, pool: dict[str, list[str]], count: int) -> list[str]:
        """Sentences that fit the level and the period and whose figures are known."""
        keys = ("chung", self.case.school.level, f"ky_{self.case.position}")
        fitting = [text for key in keys for text in pool.get(key, ()) if _fields(text) <= self.known.keys()]
        return chance.sample(fitting, min(count, len(fitting)))

    def _chance(self, *words: object) -> Random:
        return dice("text", self.case.school.key, self.case.year, self.case.position, *words)


def _words(case: Case, period: ReportingPeriod) -> dict[str, str]:
    chance = dice("own plan", case.school.key, case.year)
    body = period.plan.forwarded_to
    leaders = body.profile_on(period.data_to) or body.profile_on(None)
    if leaders is None:
        raise ValueError(f"{body} has no words")
    span = f"{period.label} đầu năm {case.year}" if "tháng" in period.label else f"năm {case.year}"
    return {
        "ky": span,
        "ky_hoa": f"Trong {span}",
        "nam": str(case.year),
        "xa": case.school.commune[:1].lower() + case.school.commune[1:],
        "lop": str(case.school.classes),
        "gv": str(case.school.teachers),
        "phong": str(case.school.rooms),
        "so_kh": f"{chance.randint(*PLAN_NUMBERS):02d}",
        "lanh_dao": leaders.addressed_as,
        "cap": leaders.area_name.split()[0].lower(),
        "ngay_kh": f"{chance.randint(8, 28):02d}/02/{case.year}",
    }


def _figures(sheet: Sheet) -> dict[str, str]:
    """`B35`, `B35n`, `B35d` for every figure that is given and worth a sentence."""
    found: dict[str, str] = {}
    for row in sheet.grid:
        actual = row.actual
        if actual is None or (not actual and row.code not in WORTH_SAYING_ZERO):
            continue
        code = namesake(row.code)
        found[code] = format_number(as_decimal(actual), decimals=row.decimals)
        if row.is_ratio:
            found[f"{code}n"] = format_number(row.numerator or Decimal(0), trim=True)
            found[f"{code}d"] = format_number(row.denominator or Decimal(0), trim=True)
    return found


def fragment(kind: str, *words: object) -> str:
    """A sentence of the fragments that stays the same for the same words."""
    return dice(kind, *words).choice(texts("fragments.yaml")[kind])
