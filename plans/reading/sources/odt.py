"""Lines of an OpenDocument text, in reading order, with computed labels in front."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.reading.lines import RawLine
from plans.reading.sources.archive import Archive, attribute, local
from plans.reading.sources.counting import Counters, numeral
from plans.reading.sources.gathering import Gathering
from plans.reading.sources.refusal import SourceRefused

_TEXT_KIND = "opendocument.text"
_SKIPPED = {"tracked-changes", "annotation", "note", "ruby-text", "bookmark"}
_TABLES = {"table": "tbl", "table-row": "tr", "table-cell": "tc", "covered-table-cell": "tc"}
_FORMATS = {"1": "decimal", "I": "upper-roman", "i": "lower-roman", "A": "upper-letter", "a": "lower-letter"}
_MOST_SPACES = 20
_DEEPEST = 10


@dataclass
class _Level:
    bullet: str | None = None
    style: str | None = None
    prefix: str = ""
    suffix: str = ""
    shown: int = 1
    start: int = 1


@dataclass
class _Styles:
    lists: dict[str, dict[int, _Level]] = field(default_factory=dict)
    centred: set[str] = field(default_factory=set)
    capitals: set[str] = field(default_factory=set)  # shown in capitals, whatever was typed

    def read(self, element: Element) -> None:
        """Take in a list style or a centred paragraph style."""
        name = attribute(element, "name") or ""
        if local(element) == "list-style":
            self.lists[name] = {_whole(attribute(child, "level")) - 1: _level(child) for child in element}
        elif local(element) == "style":
            for child in element:
                if attribute(child, "text-align") == "center":
                    self.centred.add(name)
                if attribute(child, "text-transform") == "uppercase":
                    self.capitals.add(name)


def read_odt(archive: Archive) -> list[RawLine]:
    """Return the lines of the text.

    Raises:
        SourceRefused: it is no OpenDocument text, or broken or harmful.
    """
    styles = _Styles()
    for event, element in archive.events("styles.xml"):
        if event == "end":
            styles.read(element)
    reader = _Reader(styles)
    for event, element in archive.events("content.xml"):
        reader.take(event, element)
    if not reader.is_text:
        raise SourceRefused("Tệp OpenDocument này không phải văn bản (.odt).")
    return reader.gathering.lines


class _Reader:
    def __init__(self, styles: _Styles) -> None:
        self.styles = styles
        self.gathering = Gathering()
        self.is_text = False
        self._skipping = 0
        self._lists: list[str] = []  # style names of the open lists
        self._counters: dict[str, Counters] = {}
        self._fresh_item = False

    def take(self, event: str, element: Element) -> None:
        name = local(element)
        if name in _SKIPPED:
            self._skipping += 1 if event == "start" else -1
            if event == "end":
                _empty(element)
        elif self._skipping:
            return
        elif name == "text" and event == "start":
            self.is_text = True
        elif name in _TABLES:
            self.gathering.table_event(_TABLES[name], event)
            if event == "end" and (repeated := _whole(attribute(element, "number-columns-repeated"))) > 1:
                self.gathering.span(repeated)
        elif name == "list":
            self._list(event, element)
        elif name == "list-item" and event == "start":
            self._fresh_item = True
        elif event == "end":
            self._end(name, element)

    def _end(self, name: str, element: Element) -> None:
        if name in ("list-style", "style"):
            self.styles.read(element)
        elif name in ("p", "h"):
            text = "".join(_parts(element, self.styles.capitals))
            label = self._label() if text.strip() else ""
            centred = attribute(element, "style-name") in self.styles.centred
            self.gathering.add(f"{label} {text}" if label else text, centred)
            _empty(element)

    def _list(self, event: str, element: Element) -> None:
        if event == "end":
            if self._lists:
                self._lists.pop()
            _empty(element)
            return
        name = attribute(element, "style-name") or (self._lists[-1] if self._lists else "")
        if not self._lists and attribute(element, "continue-numbering") != "true":
            self._counters.pop(name, None)
        self._lists.append(name)

    def _label(self) -> str:
        """The label of the first paragraph of a list item."""
        if not self._lists or not self._fresh_item or len(self._lists) > _DEEPEST:
            return ""
        self._fresh_item = False
        depth, levels = len(self._lists) - 1, self.styles.lists.get(self._lists[-1], {})
        level = levels.get(depth)
        if level is None or level.bullet is not None:
            return (level.bullet if level else None) or "-"
        starts = {at: entry.start for at, entry in levels.items()}
        values = self._counters.setdefault(self._lists[-1], Counters(starts)).next(depth)
        if level.style is None:
            return ""
        shown = range(max(0, depth + 1 - level.shown), depth + 1)
        numerals = [numeral(values[at], (levels.get(at) or level).style or "decimal") for at in shown]
        return f"{level.prefix}{'.'.join(numerals)}{level.suffix}"


def _parts(element: Element, capitals: set[str]) -> Iterator[str]:
    """The words of a paragraph with its tabs, line breaks and runs of spaces; nesting is bounded by the archive."""
    change = str.upper if attribute(element, "style-name") in capitals else str
    yield change(element.text or "")
    for child in element:
        name = local(child)
        if name == "tab":
            yield "\t"
        elif name == "line-break":
            yield "\n"
        elif name == "s":
            yield " " * min(max(_whole(attribute(child, "c")), 1), _MOST_SPACES)
        else:
            yield from map(change, _parts(child, capitals))
        yield change(child.tail or "")


def _empty(element: Element) -> None:
    """Drop what was read; the text behind the element belongs to its parent and stays."""
    tail = element.tail
    element.clear()
    element.tail = tail


def _level(element: Element) -> _Level:
    bullet = attribute(element, "bullet-char") if local(element) == "list-level-style-bullet" else None
    return _Level(
        bullet,
        _FORMATS.get(attribute(element, "num-format") or ""),
        attribute(element, "num-prefix") or "",
        attribute(element, "num-suffix") or "",
        max(1, _whole(attribute(element, "display-levels"))),
        _whole(attribute(element, "start-value")) or 1,
    )


def _whole(written: str | None) -> int:
    return int(written) if written and written.isascii() and written.isdigit() and len(written) < 7 else 0
