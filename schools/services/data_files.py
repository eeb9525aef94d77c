"""Reading the YAML files people edit: every mistake is found in one go and named by file and line.

A wrong key, an unknown code or a date that does not exist must never be skipped in silence, and an editor who made
three mistakes should not have to load three times.
"""

import datetime as dt
import unicodedata
from collections.abc import Mapping
from decimal import Decimal, InvalidOperation
from enum import Enum
from pathlib import Path
from typing import Any, TypeVar

import yaml

T = TypeVar("T")

# The C parser is ten times as fast; a build of the package without it still works.
_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_NAMES_OF_ENTRY = ("code", "name", "title", "label", "indicator", "subject")


class DataFilesInvalid(Exception):
    """The files cannot be loaded. `problems` lists every mistake in Vietnamese, each with its file and line."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


class Problems:
    """Collects mistakes until it is time to refuse."""

    def __init__(self) -> None:
        self._found: list[str] = []

    def add(self, where: str, message: str) -> None:
        self._found.append(f"{where}: {message}")

    def raise_if_any(self) -> None:
        """Raises:
        DataFilesInvalid: at least one mistake was noted.
        """
        if self._found:
            raise DataFilesInvalid(self._found)


class Entry:
    """One mapping of a file. Each value is taken once by a method that checks its kind; `done()` refuses the rest."""

    def __init__(self, values: dict[str, Any], where: str, problems: Problems) -> None:
        self._values, self._taken, self.problems = values, set[str](), problems
        name = next((values[key] for key in _NAMES_OF_ENTRY if isinstance(values.get(key), str)), "")
        self.where = f'{where} ("{name}")' if name else where

    def complain(self, message: str) -> None:
        self.problems.add(self.where, message)

    def has(self, key: str) -> bool:
        return key in self._values

    def is_group(self, key: str) -> bool:
        """Whether a group of keys stands there, where a word might stand too."""
        return isinstance(self._values.get(key), Entry)

    def done(self) -> None:
        """Name every key nothing asked for."""
        for key in self._values.keys() - self._taken:
            self.complain(f"không có mục nào tên là “{key}”.")

    def _take(self, key: str, kinds: tuple[type, ...], wish: str, required: bool) -> Any:
        self._taken.add(key)
        value = self._values.get(key)
        if value is None:
            if required:
                self.complain(f"thiếu “{key}”.")
            return None
        if not isinstance(value, kinds) or (isinstance(value, bool) and bool not in kinds):
            self.complain(f"“{key}” phải là {wish}.")
            return None
        return value

    def text(self, key: str, default: str = "", *, required: bool = False) -> str:
        """Composed text without spaces around it; a bare number such as 04 must be quoted to stay text."""
        value = self._take(key, (str,), "chữ (đặt trong ngoặc kép nếu là số)", required)
        return unicodedata.normalize("NFC", value).strip() if value else default

    def flag(self, key: str, default: bool = False) -> bool:
        value = self._take(key, (bool,), "true hoặc false", False)
        return default if value is None else value

    def integer(self, key: str, default: int | None = None, *, required: bool = False) -> Any:
        value = self._take(key, (int,), "số nguyên", required)
        return default if value is None else value

    def decimal(self, key: str, *, required: bool = False) -> Decimal | None:
        """An exact number: 1.02 in the file is 1,02, never the binary fraction next to it."""
        value = self._take(key, (int, float), "số (dấu thập phân là dấu chấm)", required)
        try:
            return None if value is None else Decimal(str(value))
        except InvalidOperation:  # pragma: no cover - YAML floats always have a decimal text
            return None

    def date(self, key: str, *, required: bool = False) -> dt.date | None:
        return self._take(key, (dt.date,), "ngày dạng năm-tháng-ngày", required)

    def choice(self, key: str, choices: type[Enum], default: Any = "", *, required: bool = False) -> Any:
        """One of the stored values of a vocabulary."""
        value = self.text(key, required=required)
        if not value:
            return default
        allowed = [member.value for member in choices]
        if value not in allowed:
            self.complain(f"“{key}: {value}” không có trong danh mục ({', '.join(filter(None, allowed))}).")
            return default
        return value

    def reference(self, key: str, known: Mapping[str, T], what: str, *, required: bool = False) -> T | None:
        """The thing that carries the code, e.g. an organisation; an unknown code is a mistake."""
        code = self.text(key, required=required)
        return self.resolve(code, known, what) if code else None

    def resolve(self, code: str, known: Mapping[str, T], what: str) -> T | None:
        if code not in known:
            self.complain(f"không có {what} mang mã “{code}”.")
            return None
        return known[code]

    def texts(self, key: str) -> list[str]:
        return [str(item) for item in self._take(key, (list,), "danh sách", False) or []]

    def items(self, key: str, kind: type[T], wish: str) -> list[T]:
        """A list of scalars of one kind."""
        items = self._take(key, (list,), "danh sách", False) or []
        if any(not isinstance(item, kind) or isinstance(item, bool) for item in items):
            self.complain(f"“{key}” phải là danh sách {wish}.")
            return []
        return items

    def entry(self, key: str, *, required: bool = False) -> "Entry | None":
        return self._take(key, (Entry,), "một nhóm khóa và giá trị", required)

    def entries(self, key: str, *, required: bool = False) -> list["Entry"]:
        items = self._take(key, (list,), "danh sách", required) or []
        if any(not isinstance(item, Entry) for item in items):
            self.complain(f"“{key}” phải là danh sách các nhóm khóa và giá trị.")
        return [item for item in items if isinstance(item, Entry)]

    def mapping(self, key: str) -> dict[str, Any]:
        """Keys chosen by the editor with their plain values, e.g. school years."""
        inner = self.entry(key)
        if inner is None:
            return {}
        inner._taken.update(inner._values)
        return dict(inner._values)


def read_files(path: Path, problems: Problems) -> list[Entry]:
    """The top mapping of a file, followed by those of the files its `include` list names (relative to it).

    A file that cannot be read or is no mapping is noted as a problem and left out.
    """
    top = _read_file(path, problems)
    if top is None:
        return []
    found = [top]
    for name in top.texts("include"):
        found += read_files(path.parent / name, problems)
    return found


def _read_file(path: Path, problems: Problems) -> Entry | None:
    try:
        node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_LOADER)
    except (OSError, UnicodeDecodeError):
        problems.add(path.name, "không đọc được tệp (không có tệp, hoặc không phải UTF-8).")
        return None
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        where = f"{path.name}, dòng {mark.line + 1}" if mark else path.name
        problems.add(where, f"sai cú pháp YAML ({getattr(error, 'problem', None) or error}).")
        return None
    if not isinstance(node, yaml.MappingNode):
        problems.add(path.name, "tệp phải gồm các khóa và giá trị.")
        return None
    return _build(node, path.name, problems)


def _build(node: yaml.Node, file: str, problems: Problems) -> Any:
    where = f"{file}, dòng {node.start_mark.line + 1}"
    if isinstance(node, yaml.SequenceNode):
        return [_build(item, file, problems) for item in node.value]
    if isinstance(node, yaml.MappingNode):
        values: dict[str, Any] = {}
        for key_node, value_node in node.value:
            key = str(key_node.value)
            if key in values:
                problems.add(f"{file}, dòng {key_node.start_mark.line + 1}", f"“{key}” ghi hai lần.")
            values[key] = _build(value_node, file, problems)
        return Entry(values, where, problems)
    try:
        return yaml.constructor.SafeConstructor().construct_object(node)
    except (ValueError, yaml.YAMLError):
        problems.add(where, f"“{node.value}” không phải là giá trị hợp lệ.")
        return None
