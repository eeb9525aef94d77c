"""The documents say what the code says: variables, commands, accounts, packages, files, decisions."""

import ast
import re
from pathlib import Path

import pytest

from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
from config.env import VARIABLES
from reports import workflow
from tests.test_architecture import MAY_IMPORT, REPO
from tools.portal import cli, running

DOCUMENTS = sorted([*REPO.glob("*.md"), *(REPO / "docs").rglob("*.md")])
ADRS = sorted((REPO / "docs" / "adr").glob("[0-9]*.md"))
NAMES = {variable.name for variable in VARIABLES}
OPERATIONS = REPO / "docs" / "operations.md"


def read(*parts: str) -> str:
    return REPO.joinpath(*parts).read_text(encoding="utf-8")


def table_rows(text: str, heading: str) -> list[list[str]]:
    """The cells of every table below a heading of the second level, without head and ruler."""
    section = text.split(f"## {heading}\n", 1)[1].split("\n## ", 1)[0]
    rows = [re.split(r"(?<!\\)\|", line)[1:-1] for line in section.split("\n") if line.startswith("|")]
    return [[cell.strip() for cell in row] for row in rows if not set("".join(row)) <= set("-: |")]


# -- environment --------------------------------------------------------------------------------------------------
def compose_only() -> set[str]:
    """Variables that docker-compose.yml reads and Django does not."""
    return set(re.findall(r"\$\{([A-Z_]+)", read("docker-compose.yml"))) - NAMES


def test_operations_explain_every_variable_and_no_other() -> None:
    cells = [row[0] for row in table_rows(OPERATIONS.read_text(encoding="utf-8"), "Environment variables")]

    explained = re.findall(r"`([A-Z_]+)`", " ".join(cells))

    assert sorted(explained) == sorted(NAMES | compose_only())


def test_operations_state_the_defaults() -> None:
    rows = {row[0].strip("`"): row[1] for row in table_rows(OPERATIONS.read_text("utf-8"), "Environment variables")}
    shown = {str: lambda value: value or "empty", bool: str, int: str, list: ",".join}
    # Neither the public key nor the path of this checkout belongs into a document.
    by_hand = {"PORTAL_SECRET_KEY", "PORTAL_VAR_DIR"}

    wrong = {
        variable.name: rows[variable.name]
        for variable in VARIABLES
        if variable.name not in by_hand and rows[variable.name].strip("`") != shown[variable.kind](variable.default)
    }

    assert wrong == {}


def test_example_names_every_variable_and_no_other() -> None:
    named = re.findall(r"^#?([A-Z_]+)=", read(".env.example"), re.MULTILINE)

    assert sorted(named) == sorted(NAMES | compose_only())


def test_every_variable_says_what_it_is_for() -> None:
    assert [variable.name for variable in VARIABLES if not variable.help.endswith(".")] == []


@pytest.mark.parametrize("app", [*MAY_IMPORT, "config"])
def test_no_other_place_reads_the_environment(app: str) -> None:
    """`config/env.py` is the only door; the name of the settings module is Django's own affair."""
    found = {}
    for path in (REPO / app).rglob("*.py"):
        text = path.read_text(encoding="utf-8")
        names = set(re.findall(r"(?:environ(?:\.get)?|getenv)[\[(]\"([A-Z_]+)\"", text))
        if names - {"DJANGO_SETTINGS_MODULE"}:
            found[str(path.relative_to(REPO))] = names

    assert found == {}


# -- packages and commands ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ["requirements.in", "requirements-dev.in"])
def test_every_package_has_a_reason(name: str) -> None:
    lines = [line for line in read(name).splitlines() if line and not line.startswith(("#", "-c"))]

    assert lines
    assert [line for line in lines if not re.fullmatch(r"[\w.\[\],<>=~!-]+ +# \S.{9,}", line)] == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_locked_with_its_hash(name: str) -> None:
    locked = set(re.findall(r"^([a-z0-9.-]+)(?:\[[\w,]+\])?==", read(name), re.MULTILINE))
    asked = set(re.findall(r"^([\w.-]+)", read(name.replace(".txt", ".in")), re.MULTILINE)) - {"-c"}

    missing = {package for package in asked if package.lower().replace("_", "-") not in locked}

    assert missing == set()
    assert read(name).count("--hash=sha256:") >= len(locked)


def management_commands() -> list[Path]:
    return sorted(
        path for app in MAY_IMPORT for path in (REPO / app).glob("management/commands/*.py") if path.stem[0] != "_"
    )


