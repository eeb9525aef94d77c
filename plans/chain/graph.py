"""The chain of documents as a graph, and the layers in which it is drawn and listed. Pure.

An edge goes from the document that refers to the document referred to: from below to above.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from graphlib import CycleError, TopologicalSorter
from itertools import pairwise

from plans.enums import RelationKind


class Where(Enum):
    """How a document stands in the portal, in the word the reader sees."""

    PORTAL = "trong cổng"
    CITED = "chỉ được dẫn"
    UNITS = "các đơn vị"
    GROUP = "gộp"


@dataclass(frozen=True)
class Node:
    """A document. `key` is `p12` for a plan, `d7` for a cited document; `url` is "" when the reader may not open it."""

    key: str
    title: str
    subject: str
    where: Where
    url: str = ""
    note: str = ""


@dataclass(frozen=True)
class Edge:
    """`lower` refers to `upper`. None as `kind` joins a plan with the plans its units have registered."""

    lower: str
    upper: str
    kind: RelationKind | None


@dataclass
class Graph:
    """The documents around one of them, `here`."""

    here: str
    nodes: dict[str, Node] = field(default_factory=dict)
    edges: list[Edge] = field(default_factory=list)


def layers(graph: Graph) -> dict[str, int]:
    """The layer of every document that hangs together with `here`: below 0 above it, 0 itself, above 0 beneath it.

    A document stands beyond all that lie between it and `here`: the conclusion above the plan that carries it out, even
    when a lower plan names both. Data that go in circles lose, for the count only, one edge of each circle.
    """
    down = _distances(graph.here, [(edge.upper, edge.lower) for edge in graph.edges])
    up = _distances(graph.here, [(edge.lower, edge.upper) for edge in graph.edges])
    return down | {key: -steps for key, steps in up.items()}


def _distances(start: str, arrows: Iterable[tuple[str, str]]) -> dict[str, int]:
    """The longest way from `start` to everything that can be reached along the arrows."""
    targets: dict[str, set[str]] = {}
    for source, target in arrows:
        targets.setdefault(source, set()).add(target)
    reached = _steps(start, targets)
    before: dict[str, set[str]] = {key: set() for key in reached}
    for source in reached:
        for target in targets.get(source, ()):
            if target != start:  # a way back to the start is a circle by itself
                before[target].add(source)
    distance = {start: 0}
    for key in _in_order(before, reached):
        distance[key] = max((distance[source] + 1 for source in before[key]), default=0)
    return distance


def _steps(start: str, targets: Mapping[str, Iterable[str]]) -> dict[str, int]:
    """The fewest steps from `start` to everything that can be reached."""
    found, waiting = {start: 0}, [start]
    while waiting:
        key = waiting.pop(0)
        for target in targets.get(key, ()):
            if target not in found:
                found[target] = found[key] + 1
                waiting.append(target)
    return found


def _in_order(before: dict[str, set[str]], steps: Mapping[str, int]) -> list[str]:
    """The keys so that each comes after those `before` it. A circle is opened at an arrow that leads no farther from
    the start; every circle has one, and without it everything is still reached."""
    while True:
        try:
            return list(TopologicalSorter(before).static_order())
        except CycleError as error:
            circle: list[str] = error.args[1]
            source, target = next(pair for pair in pairwise(circle) if steps[pair[0]] >= steps[pair[1]])
            before[target].discard(source)
