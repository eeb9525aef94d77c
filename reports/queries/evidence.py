"""The files of a report as plain rows."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from plans.models import OutlineSection
from reports.enums import EvidenceType
from reports.file_names import ANY_ENDING, size_text
from reports.models import Evidence, Submission
from schools.enums import Levels

IMAGES = frozenset({EvidenceType.JPEG.value, EvidenceType.PNG.value})


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One attached file; `size` in bytes."""

    id: int
    name: str
    type: str
    size: int
    sha256: str

    @property
    def is_image(self) -> bool:
        return self.type in IMAGES

    @property
    def type_label(self) -> str:
        return EvidenceType(self.type).label

    @property
    def size_text(self) -> str:
        return size_text(self.size)


def attached_evidence(submission: Submission) -> dict[int, list[EvidenceRow]]:
    """The files of the report as it stands, by the id of their section. One query."""
    rows = (
        Evidence.objects.attached()
        .filter(submission=submission)
        .order_by("uploaded_at", "pk")
        .values_list("section_id", "id", "name", "type", "size", "sha256")
    )
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for section_id, *row in rows:
        found[section_id].append(EvidenceRow(*row))
    return found


def attached_to(submission: Submission, section: OutlineSection) -> list[EvidenceRow]:
    """The files of one section of the report as it stands."""
    return attached_evidence(submission).get(section.pk, [])


def sections_of(submission: Submission) -> QuerySet[OutlineSection]:
    """The sections the organisation is asked for. The submission comes with `organisation__school` and `period`."""
    school = getattr(submission.organisation, "school", None)
    levels = school.levels if school else Levels.ALL
    return OutlineSection.objects.filter(plan_id=submission.period.plan_id, levels__in=Levels.touching(levels))


def evidence_limits() -> dict[str, Any]:
    """What may be attached, for the page and its script: endings, bytes, files of one section."""
    return {
        "accept": ",".join(ANY_ENDING),
        "most_bytes": settings.EVIDENCE_MAX_BYTES,
        "size_text": size_text(settings.EVIDENCE_MAX_BYTES),
        "most_files": settings.EVIDENCE_MAX_FILES,
    }
