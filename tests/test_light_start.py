"""A web worker carries nothing heavy before somebody needs it."""

import json
import os
import subprocess
import sys
from pathlib import Path

from config.env import BASE_DIR

# What makes documents, charts and workbooks, what runs tasks, and what loads the demonstration.
HEAVY = (
    "weasyprint",
    "pydyf",
    "fontTools",
    "PIL",
    "pygal",
    "segno",
    "pyhanko",
    "pyhanko_certvalidator",
    "aiohttp",
    "cryptography",
    "openpyxl",
    "lxml",
    "celery.apps",
    "celery.bin",
    "celery.beat",
    "reports.demo",
    "tests",
)
LOADED = """
import json, sys
from config.wsgi import application
from django.template import engines
from django.urls import get_resolver
get_resolver().reverse_dict, engines.all()
print(json.dumps(sorted(sys.modules)))
"""


def test_web_worker_with_all_views_loads_nothing_heavy(tmp_path: Path):
    environment = {**os.environ, "PORTAL_VAR_DIR": str(tmp_path), "PORTAL_MODE": "embedded", "DATABASE_URL": ""}
    result = subprocess.run([sys.executable, "-c", LOADED], cwd=BASE_DIR, env=environment, capture_output=True)
    assert result.returncode == 0, result.stderr.decode()
    loaded = json.loads(result.stdout)

    assert "reports.views.summary" in loaded, "the views were not loaded, so this proves nothing"
    assert [name for name in loaded if name.startswith(tuple(f"{heavy}." for heavy in HEAVY)) or name in HEAVY] == []
