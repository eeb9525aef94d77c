"""The words the reader knows, from `data/words.yaml`."""

import re
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from plans.reading.folding import any_of, fold

_FILE = Path(__file__).resolve().parent / "data" / "words.yaml"


@cache
def words(name: str) -> Any:
    """The list or table `name` of the file."""
    return _all()[name]


@cache
def _all() -> dict[str, Any]:
    return yaml.safe_load(_FILE.read_text(encoding="utf-8"))


@cache
def starting(name: str) -> re.Pattern[str]:
    """Pattern for folded text that begins with a word of the list `name`."""
    return re.compile(rf"(?:{any_of(words(name))})\b")


@cache
def document_types() -> dict[str, str]:
    """Names of document types by their folded form, the longest first."""
    names = sorted(words("document_types"), key=len, reverse=True)
    return {fold(name): name for name in names}


@cache
def types_by_abbreviation() -> dict[str, str]:
    """Names of document types by the abbreviation that stands in symbols."""
    return {short: name for name, short in words("document_types").items() if short}
