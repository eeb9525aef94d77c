"""The direction of the house (docs/architecture.md): imports by import-linter, and the same walk over the models."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models

REPO = Path(__file__).resolve().parent.parent

# What each app may point to or import besides itself. `schools` reaches the person through AUTH_USER_MODEL only.
MAY_IMPORT = {
    "vietnamese": set(),
    "accounts": {"vietnamese"},
    "schools": {"vietnamese"},
    "plans": {"schools", "accounts", "vietnamese"},
    "facilities": {"plans", "schools", "accounts", "vietnamese"},
    "reports": {"facilities", "plans", "schools", "accounts", "vietnamese"},
}
MAY_POINT_TO = {
    "accounts": {"accounts"},
    "schools": {"schools", "accounts"},
    "plans": {"plans", "schools", "accounts"},
    "facilities": {"facilities", "plans", "schools", "accounts"},
    "reports": {"reports", "facilities", "plans", "schools", "accounts"},
}
OWN = {*MAY_IMPORT, "config"}


def relations() -> Iterator[tuple[type[models.Model], models.Field, type[models.Model]]]:
    """Every foreign key, one-to-one and many-to-many of our models, those of the tables in between included."""
    for app in MAY_IMPORT:
        for model in apps.get_app_config(app).get_models(include_auto_created=True):
            for field in [*model._meta.fields, *model._meta.many_to_many]:
                if isinstance(field.related_model, type):
                    yield model, field, field.related_model


def test_no_model_points_to_an_app_above_it() -> None:
    wrong = [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model, field, target in relations()
        if target._meta.app_label in OWN and target._meta.app_label not in MAY_POINT_TO[model._meta.app_label]
    ]

    assert wrong == []


def test_the_walk_sees_relations_across_apps() -> None:
    seen = {(model._meta.app_label, target._meta.app_label) for model, _, target in relations()}

    assert {("schools", "accounts"), ("plans", "schools"), ("reports", "plans"), ("reports", "accounts")} <= seen


def test_schools_reach_the_person_only_as_the_user() -> None:
    targets = {
        target._meta.label
        for model, _, target in relations()
        if model._meta.app_label == "schools" and target._meta.app_label == "accounts"
    }

    assert targets == {"accounts.User"}


def imports_of(path: Path) -> set[str]:
    """The top packages a file imports, also inside functions."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            found.add(node.module.split(".")[0])
    return found


@pytest.mark.parametrize("app", MAY_IMPORT)
def test_app_imports_only_what_stands_below(app: str) -> None:
    allowed = {app, *MAY_IMPORT[app]}

    wrong = {
        str(path.relative_to(REPO)): sorted(beyond)
        for path in (REPO / app).rglob("*.py")
        if (beyond := imports_of(path) & OWN - allowed)
    }

    assert wrong == {}


def test_tools_import_no_app() -> None:
    """`./portal` runs before the packages are there."""
    wrong = {path.name: found for path in (REPO / "tools").rglob("*.py") if (found := imports_of(path) & OWN)}

    assert wrong == {}


def test_import_contracts_are_kept() -> None:
    linter = Path(sys.executable).with_name("lint-imports")

    result = subprocess.run([linter, "--no-cache"], cwd=REPO, capture_output=True, text=True)

    assert result.returncode == 0, result.stdout
    assert " 0 broken" in result.stdout


def test_a_web_process_starts_without_what_documents_need() -> None:
    """Imports what a web worker imports before its first request, all views included."""
    code = (
        "import sys, config.wsgi, config.urls; from django.urls import get_resolver; get_resolver().url_patterns; "
        "print(sorted({'weasyprint', 'pygal', 'segno', 'docx', 'openpyxl'} & set(sys.modules)))"
    )

    result = subprocess.run([sys.executable, "-c", code], cwd=REPO, capture_output=True, text=True)

    assert (result.stdout.strip(), result.returncode) == ("[]", 0), result.stderr[-2000:]
