"""Runs inside the environment: prints as JSON what the database still needs."""

import json

import django
from django.db import connection
from django.db.migrations.executor import MigrationExecutor


def database_state() -> dict[str, bool]:
    """Whether migrations are pending and whether there is any account."""
    from django.contrib.auth import get_user_model

    executor = MigrationExecutor(connection)
    must_migrate = bool(executor.migration_plan(executor.loader.graph.leaf_nodes()))
    people = get_user_model()
    table_exists = people._meta.db_table in connection.introspection.table_names()
    return {"must_migrate": must_migrate, "has_people": table_exists and people.objects.exists()}


if __name__ == "__main__":
    django.setup()
    print(json.dumps(database_state()))
