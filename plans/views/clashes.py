"""What a page of the editor says when somebody else saved the same part first."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.forms import BaseForm

from plans.digests import Difference


@dataclass(frozen=True)
class Clash:
    """Why nothing was saved, and where the person and what is stored now disagree."""

    message: str
    differences: tuple[Difference, ...] = ()


def differences_between(typed: BaseForm, stored: BaseForm) -> tuple[Difference, ...]:
    """The fields of which two forms of one kind show different values, as a reader sees them."""
    pairs = ((field.label, _shown(typed, name), _shown(stored, name)) for name, field in typed.fields.items())
    return tuple(Difference(str(label), *pair) for label, *pair in pairs if pair[0] != pair[1])


def _shown(form: BaseForm, name: str) -> str:
    bound, field = form[name], form.fields[name]
    value = bound.value()
    choices: Iterable[Any] | None = getattr(field, "choices", None)
    if choices is not None:
        chosen = {str(getattr(one, "pk", one) or "") for one in (value if isinstance(value, list) else [value])}
        return ", ".join(str(label) for key, label in choices if str(key) in chosen)
    if isinstance(value, bool) or value in ("on", "True", "False"):
        return "có" if value in (True, "on", "True") else "không"
    return " ".join(str(field.prepare_value(value) if value is not None else "").split())
