"""How long the plan reader takes: `.venv/bin/python -m bench.reading` prints seconds for forty pages of each kind."""

import os
import time
from collections.abc import Callable

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from plans.reading.found import Proposal
from plans.reading.proposing import propose
from plans.reading.sources import read_source
from tests.plans.reading.office_rendering import odt_file, word_file

PARAGRAPH = (
    "Tăng cường kiểm tra, đánh giá chất lượng theo Nghị quyết số 29-NQ/TW ngày 04/11/2013; phấn đấu trên 85% học sinh "
    "khá, giỏi, không quá ba điểm trường; các trường gửi báo cáo trước ngày 10/3/2024 để tổng hợp. "
)
TABLE = "| TT | Chỉ tiêu | ĐVT | Thực hiện | Kế hoạch |\n" + "".join(
    f"| {number} | Chỉ tiêu số {number} | % | 80 | ≥ {number} |\n" for number in range(1, 21)
)
RUNS = 3


def forty_pages() -> str:
    """A plan of about a hundred thousand characters: tasks, items, and twenty tables."""
    tasks = [f"{number}. Nhiệm vụ số {number}\n- {PARAGRAPH * 4}\n" for number in range(1, 101)]
    tables = [f"{number}. Bảng số {number}\n{TABLE}" for number in range(101, 121)]
    return "= KẾ HOẠCH\n= Công tác năm 2024\nI. NHIỆM VỤ\n" + "".join(tasks + tables)


def seconds(read: Callable[[], Proposal]) -> float:
    """The best of a few runs."""
    taken = []
    for _ in range(RUNS):
        start = time.perf_counter()
        read()
        taken.append(time.perf_counter() - start)
    return min(taken)


def main() -> None:
    """Print a line for each kind of file."""
    markup = forty_pages()
    files = {"txt": markup.encode(), "docx": word_file(markup), "odt": odt_file(markup)}
    for kind, data in files.items():
        found = propose(read_source(data))
        taken = seconds(lambda data=data: propose(read_source(data)))  # type: ignore[misc]
        print(f"{kind}: {taken:.2f} s, {len(found.targets)} targets, {len(found.deadlines)} deadlines")


if __name__ == "__main__":
    main()
