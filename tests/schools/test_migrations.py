"""What was stored before a change of the models is there after it, and can be taken back."""

import datetime as dt
from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

BEFORE, AFTER = ("schools", "0001_initial"), ("schools", "0002_school_affiliation")


def migrate(*targets: tuple[str, str]) -> Any:
    """Bring the database to the state of the targets and return its models."""
    executor = MigrationExecutor(connection)
    executor.migrate(list(targets))
    return executor.loader.project_state(list(targets)).apps


@pytest.fixture
def _back_to_the_present() -> Iterator[None]:
    leaves = MigrationExecutor(connection).loader.graph.leaf_nodes()
    yield
    migrate(*leaves)


@pytest.mark.django_db(transaction=True)
@pytest.mark.usefixtures("_back_to_the_present")
def test_the_commune_of_a_school_becomes_its_open_affiliation_and_back() -> None:
    old = migrate(BEFORE)
    organisations, schools = old.get_model("schools", "Organisation"), old.get_model("schools", "School")
    bodies = [organisations.objects.create(kind="other", code=f"{n}", name=f"Đơn vị {n}") for n in range(3)]
    school = schools.objects.create(organisation=bodies[0], levels="MN", commune=bodies[1])

    affiliations = migrate(AFTER).get_model("schools", "SchoolAffiliation")
    row = affiliations.objects.get()
    assert (row.school_id, row.commune_id, row.valid_from, row.valid_to) == (school.pk, bodies[1].pk, None, None)
    affiliations.objects.update(valid_to=dt.date(2025, 6, 30))
    affiliations.objects.create(school_id=school.pk, commune_id=bodies[2].pk, valid_from=dt.date(2025, 7, 1))

    back = migrate(BEFORE).get_model("schools", "School")
    assert back.objects.get().commune_id == bodies[2].pk
