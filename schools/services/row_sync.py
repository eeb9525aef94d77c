"""Bringing stored rows in line with rows read from data files, in a few statements and without deleting used rows."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import CheckConstraint, ForeignKey, Model, ProtectedError, Q

from schools.services.data_files import Problems

M = TypeVar("M", bound=Model)


@dataclass
class Changes:
    """What a load did, counted by the model's Vietnamese name; `kept` names rows that are gone from the file but in
    use."""

    created: Counter[str] = field(default_factory=Counter)
    updated: Counter[str] = field(default_factory=Counter)
    deleted: Counter[str] = field(default_factory=Counter)
    kept: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.created or self.updated or self.deleted)

    def lines(self) -> list[str]:
        """The report of a load, in Vietnamese."""
        found = [
            f"{verb} {count} {name}"
            for verb, counter in (("Thêm", self.created), ("Sửa", self.updated), ("Bỏ", self.deleted))
            for name, count in counter.items()
        ]
        return (found or ["Không có gì thay đổi"]) + [f"Giữ lại vì đang được dùng: {name}" for name in self.kept]


@dataclass
class Row:
    """One row as the file wants it: its key among its siblings, its column values, and where it was read."""

    key: Hashable
    values: dict[str, Any]
    where: str


def check_rows(model: type[Model], rows: Iterable[Row], problems: Problems) -> None:
    """Note what the model would refuse (lengths, vocabularies, ranges, doubled keys) before anything is written.

    Columns that point to other rows are left out: they have been resolved, or do not exist yet.
    """
    seen: set[Hashable] = set()
    passed: set[Hashable] = set()
    links = {f.name for f in model._meta.concrete_fields if isinstance(f, ForeignKey)}
    for row in rows:
        if row.key in seen:
            problems.add(row.where, "ghi hai lần.")
        seen.add(row.key)
        given = {name: value for name, value in row.values.items() if not name.endswith("_id")}
        instance = model(**given)
        try:
            instance.clean_fields(exclude=links)
            _check_constraints(model, instance, links, passed)
        except ValidationError as error:
            for message in _messages(model, error):
                problems.add(row.where, message)


def _check_constraints(model: type[Model], instance: Model, links: set[str], passed: set[Hashable]) -> None:
    """Django asks the database about every check, so the same values are not asked about twice."""
    for constraint in model._meta.constraints:
        if not isinstance(constraint, CheckConstraint) or not isinstance(constraint.condition, Q):
            continue
        columns = sorted(constraint.condition.referenced_base_fields)
        question = (constraint.name, *(getattr(instance, column) for column in columns if column not in links))
        if question not in passed:
            constraint.validate(model, instance, exclude=links)
            passed.add(question)


def _messages(model: type[Model], error: ValidationError) -> list[str]:
    if not hasattr(error, "error_dict"):
        return list(error.messages)
    names = {field.name: str(field.verbose_name) for field in model._meta.concrete_fields}
    return [f"{names.get(name, name)}: {text}" for name, texts in error.message_dict.items() for text in texts]


def sync(
    model: type[M], rows: Sequence[Row], *, existing: Iterable[M], key: Callable[[M], Hashable], changes: Changes
) -> dict[Hashable, M]:
    """Create the missing rows in bulk, save those that differ, and return all wanted rows by key.

    `key` computes a row's key from a stored object. Stored rows that no row asks for are left alone.
    """
    found = {key(obj): obj for obj in existing}
    new: list[M] = []
    for row in rows:
        obj = found.get(row.key)
        if obj is None:
            obj = found[row.key] = model(**row.values)
            new.append(obj)
            continue
        different = [name for name, value in row.values.items() if getattr(obj, name) != value]
        if different:
            for name in different:
                setattr(obj, name, row.values[name])
            obj.save()  # not bulk_update: that would leave the search and sort keys behind
            changes.updated[str(model._meta.verbose_name)] += 1
    model._default_manager.bulk_create(new)
    if new:
        changes.created[str(model._meta.verbose_name)] += len(new)
    return {row.key: found[row.key] for row in rows}


def drop_unused(objects: Iterable[Model], changes: Changes) -> None:
    """Delete rows that are gone from the file, unless something that people entered depends on them."""
    for obj in objects:
        try:
            with transaction.atomic():
                obj.delete()
        except ProtectedError:
            changes.kept.append(str(obj))
        else:
            changes.deleted[str(obj._meta.verbose_name)] += 1
