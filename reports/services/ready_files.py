"""Papers that a book needs: found by their content when they are there, made here and now when they are not.

They are ordinary files of their reports and summaries, taken by the same claims, so a paper that somebody reads, a
slice before or a worker that died has made is never made again.
"""

import time
from collections.abc import Callable

from reports.enums import FileState
from reports.models import PaperFile, Submission, SummaryFile, SummaryReport
from reports.models.rendered import RenderedFile
from reports.services import rendering
from reports.services.claims import CLAIM, CannotMake, is_usable

PAUSE = 0.5  # seconds
# Longer than a worker that died can hold the paper.
PATIENCE = 1.25 * CLAIM.total_seconds()
WORKING = (FileState.QUEUED, FileState.RENDERING)
BUSY = "Một bản in đang được tạo ở nơi khác quá lâu. Hãy tạo lại sau ít phút."


def ready_paper(submission: Submission, still_wanted: Callable[[], None]) -> tuple[PaperFile, bool]:
    """The paper of a report as it stands now, and whether it had to be made.

    `still_wanted` is called while another worker is at it, and may raise.

    Raises:
        CannotMake: it cannot be rendered.
    """
    row = rendering.request_paper(submission=submission, sends=False)
    name = submission.organisation.short_name
    return row, _made(row, lambda: rendering.render_paper(file_id=row.pk), name, still_wanted)


def ready_summary(summary: SummaryReport, still_wanted: Callable[[], None]) -> tuple[SummaryFile, bool]:
    """The PDF of a summary, by the same rules; of a published one the bytes that everybody gets."""
    row = rendering.request_file(summary=summary, sends=False)
    name = summary.period.label
    return row, _made(row, lambda: rendering.render_file(file_id=row.pk), name, still_wanted)


def _made(row: RenderedFile, render: Callable[[], bool], name: str, still_wanted: Callable[[], None]) -> bool:
    """Make the row's file unless it is there; waits for a worker who is at it already."""
    if is_usable(row):
        return False
    begin = time.monotonic()
    while not render():
        row.refresh_from_db()
        if is_usable(row):
            return False
        if row.state not in WORKING:
            raise CannotMake(f"{name}: {row.error or 'bản in đã bị dừng'}")
        if time.monotonic() - begin > PATIENCE:
            raise CannotMake(f"{name}: {BUSY}")
        still_wanted()
        time.sleep(PAUSE)
    row.refresh_from_db()
    return True
