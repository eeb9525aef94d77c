"""Habits of the whole repository, checked file by file: sizes, words, templates, static files, models."""

import ast
import re
import statistics
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest
from django.apps import apps
from django.db import models
from django.template import TemplateDoesNotExist
from django.template.loader import get_template

from tests.test_architecture import MAY_IMPORT, REPO

CODE = (*MAY_IMPORT, "config", "tools", "tests", "bench")
# Shown by Django itself, by these names.
ERROR_PAGES = {"403.html", "404.html", "500.html", "403_csrf.html"}
OWN_MODELS = [model for app in MAY_IMPORT for model in apps.get_app_config(app).get_models()]
# What a kind of body is called in one place and time. Escaped, so that this file does not say it either; the border
# in front keeps a word such as "to tell" apart, which ends with the same letters.
LOCAL_WORDS = re.compile("\\b(huy\u1ec7n|ph\u00f2ng gd|ph\u00f2ng gi\u00e1o d\u1ee5c)", re.IGNORECASE)
# Texts about real places: data files people edit, the demonstration, and the tests of text handling itself.
MAY_NAME_PLACES = re.compile(r"/data/|^reports/demo/|^tests/vietnamese/|^tests/.*test_(loading|demo)")


@cache
def python_files() -> dict[str, str]:
    """Every Python file of ours but the migrations, by its path."""
    files = [path for folder in CODE for path in (REPO / folder).rglob("*.py") if "migrations" not in path.parts]
    return {str(path.relative_to(REPO)): path.read_text(encoding="utf-8") for path in [*files, REPO / "portal"]}


@cache
def template_files() -> dict[str, str]:
    """Every template by the name under which it is loaded."""
    root = REPO / "templates"
    return {str(path.relative_to(root)): path.read_text(encoding="utf-8") for path in root.rglob("*") if path.is_file()}


def what_the_portal_says() -> str:
    """Code and templates as one text, without the tests: what only a test names is not used."""
    code = [text for name, text in python_files().items() if not name.startswith("tests/")]
    return "\n".join([*code, *template_files().values()])


def functions() -> Iterator[tuple[str, int]]:
    """Every function with its length in lines."""
    for name, text in python_files().items():
        for node in ast.walk(ast.parse(text)):
            if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and node.end_lineno:
                yield f"{name}:{node.name}", node.end_lineno - node.lineno + 1


# -- sizes --------------------------------------------------------------------------------------------------------
def test_no_file_outgrows_one_subject() -> None:
    long = {name: lines for name, text in python_files().items() if (lines := text.count("\n")) > 350}

    assert long == {}


def test_running_code_stands_in_short_files() -> None:
    running = {*MAY_IMPORT, "config", "tools"}

    lengths = [text.count("\n") for name, text in python_files().items() if name.split("/")[0] in running]

    assert statistics.median(lengths) <= 75


def test_long_functions_are_rare() -> None:
    lengths = dict(functions())

    long = {name: lines for name, lines in lengths.items() if lines > 50}

    assert len(long) < len(lengths) / 100, long
    assert [name for name in long if not name.startswith(("tests/", "bench/"))] == []


def test_templates_are_short() -> None:
    assert {name: text.count("\n") for name, text in template_files().items() if text.count("\n") > 120} == {}


# -- words --------------------------------------------------------------------------------------------------------
def test_no_code_says_what_a_kind_of_body_is_called() -> None:
    texts = python_files() | {f"templates/{name}": text for name, text in template_files().items()}
    texts |= {str(path.relative_to(REPO)): path.read_text("utf-8") for path in (REPO / "static").rglob("*.[cj]s*")}

    found = {
        name: word[0]
        for name, text in texts.items()
        if not MAY_NAME_PLACES.search(name) and (word := LOCAL_WORDS.search(text))
    }

    assert found == {}


@pytest.mark.parametrize("text", ["UBND huy\u1ec7n", "Ph\u00f2ng GD&\u0110T", "ph\u00f2ng gi\u00e1o d\u1ee5c"])
def test_local_words_are_recognised(text: str) -> None:
    assert LOCAL_WORDS.search(text)


# -- templates and static files -----------------------------------------------------------------------------------
def test_no_template_switches_escaping_off() -> None:
    """Plain text mails need no escaping; a page always does."""
    wrong = {
        name
        for name, text in template_files().items()
        if re.search(r"\|\s*safe\b|safeseq", text) or ("autoescape off" in text and not name.endswith(".txt"))
    }

    assert wrong == set()


def test_pages_carry_no_script_of_their_own() -> None:
    """The content security policy lets only files of the portal run."""
    inline = re.compile(r"<script(?![^>]*\bsrc=)|\son[a-z]+\s*=\s*[\"']|javascript:", re.IGNORECASE)

    assert {name for name, text in template_files().items() if inline.search(text)} == set()


