"""How a named constraint is tested: a valid row is changed so that it breaks this one rule and no other."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from factory.django import DjangoModelFactory

Changes = dict[str, Any] | Callable[[Any], dict[str, Any]]


@dataclass(frozen=True)
class Case:
    """A way to violate a constraint: `factory(**given)` is valid, with `changes` it is not.

    Without `changes` the constraint is a unique one and a second row takes over the values of the first.
    `changes` may be a function of the row, `given` one without arguments where rows must be made for it.
    """

    constraint: str
    factory: type[DjangoModelFactory]
    given: dict[str, Any] | Callable[[], dict[str, Any]] = field(default_factory=dict)
    changes: Changes | None = None

    def make(self) -> Any:
        """A valid row."""
        return self.factory(**(self.given() if callable(self.given) else self.given))


def constraints_of(app: str) -> dict[str, models.BaseConstraint]:
    """The named constraints of an app's models."""
    return {
        constraint.name: constraint
        for model in apps.get_app_config(app).get_models()
        for constraint in model._meta.constraints
    }


def assert_refused(case: Case) -> None:
    """The form says why, with the constraint's own sentence and nothing else; the database refuses the row as well."""
    row = case.make()
    constraint = next(c for c in row._meta.constraints if c.name == case.constraint)
    changes = _changes(case, row, constraint)
    row.validate_constraints()
    for name, value in changes.items():
        setattr(row, name, value)

    with pytest.raises(ValidationError) as refusal:
        row.validate_constraints()
    with pytest.raises(IntegrityError) as error, transaction.atomic():
        type(row).objects.filter(pk=row.pk).update(**changes)

    assert refusal.value.messages == [str(constraint.violation_error_message)]
    assert _names(str(error.value), constraint, row)


def _changes(case: Case, row: models.Model, constraint: models.BaseConstraint) -> dict[str, Any]:
    if case.changes is None:
        assert isinstance(constraint, models.UniqueConstraint)
        first = case.make()
        return {name: getattr(first, name) for name in constraint.fields}
    return case.changes(row) if callable(case.changes) else case.changes


def _names(error: str, constraint: models.BaseConstraint, row: models.Model) -> bool:
    """Whether the database speaks of this constraint. SQLite names the columns of a unique one instead."""
    if constraint.name in error:
        return True
    if not isinstance(constraint, models.UniqueConstraint):
        return False
    columns = [row._meta.get_field(name).column for name in constraint.fields]
    return error.endswith(": " + ", ".join(f"{row._meta.db_table}.{column}" for column in columns))
