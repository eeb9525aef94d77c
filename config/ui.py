"""Template tags of the portal's components, registered as builtins."""

from typing import Any

from django import template
from django.http import HttpRequest, QueryDict

register = template.Library()


@register.simple_tag(takes_context=True)
def query(context: dict[str, Any], **changes: Any) -> str:
    """The current query string with some parameters changed; None or "" removes one. Keeps filters in the URL."""
    request: HttpRequest | None = context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        if value in (None, ""):
            params.pop(name, None)
        else:
            params[name] = str(value)
    encoded = params.urlencode()
    return f"?{encoded}" if encoded else "?"


@register.simple_tag
def issue_of(issues: dict[str, Any], name: str, part: str) -> Any:
    """The issue that belongs to one input of the report form, or None."""
    return issues.get(f"{name}-{part}")


@register.filter
def at(table: dict[Any, Any], key: Any) -> Any:
    """What a table holds under a key, or None."""
    return table.get(key)
