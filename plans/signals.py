"""What other apps hear when a plan in force changes. Plans know nothing of reports; reports receive these.

Those about a change carry `plan`, and `before` and `after` as contents of `plans.revisions`. All are sent in the
transaction of the change, so what a receiver writes exists exactly when the change does, and what it raises undoes it.
"""

from dataclasses import dataclass, field

from django.dispatch import Signal


@dataclass(frozen=True)
class Opinion:
    """What a receiver of `plan_change_proposed` has to say, in Vietnamese sentences: `refusals` say why the change
    cannot be made, `consequences` what follows when it is."""

    refusals: list[str] = field(default_factory=list)
    consequences: list[str] = field(default_factory=list)


# Asked before a change, also for its preview; every receiver answers with an `Opinion`. The rows have their new values,
# but may be rolled back. It must not write.
plan_change_proposed = Signal()

# Told after a change; also carries `revision`, `by` and `reason`.
plan_changed = Signal()

# Told when a plan has been put in force; carries `plan` and `by`.
plan_issued = Signal()
