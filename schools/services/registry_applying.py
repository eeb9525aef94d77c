"""Writing what an import of the registry says: in bulk, in one transaction with its preview."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Model

from schools.enums import OrganisationKind
from schools.models import (
    GradeFacts,
    NationalStandard,
    Organisation,
    OrganisationProfile,
    School,
    SchoolAffiliation,
    SchoolYearFacts,
)
from schools.services.registry_state import (
    FIELDS,
    KEYS,
    ORGANISATION_FIELDS,
    SCHOOL_FIELDS,
    Key,
    Part,
    RegistryState,
    Values,
)
from vietnamese.text import upper

BATCH = 200
COPIED = (
    "superior_header", "subordinate_header", "head_title", "addressed_as", "signing_capacity", "filing_note",
)  # fmt: skip


@dataclass(frozen=True)
class Entry:
    """One row to write: new, or different from what is stored under its key. `values` has all fields of the part."""

    part: Part
    key: Key
    values: Values


def write_entries(state: RegistryState, entries: Iterable[Entry]) -> None:
    """Write the entries; `state` is what is stored, and gets the new schools and years. Call it inside a transaction
    that holds the registry (`load_state(for_update=True)`)."""
    by_part: dict[Part, list[Entry]] = {part: [] for part in Part}
    for entry in entries:
        by_part[entry.part].append(entry)
    _write_schools(state, by_part[Part.SCHOOLS])
    _write(state, SchoolYearFacts, by_part[Part.FACTS])
    _write(state, GradeFacts, by_part[Part.GRADES])
    _write(state, NationalStandard, by_part[Part.STANDARDS])
    _write(state, SchoolAffiliation, by_part[Part.PLACES])


def _write(state: RegistryState, model: type[Model], entries: Sequence[Entry]) -> None:
    """Rows that hang on a school."""
    new, changed, names = [], [], set()
    for entry in entries:
        part, stored = entry.part, state.objects[entry.part].get(entry.key)
        columns = {_column(name): _link(state, name, value) for name, value in entry.values.items()}
        if stored is None:
            stored = model(**_owner(state, part, entry.key), **columns)
            state.objects[part][entry.key] = stored
            new.append(stored)
        else:
            for name, value in columns.items():
                setattr(stored, name, value)
            changed.append(stored)
        names |= {name.removesuffix("_id") for name in columns}
    model._default_manager.bulk_create(new, batch_size=BATCH)
    if changed:
        model._default_manager.bulk_update(changed, sorted(names), batch_size=BATCH)


def _column(name: str) -> str:
    return "commune_id" if name == "commune" else name


def _link(state: RegistryState, name: str, value: Any) -> Any:
    return state.communes[value].pk if name == "commune" else value


def _owner(state: RegistryState, part: Part, key: Key) -> dict[str, Any]:
    """What the key says about a new row."""
    if part is Part.GRADES:
        return {"facts_id": state.objects[Part.FACTS][key[:2]].pk, "grade": key[2]}
    named = dict(zip(KEYS[part], key, strict=True))
    return {"school_id": state.schools[str(named.pop("school"))].pk, **named}


def _write_schools(state: RegistryState, entries: Sequence[Entry]) -> None:
    new = [entry for entry in entries if str(entry.key[0]) not in state.schools]
    changed = [entry for entry in entries if str(entry.key[0]) in state.schools]
    _create_schools(state, new)
    _change_schools(state, changed)


def _create_schools(state: RegistryState, entries: Sequence[Entry]) -> None:
    """New schools stand under the office that most schools stand under, and write their letters as its schools do."""
    if not entries:
        return
    parent_id, words = _office_and_words()
    bodies = [
        Organisation(
            kind=OrganisationKind.SCHOOL,
            code=entry.key[0],
            parent_id=parent_id,
            **{name: entry.values[name] for name in ORGANISATION_FIELDS},
        )
        for entry in entries
    ]
    Organisation.objects.bulk_create(bodies, batch_size=BATCH)
    schools = [
        School(organisation=body, **{name: entry.values[name] for name in SCHOOL_FIELDS})
        for body, entry in zip(bodies, entries, strict=True)
    ]
    School.objects.bulk_create(schools, batch_size=BATCH)
    OrganisationProfile.objects.bulk_create(
        [
            OrganisationProfile(
                organisation=body, name=body.name, short_name=body.short_name, header_name=upper(body.name), **words
            )
            for body in bodies
        ],
        batch_size=BATCH,
    )
    for entry, school in zip(entries, schools, strict=True):
        state.schools[str(entry.key[0])] = state.objects[Part.SCHOOLS][entry.key] = school


def _office_and_words() -> tuple[int | None, dict[str, str]]:
    """The body above the newest school, and how that school's letters are headed today."""
    newest = Organisation.objects.filter(kind=OrganisationKind.SCHOOL, valid_to__isnull=True).order_by("-pk").first()
    if newest is None:
        office = Organisation.objects.filter(kind=OrganisationKind.EDUCATION_OFFICE, valid_to__isnull=True)
        return office.order_by("-pk").values_list("pk", flat=True).first(), {}
    profile = newest.profile_on(None)
    return newest.parent_id, {name: getattr(profile, name) for name in COPIED} if profile else {}


def _change_schools(state: RegistryState, entries: Sequence[Entry]) -> None:
    """A corrected name is corrected in the words of its letters too, where these repeat it."""
    if not entries:
        return
    schools = [state.schools[str(entry.key[0])] for entry in entries]
    names = {school.organisation_id: (school.organisation.name, school.organisation.short_name) for school in schools}
    for school, entry in zip(schools, entries, strict=True):
        for name in FIELDS[Part.SCHOOLS]:
            setattr(school.organisation if name in ORGANISATION_FIELDS else school, name, entry.values[name])
    bodies = [school.organisation for school in schools]
    keys = [field for field in Organisation._meta.fields if field.name in ("search_key", "sort_key")]
    for body in bodies:
        for field in keys:
            field.pre_save(body, False)  # bulk_update does not ask fields that are computed
    columns = [*ORGANISATION_FIELDS, *(field.name for field in keys)]
    Organisation.objects.bulk_update(bodies, columns, batch_size=BATCH)
    School.objects.bulk_update(schools, SCHOOL_FIELDS, batch_size=BATCH)
    _correct_profiles(bodies, names)


def _correct_profiles(bodies: Sequence[Organisation], old: dict[int, tuple[str, str]]) -> None:
    renamed = {body.pk: body for body in bodies if old[body.pk] != (body.name, body.short_name)}
    profiles = list(OrganisationProfile.objects.filter(organisation__in=renamed).order_by("pk"))
    for profile in profiles:
        body, (name, short_name) = renamed[profile.organisation_id], old[profile.organisation_id]
        if profile.name == name:
            profile.name = body.name
        if profile.short_name == short_name:
            profile.short_name = body.short_name
        if profile.header_name == upper(name):
            profile.header_name = upper(body.name)
    OrganisationProfile.objects.bulk_update(profiles, ["name", "short_name", "header_name"], batch_size=BATCH)
