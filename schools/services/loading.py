"""Loading the registry of organisations and schools from files people edit; running it twice changes nothing."""

from collections.abc import Hashable
from pathlib import Path

from django.db import transaction
from django.db.models import Q

from schools.enums import OrganisationKind
from schools.models import NationalStandard, Organisation, OrganisationProfile, School, SchoolYearFacts
from schools.services.affiliating import Move, affiliate, leave
from schools.services.registry_files import read_registry
from schools.services.registry_rows import Registry
from schools.services.row_sync import Changes, Row, sync

DATA = Path(__file__).resolve().parent.parent / "data"
DEFAULT_REGISTRY = DATA / "cam-giang-2018.yaml"


def load_registry(path: Path | str = DEFAULT_REGISTRY) -> Changes:
    """Bring organisations, profiles, schools, their facts and recognitions in line with a file and those it includes.

    Rows are recognised by code and start of validity. Nothing is deleted: an organisation that ends gets a `valid_to`,
    and a file of an earlier time, loaded again, neither revives it nor takes back what has passed to its successors.

    Raises:
        DataFilesInvalid: the files have mistakes; all are named, and nothing was written.
    """
    registry = read_registry(Path(path))
    changes = Changes()
    with transaction.atomic():
        _end_predecessors(registry, changes)
        organisations = _load_organisations(registry, changes)
        _load_profiles(registry, organisations, changes)
        _load_schools(registry, organisations, changes)
    return changes


def _end_predecessors(registry: Registry, changes: Changes) -> None:
    """Bodies of earlier files get their last day, and communes among them let their schools go."""
    day = registry.predecessors_end
    if day is None:
        return
    listed = {row.key for row in registry.organisations}
    bodies = Organisation.objects.in_force(day).filter(Q(valid_to__isnull=True) | Q(valid_to__gt=day))
    others = bodies.exclude(kind=OrganisationKind.SCHOOL).exclude(code__in=registry.outlive).order_by("pk")
    ended = [body for body in others if (body.code, body.valid_from) not in listed]
    for body in ended:
        body.valid_to = day
    Organisation.objects.bulk_update(ended, ["valid_to"])
    if ended:
        changes.updated[str(Organisation._meta.verbose_name)] += len(ended)
    leave([body.pk for body in ended], day, changes)


def _load_organisations(registry: Registry, changes: Changes) -> dict[Hashable, Organisation]:
    """Parents before children, so that a child can point to a stored row: one round for each depth of the tree."""
    codes = [row.values["code"] for row in registry.organisations]
    existing = list(Organisation.objects.filter(code__in=codes))
    above: dict[Hashable, int | None] = {(body.code, body.valid_from): body.parent_id for body in existing}
    stored: dict[Hashable, Organisation] = {}
    waiting = registry.organisations
    while waiting:
        ready = [row for row in waiting if registry.parent_of(row.key) in {None, *stored}]
        for row in ready:
            parent = stored.get(registry.parent_of(row.key))
            if parent is None or parent.valid_to is None or not above.get(row.key):
                row.values["parent_id"] = parent.pk if parent else None
        stored |= sync(Organisation, ready, existing=existing, key=lambda o: (o.code, o.valid_from), changes=changes)
        waiting = [row for row in waiting if row.key not in stored]
    return stored


def _load_profiles(registry: Registry, organisations: dict[Hashable, Organisation], changes: Changes) -> None:
    rows = []
    for key, row in registry.profiles:
        owner = organisations[key].pk
        rows.append(Row((owner, row.values["valid_from"]), {**row.values, "organisation_id": owner}, row.where))
    sync(
        OrganisationProfile,
        rows,
        existing=OrganisationProfile.objects.filter(organisation__in=[o.pk for o in organisations.values()]),
        key=lambda profile: (profile.organisation_id, profile.valid_from),
        changes=changes,
    )


def _load_schools(registry: Registry, organisations: dict[Hashable, Organisation], changes: Changes) -> None:
    rows = []
    for key, school in registry.schools.items():
        owner = organisations[key].pk
        values = {**school.school.values, "organisation_id": owner}
        rows.append(Row(owner, values, school.school.where))
    existing = School.objects.filter(organisation__in=[row.key for row in rows])
    schools = sync(School, rows, existing=existing, key=lambda s: s.organisation_id, changes=changes)
    facts, standards, moves = [], [], []
    for key, school in registry.schools.items():
        pk = schools[organisations[key].pk].pk
        moves.append(Move(pk, organisations[registry.find(school.commune, school.since)].pk, school.since))
        facts += [Row((pk, row.key), {**row.values, "school_id": pk}, row.where) for row in school.facts]
        standards += [Row((pk, row.key), {**row.values, "school_id": pk}, row.where) for row in school.standards]
    affiliate(moves, changes)
    pks = [school.pk for school in schools.values()]
    sync(
        SchoolYearFacts,
        facts,
        existing=SchoolYearFacts.objects.filter(school__in=pks),
        key=lambda row: (row.school_id, row.school_year),
        changes=changes,
    )
    sync(
        NationalStandard,
        standards,
        existing=NationalStandard.objects.filter(school__in=pks),
        key=lambda row: (row.school_id, row.recognised_on),
        changes=changes,
    )
