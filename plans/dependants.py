"""Rows of other apps, which plans do not know, that rest on rows of a plan."""

from collections.abc import Collection
from typing import Any

from django.db.models import PROTECT, Model


def dependants_of(model: type[Model], ids: Collection[int], *, besides: Collection[type[Model]] = ()) -> list[str]:
    """What keeps rows of the model from being deleted, each with its number: "3 kết quả nhiệm vụ". Empty: nothing.

    Whatever points to a row and protects it is found by its key; `besides` are models whose rows count although they
    would go along.
    """
    relations = [
        (relation.related_model, relation.field.name)
        for relation in model._meta.related_objects
        if relation.on_delete is PROTECT or relation.related_model in besides
    ]
    counts = [(other, _count(other, name, ids)) for other, name in relations]
    return [f"{count} {other._meta.verbose_name}" for other, count in counts if count]


def _count(model: Any, name: str, ids: Collection[int]) -> int:
    return int(model._base_manager.filter(**{f"{name}__in": ids}).count())
