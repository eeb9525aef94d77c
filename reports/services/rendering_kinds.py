"""The kinds of files that workers make: what each is made from, by which task, and where it lies."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any

from reports.documents.content import OfficialDocument, content_sha256
from reports.documents.current import summary_document
from reports.documents.letter import build_letter
from reports.documents.paper import build_paper
from reports.documents.pdf import layout_version
from reports.documents.plan import build_plan
from reports.models import LetterFile, PaperFile, PlanFile, SummaryFile
from reports.models.rendered import RenderedFile


@dataclass(frozen=True)
class Kind:
    """What one kind of file is made from, by which task, and where it lies.

    `builds` are the forms its document can have, the plain one first; `to_plan` leads from a row to the plan.
    """

    model: type[RenderedFile]
    owner: str
    task: str
    folder: str
    builds: tuple[Callable[[Any], OfficialDocument], ...]
    # A report that is being written changes with every sentence: only its newest paper is kept.
    keeps_older: bool
    to_plan: str

    def owner_of(self, row: RenderedFile) -> Any:
        return getattr(row, self.owner)

    def year_of(self, row: RenderedFile) -> int:
        found: Any = row
        for step in self.to_plan.split("__"):
            found = getattr(found, step)
        return int(found.year)


SUMMARY = Kind(
    SummaryFile,
    "summary",
    "reports.render_summary_file",
    "summaries",
    (summary_document,),
    keeps_older=True,
    to_plan="summary__period__plan",
)
PAPER = Kind(
    PaperFile,
    "submission",
    "reports.render_paper",
    "papers",
    (build_paper,),
    keeps_older=False,
    to_plan="submission__period__plan",
)
LETTER = Kind(
    LetterFile,
    "letter",
    "reports.render_letter",
    "letters",
    (build_letter,),
    keeps_older=False,
    to_plan="letter__period__plan",
)
PLAN = Kind(
    PlanFile,
    "plan",
    "reports.render_plan",
    "plans",
    (build_plan, partial(build_plan, annexes=True)),
    keeps_older=False,
    to_plan="plan",
)
KINDS = {kind.model: kind for kind in (SUMMARY, PAPER, LETTER, PLAN)}


def document_hash(document: OfficialDocument) -> str:
    """The hash under which a file with this content, in today's layout, is found again."""
    return content_sha256(document, layout=layout_version())
