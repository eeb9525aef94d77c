"""The chain of documents as a list: the same documents and relations as in the picture, in words. Pure."""

from dataclasses import dataclass

from plans.chain.graph import Edge, Graph, Node, Where, layers
from plans.enums import RelationKind


@dataclass(frozen=True)
class Item:
    """One relation: `node` is the document at its far end. `via` names the document at its near end, "" for the one
    the page is about. `level` counts the steps from there."""

    node: Node
    word: str
    via: str
    level: int

    @property
    def is_cited(self) -> bool:
        return self.node.where is Where.CITED


@dataclass(frozen=True)
class Listing:
    """What stands above, nearest first, and what stands below."""

    above: list[Item]
    below: list[Item]


def listed(graph: Graph) -> Listing:
    """Every relation of the chain once, under the document it leads to."""
    depth = layers(graph)
    above: list[Item] = []
    below: list[Item] = []
    for edge in graph.edges:
        goes_up = depth[edge.upper] < 0
        (above if goes_up else below).append(_item(graph, edge, depth, goes_up=goes_up))
    return Listing(sorted(above, key=lambda item: item.level), sorted(below, key=lambda item: item.level))


def served(graph: Graph) -> list[Item]:
    """What the document carries out, up to the first; where it names nothing of the kind, its legal bases."""
    above = listed(graph).above
    for kind in (RelationKind.IMPLEMENTS, RelationKind.LEGAL_BASIS):
        if found := [item for item in above if item.word == kind.label]:
            return found
    return []


def _item(graph: Graph, edge: Edge, depth: dict[str, int], *, goes_up: bool) -> Item:
    near, far = (edge.lower, edge.upper) if goes_up else (edge.upper, edge.lower)
    via = "" if near == graph.here else graph.nodes[near].title
    return Item(graph.nodes[far], edge.kind.label if edge.kind else "", via, abs(depth[far]))
