"""The embedded database gives the same answers as PostgreSQL."""

import pytest
from django.db import connection

from tests.both_databases import BothDatabases


@pytest.mark.django_db
class TestOnSQLite(BothDatabases):
    def names_in_the_database(self) -> set[str]:
        with connection.cursor() as cursor:
            tables = connection.introspection.table_names(cursor)
            found = [connection.introspection.get_constraints(cursor, table) for table in tables]
        return {name for constraints in found for name in constraints}

    def test_the_database_is_sqlite(self) -> None:
        assert connection.vendor == "sqlite"
