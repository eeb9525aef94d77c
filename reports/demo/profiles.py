"""Which area the demonstration shows: a registry, a plan of the running year, and who plays what in the story."""

from dataclasses import dataclass
from pathlib import Path

from plans.services.loading import DATA as PLANS
from plans.services.loading import DEFAULT_PLAN
from reports.demo import story
from schools.services.loading import DATA as REGISTRIES
from schools.services.loading import DEFAULT_REGISTRY


@dataclass(frozen=True)
class DemoProfile:
    """One area. `registry` is that of today; with a `former` one, the area was another when the plan of 2018 was
    carried out, and its reports of then stay as they were. The plan is moved to the year of today, from `since` on."""

    registry: Path
    plan: Path
    tale: story.Story
    former: Path | None = None
    since: int = 2018
    has_party_plan: bool = False


PROFILES = {
    "huyen-2018": DemoProfile(DEFAULT_REGISTRY, DEFAULT_PLAN, story.DISTRICT, has_party_plan=True),
    "xa-2025": DemoProfile(
        REGISTRIES / "xa-2025.yaml", PLANS / "xa-2025.yaml", story.COMMUNE, former=DEFAULT_REGISTRY, since=2026
    ),
}
