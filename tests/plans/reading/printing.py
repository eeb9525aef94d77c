"""Trees of sections and the ways offices print them, for the property tests."""

import textwrap
from dataclasses import dataclass, field

from hypothesis import strategies as st

from plans.reading.found import Bullet, Section

WORDS = [
    *("nâng", "cao", "chất", "lượng", "giáo", "dục", "tăng", "cường", "cơ", "sở", "vật", "chất", "đổi", "mới"),
    *("phương", "pháp", "dạy", "học", "bồi", "dưỡng", "đội", "ngũ", "nhà", "giáo", "kiểm", "tra", "đánh", "giá"),
    *("phối", "hợp", "gia", "đình", "xã", "hội", "xây", "dựng", "lành", "mạnh", "tuyên", "truyền", "quán", "triệt"),
]
VIETNAMESE = "abcdđeghiklmnopqrstuvxy"
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]


@dataclass
class Node:
    """A section to print."""

    title: str
    text: str | None
    bullets: list[tuple[str, list[str]]]
    children: list["Node"] = field(default_factory=list)


def phrase(draw: st.DrawFn, least: int = 2, most: int = 8) -> str:
    words = draw(st.lists(st.sampled_from(WORDS), min_size=least, max_size=most))
    return " ".join(words).capitalize()


@st.composite
def nodes(draw: st.DrawFn, depth: int) -> list[Node]:
    """One to three sections, with or without text, items and children."""
    found = []
    for _ in range(draw(st.integers(1, 3))):
        node = Node(phrase(draw), None, [])
        if draw(st.booleans()):
            node.text = f"{phrase(draw, 4, 25)}."
        for _ in range(draw(st.integers(0, 3))):
            inner = [f"{phrase(draw)}." for _ in range(draw(st.integers(0, 2)))]
            node.bullets.append((phrase(draw, 2, 20) + draw(st.sampled_from([";", ".", ":", ""])), inner))
        if depth > 1 and draw(st.booleans()):
            node.children = draw(nodes(depth - 1))
        found.append(node)
    return found


def numeral(kind: str, above: str, ordinal: int) -> str:
    """The bare label of a section."""
    match kind:
        case "roman":
            return ROMAN[ordinal - 1]
        case "upper":
            return "ABCDĐE"[ordinal - 1]
        case "lower":
            return VIETNAMESE[ordinal - 1]
        case "(decimal)":
            return f"({ordinal})"
        case "(lower)":
            return f"({VIETNAMESE[ordinal - 1]})"
        case "lower roman":
            return ROMAN[ordinal - 1].lower()
        case "lower.decimal":
            return f"{above}.{ordinal}"
        case "article":
            return f"Điều {ordinal}"
        case "chapter":
            return f"Chương {ROMAN[ordinal - 1]}"
        case "part":
            return f"Phần {ROMAN[ordinal - 1]}"
        case "joined":
            return f"{above}.{ordinal}"
    return str(ordinal)


# From the top level down; "joined" repeats the label above ("1.1", "I.2").
SCHEMES = (
    ("roman", "decimal", "joined", "lower"),
    ("roman", "decimal", "lower", "(decimal)"),
    ("decimal", "joined", "joined", "lower"),
    ("part", "roman", "decimal", "lower"),
    ("upper", "roman", "decimal", "lower"),
    ("roman", "joined", "lower", "(decimal)"),
    ("decimal", "lower", "(decimal)", "roman"),
    ("article", "decimal", "lower", "lower roman"),
    ("chapter", "article", "decimal", "lower"),
    ("roman", "decimal", "lower", "lower.decimal"),
    ("decimal", "(lower)", "lower roman", "(decimal)"),
    ("part", "upper", "roman", "decimal"),
)
MARKS = {
    "roman": (". ", "- ", ".- ", " - ", ") ", "/ ", "."),
    "decimal": (". ", "- ", ") ", ".- ", "/ ", "-"),
    "joined": (". ", " ", "- ", "."),
    "lower": (") ", ")", "/ ", ". ", "- "),
    "lower roman": (") ",),
    "lower.decimal": (") ", ". "),
    "(lower)": (" ",),
    "(decimal)": (" ",),
    "article": (". ", ": "),
    "chapter": (". ", ": "),
    "part": (". ", ": "),
    "upper": (". ", ") "),
}


@dataclass
class Printer:
    """Prints sections in one scheme.

    `mixed` changes the marks from section to section, `broken` may leave a label alone on its line, `blank` sets empty
    lines between paragraphs, and `width` breaks them over lines.
    """

    draw: st.DrawFn
    scheme: tuple[str, ...]
    mixed: bool
    broken: bool
    blank: bool
    width: int | None = None
    lines: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.marks = {kind: self.draw(st.sampled_from(MARKS[kind])) for kind in self.scheme}
        self.dash = self.draw(st.sampled_from(["- ", "-", "– ", "— ", "• ", "* "]))
        self.plus = self.draw(st.sampled_from(["+ ", "+", "- + "]))

    def print(self, sections: list[Node], depth: int = 0, above: str = "") -> list[Section]:
        """Append the lines of `sections`; return what reading them must give."""
        expected = []
        for ordinal, node in enumerate(sections, start=1):
            kind = self.scheme[depth]
            label = numeral(kind, above, ordinal)
            mark = self.draw(st.sampled_from(MARKS[kind])) if self.mixed else self.marks[kind]
            title = node.title.upper() if depth == 0 and mark.strip() == "" else node.title
            if self.broken and self.draw(st.booleans()) and mark.strip():
                self.line(label + mark.rstrip(), title)
            else:
                self.line(label + mark + title)
            section = Section(label, 0, title, node.text)
            if node.text:
                self.line(node.text)
            for text, inner in node.bullets:
                self.line(self.dash + text)
                section.bullets.append(Bullet(text, 0, [Bullet(item, 0) for item in inner]))
                for item in inner:
                    self.line(self.plus + item)
            section.children = self.print(node.children, depth + 1, label)
            expected.append(section)
        return expected

    def line(self, *texts: str) -> None:
        for text in texts:
            self.lines += textwrap.wrap(text, self.width, break_on_hyphens=False) if self.width else [text]
            self.lines += [""] if self.blank else []


def as_markup(sections: list[Node], depth: int = 0, above: str = "") -> tuple[list[str], list[Section]]:
    """The tree for `office_rendering`, where the word processor counts; and what reading must give."""
    lines, expected = [], []
    for ordinal, node in enumerate(sections, start=1):
        label = numeral(("roman", "decimal", "joined")[depth], above, ordinal)
        lines += [f"#{depth} {node.title}", *([node.text] if node.text else [])]
        section = Section(label, 0, node.title, node.text)
        for text, inner in node.bullets:
            lines += [f"#3 {text}", *(f"+ {item}" for item in inner)]
            section.bullets.append(Bullet(text, 0, [Bullet(item, 0) for item in inner]))
        below, section.children = as_markup(node.children, depth + 1, label)
        lines += below
        expected.append(section)
    return lines, expected
