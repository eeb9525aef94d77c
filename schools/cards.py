"""The cards of a school's page: each app adds what it knows about a school, and `schools` knows none of them.

To add one, write a module `<app>/school_cards.py`:

    from schools.cards import register

    def works(request: HttpRequest, school: School) -> dict[str, Any] | None:
        return {"count": ..., "late": ...}

    register(40, "facilities/school_card_works.html", works)

and import it in the app's `AppConfig.ready` (`import facilities.school_cards  # noqa: F401  # registers its cards`).

The function answers what the template reads as `card` (`{{ card.count }}`), or None for no card at all: that is also
how a card hides from people who may not see it. The template, a `<div class="card mb-3">`, also reads what the page
has: `school` (with `place`, the short name of its commune today), `today`, `sees_people`, `user`, `request`. The page
is counted with all its cards (14 queries, 60 KB), so a card asks at most one or two queries, shows its headline and
leads to a page of its own; permissions that read `actor_of(request.user)` cost nothing more.

Orders taken: 10 yearly facts, 20 national standard, 30–49 facilities, 50–69 reports, 80 requests to mend facts;
beside them (`aside=True`): 10 the place, 15 the history, 20 the people.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from django.http import HttpRequest

from schools.models import School

Context = Callable[[HttpRequest, School], dict[str, Any] | None]


@dataclass(frozen=True, slots=True)
class CardKind:
    """A card that every school's page may show."""

    order: int
    template: str
    context: Context
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Card:
    """A card of one school: its template and what it reads as `card`."""

    template: str
    content: dict[str, Any] = field(default_factory=dict)


_kinds: dict[str, CardKind] = {}


def register(order: int, template: str, context: Context, *, aside: bool = False) -> None:
    """Let every school's page show the card, in the wide column or `aside`, lower orders first. A template has one
    card: registering it again replaces the first."""
    _kinds[template] = CardKind(order, template, context, aside)


def cards_of(request: HttpRequest, school: School) -> tuple[list[Card], list[Card]]:
    """The cards of the wide column and those beside it, as far as the person may see them."""
    columns: tuple[list[Card], list[Card]] = ([], [])
    for kind in sorted(_kinds.values(), key=lambda kind: (kind.order, kind.template)):
        content = kind.context(request, school)
        if content is not None:
            columns[kind.aside].append(Card(kind.template, content))
    return columns
