"""Which static files are published: the packages bring many variants of which the pages use few."""

from importlib.util import find_spec
from pathlib import Path

from django.contrib.staticfiles.apps import StaticFilesConfig


class PortalStaticFilesConfig(StaticFilesConfig):
    """Leaves out the variants nobody links, so that a first start compresses few files."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        "bootstrap-*",
        "bootstrap.css*",
        "bootstrap.rtl*",
        "htmx-4*",
        "htmax*",
        "ext",
        "django-htmx.js",
        "htmx-2.js",
    ]


def bootstrap_css_dir() -> Path:
    """The folder of Bootstrap's own CSS inside the package `bootstrap-wrapper`.

    Raises:
        ModuleNotFoundError: the package is not installed.
    """
    spec = find_spec("bootstrap")
    if spec is None or not spec.submodule_search_locations:
        raise ModuleNotFoundError("bootstrap-wrapper is not installed")
    return Path(next(iter(spec.submodule_search_locations))) / "css"
