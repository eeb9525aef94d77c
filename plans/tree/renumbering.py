"""Which code and label each part of a plan carries after its tree has changed. Pure.

Codes follow the tree and are unique in the plan; labels are the document's own words and change only on purpose.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from plans.tree.forest import Forest
from plans.tree.numbering import Mark, NumberingStyle, free_segment, label, segment

CODE_LENGTH, LABEL_LENGTH = 20, 12


class TooDeep(ValueError):
    """A code or label would be longer than a plan can hold."""


@dataclass(frozen=True)
class Numbered:
    """What a part is called: its path and what the document prints before it."""

    code: str
    label: str


def last_segment(code: str) -> str:
    return code.rpartition(".")[2]


def code_for(forest: Forest, codes: Mapping[int, str], node: int, own: str = "") -> str:
    """A code for the node at its place in `forest` that no other part of the plan has.

    `codes` are those of the parts that keep theirs, the node's parent among them; `own` is the segment it would like.

    Raises:
        TooDeep: the path is longer than a code may be.
    """
    parent = forest.parent_of(node)
    before = f"{codes[parent]}." if parent is not None else ""
    siblings = [last_segment(codes[other]) for other in forest.below(parent) if other in codes and other != node]
    used = set(codes.values())
    wanted = (own or "I") if parent is None and not siblings else free_segment(own, siblings)
    while f"{before}{wanted}" in used:  # a code that does not follow its own path stands in the way
        siblings.append(wanted)
        wanted = free_segment("", siblings)
    return _checked(f"{before}{wanted}")


def _checked(code: str) -> str:
    if len(code) > CODE_LENGTH:
        raise TooDeep(code)
    return code


def recoded(forest: Forest, codes: Mapping[int, str], moved: int) -> dict[int, str]:
    """New codes of a part that came under another parent, and of everything below it, which keeps its own segments.

    Raises:
        TooDeep: the path of one of them is longer than a code may be.
    """
    nodes = forest.subtree(moved)
    known = {node: code for node, code in codes.items() if node not in nodes}
    for node in nodes:
        known[node] = code_for(forest, known, node, last_segment(codes[node]))
    return {node: known[node] for node in nodes}


def renumbered(forest: Forest, style: NumberingStyle) -> dict[int, Numbered]:
    """Every part counted anew in the order of the tree.

    Raises:
        TooDeep: the tree is too deep for codes or labels of this style.
    """
    found: dict[int, Numbered] = {}
    for place in forest.walk():
        mark = style.mark(place.depth)
        above = found[place.parent] if place.parent is not None else Numbered("", "")
        code = ".".join(filter(None, [above.code, segment(mark, place.number)]))
        shown = label(mark, place.number, above.label if mark is Mark.DECIMAL else "")
        if len(shown) > LABEL_LENGTH:
            raise TooDeep(shown)
        found[place.id] = Numbered(_checked(code), shown)
    return found
