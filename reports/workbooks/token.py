"""The signed mark inside a workbook: which report it belongs to and from which state it was filled."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.core import signing

from reports.queries.sheet import Sheet
from reports.workbooks import layout

SALT = "reports.workbooks.token"


@dataclass(frozen=True)
class Token:
    """What the portal wrote into the hidden sheet. Names are there for the messages, ids decide."""

    submission: int
    school: str
    school_name: str
    period: int
    period_name: str
    edit_version: int
    template: int
    lines: str
    base: str


def token_of(sheet: Sheet, base: Mapping[str, str]) -> Token:
    """The token of a workbook written now."""
    submission = sheet.submission
    return Token(
        submission=submission.pk,
        school=submission.organisation.code,
        school_name=submission.organisation.short_name,
        period=submission.period_id,
        period_name=f"{submission.title}, {submission.period.plan.title}",
        edit_version=submission.edit_version,
        template=layout.TEMPLATE_VERSION,
        lines=layout.fingerprint(sheet),
        base=layout.base_digest(base),
    )


def sign(token: Token) -> str:
    """The token as text for one cell."""
    return signing.dumps(asdict(token), salt=SALT, compress=True)


def unsign(text: str) -> Token | None:
    """The token, or None when the text was not written by this portal."""
    try:
        return Token(**signing.loads(text, salt=SALT))
    except (signing.BadSignature, TypeError, ValueError):
        return None


def mismatches(token: Token, sheet: Sheet) -> list[str]:
    """Why the workbook does not belong to this report as it is asked today; every reason at once."""
    submission, found = sheet.submission, []
    if token.school != submission.organisation.code:
        found.append(
            f"Sai đơn vị: tệp là biểu của {token.school_name}, trang này là báo cáo của "
            f"{submission.organisation.short_name}."
        )
    if token.period != submission.period_id:
        found.append(
            f"Sai kỳ báo cáo: tệp là biểu của “{token.period_name}”, trang này là "
            f"“{submission.title}, {submission.period.plan.title}”."
        )
    if token.template != layout.TEMPLATE_VERSION:
        found.append(
            f"Sai phiên bản mẫu: tệp theo mẫu {token.template}, cổng đang dùng mẫu {layout.TEMPLATE_VERSION}. "
            "Tải biểu mới rồi chép số liệu sang."
        )
    if not found and token.submission != submission.pk:
        found.append("Tệp là biểu của một báo cáo khác. Tải biểu mới từ trang này.")
    if not found and token.lines != layout.fingerprint(sheet):
        found.append(
            "Mẫu cũ: kế hoạch đã thêm hoặc bớt chỉ tiêu, nhiệm vụ sau khi tệp được tải về. "
            "Tải biểu mới rồi chép số liệu sang."
        )
    return found
