"""Signing published PDFs with the certificate of the portal's owner (PAdES, baseline level B-B).

Off unless `SIGNING_CERTIFICATE` names a PKCS#12 file. pyHanko and what it brings along are imported by the worker that
signs, and by the check of the certificate, never by a web process.
"""

import datetime as dt
from io import BytesIO
from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import timezone

from reports.documents.content import OfficialDocument
from reports.services.claims import CannotMake
from vietnamese.dates import format_date

FIELD = "ChuKySo"


class CannotSign(CannotMake):
    """The certificate does not serve; the text says why, in Vietnamese."""


def signed(data: bytes, document: OfficialDocument) -> bytes:
    """The PDF with an invisible signature over all its bytes; reason and place are those of the document.

    Raises:
        CannotSign: the certificate is missing, does not open, is not valid today, or the signature failed.
    """
    check_certificate()
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
    from pyhanko.sign import PdfSignatureMetadata, sign_pdf
    from pyhanko.sign.fields import SigSeedSubFilter
    from pyhanko.sign.signers import SimpleSigner

    meta = PdfSignatureMetadata(
        field_name=FIELD,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        reason=f"Phát hành {document.title}",
        location=document.letterhead.date_line.partition(",")[0],
    )
    try:
        signer = SimpleSigner.load_pkcs12_data(_archive(), other_certs=(), passphrase=_password())
        return bytes(sign_pdf(IncrementalPdfFileWriter(BytesIO(data)), meta, signer=signer).getvalue())
    except Exception as error:
        raise CannotSign("Không ký số được tệp. Đề nghị báo quản trị hệ thống.") from error


def check_certificate() -> dt.datetime:
    """Read the certificate as signing will; returns until when it is valid.

    Raises:
        CannotSign: it is missing, does not open with the password, holds no key, or is not valid today.
    """
    from cryptography.hazmat.primitives.serialization import pkcs12

    try:
        key, certificate, _ = pkcs12.load_key_and_certificates(_archive(), _password())
    except ValueError as error:
        raise _refusal("tệp chứng thư số không mở được bằng mật khẩu đã khai") from error
    if key is None or certificate is None:
        raise _refusal("tệp chứng thư số không có khóa ký")
    now = timezone.now()
    if now > certificate.not_valid_after_utc:
        raise _refusal(f"chứng thư số đã hết hạn ngày {_day(certificate.not_valid_after_utc)}")
    if now < certificate.not_valid_before_utc:
        raise _refusal(f"chứng thư số chưa có hiệu lực, có hiệu lực từ ngày {_day(certificate.not_valid_before_utc)}")
    return certificate.not_valid_after_utc


def _archive() -> bytes:
    try:
        return Path(settings.SIGNING_CERTIFICATE).read_bytes()
    except OSError as error:
        raise _refusal("không đọc được tệp chứng thư số") from error


def _password() -> bytes | None:
    return settings.SIGNING_PASSWORD.encode() or None


def _day(moment: Any) -> str:
    return format_date(timezone.localtime(moment).date())


def _refusal(why: str) -> CannotSign:
    return CannotSign(f"Không ký số được tệp: {why}. Đề nghị báo quản trị hệ thống.")
