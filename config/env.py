"""Every environment variable of the portal, declared once: name, type, default, help.

`.env.example` and the operations guide are checked against this list by a test.
"""

from dataclasses import dataclass
from pathlib import Path
from typing import Any

import environ

BASE_DIR = Path(__file__).resolve().parent.parent


@dataclass(frozen=True)
class Variable:
    """One environment variable: how it is read, what it is when absent, what it is for."""

    name: str
    kind: type
    default: Any
    help: str


# Production refuses to start with it (config/checks.py).
INSECURE_SECRET_KEY = "insecure-only-for-development"  # noqa: S105

VARIABLES: tuple[Variable, ...] = (
    Variable("PORTAL_MODE", str, "embedded", "embedded (one machine, SQLite) or production (PostgreSQL, Redis, SMTP)."),
    Variable(
        "PORTAL_SECRET_KEY", str, INSECURE_SECRET_KEY, "Key that signs sessions and tokens; required in production."
    ),
    Variable("PORTAL_DEBUG", bool, False, "Django's debug pages; never in production."),
    Variable("PORTAL_DEMO", bool, False, "Allows the demo data and names the demo accounts on the login page."),
    Variable(
        "PORTAL_DEMO_PROFILE",
        str,
        "huyen-2018",
        "Area of the demo data: huyen-2018 (a district with its 59 schools) or xa-2025 (a commune that succeeded it).",
    ),
    Variable(
        "PORTAL_RECHECK_YEARS", int, 5, "Years until a school recognised at the national standard is checked again."
    ),
    Variable("PORTAL_ALLOWED_HOSTS", list, ["localhost", "127.0.0.1", "[::1]"], "Host names the portal answers to."),
    Variable("PORTAL_BASE_URL", str, "http://localhost:8000", "Address put into mails, without a closing slash."),
    Variable("PORTAL_VAR_DIR", str, str(BASE_DIR / "var"), "Folder of the embedded database, broker, files and mail."),
    Variable("PORTAL_TRUSTED_PROXY", bool, False, "Believe X-Forwarded-Proto and -For of the proxy in front."),
    Variable("PORTAL_HTTPS", bool, False, "Secure cookies, HSTS and a redirect to https."),
    Variable("DATABASE_URL", str, "", "Database address; empty means SQLite in PORTAL_VAR_DIR."),
    Variable("CELERY_BROKER_URL", str, "", "Broker address; empty means folders in PORTAL_VAR_DIR."),
    Variable("REDIS_URL", str, "", "Cache address; empty means memory of each process."),
    Variable("EMAIL_URL", str, "", "smtp://user:password@host:port; empty means files under PORTAL_VAR_DIR/mail."),
    Variable(
        "PORTAL_SIGNING_CERTIFICATE",
        str,
        "",
        "PKCS#12 file (.p12, .pfx) that signs published PDFs; empty signs nothing.",
    ),
    Variable("PORTAL_SIGNING_PASSWORD", str, "", "Password of that file."),
    Variable(
        "PORTAL_REQUEST_ANSWER_DAYS", int, 15, "Within how many days a school's request should be answered (indicator)."
    ),
    Variable("DEFAULT_FROM_EMAIL", str, "cong-theo-doi@localhost", "Sender of every mail."),
)


def read_environment() -> dict[str, Any]:
    """Read all declared variables from the process environment.

    Raises:
        django.core.exceptions.ImproperlyConfigured: a value does not fit its type.
    """
    env = environ.Env(**{variable.name: (variable.kind, variable.default) for variable in VARIABLES})
    return {variable.name: env(variable.name) for variable in VARIABLES}