def test_every_template_is_used() -> None:
    everything = what_the_portal_says()
    by_kind = set(re.findall(r"mail/(\w+)\.txt", "\n".join(template_files()))) & notification_kinds()

    unused = {
        name
        for name in template_files()
        if f'"{name}"' not in everything
        and name not in ERROR_PAGES
        and not (name.startswith("mail/") and Path(name).stem in by_kind)
        and not name.startswith("admin/")
        # Read by its path, not by the template engine (reports/documents/pdf.py).
        and not (name.endswith(".css") and f'"{Path(name).name}"' in everything)
    }

    assert unused == set()


def notification_kinds() -> set[str]:
    """The kinds of messages; the mail of each is found by its name."""
    from reports.enums import NotificationKind

    return set(NotificationKind.values)


def test_every_message_has_its_words() -> None:
    assert {f"mail/{kind}.txt" for kind in notification_kinds()} <= set(template_files())


@pytest.mark.parametrize("name", [name for name in template_files() if name.startswith("admin/")])
def test_overridden_template_exists_in_its_package(name: str) -> None:
    """An override whose original was renamed would never be shown."""
    package = [app.path for app in apps.get_app_configs() if app.name.split(".")[0] not in MAY_IMPORT]

    assert [path for path in package if (Path(path) / "templates" / name).is_file()] != []


@pytest.mark.parametrize("name", sorted(name for name in template_files() if not name.endswith(".css")))
def test_template_compiles_with_everything_it_includes(name: str) -> None:
    assert get_template(name).template.name == name
    for other in re.findall(r"{%\s*(?:include|extends)\s+\"([^\"]+)\"", template_files()[name]):
        try:
            get_template(other)
        except TemplateDoesNotExist:
            pytest.fail(f"{name} names {other}, which does not exist")


def test_every_static_file_is_used() -> None:
    everything = what_the_portal_says()
    files = {str(path.relative_to(REPO / "static")) for path in (REPO / "static").rglob("*") if path.is_file()}

    assert {name for name in files if f'"{name}"' not in everything and f"'{name}'" not in everything} == set()


def test_every_static_file_that_a_page_names_exists() -> None:
    from django.contrib.staticfiles import finders

    named = {
        name for text in template_files().values() for name in re.findall(r"{%\s*static\s+[\"']([^\"']+)[\"']", text)
    }

    assert named
    assert {name for name in named if finders.find(name) is None} == set()


# -- models -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_model_and_its_fields_have_vietnamese_names(model: type[models.Model]) -> None:
    meta = model._meta
    inherited = {field.name for parent in model.__mro__[1:] if _is_foreign(parent) for field in parent._meta.fields}
    default = re.sub(r"(?<!^)(?=[A-Z])", " ", model.__name__).lower()

    nameless = [
        field.name
        for field in [*meta.fields, *meta.many_to_many]
        if field.editable
        and not field.auto_created
        and field.name not in inherited
        and str(field.verbose_name) == field.name.replace("_", " ")
    ]

    assert nameless == []
    assert default not in (str(meta.verbose_name), str(meta.verbose_name_plural))
    assert not str(meta.verbose_name_plural).endswith("s")


def _is_foreign(parent: type) -> bool:
    return hasattr(parent, "_meta") and parent.__module__.split(".")[0] not in MAY_IMPORT


@pytest.mark.parametrize("model", OWN_MODELS, ids=lambda model: model.__name__)
def test_model_lists_its_rows_in_a_stated_order(model: type[models.Model]) -> None:
    assert model._meta.ordering


def choices_classes() -> list[type[models.Choices]]:
    found = []
    for app in MAY_IMPORT:
        try:
            module = __import__(f"{app}.enums", fromlist=["enums"])
        except ModuleNotFoundError:
            continue
        found += [
            value
            for value in vars(module).values()
            if isinstance(value, type) and issubclass(value, models.Choices) and value.__module__ == module.__name__
        ]
    return found


@pytest.mark.parametrize("choices", choices_classes(), ids=lambda choices: choices.__name__)
def test_choices_have_a_label_each(choices: type[models.Choices]) -> None:
    labels = [str(label) for label in choices.labels]

    assert labels
    assert all(label.strip() for label in labels)
    assert len(set(labels)) == len(labels)


def constraints() -> list[models.BaseConstraint]:
    return [constraint for model in OWN_MODELS for constraint in model._meta.constraints]


@pytest.mark.parametrize("constraint", constraints(), ids=lambda constraint: constraint.name)
def test_constraint_says_what_is_wrong(constraint: models.BaseConstraint) -> None:
    message = str(constraint.get_violation_error_message())  # formats it: a lone % in the sentence fails here

    assert message != str(constraint.default_violation_error_message)
    assert message.endswith(".")


def test_every_app_with_constraints_tests_them() -> None:
    wanting = {
        model._meta.app_label
        for model in OWN_MODELS
        if model._meta.constraints and not (REPO / "tests" / model._meta.app_label / "test_constraints.py").exists()
    }

    assert wanting == set()
