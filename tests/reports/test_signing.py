"""Published PDFs signed with a certificate: nothing unsigned passes for signed, and a changed byte shows."""

import hashlib
from io import BytesIO
from pathlib import Path

import pytest
from asn1crypto import x509 as asn1_x509
from cryptography.hazmat.primitives.serialization import Encoding
from django.conf import LazySettings
from django.core import checks
from django.utils import timezone
from pyhanko.pdf_utils.reader import PdfFileReader
from pyhanko.sign.validation import validate_pdf_signature
from pyhanko_certvalidator import ValidationContext

from config.signing_check import check_signing_certificate
from reports.enums import FileFormat, FileState
from reports.models import SummaryFile
from reports.queries.verifying import Verdict, by_file
from reports.services import publishing, rendering
from tests.factories import SubmissionFactory, SummaryReportFactory, UserFactory
from tests.reports.summaries import ready
from tests.signing import PASSWORD, make_certificate

pytestmark = pytest.mark.django_db


@pytest.fixture
def certificate(settings: LazySettings, tmp_path: Path):
    """Signing is on; the certificate is trusted by nobody but the test."""
    path = tmp_path / "cong.p12"
    made = make_certificate(path)
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), PASSWORD
    return asn1_x509.Certificate.load(made.public_bytes(Encoding.DER))


def published():
    submission = SubmissionFactory(submitted=True)
    return SummaryReportFactory(period=submission.period, published=True)


def check(data: bytes, certificate: asn1_x509.Certificate):
    """What pyHanko says about the only signature of the file."""
    (signature,) = PdfFileReader(BytesIO(data)).embedded_signatures
    return signature, validate_pdf_signature(signature, ValidationContext(trust_roots=[certificate]))


def data_of(row: SummaryFile) -> bytes:
    with row.file.open("rb") as file:
        return file.read()


def test_a_published_pdf_is_signed_over_all_its_bytes(certificate: asn1_x509.Certificate) -> None:
    summary = published()

    row = ready(summary)

    data = data_of(row)
    signature, status = check(data, certificate)
    assert (status.bottom_line, status.coverage.name) == (True, "ENTIRE_FILE")
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert signature.sig_object["/Reason"].startswith("Phát hành Báo cáo ")
    assert row.file_sha256 == hashlib.sha256(data).hexdigest()
    assert row.pages >= 1
    assert by_file(row.file_sha256).verdict == Verdict.PUBLISHED


def test_a_changed_byte_breaks_the_signature_and_the_file_is_unknown(certificate: asn1_x509.Certificate) -> None:
    data = bytearray(data_of(ready(published())))
    # Inside a compressed page, where every reader would show other words.
    data[data.index(b"stream") + 40] ^= 1

    _, status = check(bytes(data), certificate)

    assert (status.intact, status.bottom_line) == (False, False)
    assert by_file(hashlib.sha256(data).hexdigest()).verdict == Verdict.UNKNOWN


def test_only_published_ones_are_signed(certificate: asn1_x509.Certificate) -> None:
    submission = SubmissionFactory(submitted=True)
    row = ready(SummaryReportFactory(period=submission.period, finalised=True))

    assert PdfFileReader(BytesIO(data_of(row))).embedded_signatures == []


def test_without_a_certificate_nothing_is_signed() -> None:
    assert PdfFileReader(BytesIO(data_of(ready(published())))).embedded_signatures == []


def test_publishing_signs_anew_what_was_made_before(certificate: asn1_x509.Certificate) -> None:
    submission = SubmissionFactory(submitted=True)
    now = timezone.now()
    summary = SummaryReportFactory(
        period=submission.period, finalised=True, number=7, issued_on=now.date(), numbered_at=now
    )
    proof = ready(summary)

    publishing.publish(summary=summary, by=UserFactory())
    row = summary.files.get(format=FileFormat.PDF, state=FileState.QUEUED)
    assert rendering.render_file(file_id=row.pk)

    row.refresh_from_db()
    assert check(data_of(row), certificate)[1].bottom_line
    assert by_file(row.file_sha256).verdict == Verdict.PUBLISHED
    assert by_file(proof.file_sha256).verdict == Verdict.NOT_ISSUED


@pytest.mark.parametrize(
    ("days", "password", "reason"),
    [
        ((-400, -10), PASSWORD, "chứng thư số đã hết hạn ngày "),
        ((10, 400), PASSWORD, "chứng thư số chưa có hiệu lực"),
        ((-1, 365), "sai", "không mở được bằng mật khẩu đã khai"),
        (None, PASSWORD, "không đọc được tệp chứng thư số"),
    ],
)
def test_a_certificate_that_does_not_serve_fails_the_file_with_the_reason(
    settings: LazySettings, tmp_path: Path, days: tuple[int, int] | None, password: str, reason: str
) -> None:
    path = tmp_path / "cong.p12"
    if days:
        make_certificate(path, valid_from=days[0], valid_to=days[1])
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(path), password
    row = rendering.request_file(summary=published())

    assert rendering.render_file(file_id=row.pk) is False

    row.refresh_from_db()
    assert (row.state, bool(row.file), row.file_sha256) == (FileState.FAILED, False, "")
    assert reason in row.error
    (warning,) = check_signing_certificate(None)
    assert (warning.id, warning.level) == ("portal.W002", checks.WARNING)
    assert reason in warning.msg


@pytest.mark.parametrize(("days_left", "expected"), [(200, []), (20, ["portal.W003"])])
def test_the_check_warns_a_month_before_the_end(
    settings: LazySettings, tmp_path: Path, days_left: int, expected: list[str]
) -> None:
    make_certificate(tmp_path / "cong.p12", valid_to=days_left)
    settings.SIGNING_CERTIFICATE, settings.SIGNING_PASSWORD = str(tmp_path / "cong.p12"), PASSWORD

    assert [message.id for message in check_signing_certificate(None)] == expected


def test_the_check_is_silent_while_signing_is_off() -> None:
    assert check_signing_certificate(None) == []
