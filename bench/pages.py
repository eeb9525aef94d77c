"""How fast the pages are: `.venv/bin/python bench/pages.py` prints the figures of docs/performance.md.

Starts a private PostgreSQL and Redis and the web server of `./portal run` with two workers, loads the demonstration
with its own schools and then with 600, and visits the main pages one visit after the other. Nothing is left behind.
"""

import argparse
import os
import sys
import time
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from accounts.demo import DEMO_PASSWORD
from bench.stand import Stand, Web, cases, serving, start_seconds
from bench.visits import Figures, Visitor, first_visit, measure_page, measure_submit

MAX_QUERIES = 12
MAX_HTML = 60_000
MAX_STATIC_BYTES, MAX_STATIC_FILES = 80_000, 10
MAX_WORKER_MB = 110
MAX_LOAD_SECONDS, MAX_START_SECONDS = 20, 5
SCALE = 1.2  # with 600 schools a page may take this much of its aim


@dataclass(frozen=True)
class Page:
    """A page to measure: who opens it, where it is, and the aim for its median in milliseconds, if there is one."""

    name: str
    account: str
    path: str
    aim: int | None = None


SUBMIT = Page("Submitting a report (POST)", "", "", 15)
PAGES = (
    Page("Principal's home", "hieutruong", "/", 6),
    Page("A report with its indicators", "hieutruong2", "/submissions/{detail}/", 12),
    Page("A report's grid, being written", "hieutruong", "/submissions/{edit}/edit/?section={grid}"),
    Page("Check before sending", "hieutruong", "/submissions/{edit}/check/"),
    Page("Office's home", "chuyenvien", "/", 9),
    Page("Review queue", "chuyenvien", "/review/", 25),
    Page("A report under review", "chuyenvien", "/submissions/{review}/review/"),
    Page("Status board", "chuyenvien", "/periods/{period}/board/", 40),
    Page("All reports", "chuyenvien", "/submissions/"),
    Page("Leader's home", "lanhdao", "/"),
    Page("Results of a period", "lanhdao", "/periods/{period}/results/"),
    Page("Results of one level, provisional", "chuyenvien", "/periods/{period}/results/?level=TH&provisional=1"),
    Page("Matrix of schools and indicators", "chuyenvien", "/periods/{period}/matrix/"),
    Page("Schools behind a figure", "chuyenvien", "/periods/{period}/results/?indicator=B04"),
    Page("Summary of a period", "lanhdao", "/periods/{period}/summary/"),
    Page("Plan", "chuyenvien", "/plans/{plan}/"),
    Page("Schools", "chuyenvien", "/schools/"),
    Page("Messages", "hieutruong", "/notifications/"),
    Page("Facilities", "chuyenvien", "/facilities/"),
    Page("Works", "chuyenvien", "/facilities/works/"),
    Page("Inspections", "chuyenvien", "/facilities/inspections/"),
    Page("National standard", "chuyenvien", "/facilities/standard/"),
    Page("Self-assessments", "chuyenvien", "/facilities/assessments/"),
    Page("Forecast of pupils", "chuyenvien", "/facilities/forecast/"),
    Page("Funds", "taichinh", "/facilities/funds/"),
    Page("Requests", "chuyenvien", "/requests/"),
    Page("People", "truongphong", "/people/"),
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--schools", type=int, nargs="+", default=[60, 600], help="sizes to load (default: 60 600)")
    parser.add_argument("--visits", type=int, default=60, help="visits to each page after warming up (default: 60)")
    parser.add_argument("--no-start", action="store_true", help="leave out the two starts of ./portal run")
    options = parser.parse_args()
    print(f"{time.strftime('%Y-%m-%d')}, {os.cpu_count()} cores, Python {sys.version.split()[0]}, load average "
          f"{os.getloadavg()[0]:.1f} at the start")  # fmt: skip
    print(f"A million additions in Python: {reference_milliseconds():.0f} ms (tells how busy or slow the machine is)")
    with ExitStack() as stack:
        stand = Stand(stack)
        for number, schools in enumerate(options.schools):
            print_size(stand, schools, options.visits, is_first=number == 0)
        if not options.no_start:
            print_start(stand.folder / "start")


def reference_milliseconds() -> float:
    """The median of five equal loops; figures of two runs compare only when these do."""
    times = []
    for _ in range(5):
        began, number = time.perf_counter(), 0
        for step in range(1_000_000):
            number += step
        times.append((time.perf_counter() - began) * 1000)
    return median(times)


def print_size(stand: Stand, schools: int, visits: int, *, is_first: bool) -> None:
    """Load one size and print the table of its pages and what else was measured."""
    name = f"bench{schools}"
    loaded = stand.load(name, schools)
    environment = stand.environment(name)
    found = cases(environment)
    print(f"\n## {schools} schools\n")
    print_row("Page", "p50 ms", "aim", "p95 ms", "worker ms", "queries", "HTML KB", "")
    print_row("---", "--:", "--:", "--:", "--:", "--:", "--:", "---")
    with serving(environment) as web:
        scale = 1 if is_first else SCALE
        for page in PAGES:
            visitor = logged_in(web, page.account)
            path = page.path.format(**found)
            print_page(page, measure_page(visitor, path, visits, web.processor_seconds), scale)
        sender = logged_in(web, found["sender"])
        print_page(SUBMIT, measure_submit(sender, found["submit"], visits, web.processor_seconds), scale)
        print()
        if is_first:
            files, size = first_visit(logged_in(web, "hieutruong"), "/")
            print_fact("static files of a first visit", files, MAX_STATIC_FILES, "requests")
            print_fact("static files of a first visit, compressed", size / 1000, MAX_STATIC_BYTES / 1000, "KB")
        for memory in web.memory():
            print_fact("web worker after all that", memory, MAX_WORKER_MB, "MB")
    print_fact("load_demo on PostgreSQL", loaded, MAX_LOAD_SECONDS if is_first else None, "s")


def logged_in(web: Web, account: str) -> Visitor:
    """A visitor who has logged in."""
    visitor = Visitor(web.address)
    visitor.log_in(account, DEMO_PASSWORD)
    return visitor


def print_page(page: Page, figures: Figures, scale: float) -> None:
    """One row of the table; the last cell names what misses its aim."""
    aim = page.aim * scale if page.aim else None
    misses = [
        word
        for word, missed in (
            ("time", aim is not None and figures.p50 > aim),
            ("queries", page is not SUBMIT and figures.queries > MAX_QUERIES),
            ("size", figures.size > MAX_HTML),
        )
        if missed
    ]
    remark = "misses: " + ", ".join(misses) if misses else ""
    wanted = f"{aim:.1f}".removesuffix(".0") if aim else ""
    times = f"{figures.p50:.1f}", wanted, f"{figures.p95:.1f}", f"{figures.processor:.1f}"
    print_row(page.name, *times, figures.queries, f"{figures.size / 1000:.1f}", remark)


def print_row(*cells: Any) -> None:
    print("| " + " | ".join(str(cell) for cell in cells) + " |", flush=True)


def print_fact(name: str, value: float, aim: float | None, unit: str) -> None:
    """One figure beside its aim."""
    text = str(value) if isinstance(value, int) else f"{value:.1f}"
    wanted = "" if aim is None else f" (aim: at most {aim:g} {unit}{'' if value <= aim else '; missed'})"
    print(f"- {name}: {text} {unit}{wanted}", flush=True)


def print_start(var: Path) -> None:
    """Start the embedded portal on an empty folder, and again."""
    print("\n## ./portal run on SQLite\n")
    print_fact("first start, demonstration loaded, until /health/ answers", start_seconds(var), None, "s")
    print_fact("second start until /health/ answers", start_seconds(var), MAX_START_SECONDS, "s")


if __name__ == "__main__":
    main()
