"""Every field of every document of the corpus is read as a careful officer reads it, from each kind of file."""

from functools import cache
from typing import Any

import pytest

from tests.plans.reading.corpus import KEYS, documents, expected, read, source


@cache
def found(name: str, kind: str) -> dict[str, Any]:
    return read(source(name, kind))


@pytest.mark.parametrize(("name", "kind"), documents())
@pytest.mark.parametrize("key", KEYS)
def test_field(name: str, kind: str, key: str) -> None:
    assert found(name, kind)[key] == expected(name)[key]


@pytest.mark.parametrize(("name", "kind"), documents())
def test_keys_are_those_promised(name: str, kind: str) -> None:
    assert tuple(found(name, kind)) == KEYS
