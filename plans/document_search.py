"""Finding the documents a plan can refer to."""

from typing import Any

from plans.models import CitedDocument, Plan
from vietnamese.text import search_key

MOST_FOUND = 12


def find_documents(words: str, by: Any, plan: Plan) -> list[tuple[str, str, str]]:
    """Plans of the portal the person may read, then cited documents, that contain every word: key, citation, issuer.

    Without words, the newest ones. Diacritics do not matter.
    """
    plans = Plan.objects.visible_to(by).exclude(pk=plan.pk).select_related("issuer").order_by("-year", "-pk")
    keys = search_key(words).split()
    for key in keys:
        plans = plans.filter(search_key__contains=key)
    found = [(f"plan:{row.pk}", row.full_citation, row.issuer.name) for row in plans[:MOST_FOUND]]
    documents = CitedDocument.objects.order_by("-pk")
    cited = [
        (f"document:{row.pk}", row.full_citation, row.issuer_name)
        for row in documents
        if all(key in search_key(f"{row.full_citation} {row.issuer_name}") for key in keys)
    ]
    return (found + cited)[: 2 * MOST_FOUND]
