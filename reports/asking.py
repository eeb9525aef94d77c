"""Which part of a plan's grid an organisation fills in."""

from plans.enums import EnteredBy
from plans.models import Plan
from schools.enums import OrganisationKind
from schools.models import Organisation


def enterer_of(organisation: Organisation, plan: Plan) -> EnteredBy | None:
    """As what the organisation enters figures of the plan; None when it has no grid (the offices of a Party plan).

    Reads `organisation.kind` and `plan.receiver_id` only.
    """
    return enterer(organisation.kind, is_receiver=organisation.pk == plan.receiver_id)


def enterer(kind: str, *, is_receiver: bool) -> EnteredBy | None:
    """As `enterer_of`, from what a query has read."""
    if kind == OrganisationKind.SCHOOL:
        return EnteredBy.SCHOOL
    if is_receiver:
        return EnteredBy.OFFICE
    return EnteredBy.COMMUNE if kind == OrganisationKind.COMMUNE else None
