"""One kind of work on documents in a process of its own (`python -m bench.document_runs KIND COUNT`); prints JSON.

`summary` lays out the summary of twelve pages again and again, `paper` one report, `bundle` that many reports and binds
them, `portal` measures on the demonstration: its own summary, and a published file as the web process serves it.
"""

import json
import os
import re
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

import django

django.setup()

from bench.papers import paper, twelve_pages  # noqa: E402 - settings exist after setup
from reports.documents.content import OfficialDocument  # noqa: E402
from reports.documents.pdf import render  # noqa: E402

Taken = dict[str, float]


def taken(work: Callable[[], Any]) -> Taken:
    """Seconds on the clock and on a processor."""
    clock, processor = time.perf_counter(), time.process_time()
    work()
    return {"clock": time.perf_counter() - clock, "processor": time.process_time() - processor}


def memory() -> dict[str, float]:
    """Resident memory now and at its height, in MB (10⁶ bytes)."""
    status = Path("/proc/self/status").read_text()
    found = {name: int(size) * 1024 / 1e6 for name, size in re.findall(r"(VmRSS|VmHWM):\s+(\d+) kB", status)}
    return {"now": found["VmRSS"], "peak": found["VmHWM"]}


def again_and_again(document: OfficialDocument, count: int) -> dict[str, Any]:
    """The first layout, which loads the library, and `count` further ones."""
    made = []
    runs = [taken(lambda: made.append(render(document))) for _ in range(count + 1)]
    return {
        "cold": runs[0],
        "warm": runs[1:],
        "pages": made[-1].pages,
        "bytes": len(made[-1].data),
        "memory": memory(),
    }


def bundle(count: int) -> dict[str, Any]:
    """`count` reports, one after the other into a book on the disk."""
    from reports.documents.binding import Binder

    sizes: list[float] = []
    with tempfile.TemporaryFile() as target, tempfile.TemporaryDirectory() as folder:
        book = Binder(target, title="Tập báo cáo", pages=0)

        def lay_out() -> None:
            for number in range(1, count + 1):
                (Path(folder) / f"{number}.pdf").write_bytes(render(paper(number)).data)
                sizes.append(memory()["now"])

        def bind() -> None:
            for number in range(1, count + 1):
                with (Path(folder) / f"{number}.pdf").open("rb") as source:
                    book.add(source, f"Trường số {number}")
            book.close()

        made, bound = taken(lay_out), taken(bind)
        return {
            "made": made,
            "bound": bound,
            "pages": book.pages,
            "bytes": target.tell(),
            "growth": sizes[-1] - sizes[count // 4],
            "memory": memory(),
        }


def portal(count: int) -> dict[str, Any]:
    """The newest published summary of the demonstration: its content laid out anew, and its file as it is served."""
    from django.conf import settings
    from django.core.management import call_command
    from django.test import Client
    from django.urls import reverse

    from accounts.models import User
    from reports.documents.current import summary_document
    from reports.models import SummaryReport
    from reports.services import rendering

    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0)
    call_command("load_demo", verbosity=0)
    summary = SummaryReport.objects.published().order_by("-pk")[0]
    laid_out = again_and_again(summary_document(summary), count)
    row = rendering.request_file(summary=summary)
    rendering.render_file(file_id=row.pk)
    # The web server of the portal answers to this name.
    client = Client(SERVER_NAME="localhost")
    client.force_login(User.objects.get(username="lanhdao"))
    address = reverse("summary_pdf", args=[summary.pk])
    got: list[int] = []

    def fetch() -> None:
        answer = client.get(address)
        assert answer["Content-Type"] == "application/pdf", answer
        got.append(len(b"".join(answer.streaming_content)))  # type: ignore[attr-defined]

    fetch()
    return laid_out | {"served": [taken(fetch) for _ in range(20)], "bytes": got[-1]}


def main() -> None:
    """Do the work of the kind named first as often as the second argument says."""
    kind, count = sys.argv[1], int(sys.argv[2])
    works: dict[str, Callable[[int], dict[str, Any]]] = {
        "summary": lambda times: again_and_again(twelve_pages(), times),
        "paper": lambda times: again_and_again(paper(1), times),
        "bundle": bundle,
        "portal": portal,
    }
    print(json.dumps(works[kind](count)))


if __name__ == "__main__":
    main()
