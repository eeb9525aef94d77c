from schools.models.affiliation import SchoolAffiliation
from schools.models.membership import Membership
from schools.models.organisation import Organisation, OrganisationProfile
from schools.models.school import NationalStandard, School, SchoolYearFacts

__all__ = [
    "Membership",
    "NationalStandard",
    "Organisation",
    "OrganisationProfile",
    "School",
    "SchoolAffiliation",
    "SchoolYearFacts",
]
