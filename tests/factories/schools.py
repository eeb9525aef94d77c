import datetime as dt
from typing import Any

import factory
from django.utils import timezone

from accounts.models import User
from schools.enums import ChangeKind, ChangeSide, Grade, InvitationState, OrganisationKind, Role
from schools.models import (
    FactsRequest,
    GradeFacts,
    Invitation,
    Membership,
    NationalStandard,
    Organisation,
    OrganisationChange,
    OrganisationChangeParty,
    OrganisationProfile,
    RegistryUpload,
    School,
    SchoolAffiliation,
    SchoolYearFacts,
)
from tests.factories.accounts import UserFactory


class OrganisationFactory(factory.django.DjangoModelFactory):
    """Any body; `name` follows `short_name`."""

    class Meta:
        model = Organisation

    kind = OrganisationKind.OTHER
    code = factory.Sequence(lambda n: f"DV{n:05}")
    short_name = factory.Sequence(lambda n: f"Đơn vị {n}")
    name = factory.SelfAttribute("short_name")


class OfficeFactory(OrganisationFactory):
    """The office that issues a plan and receives the reports."""

    kind = OrganisationKind.EDUCATION_OFFICE
    short_name = factory.Sequence(lambda n: f"Cơ quan giáo dục {n}")


class PeoplesCommitteeFactory(OrganisationFactory):
    """The committee to which summaries are forwarded: where leaders sit."""

    kind = OrganisationKind.PEOPLES_COMMITTEE
    short_name = factory.Sequence(lambda n: f"Ủy ban nhân dân {n}")


class CommuneFactory(OrganisationFactory):
    """A commune with schools."""

    kind = OrganisationKind.COMMUNE
    short_name = factory.Sequence(lambda n: f"Xã Số {n}")


class OrganisationProfileFactory(factory.django.DjangoModelFactory):
    """The words an organisation uses about itself, in force always unless dates are given."""

    class Meta:
        model = OrganisationProfile

    organisation = factory.SubFactory(OfficeFactory)
    name = factory.SelfAttribute("organisation.name")
    short_name = factory.SelfAttribute("organisation.short_name")
    header_name = factory.LazyAttribute(lambda profile: profile.name.upper())


class SchoolFactory(factory.django.DjangoModelFactory):
    """A kindergarten in a commune of its own; `name="MN Cẩm Vũ"` names it, `levels="TH THCS"` changes what it is."""

    class Meta:
        model = School
        skip_postgeneration_save = True

    class Params:
        name = factory.Sequence(lambda n: f"Trường Số {n}")

    organisation = factory.SubFactory(
        OrganisationFactory, kind=OrganisationKind.SCHOOL, short_name=factory.SelfAttribute("..name")
    )
    levels = "MN"

    @factory.post_generation
    def commune(self: Any, create: bool, extracted: Organisation | None, **words: Any) -> None:
        """The school belongs to it, without days; `commune__short_name="Xã Thử"` names a new one."""
        place = extracted or CommuneFactory(**words)
        SchoolAffiliation.objects.create(school=self, commune=place)


class SchoolAffiliationFactory(factory.django.DjangoModelFactory):
    """A place of a new school in a new commune in the year 2018; the school belongs nowhere else."""

    class Meta:
        model = SchoolAffiliation

    school = factory.LazyFunction(lambda: _homeless(SchoolFactory()))
    commune = factory.SubFactory(CommuneFactory)
    valid_from = dt.date(2018, 1, 1)
    valid_to = dt.date(2018, 12, 31)


def _homeless(school: School) -> School:
    school.affiliations.all().delete()
    return school


class SchoolYearFactsFactory(factory.django.DjangoModelFactory):
    """Facts of a school in the school year 2017–2018."""

    class Meta:
        model = SchoolYearFacts

    school = factory.SubFactory(SchoolFactory)
    school_year = 2017
    classes = 10
    pupils = 300


class NationalStandardFactory(factory.django.DjangoModelFactory):
    """A recognition of 2018-03-01, to be re-checked five years later."""

    class Meta:
        model = NationalStandard

    school = factory.SubFactory(SchoolFactory)
    recognised_on = dt.date(2018, 3, 1)
    recheck_due_on = factory.LazyAttribute(lambda row: row.recognised_on.replace(year=row.recognised_on.year + 5))


class MembershipFactory(factory.django.DjangoModelFactory):
    """A seat: principal of a new school, in force always unless dates are given."""

    class Meta:
        model = Membership

    user = factory.SubFactory(UserFactory)
    organisation = factory.LazyFunction(lambda: SchoolFactory().organisation)
    role = Role.PRINCIPAL


class GradeFactsFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = GradeFacts

    facts = factory.SubFactory(SchoolYearFactsFactory)
    grade = Grade.AGE_3
    classes = 2
    pupils = 50


class OrganisationChangeFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationChange

    kind = ChangeKind.RENAMED
    effective_on = dt.date(2019, 12, 1)


class OrganisationChangePartyFactory(factory.django.DjangoModelFactory):
    class Meta:
        model = OrganisationChangeParty

    change = factory.SubFactory(OrganisationChangeFactory)
    organisation = factory.SubFactory(CommuneFactory)
    side = ChangeSide.BEFORE


class FactsRequestFactory(factory.django.DjangoModelFactory):
    """A school asks for one more class in 2017–2018."""

    class Meta:
        model = FactsRequest

    school = factory.SubFactory(SchoolFactory)
    school_year = 2017
    proposed = factory.LazyFunction(lambda: {"classes": "11"})
    before = factory.LazyFunction(lambda: {"classes": "10"})
    reason = "Tách một lớp"
    asked_at = factory.LazyFunction(timezone.now)


class InvitationFactory(factory.django.DjangoModelFactory):
    """A mail that waits to be sent."""

    class Meta:
        model = Invitation

    membership = factory.SubFactory(MembershipFactory)
    state = InvitationState.WAITING
    address = "nguoi.moi@example.test"
    created_at = factory.LazyFunction(timezone.now)
    expires_at = factory.LazyFunction(lambda: timezone.now() + dt.timedelta(days=14))


class RegistryUploadFactory(factory.django.DjangoModelFactory):
    """A workbook that was imported."""

    class Meta:
        model = RegistryUpload

    by = factory.SubFactory(UserFactory)
    name = "Danh bạ.xlsx"
    data = b"PK"
    uploaded_at = factory.LazyFunction(timezone.now)
    applied_at = factory.LazyFunction(timezone.now)


def member(organisation: Organisation, role: str, **user: Any) -> User:
    """A new user holding `role` for the organisation."""
    return MembershipFactory(organisation=organisation, role=role, user=UserFactory(**user)).user
