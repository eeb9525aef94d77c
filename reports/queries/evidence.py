"""The files of a report as plain rows."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.db.models import QuerySet

from plans.enums import FileType, SectionKind
from plans.file_names import ANY_ENDING, size_text
from plans.models import OutlineSection
from reports.models import Evidence, Submission
from schools.enums import Levels

IMAGES = frozenset({FileType.JPEG.value, FileType.PNG.value})


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    """One file; `size` in bytes. A removed one is only kept for the versions that name it."""

    id: int
    name: str
    type: str
    size: int
    sha256: str
    is_removed: bool = False

    @property
    def is_image(self) -> bool:
        return self.type in IMAGES

    @property
    def type_label(self) -> str:
        return FileType(self.type).label

    @property
    def size_text(self) -> str:
        return size_text(self.size)


def files_by_section(submission: Submission) -> dict[int, list[EvidenceRow]]:
    """The files of the report, those kept for earlier versions included, by the id of their section. One query."""
    return _by_section(Evidence.objects.filter(submission=submission))


def _by_section(files: QuerySet[Evidence]) -> dict[int, list[EvidenceRow]]:
    rows = files.order_by("uploaded_at", "pk").values_list(
        "section_id", "id", "name", "type", "size", "sha256", "removed_at"
    )
    found: dict[int, list[EvidenceRow]] = defaultdict(list)
    for section_id, pk, name, kind, size, sha256, removed_at in rows:
        found[section_id].append(EvidenceRow(pk, name, kind, size, sha256, removed_at is not None))
    return found


def attached_to(submission: Submission, section: OutlineSection) -> list[EvidenceRow]:
    """The files of one section of the report as it stands."""
    return _by_section(Evidence.objects.attached().filter(submission=submission, section=section))[section.pk]


def sections_of(submission: Submission) -> QuerySet[OutlineSection]:
    """The sections the organisation is asked for. The submission comes with `organisation__school` and `period`."""
    school = getattr(submission.organisation, "school", None)
    levels = school.levels if school else Levels.ALL
    sections = OutlineSection.objects.filter(plan_id=submission.period.plan_id, levels__in=Levels.touching(levels))
    return sections.filter(kind=SectionKind.INDICATORS) if submission.is_figures else sections


def evidence_limits() -> dict[str, Any]:
    """What may be attached, for the page and its script: endings, bytes, files of one section."""
    return {
        "accept": ",".join(ANY_ENDING),
        "most_bytes": settings.EVIDENCE_MAX_BYTES,
        "size_text": size_text(settings.EVIDENCE_MAX_BYTES),
        "most_files": settings.EVIDENCE_MAX_FILES,
    }
