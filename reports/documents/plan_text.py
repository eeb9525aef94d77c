"""The task tree of a plan as the text of a document, in the document's own order and numbering.

The marks after the numbers are normalised: `I.` or, for the Party, `I-`; then `1.`, `1.1.`, `a)`, `-`, `+` (domain
reference §1.2). A heading prints its title and then its text; what is numbered below the headings prints its text
alone, because its title is only the name by which the portal calls it.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from plans.enums import TaskKind
from plans.models import Task
from reports.documents.content import Block, Heading, HeadingLevel, Item, Paragraph, Sign
from reports.documents.paper import text_blocks
from reports.documents.profiles import Profile
from reports.documents.wording import decapitalised
from vietnamese.text import exact_key

ROMAN = re.compile(r"[IVXL]+")
NUMBER = re.compile(r"\d+")
NUMBERS = re.compile(r"\d+(\.\d+)+")
LETTER = re.compile(r"[a-zđ]{1,2}")
MARKS = ".)-–/: "
SIGNS: dict[str, Sign] = {"-": "-", "–": "-", "+": "+", "*": "-", "•": "-"}
# A title that only begins its text is not printed twice; the rest of it may be cut off.
CUT = " .…;:,"


def tree_blocks(tasks: Iterable[Task], profile: Profile) -> list[Block]:
    """The whole tree, each node after its parent; `tasks` in any order."""
    blocks: list[Block] = []
    for task, has_children in in_order(tasks):
        blocks += _node(task, profile, has_children=has_children)
    return blocks


def written_label(label: str, profile: Profile) -> str:
    """The number with the mark that documents put after it today; a label in words stays as it is."""
    bare = label.strip().rstrip(MARKS).strip()
    if ROMAN.fullmatch(bare):
        return profile.part(bare)
    if LETTER.fullmatch(bare):
        return f"{bare})"
    return f"{bare}." if bare and bare[0].isalnum() and len(bare) < 12 and " " not in bare else label.strip()


def in_order(tasks: Iterable[Task]) -> Iterator[tuple[Task, bool]]:
    """Every node after its parent and before its next sibling, with whether it has children."""
    below: dict[int | None, list[Task]] = defaultdict(list)
    for task in sorted(tasks, key=lambda task: (task.position, task.pk)):
        below[task.parent_id].append(task)
    waiting = below[None][::-1]
    while waiting:
        task = waiting.pop()
        children = below[task.pk]
        yield task, bool(children)
        waiting += children[::-1]


def _node(task: Task, profile: Profile, *, has_children: bool) -> list[Block]:
    title, label = task.title.strip().rstrip(" .:;"), task.label.strip()
    texts = text_blocks(task.text)
    sign = SIGNS.get(label)
    level = _level(task, label)
    if not texts:
        if has_children or level == 1:
            return [Heading(level, written_label(label, profile), title)]
        duty = f"{_duty(task, title)}."
        return [Item(duty, sign) if sign else Paragraph(f"{written_label(label, profile)} {duty}".strip())]
    is_named = not sign and level < 3 and not _begins(task.text, title)
    first, *rest = texts
    if is_named or not isinstance(first, Paragraph):
        return [Heading(level, written_label(label, profile), title), *texts]
    if sign:
        return [Item(first.text, sign), *rest]
    return [Paragraph(f"{written_label(label, profile)} {first.text}".strip()), *rest]


def _duty(task: Task, title: str) -> str:
    """What stands in the plan by its name alone; who has to do it comes first where the plan says so."""
    names_lead = task.kind == TaskKind.ORGANISATION and task.lead_text and not task.lead_is_inferred
    return f"{task.lead_text}: {decapitalised(title)}" if names_lead else title


def _level(task: Task, label: str) -> HeadingLevel:
    """1 for a part, 2 for a heading below it, 3 for what is numbered inside."""
    bare = label.rstrip(MARKS)
    if ROMAN.fullmatch(bare) or (not bare and task.parent_id is None) or " " in bare:
        return 1
    return 2 if NUMBER.fullmatch(bare) else 3


def _begins(text: str, title: str) -> bool:
    """Whether the text opens with the words of its title."""
    return exact_key(" ".join(text.split())).startswith(exact_key(title.rstrip(CUT)))
