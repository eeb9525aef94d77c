"""Whether a paper or a file is the published summary: what the public page answers, and not a word more."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from reports.documents.current import summary_document
from reports.documents.numbering import full_number
from reports.enums import FileFormat, FileState
from reports.models import SummaryFile, SummaryReport
from reports.models.summary import SummaryReportQuerySet
from reports.queries.published_files import files_of_publication
from reports.verification import grouped


class Verdict(StrEnum):
    """What is known about a code or a file."""

    PUBLISHED = "published"
    FINALISED = "finalised"  # signed off, but not issued: nothing of its content is told
    NOT_ISSUED = "not_issued"  # made by the portal, but a draft or a proof of it
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Reference:
    """Another revision: its printed code, the code in its address, its place in the row, number with symbol, days."""

    code: str
    path: str
    revision: int
    number: str
    issued_on: dt.date | None
    published_at: dt.datetime | None


@dataclass(frozen=True)
class Head:
    """What stands at the head of a published summary and is told to anybody who holds its code or a file of it."""

    code: str
    path: str
    title: str
    issuer: str
    number: str
    issued_on: dt.date | None
    period: str
    revision: int
    published_at: dt.datetime | None
    replaces: Reference | None
    replaced_by: Reference | None


@dataclass(frozen=True)
class Answer:
    """`files` are the genuine ones, one of each format; `file` is the one that was shown to the portal."""

    verdict: Verdict
    head: Head | None = None
    files: tuple[SummaryFile, ...] = ()
    file: SummaryFile | None = None


def by_code(code: str) -> Answer:
    """What the stored form of a code stands for."""
    summary = _summaries().filter(code=code).exclude(code="").first()
    if summary is None or summary.is_draft:
        return Answer(Verdict.UNKNOWN)
    if not summary.is_published:
        return Answer(Verdict.FINALISED)
    first: dict[str, SummaryFile] = {}
    for file in files_of_publication(summary).filter(state=FileState.READY):
        first.setdefault(file.format, file)
    return Answer(Verdict.PUBLISHED, _head(summary), tuple(first[key] for key in FileFormat if key in first))


def by_file(sha256: str) -> Answer:
    """What bytes with this SHA-256 (64 hexadecimal digits) are."""
    found = SummaryFile.objects.filter(file_sha256=sha256, state=FileState.READY).order_by("-summary__published_at")
    best = Answer(Verdict.UNKNOWN)
    for file in found.only("pk", "summary_id"):
        summary = _summaries().get(pk=file.summary_id)
        issued = files_of_publication(summary).filter(pk=file.pk).first()
        if issued is not None:
            return Answer(Verdict.PUBLISHED, _head(summary), file=issued)
        best = Answer(Verdict.NOT_ISSUED)
    return best


def _summaries() -> SummaryReportQuerySet:
    return SummaryReport.objects.select_related("period__plan", "replaces__period", "replaced_by__period")


def _head(summary: SummaryReport) -> Head:
    document = summary_document(summary)
    return Head(
        code=grouped(summary.code),
        path=summary.code,
        title=document.title,
        issuer=document.letterhead.issuer,
        number=full_number(document),
        issued_on=summary.issued_on,
        period=summary.period.label,
        revision=summary.revision,
        published_at=summary.published_at,
        replaces=_reference(summary.replaces),
        replaced_by=_reference(getattr(summary, "replaced_by", None)),
    )


def _reference(summary: SummaryReport | None) -> Reference | None:
    """Only what is published itself is named: a correction in the making is nobody's business."""
    if summary is None or not summary.is_published:
        return None
    number = full_number(summary_document(summary))
    return Reference(
        grouped(summary.code), summary.code, summary.revision, number, summary.issued_on, summary.published_at
    )
