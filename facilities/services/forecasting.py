"""Writing down what the office expects of entrants."""

from collections.abc import Mapping
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction

from facilities.enums import Capability
from facilities.models import EntrantForecast
from facilities.permissions import can
from facilities.queries.forecast import Expected
from schools.enums import Grade
from schools.models import Organisation


@transaction.atomic
def expect_entrants(
    *, commune: Organisation | None, entrants: Mapping[tuple[int, Grade], Expected | None], by: Any
) -> None:
    """Keep the children expected by school year and grade in a commune, or in the whole area; None takes a number
    back. Years and grades that are not named stay as they are.

    Raises:
        PermissionDenied: the person does not keep the facilities of the area.
    """
    if not can(by, Capability.EDIT_FACILITIES):
        raise PermissionDenied
    for (year, grade), told in entrants.items():
        where: dict[str, Any] = {"commune": commune, "school_year": year, "grade": grade}
        if told is None:
            EntrantForecast.objects.filter(**where).delete()
        else:
            wanted = {"pupils": told.pupils, "source": told.source, "is_illustrative": False}
            EntrantForecast.objects.update_or_create(**where, defaults=wanted)
