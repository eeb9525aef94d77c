"""An area to appoint people in: an office under a committee, a school under the office, other bodies beside them."""

from dataclasses import dataclass
from typing import Any

from schools.enums import OrganisationKind as Kind
from schools.enums import Role
from schools.models import Organisation
from tests.factories import (
    CommuneFactory,
    OfficeFactory,
    OrganisationFactory,
    PeoplesCommitteeFactory,
    SchoolFactory,
    member,
)


@dataclass
class Area:
    committee: Organisation
    office: Organisation
    school: Organisation
    commune: Organisation
    party: Organisation
    other_office: Organisation
    elsewhere: Organisation

    def person(self, who: str) -> Any:
        """Somebody in one of the seats the rule speaks of."""
        place, role = {
            "administrator": (self.committee, Role.ADMINISTRATOR),
            "head": (self.office, Role.HEAD),
            "officer": (self.office, Role.OFFICER),
            "office clerk": (self.office, Role.CLERK),
            "principal": (self.school, Role.PRINCIPAL),
            "clerk": (self.school, Role.CLERK),
            "leader": (self.committee, Role.LEADER),
            "party officer": (self.party, Role.OFFICER),
        }[who]
        return member(place, role)


def an_area() -> Area:
    committee = PeoplesCommitteeFactory(short_name="Ủy ban Thử")
    office = OfficeFactory(short_name="Cơ quan Thử", parent=committee)
    school = SchoolFactory(name="MN Thử Nghiệm").organisation
    school.parent, school.code = office, "MN01"
    school.save()
    return Area(
        committee=committee,
        office=office,
        school=school,
        commune=CommuneFactory(short_name="Xã Thử", parent=committee),
        party=OrganisationFactory(kind=Kind.PARTY_BODY, short_name="Ban Thử"),
        other_office=OrganisationFactory(kind=Kind.OFFICE, short_name="Cơ quan Tài chính", parent=committee),
        elsewhere=SchoolFactory(name="MN Nơi Khác").organisation,
    )
