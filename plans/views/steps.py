"""The parts of a plan in the order in which an officer writes them; every page of the editor shows them as its menu."""

from dataclasses import dataclass

from django.urls import reverse

from plans.models import Plan

# Name of the page → what the menu calls it.
STEPS: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Step:
    title: str
    url: str
    is_current: bool


def steps_of(plan: Plan, current: str) -> list[Step]:
    """The menu of the editor for one plan; `current` is the name of the page that is open."""
    return [Step(title, reverse(name, args=[plan.pk]), name == current) for name, title in STEPS]
