"""Habits of the administration: search that does not ask for diacritics, numbers with a decimal comma."""

from typing import Any

from django.db import models
from django.db.models import QuerySet
from django.http import HttpRequest

from vietnamese.forms import VietnameseDecimalField
from vietnamese.text import search_key


class FoldedSearchMixin:
    """For a ModelAdmin whose `search_fields` name stored search keys: what is typed is folded the same way."""

    search_help_text: Any = "Gõ có dấu hay không dấu đều được."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search for the folded words, each of which must be found."""
        return super().get_search_results(request, queryset, search_key(search_term))  # type: ignore[misc]


class DecimalCommaMixin:
    """For a ModelAdmin or an inline: decimals are read and written as everywhere else in the portal."""

    def formfield_for_dbfield(self, db_field: "models.Field[Any, Any]", request: HttpRequest, **kwargs: Any) -> Any:
        """Return the portal's own field for decimals, Django's for everything else."""
        if not isinstance(db_field, models.DecimalField):
            return super().formfield_for_dbfield(db_field, request, **kwargs)  # type: ignore[misc]
        return VietnameseDecimalField(
            label=db_field.verbose_name,
            help_text=db_field.help_text,
            required=not db_field.blank,
            decimals=db_field.decimal_places,
            max_digits=db_field.max_digits,
        )
