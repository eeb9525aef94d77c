"""Plans of many offices with what a careful officer reads in them; also set as Word and OpenDocument files.

`data/<name>.txt` or `data/<name>.markup` is the document, `data/<name>.json` the answer. Names, numbers and places are
invented. A section of an answer leaves out what is empty.
"""

import json
from pathlib import Path
from typing import Any

from plans.reading.as_json import as_json
from plans.reading.proposing import propose
from plans.reading.sources import read_source
from tests.plans.reading.office_rendering import odt_file, word_file

DATA = Path(__file__).parent / "data"
KEYS = (
    *("document_type", "number", "symbol", "style", "place", "issued_on", "issuer", "superior", "subject"),
    *("bases", "implements", "sections", "targets", "deadlines", "recipients", "signer", "warnings"),
)


def documents() -> list[tuple[str, str]]:
    """Name and kind of file of every document of the corpus."""
    found = []
    for answer in sorted(DATA.glob("*.json")):
        kinds = ("txt",) if answer.with_suffix(".txt").exists() else ("docx", "odt")
        found += [(answer.stem, kind) for kind in kinds]
    return found


def source(name: str, kind: str) -> bytes:
    """The bytes of a document as a file of that kind."""
    if kind == "txt":
        return (DATA / f"{name}.txt").read_bytes()
    markup = (DATA / f"{name}.markup").read_text(encoding="utf-8")
    return word_file(markup) if kind == "docx" else odt_file(markup)


def expected(name: str) -> dict[str, Any]:
    """What is to be read."""
    return json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))


def read(data: bytes) -> dict[str, Any]:
    """What is read, in the form of `expected`."""
    found = as_json(propose(read_source(data)))
    found["sections"] = [_slim(section) for section in found["sections"]]
    return found


def _slim(section: dict[str, Any]) -> dict[str, Any]:
    filled = {key: value for key, value in section.items() if value not in (None, [])}
    if "children" in filled:
        filled["children"] = [_slim(child) for child in filled["children"]]
    return filled
