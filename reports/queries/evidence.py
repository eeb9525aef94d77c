"""The files of a report as plain rows."""

from collections import defaultdict
from dataclasses import dataclass

from reports.enums import EvidenceType
from reports.models import Evidence, Submission

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
