"""An office with two people who correct the same import."""

from typing import Any

import pytest
from django.test import Client

from config.navigation import area_name
from plans.models import PlanImport
from schools.models import Organisation
from tests.factories import OfficeFactory, PeoplesCommitteeFactory, PlanImportFactory, member
from tests.plans.imports.documents import STATE_PLAN


@pytest.fixture(autouse=True)
def _area_is_known(db: None) -> None:
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def office() -> Organisation:
    return OfficeFactory(parent=PeoplesCommitteeFactory())


def browser(person: Any) -> Client:
    client = Client()
    client.force_login(person, backend="django.contrib.auth.backends.ModelBackend")
    return client


@pytest.fixture
def officer(office: Organisation) -> Client:
    return browser(member(office, "officer", full_name="Lê An"))


@pytest.fixture
def colleague(office: Organisation) -> Client:
    return browser(member(office, "head", full_name="Vũ Bình"))


@pytest.fixture
def row(office: Organisation) -> PlanImport:
    return PlanImportFactory(ready=True, text=STATE_PLAN, organisation=office)
