"""`parse_plan FILE` prints exactly the promised keys, and says in Vietnamese why it cannot."""

import io
import json
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

DATA = Path(__file__).parent / "data"
KEYS = [
    *("document_type", "number", "symbol", "style", "place", "issued_on", "issuer", "superior", "subject", "bases"),
    *("implements", "sections", "targets", "deadlines", "recipients", "signer", "warnings"),
]


def parse(path: Path) -> dict:
    out = io.StringIO()
    call_command("parse_plan", str(path), stdout=out)
    return json.loads(out.getvalue())


@pytest.mark.parametrize("name", ["dang", "xa", "truong"])
def test_keys(name: str) -> None:
    found = parse(DATA / f"{name}.txt")

    assert list(found) == KEYS
    for citation in [*found["bases"], *found["implements"]]:
        assert list(citation) == ["type", "number", "symbol", "issued_on", "issuer", "quote"]
    for target in found["targets"]:
        assert list(target) == ["section", "quote", "operator", "value", "value_to", "unit"]
    for deadline in found["deadlines"]:
        assert list(deadline) == ["date", "rule", "quote"]
    for recipient in found["recipients"]:
        assert list(recipient) == ["name", "role"]
    assert list(found["signer"]) == ["capacity", "title", "name"]
    sections = list(found["sections"])
    for section in sections:
        assert list(section) == ["label", "title", "text", "bullets", "children"]
        sections += section["children"]


def test_values_are_plain() -> None:
    found = parse(DATA / "xa.txt")

    assert (found["issued_on"], found["style"], found["document_type"]) == ("2024-01-12", "state", "Kế hoạch")
    assert [target["value"] for target in found["targets"][3:7]] == [2.8, 2, 3.2, 0.1]
    assert found["deadlines"][0]["rule"] == "before"
    assert found["recipients"][0]["role"] == "report_to"
    bullets = found["sections"][1]["children"][1]["children"][0]["bullets"]
    assert bullets[2].split("\n")[1:] == ["+ Nhà trẻ không quá 2%;", "+ Mẫu giáo tối đa 3,2 %."]


def test_what_is_not_found_is_null_or_empty(tmp_path: Path) -> None:
    file = tmp_path / "a.txt"
    file.write_text("Kính gửi anh, mai họp nhé.", encoding="utf-8")

    found = parse(file)

    assert {key: value for key, value in found.items() if value not in (None, [])} == {}
    assert [key for key, value in found.items() if value == []] == [
        *("bases", "implements", "sections", "targets", "deadlines", "recipients", "warnings")
    ]


@pytest.mark.parametrize(
    ("name", "content", "reason"),
    [("khong-co.txt", None, "Không mở được"), ("a.docx", b"PK\x03\x04", "hỏng"), ("a.txt", b"", "rỗng")],
)
def test_reasons(tmp_path: Path, name: str, content: bytes | None, reason: str) -> None:
    file = tmp_path / name
    if content is not None:
        file.write_bytes(content)

    with pytest.raises(CommandError, match=reason):
        parse(file)


def test_a_folder_is_no_file(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="Không mở được"):
        parse(tmp_path)
