"""Model fields that keep text composed and keep stored search and sort keys in step with it.

``SearchKeyField`` and ``SortKeyField`` compute their value in ``pre_save``. That covers ``save()``, ``create()``,
``bulk_create()`` and ``update_or_create()``. It does not cover ``QuerySet.update()`` and ``bulk_update()``, which write
columns without asking the fields, nor ``save(update_fields=…)`` that names the source but not the key: name both.
"""

from collections.abc import Callable, Sequence
from typing import Any

from django.db import models

from vietnamese import forms
from vietnamese.text import nfc, person_sort_key, search_key, sort_key


class _ComposedMixin:
    """Turns text into NFC on assignment from forms, on saving and in lookups."""

    def to_python(self, value: Any) -> Any:
        """Return ``value`` composed when it is text."""
        value = super().to_python(value)  # type: ignore[misc]
        return nfc(value) if isinstance(value, str) else value

    def get_prep_value(self, value: Any) -> Any:
        """Return the composed text for the database, so that a decomposed lookup still hits."""
        value = super().get_prep_value(value)  # type: ignore[misc]
        return nfc(value) if isinstance(value, str) else value

    def pre_save(self, model_instance: models.Model, add: bool) -> Any:
        """Put the composed text on the instance too, so that it shows what was stored."""
        value = super().pre_save(model_instance, add)  # type: ignore[misc]
        if isinstance(value, str):
            value = nfc(value)
            setattr(model_instance, self.attname, value)  # type: ignore[attr-defined]
        return value

    def formfield(self, **kwargs: Any) -> Any:
        """Return a form field that composes what is typed before its length is checked."""
        return super().formfield(**{"form_class": forms.NFCCharField, **kwargs})  # type: ignore[misc]


class NFCCharField(_ComposedMixin, models.CharField):
    """A ``CharField`` whose text is always in composed form (TCVN 6909, domain reference §7.2)."""


class NFCTextField(_ComposedMixin, models.TextField):
    """A ``TextField`` whose text is always in composed form (TCVN 6909, domain reference §7.2)."""


class _KeyField(models.CharField):
    """A stored, indexed, non-editable text computed from other attributes of the instance."""

    def __init__(self, *args: Any, source: str | Sequence[str], **kwargs: Any) -> None:
        self.source = source if isinstance(source, str) else tuple(source)
        kwargs = {"max_length": 500, "db_index": True, "default": "", **kwargs, "editable": False, "blank": True}
        super().__init__(*args, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration needs to build the field again."""
        name, path, args, kwargs = super().deconstruct()
        del kwargs["editable"], kwargs["blank"]
        kwargs["source"] = self.source
        kwargs.setdefault("db_index", False)
        return name, path, args, kwargs

    def pre_save(self, model_instance: models.Model, add: bool) -> str:
        """Compute the key, put it on the instance and return it; a key longer than the column is cut."""
        names = (self.source,) if isinstance(self.source, str) else self.source
        texts = [getattr(model_instance, name) for name in names]
        key = self.key_function()(" ".join(str(text) for text in texts if text))[: self.max_length]
        setattr(model_instance, self.attname, key)
        return key

    def key_function(self) -> Callable[[str], str]:
        """Return the function from text to key."""
        raise NotImplementedError


class SearchKeyField(_KeyField):
    """The :func:`vietnamese.text.search_key` of one or several attributes, for ``key__contains=search_key(query)``."""

    def key_function(self) -> Callable[[str], str]:
        """Return :func:`vietnamese.text.search_key`."""
        return search_key


class SortKeyField(_KeyField):
    """The Vietnamese sort key of an attribute, for ``order_by``; ``person=True`` sorts by tên, họ, đệm.

    A name of n characters takes up to 4n + 2 digits. A longer key is cut at its end, so it loses the distinction of
    case first, then that of tones, and the letters last.
    """

    def __init__(self, *args: Any, source: str | Sequence[str], person: bool = False, **kwargs: Any) -> None:
        self.person = person
        super().__init__(*args, source=source, **kwargs)

    def deconstruct(self) -> Any:
        """Return what a migration needs to build the field again."""
        name, path, args, kwargs = super().deconstruct()
        if self.person:
            kwargs["person"] = True
        return name, path, args, kwargs

    def key_function(self) -> Callable[[str], str]:
        """Return the sort key function for names of persons or for other text."""
        return person_sort_key if self.person else sort_key
