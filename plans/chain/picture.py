"""Where the boxes and lines of the picture of a chain stand. Pure; lengths in pixels of the drawing.

Which layer a document belongs to is decided in `plans.chain.graph`; here a layer is laid out in rows of at most six
boxes, each box near those it is joined with, and many documents cited in the same way become one box.
"""

import textwrap
from collections.abc import Sequence
from dataclasses import dataclass, replace

from plans.chain.graph import Edge, Graph, Node, Where, layers
from plans.enums import RelationKind

WIDTH, HEIGHT = 196, 92
GAP, ROW_GAP, LAYER_GAP = 12, 34, 62
PER_ROW = 6
MOST_ALIKE = 6
LANE = 14
ASIDE = WIDTH // 2 - 20  # how far from the middle a line starts that passes other layers
LETTERS = 27  # what fits beside each other in a box
KINDS = list(RelationKind)


@dataclass(frozen=True)
class Box:
    """A document in the picture."""

    node: Node
    x: int
    y: int
    lines: tuple[tuple[int, str], ...]  # how far down in the box, and the text
    is_here: bool

    @property
    def middle(self) -> int:
        return self.x + WIDTH // 2

    @property
    def bottom(self) -> int:
        return self.y + HEIGHT


@dataclass(frozen=True)
class Line:
    """A relation in the picture: a curve from the box that refers up to the box referred to, and its word."""

    kind: str
    word: str
    path: str
    word_x: int
    word_y: int


@dataclass(frozen=True)
class Picture:
    boxes: tuple[Box, ...]
    lines: tuple[Line, ...]
    width: int
    height: int


def grouped(graph: Graph) -> Graph:
    """The graph with more than six documents that one document only cites, in the same way, put into one node."""
    ends: dict[str, int] = {}
    for edge in graph.edges:
        ends[edge.lower] = ends.get(edge.lower, 0) + 1
        ends[edge.upper] = ends.get(edge.upper, 0) + 1
    alike: dict[tuple[str, RelationKind | None], list[Edge]] = {}
    for edge in graph.edges:
        if graph.nodes[edge.upper].where is Where.CITED and ends[edge.upper] == 1:
            alike.setdefault((edge.lower, edge.kind), []).append(edge)
    found = Graph(graph.here, dict(graph.nodes), list(graph.edges))
    for (lower, kind), edges in alike.items():
        if len(edges) > MOST_ALIKE and kind is not None:
            key = f"g-{lower}-{kind}"
            for edge in edges:
                found.edges.remove(edge)
                del found.nodes[edge.upper]
            found.nodes[key] = Node(key, f"{len(edges)} văn bản", "xem danh sách", Where.GROUP, url="#list")
            found.edges.append(Edge(lower, key, kind))
    return found


def draw(graph: Graph) -> Picture:
    """The picture of a chain."""
    small = grouped(graph)
    depth = layers(small)
    rows: list[list[str]] = []
    breaks: list[bool] = []  # whether a row begins a new layer
    order = _ordered(small, depth)
    for layer in sorted(order):
        members = order[layer]
        count = -(-len(members) // PER_ROW)
        size = -(-len(members) // count)
        for start in range(0, len(members), size):
            rows.append(members[start : start + size])
            breaks.append(start == 0)
    # Room at the right for lines that pass other layers.
    width = (max(len(row) for row in rows) + (max(map(abs, order)) > 1)) * (WIDTH + GAP) + GAP
    boxes: dict[str, Box] = {}
    y = GAP
    for number, (row, begins) in enumerate(zip(rows, breaks, strict=True)):
        if number:
            y += HEIGHT + (LAYER_GAP if begins else ROW_GAP)
        x = (width - len(row) * (WIDTH + GAP) + GAP) // 2
        for key in row:
            boxes[key] = Box(small.nodes[key], x, y, _wrapped(small.nodes[key]), key == small.here)
            x += WIDTH + GAP
    lines = _lines(small.edges, boxes, depth)
    return Picture(tuple(boxes.values()), lines, width, y + HEIGHT + GAP)


def _ordered(graph: Graph, depth: dict[str, int]) -> dict[int, list[str]]:
    """The documents of each layer from left to right: by kind of relation, then near what they are joined with."""
    found: dict[int, list[str]] = {0: [graph.here]}
    numbers = set(depth.values())
    for side in (sorted(layer for layer in numbers if layer > 0), sorted((n for n in numbers if n < 0), reverse=True)):
        nearer = [graph.here]
        for layer in side:
            members = [key for key in graph.nodes if depth.get(key) == layer]
            near = {key: place for place, key in enumerate(nearer)}
            pulls = {key: (*_pull(graph.edges, key, near), place) for place, key in enumerate(members)}
            nearer = found[layer] = sorted(members, key=pulls.__getitem__)
    return found


def _pull(edges: Sequence[Edge], key: str, near: dict[str, int]) -> tuple[float, int]:
    """The mean place of the neighbours in the layer already laid out, and the kind of the first relation."""
    joined = [edge for edge in edges if key in (edge.lower, edge.upper)]
    places = [near[end] for edge in joined for end in (edge.lower, edge.upper) if end in near]
    kinds = [KINDS.index(edge.kind) for edge in joined if edge.kind is not None]
    return sum(places) / len(places) if places else len(near), min(kinds, default=len(KINDS))


def _wrapped(node: Node) -> tuple[tuple[int, str], ...]:
    """At most two lines of what the document is about."""
    return tuple(zip((41, 58), textwrap.wrap(node.subject, LETTERS, max_lines=2, placeholder=" …"), strict=False))


def _lines(edges: Sequence[Edge], boxes: dict[str, Box], depth: dict[str, int]) -> tuple[Line, ...]:
    """The curves; those that pass other layers go round them at the right, each in a lane of its own."""
    found: list[Line] = []
    outside = max(box.x + WIDTH for box in boxes.values()) + GAP
    passing = 0
    for edge in edges:
        if edge.lower not in boxes or edge.upper not in boxes:
            continue
        passes = abs(depth[edge.upper] - depth[edge.lower]) > 1
        found.append(_line(edge, boxes, depth, lane=outside + LANE * passing if passes else None))
        passing += passes
    return tuple(found)


def _line(edge: Edge, boxes: dict[str, Box], depth: dict[str, int], *, lane: int | None) -> Line:
    lower, upper = boxes[edge.lower], boxes[edge.upper]
    if lower.y <= upper.y:  # what goes in circles has no above and below: beside the boxes
        lower, upper = replace(lower, y=max(lower.y, upper.y)), replace(upper, y=min(lower.y, upper.y))
    start, end = lower.y, upper.bottom
    foot, head = (box.middle + (ASIDE if lane else 0) for box in (lower, upper))
    if lane is None:
        half = (start - end) // 2
        path = f"M{foot} {start}C{foot} {start - half} {head} {end + half} {head} {end}"
    else:
        leave, arrive, turn = start - LAYER_GAP, end + LAYER_GAP, LAYER_GAP // 2
        path = (
            f"M{foot} {start}C{foot} {start - turn} {lane} {start - turn} {lane} {leave}"
            f"V{arrive}C{lane} {end + turn} {head} {end + turn} {head} {end}"
        )
    # The word stands at the end that is farther from the document the picture is about: there lines do not meet.
    is_above = abs(depth[edge.upper]) > abs(depth[edge.lower])
    word_x, word_y = (head, end + 16) if is_above else (foot, start - 8)
    return Line(edge.kind or "units", edge.kind.label if edge.kind else "", path, word_x, word_y)
