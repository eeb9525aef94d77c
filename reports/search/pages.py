"""Pages of the portal, found by their name or by what people want to do there; data of `data/pages.yaml`."""

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import yaml
from django.urls import reverse

from plans.enums import PlanStatus
from reports.permissions import OFFICE_ROLES
from reports.search.hits import Found, Hit, Kind, everything
from reports.search.question import haystack
from reports.search.ranking import ranked
from reports.search.scope import Scope

_FILE = Path(__file__).parent / "data" / "pages.yaml"


@dataclass(frozen=True)
class PortalPage:
    """A page: for everybody, for some roles, or for those to whose organisation a plan in force reports."""

    route: str
    title: str
    about: str
    text: str
    roles: tuple[str, ...]
    receives: bool


@lru_cache(maxsize=1)
def portal_pages() -> tuple[PortalPage, ...]:
    """All pages that can be found."""
    return tuple(
        PortalPage(
            row["route"],
            row["title"],
            row["about"],
            haystack(row["title"], *row["words"], row["about"]),
            tuple(row.get("roles", ())),
            row.get("receives", False),
        )
        for row in yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    )


def find_pages(scope: Scope) -> Found:
    """Pages the person may open that have every word."""
    terms = scope.question.terms
    found = [page for page in portal_pages() if all(term.is_in(page.text) for term in terms) and _may_open(scope, page)]
    rows = ranked(scope.question, found, lambda page: page.title)
    return everything(Kind.PAGES, rows, lambda page: Hit(page.title, reverse(page.route), page.about))


def _may_open(scope: Scope, page: PortalPage) -> bool:
    if page.receives:
        offices = scope.actor.organisations(*OFFICE_ROLES)
        return scope.actor.is_administrator or any(
            row.plan.receiver_id in offices and row.plan.status != PlanStatus.DRAFT for row in scope.plans.values()
        )
    return not page.roles or scope.actor.has_role(*page.roles)
