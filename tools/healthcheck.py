"""Health check of the web container: asks the server beside it under the portal's own host name."""

import os
import sys
import urllib.error
import urllib.request


def is_healthy(address: str = "http://127.0.0.1:8000") -> bool:
    """Whether /health/ answers 200 to a request that looks like one of the proxy."""
    allowed = os.environ.get("PORTAL_ALLOWED_HOSTS", "localhost").split(",")[0].strip()
    host = allowed.lstrip(".").replace("*", "localhost")
    request = urllib.request.Request(f"{address}/health/", headers={"Host": host, "X-Forwarded-Proto": "https"})
    try:
        with urllib.request.urlopen(request, timeout=4) as answer:
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


if __name__ == "__main__":
    sys.exit(0 if is_healthy() else 1)
