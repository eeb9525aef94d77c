"""Every figure of the targets page of the demonstration, computed a second time in plain Python from the raw rows."""

import csv
import io
import json
from collections import defaultdict
from dataclasses import replace
from fractions import Fraction
from typing import Any

import pytest
from django.core.management import call_command

from plans.models import Indicator, ReportingPeriod
from tests.reports.demonstration import TODAY, _module_db, demo  # noqa: F401  # fixtures
from tests.reports.recomputing import Books, Expected

pytestmark = pytest.mark.django_db
LEVELS = ("", "MN", "TH", "THCS")


@pytest.fixture(autouse=True)
def _on_the_day_of_the_demonstration(time_machine: Any) -> None:
    time_machine.move_to(TODAY)


@pytest.fixture(scope="module")
def books(demo: list[str]) -> dict[int, Books]:  # noqa: F811
    plans = ReportingPeriod.objects.order_by().values_list("plan", flat=True).distinct()
    return {plan: Books(plan) for plan in plans}


def printed(command: str, plan: int, period: int, *options: str) -> str:
    out = io.StringIO()
    call_command(command, f"--plan={plan}", f"--period={period}", *options, stdout=out)
    return out.getvalue()


def exactly(text: str | None) -> Fraction | None:
    return None if text is None else Fraction(text)


def shown(row: dict[str, Any]) -> Expected:
    """A target as the command prints it; a progress is printed as the nearest double."""
    return Expected(
        numerator=exactly(row["numerator"]),
        denominator=exactly(row["denominator"]),
        actual=exactly(row["actual_exact"]),
        reporting=row["reporting"],
        due=row["due"],
        stale=row["stale"],
        progress=row.get("progress"),
        met=row.get("met"),
        light=row.get("light", "grey"),
    )


def rounded(expected: Expected) -> Expected:
    progress: Any = None if expected.progress is None else float(expected.progress)
    return replace(expected, progress=progress)


def codes(rows: list[dict[str, Any]]) -> list[str]:
    return [row["indicator__code"] for row in rows]


@pytest.mark.parametrize("provisional", [False, True], ids=["official", "provisional"])
@pytest.mark.parametrize("level", LEVELS, ids=["whole", *LEVELS[1:]])
def test_every_target_of_every_period_is_what_the_rows_say(
    books: dict[int, Books], level: str, provisional: bool
) -> None:
    options = [*(["--provisional"] if provisional else []), *([f"--level={level}"] if level else [])]
    footing = {"provisional": provisional, "level": level}
    wrong, compared = {}, 0
    for plan, book in books.items():
        for period in book.periods:
            page = json.loads(printed("figures", plan, period["id"], *options))
            assert [row["code"] for row in page["targets"]] == codes(book.targets)
            assert [row["code"] for row in page["tracked"]] == codes(book.tracked)
            assert page["as_of"] == period["data_to"].isoformat()
            pairs = [
                *(
                    (row, book.expected(target, period, **footing))
                    for row, target in zip(page["targets"], book.targets, strict=True)
                ),
                *(
                    (row, book.figure(plain, period, **footing))
                    for row, plain in zip(page["tracked"], book.tracked, strict=True)
                ),
            ]
            compared += len(pairs)
            wrong |= {
                (plan, period["position"], row["code"]): (shown(row), expected)
                for row, expected in pairs
                if shown(row) != rounded(expected)
            }

    assert wrong == {}
    assert compared >= 400, "two plan years of four periods with ten targets and forty other indicators"


def test_the_story_has_figures_to_compare(books: dict[int, Books]) -> None:
    """Agreement about empty pages would be worth nothing."""
    page = [json.loads(printed("figures", plan, book.periods[0]["id"])) for plan, book in books.items()]
    official = [row for one in page for row in one["targets"] if row["actual"] is not None]
    waiting = [
        row["waiting"]
        for plan, book in books.items()
        for period in book.periods
        for row in json.loads(printed("figures", plan, period["id"]))["targets"]
    ]

    assert len(official) >= 15
    assert len({row["light"] for row in official}) >= 2
    assert max(waiting) > 0, "some figures have a provisional side of their own"


@pytest.mark.parametrize("footing", ["official", "provisional"])
def test_the_exported_rows_are_enough_to_recompute_the_page(books: dict[int, Books], footing: str) -> None:
    options = ["--provisional"] if footing == "provisional" else []
    rules = {row.code: row for row in Indicator.objects.all()}
    wrong, compared = {}, 0
    for plan, book in books.items():
        for period in book.periods:
            rows = csv.DictReader(io.StringIO(printed("export_values", plan, period["id"])))
            found = from_csv(list(rows), footing, rules)
            page = json.loads(printed("figures", plan, period["id"], *options))
            for row in (*page["targets"], *page["tracked"]):
                mine = found.get(row["code"], (None, 0, 0))
                theirs = (exactly(row["actual_exact"]), row["reporting"], row["due"])
                compared += 1
                if mine != theirs:
                    wrong[plan, period["position"], row["code"]] = (mine, theirs)

    assert wrong == {}
    assert compared >= 400


def from_csv(
    rows: list[dict[str, str]], footing: str, rules: dict[str, Indicator]
) -> dict[str, tuple[Fraction | None, int, int]]:
    """Actual, reporting and due by indicator, from nothing but the printed rows and the rules of the indicators."""
    units: dict[str, set[tuple[str, str]]] = defaultdict(set)
    exempt: dict[str, set[tuple[str, str]]] = defaultdict(set)
    feeding: dict[str, list[dict[str, str]]] = defaultdict(list)
    for row in rows:
        who = row["school"], row["commune"]
        units[row["indicator"]].add(who)
        if row["feeds"] in (footing, "both"):
            if row["missing reason"] == "không áp dụng":
                exempt[row["indicator"]].add(who)
            else:
                feeding[row["indicator"]].append(row)
    found = {}
    for code, who in units.items():
        parts = feeding[code]
        reporting = {(row["school"], row["commune"]) for row in parts}
        found[code] = (figure_of(parts, rules[code]), len(reporting), len(who - exempt[code]))
    return found


def figure_of(parts: list[dict[str, str]], rule: Indicator) -> Fraction | None:
    if not parts:
        return None
    if rule.unit_rule == "ratio":
        numerator, denominator = (sum(Fraction(row[name]) for row in parts) for name in ("numerator", "denominator"))
        return Fraction(numerator) / denominator * (100 if rule.unit == "%" else 1) if denominator else None
    values = [Fraction(row["value"]) for row in parts]
    return max(values) if rule.unit_rule == "maximum" else sum(values, Fraction(0))
