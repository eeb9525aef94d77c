"""How fast documents are: `.venv/bin/python -m bench.documents` prints the figures of docs/performance.md.

Lays out a summary of twelve pages, a report and a bundle, each in a process of its own, prints the same summary with
Chromium, and serves a published file. Nothing is left behind.
"""

import argparse
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

REPO = Path(__file__).resolve().parent.parent
SCHOOLS = 59
MAX_SUMMARY_SECONDS, MAX_MEMORY_MB, MAX_SERVED_MS = 0.7, 150, 20
CHROMIUM = ("--headless", "--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-pdf-header-footer")


@dataclass(frozen=True)
class Row:
    """A line of the result: seconds on the clock and on processors, MB of the largest process, KB of the file."""

    name: str
    clock: float
    processor: float
    memory: float | None = None
    size: float | None = None

    def text(self, other: "Row") -> str:
        memory = f"{self.memory:.0f}" if self.memory else ""
        size = f"{self.size:.0f}" if self.size else ""
        ratio = f"{self.clock / other.clock:.2f}"
        return f"| {self.name} | {self.clock:.2f} | {self.processor:.2f} | {ratio} | {memory} | {size} |"


def run(kind: str, count: int, folder: Path) -> dict[str, Any]:
    """What `bench.document_runs` measures in a fresh process with an empty database of its own.

    Raises:
        SystemExit: it failed; its output is the message.
    """
    var = folder / kind
    var.mkdir()
    environment = dict(os.environ) | {"PORTAL_VAR_DIR": str(var), "PORTAL_DEMO": "1", "DATABASE_URL": ""}
    command = [sys.executable, "-m", "bench.document_runs", kind, str(count)]
    result = subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    found: dict[str, Any] = json.loads(result.stdout.splitlines()[-1])
    return found


def print_page(folder: Path) -> str:
    """The summary of twelve pages as one HTML file, with the style that the portal's own layout uses."""
    code = (
        "import bench.document_runs, bench.papers\n"
        "from reports.documents.pdf import STYLE, render_html\n"
        "html = render_html(bench.papers.twelve_pages())\n"
        "print(html.replace('</head>', '<style>' + STYLE.read_text() + '</style></head>'))"
    )
    environment = dict(os.environ) | {"PORTAL_VAR_DIR": str(folder)}
    made = subprocess.run([sys.executable, "-c", code], cwd=REPO, env=environment, capture_output=True, text=True)
    return made.stdout


def chromium(program: str, folder: Path, runs: int) -> list[Row]:
    """The same page printed by Chromium, each time by a new browser with a warm profile, as a server would start it."""
    page, pdf = folder / "page.html", folder / "page.pdf"
    page.write_text(print_page(folder), encoding="utf-8")
    command = [program, *CHROMIUM, f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={pdf}", page.as_uri()]
    rows = []
    for number in range(runs + 1):
        before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(command, capture_output=True, check=True)
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        processor = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
        name = "Chromium's print, new profile" if number == 0 else "Chromium's print, warm"
        rows.append(Row(name, time.perf_counter() - clock, processor, None, pdf.stat().st_size / 1000))
    return [rows[0], middle(rows[1:])]


def middle(rows: Sequence[Row]) -> Row:
    """The row of the median time on the clock."""
    return sorted(rows, key=lambda row: row.clock)[len(rows) // 2]


def rows_of(name: str, found: dict[str, Any]) -> list[Row]:
    """Cold and warm."""
    size, memory = found["bytes"] / 1000, found["memory"]["peak"]
    name = f"{name}, {found['pages']} pages"
    warm = [Row(f"{name}, warm", run["clock"], run["processor"], memory, size) for run in found["warm"]]
    cold = found["cold"]
    return [Row(f"{name}, cold", cold["clock"], cold["processor"], memory, size), middle(warm)]


def verdict(name: str, value: float, aim: float, unit: str) -> str:
    return f"- {name}: {value:.4g} {unit} (aim: at most {aim} {unit}; {'met' if value <= aim else 'missed'})"


def additions() -> float:
    """Milliseconds for a million additions: how fast the machine is at this moment."""
    begun, total = time.process_time(), 0
    for number in range(1_000_000):
        total += number
    return (time.process_time() - begun) * 1000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Seconds, memory and sizes of documents.")
    parser.add_argument("--runs", type=int, default=7, help="warm layouts of each document")
    parser.add_argument("--chromium", default=shutil.which("chromium") or "", help="the browser; left out without one")
    options = parser.parse_args()
    print(f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f}, a million additions {additions():.0f} ms\n")
    with tempfile.TemporaryDirectory(prefix="portal-bench-") as name:
        folder = Path(name)
        summary = run("summary", options.runs, folder)
        rows = rows_of("Summary", summary)
        if options.chromium:
            rows += chromium(options.chromium, folder, options.runs)
        demo, book = run("portal", options.runs, folder), run("bundle", SCHOOLS, folder)
        rows += rows_of("Demonstration's summary", demo) + rows_of("A report", run("paper", options.runs, folder))
    warm = rows[1]
    made, bound, peak = book["made"], book["bound"], book["memory"]["peak"]
    rows.append(Row(f"Bundle: {SCHOOLS} reports laid out", made["clock"], made["processor"], peak))
    rows.append(
        Row(f"Bundle: bound, {book['pages']} pages", bound["clock"], bound["processor"], peak, book["bytes"] / 1000)
    )
    print(
        "| | clock s | processor s | to the warm summary | peak MB | file KB |\n| --- | --: | --: | --: | --: | --: |"
    )
    print("\n".join(row.text(warm) for row in rows), end="\n\n")
    print(verdict("summary, warm", warm.clock, MAX_SUMMARY_SECONDS, "s"))
    print(verdict("memory of the process", max(summary["memory"]["peak"], peak), MAX_MEMORY_MB, "MB"))
    print(verdict("published file", median(one["clock"] for one in demo["served"]) * 1000, MAX_SERVED_MS, "ms"))
    print(f"- memory between a quarter and the end of the bundle: {book['growth']:+.1f} MB")


if __name__ == "__main__":
    main()
