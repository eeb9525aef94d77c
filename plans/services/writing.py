"""Writing the head of a plan: who says what to whom, under which number, signed by whom."""

import datetime as dt
from typing import Any

from django.db import transaction
from django.utils import timezone

from plans.document_numbers import default_symbol
from plans.enums import PlanStatus
from plans.models import Plan
from plans.services.sections import lock_section
from schools.models import OrganisationProfile

HEADER_FIELDS = (
    "style",
    "document_type",
    "number",
    "symbol",
    "term",
    "issued_on",
    "issued_after",
    "place_name",
    "issuer",
    "receiver",
    "forwarded_to",
    "year",
    "title",
    "subject",
    "report_subject",
    "preamble",
    "closing",
    "signer_capacity",
    "signer_title",
    "signer_name",
    "contact_name",
    "contact_phone",
)
# Once reports are owed, these decide who reads and numbers them; everything else is wording.
SETTLED_WHEN_ISSUED = ("style", "issuer", "receiver", "forwarded_to", "year")


def header_rows(plan: Plan) -> list[dict[str, Any]]:
    """The head of the plan as `digest_of` reads it."""
    return [
        {
            field.name: field.value_from_object(plan)
            for field in Plan._meta.concrete_fields
            if field.name in HEADER_FIELDS
        }
    ]


def create_plan(*, by: Any, data: dict[str, Any]) -> tuple[Plan, list[str]]:
    """Begin a plan as a draft. What is left empty and the issuer's profile knows on the plan's day is taken from it.

    Returns the plan and the names of the fields that were filled in.

    Raises:
        ValidationError: the model refuses it, for example a number the issuer has used already.
    """
    plan = Plan(**data, status=PlanStatus.DRAFT)
    filled = fill_from_profile(plan)
    if not plan.report_subject:
        plan.report_subject = f"thực hiện {plan.title[:1].lower()}{plan.title[1:]}"
    plan.full_clean()
    with transaction.atomic():
        plan.save()
    return plan, filled


def fill_from_profile(plan: Plan) -> list[str]:
    """Fill what is empty with the words of the issuer's profile in force on the plan's day, else with its latest;
    returns what was filled."""
    day = plan.issued_on or plan.issued_after or day_in(plan.year)
    profile = plan.issuer.profile_on(day) or plan.issuer.profile_on(None)
    known = defaults_of(profile, plan) if profile else {}
    missing = [name for name, value in known.items() if value and not getattr(plan, name)]
    for name in missing:
        setattr(plan, name, known[name])
    return [str(field.verbose_name) for field in Plan._meta.concrete_fields if field.name in missing]


def defaults_of(profile: OrganisationProfile, plan: Plan) -> dict[str, str]:
    return {
        "symbol": default_symbol(plan.document_type, plan.style, profile.symbol),
        "place_name": profile.place_name,
        "signer_capacity": profile.signing_capacity,
        "signer_title": profile.head_title.upper(),
        "signer_name": profile.signer_name,
    }


def day_in(year: int) -> dt.date:
    """A day of the year on which words are looked up: today while the year runs, else its first or last day."""
    today = timezone.localdate()
    return min(max(today, dt.date(year, 1, 1)), dt.date(year, 12, 31))


def save_header(*, plan: Plan, by: Any, data: dict[str, Any], read_as: str) -> Plan:
    """Change the head of a plan that is not closed. When it is in force, only its wording changes.

    Raises:
        SectionChanged: somebody else saved it since `read_as`. Conflict: closed or deleted meanwhile.
        ValidationError: the model refuses it.
    """
    with transaction.atomic():
        now = lock_section(plan=plan, read_as=read_as, rows=header_rows)
        settled = () if now.status == PlanStatus.DRAFT else SETTLED_WHEN_ISSUED
        for name, value in data.items():
            if name not in settled:
                setattr(now, name, value)
        now.full_clean()
        now.save()
    return now
