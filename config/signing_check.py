"""Whether published PDFs can be signed: asked by `manage.py check`, long before the first one is."""

import datetime as dt
from typing import Any

from django.conf import settings
from django.core import checks
from django.utils import timezone

RENEW_BEFORE = dt.timedelta(days=30)


@checks.register(checks.Tags.security, deploy=True)
def check_signing_certificate(app_configs: Any, **_: Any) -> list[checks.CheckMessage]:
    """Silent while signing is off; warns when the certificate does not serve, and a month before it expires."""
    if not settings.SIGNING_CERTIFICATE:
        return []
    from reports.services.signing import CannotSign, check_certificate

    try:
        ends = check_certificate()
    except CannotSign as error:
        hint = "Published PDFs fail until PORTAL_SIGNING_CERTIFICATE and PORTAL_SIGNING_PASSWORD are right."
        return [checks.Warning(f"Published PDFs cannot be signed. {error}", hint=hint, id="portal.W002")]
    if ends - timezone.now() < RENEW_BEFORE:
        message = f"The certificate that signs published PDFs expires on {ends:%Y-%m-%d}."
        return [checks.Warning(message, hint="Renew it and replace the file.", id="portal.W003")]
    return []
