"""How often an address may ask for codes and files that are not there, before it has to wait.

Only misses are counted: whoever checks papers that exist never waits for their own sake. Fifty random bits need no
such limit against finding a code; it keeps programs from hammering a page that asks for no login.
"""

import time

from django.conf import settings
from django.core.cache import cache
from django.http import HttpRequest

MOST_MISSES = 30
WINDOW = 600  # seconds


def has_to_wait(request: HttpRequest) -> bool:
    """Whether this address has missed too often within the current ten minutes."""
    return int(cache.get(_key(request), 0)) >= MOST_MISSES


def count_miss(request: HttpRequest) -> None:
    """Note a miss. Two at once may count as one: the limit is there against thousands."""
    key = _key(request)
    cache.set(key, int(cache.get(key, 0)) + 1, WINDOW)


def client_address(request: HttpRequest) -> str:
    """Where the request comes from: the last address noted by the trusted proxy, else the peer itself."""
    forwarded = request.META.get("HTTP_X_FORWARDED_FOR", "") if settings.ENV["PORTAL_TRUSTED_PROXY"] else ""
    return forwarded.rsplit(",", 1)[-1].strip() or request.META.get("REMOTE_ADDR", "")


def _key(request: HttpRequest) -> str:
    # Cache keys hold no spaces and no foreign characters, whatever stands in a header.
    address = "".join(one for one in client_address(request)[:45] if one in "0123456789abcdefABCDEF.:")
    return f"verify-misses:{int(time.time()) // WINDOW}:{address}"
