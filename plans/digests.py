"""Telling whether a part of a plan is still what a person read before changing it.

A page of the editor carries the digest of its part in the hidden input `READ_AS`; a save against another digest shows
what differs (`Difference`) and lets the person decide. Nothing is overwritten silently.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Model
from django.db.models.fields.files import FieldFile

READ_AS = "read_as"


@dataclass(frozen=True)
class Difference:
    """One value on which the person and what is stored now disagree, both as the page shows them."""

    label: str
    typed: str
    stored: str


def digest_of(rows: Iterable[Any]) -> str:
    """The SHA-256 of rows in their order.

    A row is a model instance (all its stored columns), or anything JSON can say: a mapping, a list, a text, a number,
    a day. Equal contents give equal digests, whatever the order of a mapping's keys; an empty part has a digest too.

    Raises:
        TypeError: a row holds something that is neither a plain value nor a model instance.
    """
    plain = json.dumps([_plain(row) for row in rows], cls=_Encoder, sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(plain.encode()).hexdigest()


def _plain(row: Any) -> Any:
    if isinstance(row, Model):
        return {"model": row._meta.label, **_columns(row)}
    if isinstance(row, Mapping):
        return {str(key): _plain(value) for key, value in row.items()}
    if isinstance(row, list | tuple):
        return [_plain(value) for value in row]
    return row


def _columns(row: Model) -> dict[str, Any]:
    """What people enter; keys for searching and sorting only repeat it."""
    fields = row._meta.concrete_fields
    return {field.attname: field.value_from_object(row) for field in fields if field.editable or field.primary_key}


class _Encoder(DjangoJSONEncoder):
    def default(self, value: Any) -> Any:
        if isinstance(value, FieldFile):
            return str(value.name or "")
        # 80, 80.0 and 80.0000 are one number, whether it comes from a form or from either database.
        if hasattr(value, "normalize") and hasattr(value, "as_tuple"):
            return format(value.normalize(), "f")
        return super().default(value)
