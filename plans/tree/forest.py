"""A plan's tasks as an ordered forest: what moving one of them means. Pure; knows ids only.

Every operation gives a new forest with the same nodes, each once, or None when it is not possible (the first cannot go
up, a root cannot go out). The order of everything that is not moved stays as it was.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum

Children = Mapping[int | None, tuple[int, ...]]


class Direction(Enum):
    """Where a node can go, with its whole subtree."""

    UP = "up"
    DOWN = "down"
    IN = "in"
    OUT = "out"


@dataclass(frozen=True)
class Place:
    """A node where it stands: depth 0 for the roots, `number` counts from 1 among its siblings."""

    id: int
    parent: int | None
    depth: int
    number: int
    siblings: int
    has_children: bool


@dataclass(frozen=True)
class Forest:
    """`children` holds the nodes under each parent in their order; the roots stand under None."""

    children: Children

    @classmethod
    def of(cls, rows: Iterable[tuple[int, int | None, int]]) -> "Forest":
        """From (id, parent, position), in any order; equal positions go by id.

        Damaged data still give every node exactly once: a parent that is not among the rows counts as none, and of
        nodes that hang in a circle the first one becomes a root.
        """
        ordered = sorted(rows, key=lambda row: (row[2], row[0]))
        ids = {row[0] for row in ordered}
        parents = {node: parent if parent in ids else None for node, parent, _ in ordered}
        for node in parents:
            seen = {node}
            above = parents[node]
            while above is not None and above not in seen:
                seen.add(above)
                above = parents[above]
            if above == node:
                parents[node] = None
        children: dict[int | None, tuple[int, ...]] = {}
        for node, parent in parents.items():
            children[parent] = (*children.get(parent, ()), node)
        return cls(children)

    def below(self, node: int | None) -> tuple[int, ...]:
        return self.children.get(node, ())

    def parent_of(self, node: int) -> int | None:
        """The parent of a node.

        Raises:
            KeyError: there is no such node.
        """
        for parent, nodes in self.children.items():
            if node in nodes:
                return parent
        raise KeyError(node)

    def walk(self) -> Iterator[Place]:
        """All nodes, parents before their children, in order; without recursion, whatever the depth."""
        stack: list[Place] = list(reversed(list(self._places(None, 0))))
        while stack:
            place = stack.pop()
            yield place
            stack.extend(reversed(list(self._places(place.id, place.depth + 1))))

    def _places(self, parent: int | None, depth: int) -> Iterator[Place]:
        nodes = self.below(parent)
        for number, node in enumerate(nodes, 1):
            yield Place(node, parent, depth, number, len(nodes), bool(self.below(node)))

    def subtree(self, node: int) -> list[int]:
        """The node and everything below it, in order."""
        found, stack = [], [node]
        while stack:
            current = stack.pop()
            found.append(current)
            stack.extend(reversed(self.below(current)))
        return found

    def move(self, node: int, direction: Direction) -> "Forest | None":
        """The forest after the move; None when there is no such place.

        In: it becomes the last child of the sibling before it. Out: it becomes the sibling right after its parent; the
        siblings behind it stay where they are.
        """
        parent = self.parent_of(node)
        siblings = self.below(parent)
        place = siblings.index(node)
        match direction:
            case Direction.UP if place:
                return self._with({parent: _swapped(siblings, place - 1)})
            case Direction.DOWN if place < len(siblings) - 1:
                return self._with({parent: _swapped(siblings, place)})
            case Direction.IN if place:
                before = siblings[place - 1]
                return self._with({parent: _without(siblings, node), before: (*self.below(before), node)})
            case Direction.OUT if parent is not None:
                above = self.parent_of(parent)
                uncles = self.below(above)
                after = uncles.index(parent) + 1
                return self._with({parent: _without(siblings, node), above: (*uncles[:after], node, *uncles[after:])})
        return None

    def insert(self, node: int, *, after: int | None = None, under: int | None = None) -> "Forest":
        """The forest with a new node: right behind `after`, else as the last child of `under` (None: the last root)."""
        if after is None:
            return self._with({under: (*self.below(under), node)})
        parent = self.parent_of(after)
        siblings = self.below(parent)
        place = siblings.index(after) + 1
        return self._with({parent: (*siblings[:place], node, *siblings[place:])})

    def remove(self, node: int) -> "Forest":
        """The forest without the node and everything below it."""
        gone = set(self.subtree(node))
        kept = {
            parent: tuple(child for child in nodes if child not in gone)
            for parent, nodes in self.children.items()
            if parent not in gone
        }
        return Forest(kept)

    def _with(self, changed: Children) -> "Forest":
        return Forest({**self.children, **changed})


def _swapped(nodes: tuple[int, ...], place: int) -> tuple[int, ...]:
    """The tuple with the nodes at `place` and behind it exchanged."""
    return (*nodes[:place], nodes[place + 1], nodes[place], *nodes[place + 2 :])


def _without(nodes: tuple[int, ...], node: int) -> tuple[int, ...]:
    return tuple(other for other in nodes if other != node)