@pytest.mark.parametrize("path", management_commands(), ids=lambda path: path.stem)
def test_operations_describe_command_with_its_options(path: Path) -> None:
    rows = [row[0] for row in table_rows(OPERATIONS.read_text(encoding="utf-8"), "Commands")]
    options = set(re.findall(r"add_argument\(\s*\"(--[a-z-]+)\"", path.read_text(encoding="utf-8"))) - {"--format"}

    described = next((row for row in rows if row.startswith(f"`{path.stem}")), "")

    assert described, f"{path.stem} does not stand in docs/operations.md"
    assert {option for option in options if option not in described} == set()


def test_documents_name_only_commands_of_portal() -> None:
    named = {
        (path.name, word)
        for path in DOCUMENTS
        for word in re.findall(r"\./portal ([a-z_]+)", path.read_text(encoding="utf-8"))
    }

    assert {command for _, command in named} >= {"run", "test", "manage", "lock"}
    assert {place for place in named if place[1] not in cli.COMMANDS} == set()


# -- people -------------------------------------------------------------------------------------------------------
def test_demo_accounts_are_the_same_everywhere() -> None:
    """`tools` runs before the packages are there and cannot import the list."""
    names = [account.username for account in DEMO_ACCOUNTS]
    in_readme = [row[0].strip("`") for row in table_rows(read("README.md"), "Quick start") if len(row) == 2]

    assert [name for name, _ in running.DEMO_ACCOUNTS] == names
    assert [name for name in in_readme if name in names] == names
    assert f"`{DEMO_PASSWORD}`" in read("README.md")


def test_architecture_shows_the_workflow_as_it_is() -> None:
    rows = table_rows(read("docs", "architecture.md"), "The life of a report")[1:]
    words = {"save": "save", "submit": "submit", "file nil return": "file_nil", "withdraw": "withdraw"}
    words |= {"return": "return", "accept": "accept", "reopen": "reopen"}
    words |= {f"undo {name}": f"undo_{name}" for name in ("accept", "return", "reopen")}

    shown = {words[row[0]]: (row[4] == "required") for row in rows}
    sources = {words[row[0]]: row[1] for row in rows}

    assert shown == {action.value: row.comment_required for action, row in workflow.TRANSITIONS.items()}
    for action, row in workflow.TRANSITIONS.items():
        named = {source.replace("_", " ") for source in row.sources}
        assert {part.strip() for part in sources[action.value].split(",")} - named <= {"not opened by a reviewer"}
        assert all(name in sources[action.value] for name in named)


# -- links and paths ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    targets = [target for target in re.findall(r"\]\(([^)\s]+)\)", text) if "://" not in target]

    assert [target for target in targets if not (path.parent / target.split("#")[0]).exists()] == []


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_named_files_exist(path: Path) -> None:
    """A path in code marks, such as `plans/measures.py`, names a file or folder of the repository."""
    folders = "|".join([*MAY_IMPORT, "config", "templates", "static", "tests", "tools", "docs", "bench"])
    named = re.findall(rf"`((?:{folders})/[\w./-]*)`", path.read_text(encoding="utf-8"))

    assert [name for name in named if not (REPO / name).exists()] == []


@pytest.mark.parametrize("path", ADRS, ids=lambda path: path.stem)
def test_decision_has_its_parts(path: Path) -> None:
    text = path.read_text(encoding="utf-8")

    assert text.startswith(f"# {path.name[:4]} ")
    assert re.search(r"^Status: (accepted|replaced by \d{4})$", text, re.MULTILINE)
    assert re.findall(r"^## (.+)$", text, re.MULTILINE) == ["Context", "Decision", "Consequences"]
    assert f"({path.name})" in read("docs", "adr", "README.md")


def test_decisions_are_numbered_without_a_gap() -> None:
    assert [path.name[:4] for path in ADRS] == [f"{number:04}" for number in range(1, len(ADRS) + 1)]


def test_code_refers_to_decisions_that_exist() -> None:
    numbers = {path.name[:4] for path in ADRS}
    found = {
        (str(path.relative_to(REPO)), number)
        for folder in (*MAY_IMPORT, "config", "tools", "tests", "bench")
        for path in (REPO / folder).rglob("*.py")
        for number in re.findall(r"docs/adr/(\d{4})", path.read_text(encoding="utf-8"))
    }

    assert found
    assert {reference for reference in found if reference[1] not in numbers} == set()


def test_public_modules_say_what_they_are() -> None:
    """A file without a sentence at its head makes the next person guess."""
    silent = [
        str(path.relative_to(REPO))
        for app in (*MAY_IMPORT, "config", "tools")
        for path in (REPO / app).rglob("*.py")
        if path.stem not in {"__init__", "apps", "urls"}
        and "migrations" not in path.parts
        and ast.get_docstring(ast.parse(path.read_text(encoding="utf-8"))) is None
    ]

    assert silent == []
