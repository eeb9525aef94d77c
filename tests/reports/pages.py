"""Reading where words stand on a printed page."""

from typing import Any

MM = 72 / 25.4
Words = list[dict[str, Any]]
# Size in points, bold, italic.
Look = tuple[int, bool, bool]


def words_at(page: Any, *texts: str) -> Words:
    """The run of words on the page that reads like the texts."""
    words = page.extract_words(extra_attrs=["size", "fontname"])
    for at in range(len(words)):
        if [word["text"] for word in words[at : at + len(texts)]] == list(texts):
            return words[at : at + len(texts)]
    raise AssertionError(f"{texts} not on the page")


def centre(words: Words) -> float:
    return (words[0]["x0"] + words[-1]["x1"]) / 2


def look(words: Words) -> Look:
    name = words[0]["fontname"]
    return round(words[0]["size"]), "Bold" in name, "Italic" in name


def rules(page: Any, below: float = 60) -> list[dict[str, Any]]:
    """The horizontal lines in the first millimetres of the page, from left to right; `bottom` is where each runs.

    A border is printed as the box it closes, several times, so equal boxes are one line.
    """
    found = [rule for rule in [*page.lines, *page.rects] if rule["bottom"] < below * MM and rule["width"] > 20]
    once = {(round(rule["x0"]), round(rule["width"]), round(rule["bottom"])): rule for rule in found}
    return sorted(once.values(), key=lambda rule: rule["x0"])
