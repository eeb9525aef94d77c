"""Automatic numbering of a Word file: numbering.xml and the styles that use it."""

import re
from dataclasses import dataclass, field
from xml.etree.ElementTree import Element

from plans.reading.sources.archive import Archive, attribute, local
from plans.reading.sources.counting import Counters, numeral

_STYLES = {
    "decimal": "decimal",
    "decimalZero": "decimal",
    "upperRoman": "upper-roman",
    "lowerRoman": "lower-roman",
    "upperLetter": "upper-letter",
    "lowerLetter": "lower-letter",
}
_PLACE = re.compile(r"%([1-9])")
_DEEPEST = 8
_LONGEST_BULLET = 3


@dataclass
class _Level:
    style: str = "decimal"
    text: str = ""
    start: int = 1


@dataclass
class _List:
    abstract: str
    starts: dict[int, int] = field(default_factory=dict)


class Numbering:
    """Gives paragraphs the label Word would print."""

    def __init__(self, archive: Archive, numbering: str, styles: str) -> None:
        self._levels: dict[str, dict[int, _Level]] = {}
        self._lists: dict[str, _List] = {}
        self._style_numbers: dict[str, tuple[str | None, int | None]] = {}
        self._parents: dict[str, str] = {}
        self.centred_styles: set[str] = set()
        self.capital_styles: set[str] = set()  # shown in capitals, whatever was typed
        self._counters: dict[str, Counters] = {}
        for event, element in archive.events(numbering):
            if event == "end":
                self._read_numbering(element)
        for event, element in archive.events(styles):
            if event == "end" and local(element) == "style":
                self._read_style(element)

    def label(self, style: str | None, number: str | None, level: int | None) -> str:
        """The label of a paragraph with its own numbering properties or those of its style; "" for none."""
        inherited, inherited_level = self._of_style(style)
        number = number if number is not None else inherited
        level = level if level is not None else inherited_level or 0
        if number is None or number not in self._lists or not 0 <= level <= _DEEPEST:
            return ""
        listed = self._lists[number]
        levels = self._levels.get(listed.abstract, {})
        own = levels.get(level, _Level())
        if own.style == "bullet":
            return own.text if 0 < len(own.text) <= _LONGEST_BULLET else "-"
        # Lists of one definition count on together, unless one of them starts anew.
        key = number if listed.starts else f"definition {listed.abstract}"
        starts = {depth: entry.start for depth, entry in levels.items()} | listed.starts
        counters = self._counters.setdefault(key, Counters(starts))
        values = counters.next(level)
        if own.style == "none":
            return ""
        return _PLACE.sub(lambda match: self._numeral(levels, values, int(match[1]) - 1), own.text)

    @staticmethod
    def _numeral(levels: dict[int, _Level], values: dict[int, int], level: int) -> str:
        return numeral(values[level], levels.get(level, _Level()).style) if level in values else ""

    def _of_style(self, style: str | None) -> tuple[str | None, int | None]:
        """The numbering of a style or of the nearest style it is based on."""
        seen: set[str] = set()
        while style is not None and style not in seen:
            if style in self._style_numbers:
                return self._style_numbers[style]
            seen.add(style)
            style = self._parents.get(style)
        return None, None

    def _read_numbering(self, element: Element) -> None:
        if local(element) == "abstractNum":
            levels = {}
            for child in element:
                if local(child) == "lvl":
                    levels[whole(attribute(child, "ilvl"))] = _level(child)
            self._levels[attribute(element, "abstractNumId") or ""] = levels
        elif local(element) == "num":
            entry = _List("")
            for child in element:
                if local(child) == "abstractNumId":
                    entry.abstract = attribute(child, "val") or ""
                elif local(child) == "lvlOverride":
                    for start in child:
                        if local(start) == "startOverride":
                            entry.starts[whole(attribute(child, "ilvl"))] = whole(attribute(start, "val"), 1)
            self._lists[attribute(element, "numId") or ""] = entry

    def _read_style(self, element: Element) -> None:
        name = attribute(element, "styleId") or ""
        for child in element.iter():
            if local(child) == "basedOn":
                self._parents[name] = attribute(child, "val") or ""
            elif local(child) == "numPr":
                self._style_numbers[name] = number_and_level(child)
            elif local(child) == "jc" and attribute(child, "val") == "center":
                self.centred_styles.add(name)
            elif local(child) == "caps" and attribute(child, "val") not in ("0", "false", "off"):
                self.capital_styles.add(name)


def number_and_level(properties: Element) -> tuple[str | None, int | None]:
    """List and level of a numPr element; number "0" switches numbering off."""
    number, level = None, None
    for child in properties:
        if local(child) == "numId":
            number = attribute(child, "val")
        elif local(child) == "ilvl":
            level = whole(attribute(child, "val"))
    return number, level


def _level(element: Element) -> _Level:
    level = _Level()
    for child in element:
        value = attribute(child, "val") or ""
        if local(child) == "numFmt":
            level.style = _STYLES.get(value, value if value in ("bullet", "none") else "decimal")
        elif local(child) == "lvlText":
            level.text = value
        elif local(child) == "start":
            level.start = whole(value, 1)
    return level


def whole(written: str | None, otherwise: int = 0) -> int:
    """A counting number of an attribute, or `otherwise` for anything else."""
    return int(written) if written and re.fullmatch(r"[0-9]{1,6}", written) else otherwise
