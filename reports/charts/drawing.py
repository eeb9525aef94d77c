"""What all charts have in common: pygal lays them out, and its drawing becomes a small SVG of shapes alone.

pygal places axes, lines, bars and legend; beside them its output carries 8 KB of styles and tooltips made for a script
of its own. What is left here are shapes with presentation attributes: the same in every browser and in a PDF, allowed
by the strictest policy, and no style of one chart reaches another. pygal is imported by the first chart that is drawn,
so that a process that draws none does not carry it.
"""

import re
import sys
from collections.abc import Callable, Iterator
from functools import lru_cache
from types import ModuleType
from typing import Any, NamedTuple

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

INK, RULE = "#1d2733", "#bbbbbb"
FONT_SIZE = 12
# In documents; pages set their own typeface in the style sheet, which is stronger than an attribute.
FONT = "Times New Roman, Liberation Serif, serif"
# What pygal draws for its own styles, its script and its tooltips.
NEEDLESS_TAGS = frozenset({"defs", "desc", "title"})
NEEDLESS_CLASSES = frozenset({"background", "tooltip-overlay"})
GEOMETRY = ("x", "y", "cx", "cy", "r", "width", "height", "d", "text-anchor")
DECIMALS = re.compile(r"-?\d+\.\d+")
SERIES = re.compile(r"\b(?:color|serie)-(\d+)")


class Shape(NamedTuple):
    """A shape as pygal placed it. `role` is where it stands: axis x, axis y, series, legend; `series` is its number."""

    tag: str
    geometry: dict[str, str]
    text: str
    classes: frozenset[str]
    role: str
    series: int


# What becomes of a shape: the SVG that stands in its place, "" to leave it out.
Look = Callable[[Shape], str]


def render(drawing: Any, look: Look, *, name: str, label: str, desc: str = "") -> SafeString:
    """The SVG of a pygal chart, with the class `name` and with a name for people who cannot see it."""
    root, size = drawing.render_tree(), drawing.config
    body = "".join(_written(root, look, "", 0))
    said = f"<title>{escape(label)}</title>" + (f"<desc>{escape(desc)}</desc>" if desc else "")
    return mark_safe(
        f'<svg xmlns="http://www.w3.org/2000/svg" class="{name}" viewBox="0 0 {size.width} {size.height}" '
        f'width="{size.width}" height="{size.height}" role="img" aria-label="{escape(label)}" '
        f'font-family="{FONT}" font-size="{FONT_SIZE}" fill="{INK}">{said}{body}</svg>'
    )


def element(tag: str, text: str = "", **attributes: str) -> str:
    """An SVG element; `_` in names stands for `-`."""
    written = "".join(f' {name.replace("_", "-")}="{value}"' for name, value in attributes.items())
    return f"<{tag}{written}>{escape(text)}</{tag}>" if text else f"<{tag}{written}/>"


def frame(shape: Shape) -> str:
    """Axes and words, which look the same in all charts; of the lines across them only those that help to read it."""
    if shape.tag == "text":
        anchor = {"axis x": "middle", "axis y": "end"}.get(shape.role)
        placed = {**shape.geometry, **({"text-anchor": anchor} if anchor else {})}
        return element("text", shape.text, **placed) if shape.text.strip() else ""
    dashes = {"stroke_dasharray": "2 2"} if "guide" in shape.classes else {}
    return element("path", d=shape.geometry["d"], fill="none", stroke=RULE if dashes else INK, **dashes)


def _written(parent: Any, look: Look, role: str, series: int) -> Iterator[str]:
    for node in parent:
        if not isinstance(node.tag, str) or node.tag in NEEDLESS_TAGS:
            continue
        named = node.get("class") or ""
        classes = frozenset(named.split())
        if classes & NEEDLESS_CLASSES:
            continue
        number = SERIES.search(f"{named} {node.get('id') or ''}")
        own = int(number[1]) if number else series
        if node.tag != "g":
            geometry = {key: _short(value) for key in GEOMETRY if (value := node.get(key))}
            yield look(Shape(node.tag, geometry, node.text or "", classes, role, own))
            continue
        inside = "".join(_written(node, look, _role(classes, role), own))
        if inside:
            moved = node.get("transform")
            yield f'<g transform="{_short(moved)}">{inside}</g>' if moved else inside


def _role(classes: frozenset[str], around: str) -> str:
    if "axis" in classes:
        return "axis x" if "x" in classes else "axis y"
    return next((name for name in ("series", "legend") if name in classes), around)


def _short(text: str) -> str:
    """Coordinates to a tenth of a unit, which no eye and no printer tells from more."""
    return DECIMALS.sub(lambda found: f"{float(found[0]):.1f}".removesuffix(".0"), text)


def new(kind: str, **config: Any) -> Any:
    """A chart of pygal with what all of ours have in common; `kind` is the name of its class."""
    return _kind(kind)(style=_style(), js=[], explicit_size=True, no_data_text="", **config)


@lru_cache(maxsize=8)
def _kind(name: str) -> Any:
    """pygal's class without its styles and scripts, which cost half of the time and are thrown away."""

    class Plain:
        def _draw(self) -> None:
            super()._draw()  # type: ignore[misc]
            self.svg.add_styles = self.svg.add_scripts = lambda: None  # type: ignore[attr-defined]

    return type(name, (Plain, getattr(load(), name)), {})


@lru_cache(maxsize=1)
def _style() -> Any:
    """The sizes that pygal reckons with; how shapes look is ours."""
    sizes = dict.fromkeys(
        ("label_font_size", "major_label_font_size", "legend_font_size", "value_font_size"), FONT_SIZE
    )
    return load().style.Style(font_family="inherit", value_font_family="inherit", **sizes)


def load() -> ModuleType:
    """The library, without what it leaves in the import system."""
    import pygal
    import pygal.style

    # pygal hooks an import protocol that Python gave up into every later import, for map plug-ins we do not have.
    sys.meta_path[:] = [finder for finder in sys.meta_path if type(finder).__name__ != "PluginImportFixer"]
    return pygal
