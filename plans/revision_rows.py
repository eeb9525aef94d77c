"""The revisions of a plan as its page shows them."""

from collections.abc import Iterable
from dataclasses import dataclass

from plans.models import PlanRevision
from plans.revision_changes import differences
from plans.revisions import digest


@dataclass(frozen=True)
class RevisionRow:
    """One revision and what it changed; the first has no lines. `is_intact` says whether the content still has the hash
    it was frozen with."""

    revision: PlanRevision
    lines: list[str]
    is_intact: bool

    @property
    def target_count(self) -> int:
        return len(self.revision.content["targets"])

    @property
    def period_count(self) -> int:
        return len(self.revision.content["periods"])


def revision_rows(revisions: Iterable[PlanRevision]) -> list[RevisionRow]:
    """Revisions of one plan, newest first and without gaps, each compared with the one before it; one query more for
    the one before the last."""
    found = list(revisions)
    if not found:
        return []
    contents = {revision.number: revision.content for revision in found}
    oldest = found[-1]
    earlier = PlanRevision.objects.filter(plan=oldest.plan_id, number=oldest.number - 1)
    contents |= dict(earlier.values_list("number", "content"))
    return [
        RevisionRow(
            revision,
            differences(before, revision.content) if (before := contents.get(revision.number - 1)) else [],
            digest(revision.content) == revision.sha256,
        )
        for revision in found
    ]
