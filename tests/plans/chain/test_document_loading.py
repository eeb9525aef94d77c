"""Plan files that say which cited document carries out which."""

import shutil
from pathlib import Path

import pytest

from plans.models import CitedDocument
from plans.services.loading import DATA, load_plan
from schools.services.data_files import DataFilesInvalid
from schools.services.loading import load_registry

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _registry() -> None:
    load_registry()


def test_documents_carry_out_one_another_where_they_say_so() -> None:
    """Plan 97-KH/TU carries out Conclusion 51-KL/TW, which continues Resolution 29 (domain reference §4.3)."""
    load_plan(DATA / "ke-hoach-huyen-uy-2019.yaml")

    chain = CitedDocument.objects.filter(carries_out__isnull=False).order_by("issued_on")
    assert [(document.full_number, document.carries_out.full_number) for document in chain] == [
        ("51-KL/TW", "29-NQ/TW"),
        ("97-KH/TU", "51-KL/TW"),
    ]
    load_plan()  # names 29-NQ/TW too, and says nothing of what carries out what
    assert chain.count() == 2


@pytest.mark.parametrize("number", ["9-XX", "2699/CT-BGDĐT"])
def test_a_superior_that_is_not_another_document_of_the_list_is_named(tmp_path: Path, number: str) -> None:
    shutil.copytree(DATA, tmp_path / "data")
    path = tmp_path / "data" / "ke-hoach-04-2018.yaml"
    before = "subject: Nhiệm vụ chủ yếu năm học"
    text = path.read_text(encoding="utf-8")
    assert before in text
    path.write_text(text.replace(before, f"carries_out: {number}\n    {before}"), encoding="utf-8")

    with pytest.raises(DataFilesInvalid) as caught:
        load_plan(path)

    assert any(f"không có văn bản khác mang số “{number}”" in problem for problem in caught.value.problems)
