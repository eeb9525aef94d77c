"""Every page answers on PostgreSQL, which is stricter about types than the embedded database."""

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from tests.routes import ROUTES
from tests.test_routes import answer, world

__all__ = ["world"]  # a fixture


@pytest.mark.usefixtures("static_files")
def test_every_page_answers(world: dict[str, Any], login_as: Callable[[Any], Client]) -> None:
    pages = {
        name: sorted(route.allowed)[0] for name, route in ROUTES.items() if "GET" in route.methods and route.allowed
    }

    statuses = {name: answer(login_as(world["people"][role]), "GET", world, name) for name, role in pages.items()}

    assert len(statuses) > 150
    assert {name: status for name, status in statuses.items() if status not in {200, 302, 409, 422}} == {}
