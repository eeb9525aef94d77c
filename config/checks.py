"""What production must not be: checks of `manage.py check --deploy`, and the refusal to start that reads the same list.

Settings themselves raise nothing, so that static files can be collected while an image is built without secrets.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core import checks
from django.core.exceptions import ImproperlyConfigured
from django.db import DEFAULT_DB_ALIAS, connections
from django.db import Error as DatabaseError

from config.env import INSECURE_SECRET_KEY

MODES = ("embedded", "production")
SECRET_MIN_LENGTH = 50
SECRET_MIN_UNIQUE = 5


@dataclass(frozen=True)
class Problem:
    """One reason not to start: its number among the checks, what is wrong, what to do."""

    id: str
    message: str
    hint: str


def production_problems() -> list[Problem]:
    """Everything in the settings that production must not have; empty outside production."""
    env = settings.ENV
    if env["PORTAL_MODE"] not in MODES:
        return [Problem("portal.E001", f"PORTAL_MODE is {env['PORTAL_MODE']!r}.", f"Use one of {', '.join(MODES)}.")]
    if not settings.PRODUCTION:
        return []
    secret = settings.SECRET_KEY
    weak = len(secret) < SECRET_MIN_LENGTH or len(set(secret)) < SECRET_MIN_UNIQUE
    has_redis = settings.CELERY_BROKER_URL.startswith(("redis://", "rediss://"))
    is_sqlite = connections[DEFAULT_DB_ALIAS].settings_dict["ENGINE"].endswith("sqlite3")
    rules = [
        (weak or secret.startswith(INSECURE_SECRET_KEY), "E002", "PORTAL_SECRET_KEY is the default or too short.",
         f"Set {SECRET_MIN_LENGTH} or more random characters."),
        (settings.DEBUG, "E003", "PORTAL_DEBUG is on.", "Leave it unset."),
        (settings.DEMO, "E004", "PORTAL_DEMO is on.", "Leave it unset."),
        (is_sqlite, "E005", "The database is SQLite.", "Set DATABASE_URL to a PostgreSQL address."),
        (not has_redis, "E006", "CELERY_BROKER_URL names no Redis.",
         "Set it to redis://host:port/0."),
        (not env["REDIS_URL"], "E007", "REDIS_URL is not set: every process would keep a cache of its own.",
         "Set it to redis://host:port/1."),
        (not settings.EMAIL_BACKEND.endswith("smtp.EmailBackend"), "E008", "EMAIL_URL names no SMTP server.",
         "Set it to smtp://user:password@host:port."),
        ("*" in settings.ALLOWED_HOSTS, "E009", "PORTAL_ALLOWED_HOSTS allows every host name.",
         "Name the hosts of the portal."),
    ]  # fmt: skip
    return [Problem(f"portal.{number}", message, hint) for broken, number, message, hint in rules if broken]


def working_demo_accounts(using: str = DEFAULT_DB_ALIAS) -> list[str]:
    """Names of the demo accounts that still open with the published password.

    Raises:
        django.db.Error: the database does not answer or has no tables yet.
    """
    from accounts.demo import DEMO_ACCOUNTS, DEMO_PASSWORD
    from accounts.models import User

    names = [account.username for account in DEMO_ACCOUNTS]
    users = User.objects.using(using).filter(username__in=names, is_active=True).order_by("username")
    return [user.username for user in users if user.check_password(DEMO_PASSWORD)]


def demo_account_problems(using: str = DEFAULT_DB_ALIAS) -> list[Problem]:
    """Demo accounts in production; empty elsewhere and where the tables do not exist yet."""
    if not settings.PRODUCTION:
        return []
    try:
        names = working_demo_accounts(using)
    except DatabaseError:
        return []  # nothing to log in to; a database that is away shows on /health/
    if not names:
        return []
    return [
        Problem(
            "portal.E010",
            f"Demo accounts with the published password: {', '.join(names)}.",
            "Delete them or give them other passwords.",
        )
    ]


def refuse_unsafe_production() -> None:
    """Called by every entry point that serves people or does their work.

    Raises:
        ImproperlyConfigured: the portal runs as production and must not be started like this.
    """
    problems = production_problems() + demo_account_problems()
    if problems:
        lines = "\n".join(f"  {problem.id}: {problem.message} {problem.hint}" for problem in problems)
        raise ImproperlyConfigured(f"The portal does not start like this:\n{lines}")


def _errors(problems: list[Problem]) -> list[checks.CheckMessage]:
    return [checks.Error(problem.message, hint=problem.hint, id=problem.id) for problem in problems]


@checks.register(checks.Tags.security, deploy=True)
def check_production_settings(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    return _errors(production_problems())


@checks.register(checks.Tags.security, deploy=True)
def check_https(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Passwords travel readable without https; a warning, because a proxy on the same machine may add it."""
    if settings.PRODUCTION and not settings.SESSION_COOKIE_SECURE:
        return [checks.Warning("PORTAL_HTTPS is off.", hint="Set it to true behind https.", id="portal.W001")]
    return []


@checks.register(checks.Tags.database)
def check_demo_accounts(
    app_configs: Any, databases: Sequence[str] | None = None, **_: Any
) -> list[checks.CheckMessage]:
    """Runs with `check --database default` and before `migrate`."""
    return [message for using in databases or [] for message in _errors(demo_account_problems(using))]
