"""What the bundle of a period takes: `.venv/bin/python -m bench.bundle` prints the figures of docs/performance.md.

For each number of schools the demonstration is loaded into a database of its own; the bundle of its fullest period is
made by the service that workers call, each case in a fresh process: with no paper there yet, then as PDF and as ZIP
from the papers that are there, and once by the way pypdf merges. Nothing is left behind.
"""

import argparse
import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

REPO = Path(__file__).resolve().parent.parent
SCHOOLS = (59, 200)
CASES = {
    "cold": "PDF, every report laid out",
    "again": "PDF, papers there",
    "zip": "ZIP, papers there",
    "pypdf": "pypdf's own merging of the same papers",
}


def main() -> None:
    """Print a table for each number of schools."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--schools", type=int, nargs="*", default=SCHOOLS)
    parser.add_argument("--case", choices=CASES, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.case:
        print(json.dumps(measured(arguments.case)))
        return
    print("| Reports | Case | seconds | processor s | turns | pages | MB file | MB at the start | MB peak |")
    print("| --: | --- | --: | --: | --: | --: | --: | --: | --: |")
    for schools in arguments.schools:
        with tempfile.TemporaryDirectory(prefix="portal-bench-") as folder:
            environment = dict(os.environ) | {"PORTAL_VAR_DIR": folder, "PORTAL_DEMO": "1", "DATABASE_URL": ""}
            manage = [sys.executable, "manage.py"]
            call([*manage, "migrate", "-v0"], environment)
            call([*manage, "load_demo", "--schools", str(schools)], environment)
            for case, words in CASES.items():
                output = call([sys.executable, "-m", "bench.bundle", "--case", case], environment)
                found = json.loads(output.splitlines()[-1])
                print(f"| {found.pop('reports')} | {words} | {' | '.join(map(str, found.values()))} |", flush=True)


def call(command: list[str], environment: dict[str, str]) -> str:
    """Run it to its end; returns what it prints.

    Raises:
        SystemExit: it failed; its output is the message.
    """
    result = subprocess.run(command, cwd=REPO, env=environment, capture_output=True, text=True)
    if result.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def measured(case: str) -> dict[str, Any]:
    """One case in this process, on the database that the environment names."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    import django

    django.setup()
    from reports.enums import BundleScope, CollectionKind, FileState
    from reports.models import CollectedFile, PaperFile, Submission
    from reports.services import collecting

    reports = Submission.objects.reports().accepted()
    counts = [(reports.filter(period=pk).count(), pk) for pk in reports.values_list("period", flat=True).distinct()]
    count, period = max(counts)
    asked = Submission.objects.select_related("period__plan__receiver").filter(period=period)[0].period
    clock, processor, begin = time.monotonic(), time.process_time(), memory("VmRSS")
    if case == "pypdf":
        papers = PaperFile.objects.filter(submission__period=period, state=FileState.READY)
        return {"reports": count, **merged([row.file.path for row in papers]), **taken(clock, processor, begin)}
    CollectedFile.objects.all().delete()
    row = collecting.request_collection(
        kind=CollectionKind.REPORTS,
        plan=asked.plan,
        period=asked,
        scope=BundleScope.ACCEPTED,
        file_format="zip" if case == "zip" else "pdf",
    )
    turns = 0
    while row.state in (FileState.QUEUED, FileState.RENDERING):
        collecting.render_collection(file_id=row.pk)
        row.refresh_from_db()
        turns += 1
    assert row.state == FileState.READY, row.error
    made = {"turns": turns, "pages": row.pages, "size": round(row.size / 1e6, 1)}
    spent = taken(clock, processor, begin)
    seconds = {name: spent.pop(name) for name in ("seconds", "processor")}
    return {"reports": count, **seconds, **made, **spent}


def merged(paths: list[str]) -> dict[str, Any]:
    """All papers in one pypdf writer; columns that say nothing about it stay empty."""
    from pypdf import PdfWriter

    clock, processor = time.monotonic(), time.process_time()
    writer = PdfWriter()
    for path in paths:
        writer.append(path)
    with tempfile.TemporaryFile() as target:
        writer.write(target)
        size = target.tell()
    seconds = {"seconds": round(time.monotonic() - clock, 1), "processor": round(time.process_time() - processor, 1)}
    return {**seconds, "turns": "", "pages": len(writer.pages), "size": round(size / 1e6, 1)}


def taken(clock: float, processor: float, begin: float) -> dict[str, Any]:
    """Seconds since then, and the memory of this process."""
    return {
        "seconds": round(time.monotonic() - clock, 1),
        "processor": round(time.process_time() - processor, 1),
        "begin": begin,
        "peak": memory("VmHWM"),
    }


def memory(name: str) -> float:
    """Resident memory of this process in MB (10⁶ bytes): `VmRSS` now, `VmHWM` at most."""
    found = re.search(rf"{name}:\s+(\d+) kB", Path("/proc/self/status").read_text())
    assert found
    return round(int(found[1]) * 1024 / 1e6)


if __name__ == "__main__":
    main()
