"""PostgreSQL gives the same answers as the embedded database."""

import pytest
from django.db import connection

from tests.both_databases import BothDatabases


@pytest.mark.usefixtures("static_files")
class TestOnPostgreSQL(BothDatabases):
    def names_in_the_database(self) -> set[str]:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT conname FROM pg_constraint UNION "
                "SELECT relname FROM pg_index JOIN pg_class ON pg_class.oid = pg_index.indexrelid"
            )
            return {name for (name,) in cursor.fetchall()}

    def test_the_database_is_postgresql(self) -> None:
        assert connection.vendor == "postgresql"
