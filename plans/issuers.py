"""In whose name somebody may write a plan."""

from django.db.models import QuerySet

from schools.models import Organisation


def issuers_for(own: frozenset[int]) -> QuerySet[Organisation]:
    """The organisations in whose name somebody of `own` may write: these and the bodies above them."""
    reached, level = set(own), set(own)
    while level:
        level = set(Organisation.objects.filter(children__in=level).values_list("pk", flat=True)) - reached
        reached |= level
    return Organisation.objects.filter(pk__in=reached)
