"""Reading the chain of documents around a plan or a cited document, as far as a person may know it.

Upwards everything is followed that a plan carries out, amends or replaces; legal bases and mere mentions lead one step
from the document itself, because authority and relation are not handed on. A plan above that the person cannot see is
named like any cited document, without a link; below, only plans they can see are shown, so no draft gives itself away.
"""

from collections.abc import Collection, Iterable
from typing import Any, NamedTuple

from django.db.models import Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse

from plans.chain.graph import Edge, Graph, Node, Where
from plans.enums import PlanStatus, RelationKind
from plans.models import CitedDocument, Plan, PlanRelation, PlanReporter, UnitPlan

HANDED_ON = {RelationKind.IMPLEMENTS, RelationKind.AMENDS, RelationKind.REPLACES}


class _Link(NamedTuple):
    lower: str
    upper: str
    kind: RelationKind


class _Known:
    """The relations a person may know of who reads these plans: two queries, whatever is asked about; one when the
    cited documents are given."""

    def __init__(self, readable: Collection[int], documents: Iterable[CitedDocument] | None = None) -> None:
        self.readable = frozenset(readable)
        in_force = Q(plan__status__in=[PlanStatus.IN_FORCE, PlanStatus.CLOSED], kind__in=HANDED_ON)
        rows = PlanRelation.objects.filter(Q(plan__in=self.readable) | in_force).order_by("plan", "position", "pk")
        links = [
            _Link(f"p{plan}", f"p{above}" if above else f"d{document}", RelationKind(kind))
            for plan, kind, above, document in rows.values_list("plan", "kind", "to_plan", "to_document")
        ]
        if documents is None:
            documents = CitedDocument.objects.filter(carries_out__isnull=False).order_by("pk")
        links += [
            _Link(f"d{document.pk}", f"d{document.carries_out_id}", RelationKind.IMPLEMENTS)
            for document in documents
            if document.carries_out_id
        ]
        self._above: dict[str, list[_Link]] = {}
        self._below: dict[str, list[_Link]] = {}
        for link in dict.fromkeys(links):
            self._above.setdefault(link.lower, []).append(link)
            self._below.setdefault(link.upper, []).append(link)
        own = [link for pk in self.readable for link in self._above.get(f"p{pk}", ())]
        climbed = self._climb(own)
        # What the person can come across: their plans, and all to which those lead.
        self.known = {f"p{pk}" for pk in self.readable} | {link.upper for link in climbed}

    def around(self, here: str) -> list[_Link]:
        """What lies above and below, all the way; each relation once."""
        first = [link for link in self._below.get(here, ()) if self._shows(link.lower)]
        found, seen = dict.fromkeys(first), {here}
        waiting = list(first)
        while waiting:
            key = waiting.pop(0).lower
            if key in seen:
                continue
            seen.add(key)
            new = [link for link in self._below.get(key, ()) if link.kind in HANDED_ON and self._shows(link.lower)]
            found |= dict.fromkeys(new)
            waiting.extend(new)
        return list(dict.fromkeys([*self._climb(self._above.get(here, [])), *found]))

    def _climb(self, first: list[_Link]) -> list[_Link]:
        found, seen, waiting = dict.fromkeys(first), set(), list(first)
        while waiting:
            key = waiting.pop(0).upper
            if key in seen:
                continue
            seen.add(key)
            new = [link for link in self._above.get(key, ()) if link.kind in HANDED_ON]
            found |= dict.fromkeys(new)
            waiting.extend(new)
        return list(found)

    def _shows(self, key: str) -> bool:
        """Whether something below may be shown: a plan the person reads, a document they can come across anyway."""
        return int(key[1:]) in self.readable if key[0] == "p" else key in self.known


def readable_plans(user: Any) -> frozenset[int]:
    """The plans a person may read: one query."""
    return frozenset(Plan.objects.visible_to(user).order_by().values_list("pk", flat=True))


def chain_of_plan(plan: Plan, readable: Collection[int]) -> Graph:
    """The documents above and below a plan, as far as somebody may know who reads the plans given: four queries
    whatever the size of the chain."""
    return _graph(f"p{plan.pk}", _Known(readable))


def chain_of_document(pk: int, readable: Collection[int]) -> tuple[CitedDocument, Graph] | None:
    """A cited document and the documents above and below it; None when no plan that the person reads leads to it."""
    known, key = _Known(readable), f"d{pk}"
    if key not in known.known:
        return None
    documents: dict[int, CitedDocument] = {}
    graph = _graph(key, known, documents)
    return documents[pk], graph


def known_documents(readable: Collection[int], documents: Iterable[CitedDocument]) -> frozenset[int]:
    """Those of all cited documents that `chain_of_document` shows to somebody who reads the plans given: one query."""
    known = _Known(readable, documents).known
    return frozenset(document.pk for document in documents if f"d{document.pk}" in known)


def _graph(here: str, known: _Known, documents: dict[int, CitedDocument] | None = None) -> Graph:
    """The graph around `here`; the cited documents in it are put into `documents`."""
    documents = {} if documents is None else documents
    links = known.around(here)
    keys = list(dict.fromkeys([here, *(key for link in links for key in link[:2])]))
    plans: dict[int, Any] = Plan.objects.annotate(expected=_count(PlanReporter), registered=_count(UnitPlan)).in_bulk(
        _ids(keys, "p")
    )
    documents |= CitedDocument.objects.in_bulk(_ids(keys, "d"))
    graph = Graph(here)
    for key in keys:
        number = int(key[1:])
        if key[0] == "p":
            graph.nodes[key] = _plan_node(plans[number], readable=number in known.readable)
        else:
            graph.nodes[key] = _document_node(documents[number], opens=key in known.known)
    graph.edges = [Edge(*link) for link in links]
    below = {here, *(link.lower for link in links if link.upper == here or link.kind in HANDED_ON)}
    _add_units(graph, [plans[pk] for pk in _ids(below & set(keys), "p") if pk in known.readable])
    return graph


def _ids(keys: Iterable[str], letter: str) -> list[int]:
    return [int(key[1:]) for key in keys if key[0] == letter]


def _plan_node(plan: Plan, *, readable: bool) -> Node:
    where, url = (Where.PORTAL, reverse("plan_detail", args=[plan.pk])) if readable else (Where.CITED, "")
    note = plan.get_status_display() if readable else ""
    return Node(f"p{plan.pk}", plan.short_citation, plan.subject, where, url, note)


def _document_node(document: CitedDocument, *, opens: bool) -> Node:
    url = reverse("document_detail", args=[document.pk]) if opens else ""
    return Node(f"d{document.pk}", document.short_citation, document.subject, Where.CITED, url, document.issuer_name)


def _count(model: type[PlanReporter] | type[UnitPlan]) -> Coalesce:
    """How many rows of the model belong to a plan; counted apart, because two joins would multiply."""
    rows = model._default_manager.filter(plan=OuterRef("pk")).order_by().values("plan").annotate(n=Count("pk"))
    return Coalesce(Subquery(rows.values("n")), 0)


def _add_units(graph: Graph, plans: Iterable[Any]) -> None:
    """Under each plan on which units report, how many of them have registered a plan of their own."""
    for plan in plans:
        if plan.expected or plan.registered:
            key, count = f"u{plan.pk}", f"{plan.registered}/{max(plan.expected, plan.registered)}"
            graph.nodes[key] = Node(key, "Kế hoạch của các đơn vị", f"{count} đơn vị đã đăng ký", Where.UNITS)
            graph.edges.append(Edge(key, f"p{plan.pk}", None))
