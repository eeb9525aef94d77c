from schools.models.affiliation import SchoolAffiliation
from schools.models.change import OrganisationChange, OrganisationChangeParty
from schools.models.facts_request import FactsRequest
from schools.models.invitation import Invitation
from schools.models.membership import Membership
from schools.models.organisation import Organisation, OrganisationProfile
from schools.models.registry_upload import RegistryUpload
from schools.models.school import GradeFacts, NationalStandard, School, SchoolYearFacts

__all__ = [
    "FactsRequest",
    "GradeFacts",
    "Invitation",
    "Membership",
    "NationalStandard",
    "Organisation",
    "OrganisationChange",
    "OrganisationChangeParty",
    "OrganisationProfile",
    "RegistryUpload",
    "School",
    "SchoolAffiliation",
    "SchoolYearFacts",
]
