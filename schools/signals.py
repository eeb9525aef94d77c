"""What other apps hear from the registry, which knows none of them. All are sent in the transaction of what they tell
of, so what a receiver writes exists exactly when that does, and what it raises undoes it.
"""

from dataclasses import dataclass, field

from django.dispatch import Signal

# A school asks to have its facts mended, and what became of it; both carry `request` (a FactsRequest).
facts_asked = Signal()
facts_decided = Signal()


@dataclass(frozen=True)
class Opinion:
    """What a receiver of `organisations_changing` says follows from a change, as Vietnamese sentences."""

    consequences: list[str] = field(default_factory=list)


# Asked for the preview of a change: `ended` (ids of organisations that end), `heirs` (id → those it takes over from,
# empty for a preview of bodies that do not exist yet), `on` (its first day). Answers with an `Opinion`, writes nothing.
organisations_changing = Signal()

# Told after a change: `change` (an OrganisationChange), `ended` (ids), `heirs` (id of a body that goes on or begins →
# ids of those it takes over from).
organisations_changed = Signal()
