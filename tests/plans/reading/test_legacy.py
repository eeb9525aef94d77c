"""Text of the old fonts is put into Unicode, announced, and never called sure."""

from pathlib import Path

import pytest

from plans.reading.found import LIKELY, Proposal
from plans.reading.lines import RawLine
from plans.reading.proposing import propose, propose_text
from plans.reading.sources import read_source
from tests.plans.reading.legacy_fonts import in_tcvn3, in_vni

PLAN = (Path(__file__).parent / "data" / "dang-uy-khoi.txt").read_text(encoding="utf-8")


def words(proposal: Proposal) -> dict[str, object]:
    names = ("document_type", "number", "symbol", "style", "place", "issued_on", "issuer", "superior")
    found = {name: getattr(proposal, name).value for name in names}
    found |= {"dates": [deadline.date for deadline in proposal.deadlines]}
    found |= {"recipients": [(recipient.name.lower(), recipient.role) for recipient in proposal.recipients]}
    signer = proposal.signer
    return found | {"signer": signer and (signer.capacity, signer.title, signer.name)}


@pytest.mark.parametrize("encoded", [in_tcvn3(PLAN), in_vni(PLAN)], ids=["TCVN3", "VNI"])
@pytest.mark.parametrize("as_bytes", [True, False])
def test_plan_in_an_old_font(encoded: str, as_bytes: bool) -> None:
    proposal = propose(read_source(encoded.encode("latin-1"))) if as_bytes else propose_text(encoded)

    assert words(proposal) == words(propose_text(PLAN))
    assert any("Đã tự chuyển sang Unicode" in warning for warning in proposal.warnings)
    assert [section.title for section in proposal.sections] == ["Mục đích, yêu cầu", "Nội dung", "Tổ chức thực hiện"]


def test_capital_fonts_type_small_letters() -> None:
    proposal = propose_text(in_tcvn3(PLAN, capital_font=True))

    assert proposal.document_type
    assert proposal.issuer
    assert proposal.signer
    assert proposal.document_type.value == "Kế hoạch"
    assert proposal.issuer.value == "ĐẢNG ỦY KHỐI CÁC CƠ QUAN TỈNH"
    assert proposal.signer.capacity == "T/L BAN THƯỜNG VỤ"


def test_utf8_read_as_windows_text() -> None:
    broken = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in PLAN.encode())

    assert words(propose_text(broken)) == words(propose_text(PLAN))


def test_nothing_is_sure() -> None:
    proposal = propose_text(in_tcvn3(PLAN))
    found = [proposal.number, proposal.issuer, *proposal.implements, *proposal.targets, *proposal.recipients]

    assert max(item.confidence for item in found if item) <= LIKELY
    assert max(section.confidence for section in proposal.sections) <= LIKELY


def test_lines_in_unicode_are_left_alone() -> None:
    added = "3- Việc thêm bằng Unicode: đã duyệt."
    plan = PLAN.replace("2- Ban Tuyên giáo biên soạn đề cương.", "2- Ban Tuyên giáo biên soạn đề cương.\n" + added)
    lines = [RawLine(line if line == added else in_tcvn3(line)) for line in plan.splitlines()]

    item = propose(lines).sections[1].children[1].children[2]

    assert (item.label, item.title, item.text) == ("3", "Việc thêm bằng Unicode", "đã duyệt.")
