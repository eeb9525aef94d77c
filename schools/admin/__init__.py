"""Administration of the registry and of the seats people hold."""

from auditlog.registry import auditlog

from schools.admin.organisations import MembershipAdmin, OrganisationAdmin
from schools.admin.schools import NationalStandardAdmin, SchoolAdmin
from schools.models import (
    Invitation,
    Membership,
    NationalStandard,
    Organisation,
    OrganisationProfile,
    School,
    SchoolYearFacts,
)

__all__ = ["MembershipAdmin", "NationalStandardAdmin", "OrganisationAdmin", "SchoolAdmin"]

auditlog.register(Invitation, exclude_fields=["claimed_until", "attempts"])
auditlog.register(Organisation, exclude_fields=["search_key", "sort_key"])
for model in (Membership, NationalStandard, OrganisationProfile, School, SchoolYearFacts):
    auditlog.register(model)
