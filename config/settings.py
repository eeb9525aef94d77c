"""Django settings. What differs between machines comes from config/env.py and nowhere else."""

from pathlib import Path
from typing import Any

import environ

from config.env import BASE_DIR, read_environment
from config.static_files import bootstrap_css_dir

ENV = read_environment()

PRODUCTION = ENV["PORTAL_MODE"] == "production"
DEBUG = ENV["PORTAL_DEBUG"]
DEMO = ENV["PORTAL_DEMO"]
DEMO_PROFILE = ENV["PORTAL_DEMO_PROFILE"]
RECHECK_YEARS = ENV["PORTAL_RECHECK_YEARS"]
SECRET_KEY = ENV["PORTAL_SECRET_KEY"]
ALLOWED_HOSTS = ENV["PORTAL_ALLOWED_HOSTS"]
BASE_URL = ENV["PORTAL_BASE_URL"].rstrip("/")
VAR_DIR = Path(ENV["PORTAL_VAR_DIR"])
CSRF_TRUSTED_ORIGINS = [BASE_URL] if BASE_URL.startswith("https://") else []

INSTALLED_APPS = [
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "config.static_files.PortalStaticFilesConfig",
    "django.forms",
    "tree_queries",
    "crispy_forms",
    "crispy_bootstrap5",
    "django_filters",
    "django_htmx",
    "auditlog",
    "axes",
    "vietnamese",
    "accounts",
    "schools",
    "plans",
    "facilities",
    "reports",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "config.health.HealthMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "accounts.middleware.FirstLoginMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "config.security.ContentSecurityPolicyMiddleware",
    "config.method_page.MethodPageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "auditlog.middleware.AuditlogMiddleware",
    "axes.middleware.AxesMiddleware",
]
# No LocaleMiddleware: the portal speaks one language, and a browser set to English must not turn 10/3 into October.

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "builtins": ["config.ui", "vietnamese.templatetags.vietnamese", "django.templatetags.static"],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "config.navigation.navigation",
            ],
        },
    },
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

# -- data ---------------------------------------------------------------------------------------------------------
DATABASES = {"default": environ.Env.db_url_config(ENV["DATABASE_URL"] or f"sqlite:///{VAR_DIR}/portal.sqlite3")}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    DATABASES["default"]["OPTIONS"] = {
        # A writer takes the lock at once and the others wait for it, instead of failing halfway with "locked".
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
    }
else:
    DATABASES["default"] |= {"CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache", "LOCATION": "portal"}
}
if ENV["REDIS_URL"]:
    CACHES["default"] = {
        "BACKEND": "config.caching.ForgivingRedisCache",
        "LOCATION": ENV["REDIS_URL"],
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 1},
    }
SESSION_COOKIE_AGE = 12 * 3600  # a school day; what was typed is saved long before

MEDIA_ROOT = VAR_DIR / "media"
STATIC_ROOT = VAR_DIR / "static"
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static", ("bootstrap", bootstrap_css_dir())]
# Published PDFs are signed when there is a certificate.
SIGNING_CERTIFICATE = ENV["PORTAL_SIGNING_CERTIFICATE"]
SIGNING_PASSWORD = ENV["PORTAL_SIGNING_PASSWORD"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 3600

# -- people -------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["axes.backends.AxesStandaloneBackend", "django.contrib.auth.backends.ModelBackend"]
LOGIN_URL = "login"
LOGIN_REDIRECT_URL = "home"
LOGOUT_REDIRECT_URL = "login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
# Ten wrong passwords for one account from one address close that pair for fifteen minutes. Fifty-nine schools may
# sit behind the same provider address, so neither the address nor the account alone is ever closed.
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 0.25
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False  # unlocking is an action on the account
AXES_IPWARE_PROXY_COUNT = 1 if ENV["PORTAL_TRUSTED_PROXY"] else None

# -- language -----------------------------------------------------------------------------------------------------
LANGUAGE_CODE = "vi"
TIME_ZONE = "Asia/Ho_Chi_Minh"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = False  # numbers are written by the filters of `vietnamese`, ids must stay plain
FORMAT_MODULE_PATH = "vietnamese.formats"
# Words that the Vietnamese catalogues of Django and its packages lack; `msgfmt` after editing, a test compares.
LOCALE_PATHS = [BASE_DIR / "config" / "locale"]

# -- mail ---------------------------------------------------------------------------------------------------------
MAIL_DIR = VAR_DIR / "mail"
REQUEST_ANSWER_DAYS = ENV["PORTAL_REQUEST_ANSWER_DAYS"]
DEFAULT_FROM_EMAIL = ENV["DEFAULT_FROM_EMAIL"]
if ENV["EMAIL_URL"]:
    vars().update(environ.Env.email_url_config(ENV["EMAIL_URL"]))
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = str(MAIL_DIR)
EMAIL_TIMEOUT = 20

# -- background work ----------------------------------------------------------------------------------------------
BROKER_DIR = VAR_DIR / "broker"
CELERY_BROKER_URL = ENV["CELERY_BROKER_URL"] or "filesystem://localhost"  # kombu warns without a host

# -- security -----------------------------------------------------------------------------------------------------
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_FAILURE_VIEW = "config.errors.csrf_failure"
X_FRAME_OPTIONS = "DENY"
SECURE_REFERRER_POLICY = "same-origin"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = ENV["PORTAL_HTTPS"]
SECURE_HSTS_SECONDS = 31_536_000 if ENV["PORTAL_HTTPS"] else 0
SECURE_REDIRECT_EXEMPT = [r"^health/$"]
if ENV["PORTAL_TRUSTED_PROXY"]:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
# One indicator grid is about 300 fields; the limit is there against abuse and leaves room for the largest plan.
DATA_UPLOAD_MAX_NUMBER_FIELDS = 4000
WORKBOOK_MAX_BYTES = 5 * 1024 * 1024  # a filled workbook of a large plan stays below 300 KB
# Evidence of one section: the size of one file in bytes and the number of files. A request larger than a whole section
# is cut off before it is read.
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
EVIDENCE_MAX_FILES = 10
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# A file dropped on the public verification page; summaries stay far below, their Excel annexes too.
VERIFY_MAX_BYTES = 20 * 1024 * 1024
PLAN_SOURCE_MAX_BYTES = 10 * 1024 * 1024  # a plan to be read; what is heavier carries pictures, not text
FILE_UPLOAD_HANDLERS = [
    "config.uploads.RequestSizeLimit",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
AUDITLOG_INCLUDE_ALL_MODELS = False

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "schools": {"level": "INFO"},
        "plans": {"level": "INFO"},
        "facilities": {"level": "INFO"},
        "reports": {"level": "INFO"},
        # Two loggers that speak once per thread or font and drown what matters.
        "fontTools": {"level": "ERROR"},
        "axes": {"level": "WARNING"},
    },
}
