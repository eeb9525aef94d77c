"""docker-compose.yml, Dockerfile and .env.example, read as data: there is no Docker engine where the tests run."""

import re
from typing import Any

import pytest
import yaml

from config.celery import app as celery_app
from config.env import VARIABLES
from tools.portal import running
from tools.portal.console import REPO
from tools.portal.system import FOR_RUNNING

COMPOSE_TEXT = (REPO / "docker-compose.yml").read_text(encoding="utf-8")
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load(COMPOSE_TEXT)["services"]
DOCKERFILE = (REPO / "Dockerfile").read_text(encoding="utf-8")
ENV_EXAMPLE = (REPO / ".env.example").read_text(encoding="utf-8")
REQUIRED = set(re.findall(r"\$\{(\w+):\?", COMPOSE_TEXT))
OPTIONAL = dict(re.findall(r"\$\{(\w+):-([^}]*)\}", COMPOSE_TEXT))


def _queues(service: str) -> set[str]:
    command = SERVICES[service]["command"]
    return set(command[command.index("--queues") + 1].split(","))


def test_compose_has_exactly_the_services_of_the_architecture() -> None:
    assert set(SERVICES) == {"migrate", "web", "worker", "documents", "beat", "postgres", "redis"}


@pytest.mark.parametrize("name", sorted(set(SERVICES) - {"migrate"}))
def test_every_lasting_service_has_a_health_check_and_comes_back(name: str) -> None:
    assert SERVICES[name]["healthcheck"]["test"][0] in {"CMD", "CMD-SHELL"}
    assert SERVICES[name]["restart"] == "unless-stopped"


@pytest.mark.parametrize("name", ["web", "worker", "documents", "beat"])
def test_the_portal_starts_after_the_migration_on_healthy_servers(name: str) -> None:
    assert SERVICES[name]["depends_on"] == {
        "postgres": {"condition": "service_healthy"},
        "redis": {"condition": "service_healthy"},
        "migrate": {"condition": "service_completed_successfully"},
    }


def test_the_migration_runs_once_and_waits_for_the_database() -> None:
    migrate = SERVICES["migrate"]

    assert migrate["command"] == ["python", "manage.py", "migrate", "--noinput"]
    assert migrate["restart"] == "no"
    assert migrate["depends_on"]["postgres"] == {"condition": "service_healthy"}


def test_the_workers_together_take_every_queue_once() -> None:
    assert _queues("worker") & _queues("documents") == set()
    assert _queues("worker") | _queues("documents") == {queue.name for queue in celery_app.conf.task_queues}


def test_rendering_processes_are_replaced_when_they_grow() -> None:
    command = SERVICES["documents"]["command"]

    assert int(command[command.index("--max-memory-per-child") + 1]) == 400_000  # KiB


@pytest.mark.parametrize("name", ["migrate", "web", "worker", "documents", "beat"])
def test_the_portal_runs_in_production_mode_without_privileges(name: str) -> None:
    service = SERVICES[name]

    assert service["environment"]["PORTAL_MODE"] == "production"
    assert service["read_only"] is True
    assert service["cap_drop"] == ["ALL"]
    assert "PORTAL_DEMO" not in service["environment"]
    assert "PORTAL_DEBUG" not in service["environment"]


def test_only_the_web_server_is_published_and_only_locally() -> None:
    published = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}

    assert published == {"web": ["${PORTAL_PUBLISH:-127.0.0.1:8000}:8000"]}


def test_no_secret_has_a_value_or_a_default() -> None:
    assert REQUIRED == {
        "PORTAL_SECRET_KEY", "PORTAL_ALLOWED_HOSTS", "PORTAL_BASE_URL", "POSTGRES_PASSWORD", "REDIS_PASSWORD",
        "EMAIL_URL", "DEFAULT_FROM_EMAIL",
    }  # fmt: skip
    assert OPTIONAL == {
        "PORTAL_HTTPS": "true",
        "PORTAL_TRUSTED_PROXY": "true",
        "PORTAL_PUBLISH": "127.0.0.1:8000",
        # Without a certificate nothing is signed; its password is for whoever has one.
        "PORTAL_SIGNING_CERTIFICATE": "",
        "PORTAL_SIGNING_PASSWORD": "",
    }
    for service in SERVICES.values():
        for name, value in service["environment"].items():
            if re.search(r"SECRET|PASSWORD|_URL$", name):
                assert re.search(r"\$\{\w+:(\?|-\})", value), name


def test_data_lives_on_volumes() -> None:
    assert SERVICES["postgres"]["volumes"] == ["database:/var/lib/postgresql/data"]
    assert SERVICES["redis"]["volumes"] == ["queue:/data"]
    for name in ("web", "worker", "documents"):
        assert SERVICES[name]["volumes"] == ["media:/var/lib/portal/media"]


def test_the_image_uses_the_entry_points_of_the_embedded_portal() -> None:
    embedded_web = running.web_command("127.0.0.1", 8000)
    embedded_worker = running.worker_command(REPO / "var")

    assert "config.wsgi:application" in embedded_web
    assert '"gunicorn", "config.wsgi:application"' in DOCKERFILE
    assert embedded_worker[embedded_worker.index("-A") :][:3] == ["-A", "config", "worker"]
    assert SERVICES["worker"]["command"][:4] == ["celery", "-A", "config", "worker"]
    assert SERVICES["beat"]["command"][:4] == ["celery", "-A", "config", "beat"]


def test_the_image_has_the_locked_packages_and_the_system_libraries_and_no_root() -> None:
    assert "--require-hashes" in DOCKERFILE
    assert all(package.name in DOCKERFILE for package in FOR_RUNNING)
    assert "\nUSER portal\n" in DOCKERFILE
    assert "collectstatic" in DOCKERFILE.split("\nUSER portal\n")[1]
    assert "HEALTHCHECK" in DOCKERFILE


def test_env_example_explains_every_variable_and_leaves_secrets_empty() -> None:
    required = dict(re.findall(r"^([A-Z_]+)=(.*)$", ENV_EXAMPLE, re.MULTILINE))
    optional = set(re.findall(r"^#([A-Z_]+)=", ENV_EXAMPLE, re.MULTILINE))

    assert required == dict.fromkeys(REQUIRED, "")
    assert set(required) | optional == {variable.name for variable in VARIABLES} | REQUIRED | set(OPTIONAL)
    assert not set(required) & optional
