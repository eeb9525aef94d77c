"""What officers write in several ways, and the words that name a kind of thing; data of `data/synonyms.yaml`."""

from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from vietnamese.text import search_key

_FILE = Path(__file__).parent / "data" / "synonyms.yaml"
LONGEST_ABBREVIATION = 5


@lru_cache(maxsize=1)
def _data() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load(_FILE.read_text(encoding="utf-8"))
    return loaded


@lru_cache(maxsize=1)
def synonyms() -> dict[str, tuple[str, ...]]:
    """Each way of writing, folded, with all that means the same; itself comes first."""
    found: dict[str, tuple[str, ...]] = {}
    for group in _data()["same"]:
        keys = tuple(dict.fromkeys(search_key(text) for text in group))
        for key in keys:
            found[key] = (key, *(other for other in keys if other != key))
    return found


@lru_cache(maxsize=1)
def kind_words() -> dict[str, str]:
    """Folded word → the kind it names: `bao cao` → `reports`."""
    return {search_key(word): kind for kind, words in _data()["kinds"].items() for word in words}


@lru_cache(maxsize=1)
def longest_phrase() -> int:
    """How many words the longest entry has."""
    return max(len(key.split()) for key in (*synonyms(), *kind_words()))


def is_abbreviation(key: str) -> bool:
    """Whether a folded entry stands for longer words, so that the beginning of another word is not meant."""
    return " " not in key and len(key) <= LONGEST_ABBREVIATION
