"""Search of the administration that does not ask for diacritics."""

from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest

from vietnamese.text import search_key


class FoldedSearchMixin:
    """For a ModelAdmin whose `search_fields` name stored search keys: what is typed is folded the same way."""

    search_help_text = "Gõ có dấu hay không dấu đều được."

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Any], search_term: str
    ) -> tuple[QuerySet[Any], bool]:
        """Search for the folded words, each of which must be found."""
        return super().get_search_results(request, queryset, search_key(search_term))  # type: ignore[misc,no-any-return]
