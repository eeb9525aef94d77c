"""Which target holds for one unit: by its scope, and by the revision a report was sent under (adr 0014).

The most specific target wins: the unit's own, else its level's, else everybody's. Of a school of several levels the
target that comes first in the plan holds.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from plans.models import Indicator, PlanRevision, Target
from plans.revisions import applying_to, target_of
from reports.models import Submission, SubmissionVersion
from reports.models.submission import SubmissionQuerySet
from schools.models import Organisation

# Of a target, all that a row of a grid shows and judges by, and for whom it is.
TARGET_FIELDS = ("operator", "value", "stretch_value", "baseline", "level", "organisation_id")


def target_from(cells: Sequence[Any], unit: str, direction: str = "") -> Target | None:
    """A target from the columns `TARGET_FIELDS`; None when the join found none."""
    values = dict(zip(TARGET_FIELDS, cells, strict=True))
    return None if values["operator"] is None else Target(**values, indicator=Indicator(unit=unit, direction=direction))


def concerns(prefix: str, *, levels: str, organisation: int) -> Q:
    """Targets that can hold for the unit; `prefix` leads from the query's rows to the targets."""
    return Q(**{f"{prefix}__organisation": organisation}) | Q(
        **{f"{prefix}__organisation": None, f"{prefix}__level__in": ["", *levels.split()]}
    )


def holding(targets: Iterable[Target], *, levels: str, organisation: int) -> Target | None:
    """The target that holds for the unit, of all the plan has for one indicator, given in the plan's order."""
    fitting = [
        target
        for target in targets
        if target.organisation_id in (None, organisation) and target.level in ("", *levels.split())
    ]
    return max(fitting, key=_rank, default=None)  # of equals, the first


def _rank(target: Target) -> int:
    return 2 if target.organisation_id else int(bool(target.level))


def frozen_targets(submission: Submission, levels: str) -> dict[str, Target] | None:
    """By indicator code, the targets a report was sent under; None when it shows the plan's current ones.

    That is so while it is being written, and for reports sent before plans had revisions. One query for a sent report,
    none when it comes `with_frozen_content`.
    """
    if not submission.is_sent:
        return None
    known = submission.__dict__
    if known.get("frozen_at") == submission.revision:
        content = known["frozen_content"]
    else:
        content = _contents(submission.pk, submission.revision).first()
    return None if content is None else targets_in(content, submission.organisation, levels)


def with_frozen_content(reports: SubmissionQuerySet) -> SubmissionQuerySet:
    """Reports with the content of the plan's revision under which each was last sent; for a page about one of them,
    because the content is long."""
    return reports.annotate(
        frozen_at=F("revision"), frozen_content=Subquery(_contents(OuterRef("pk"), OuterRef("revision"))[:1])
    )


def _contents(submission: Any, revision: Any) -> QuerySet[Any, Any]:
    versions = SubmissionVersion.objects.filter(submission=submission, revision=revision, plan_revision__isnull=False)
    return versions.values_list("plan_revision__content", flat=True)


def targets_in(content: Mapping[str, Any], organisation: Organisation, levels: str) -> dict[str, Target]:
    """By indicator code, the frozen targets that hold for the unit."""
    entries = applying_to(content["targets"], levels=levels, organisation=organisation)
    return {code: target_of(entry) for code, entry in entries.items()}


def sent_under() -> Subquery:
    """For a query of reports: the id of the plan's revision under which the report was last sent."""
    version = SubmissionVersion.objects.filter(submission=OuterRef("pk"), revision=OuterRef("revision"))
    return Subquery(version.values("plan_revision_id")[:1])


def contents_of(revisions: Iterable[int | None]) -> dict[int, Mapping[str, Any]]:
    """The contents of revisions by id; no query when there is none to read."""
    keys = {key for key in revisions if key is not None}
    if not keys:
        return {}
    return dict(PlanRevision.objects.filter(pk__in=keys).order_by("pk").values_list("pk", "content"))
