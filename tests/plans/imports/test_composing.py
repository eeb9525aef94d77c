"""What the parser found, as rows: every field with its line and how sure it is, nothing guessed in silence."""

import random
import unicodedata
from pathlib import Path

import pytest
from django.conf import LazySettings

from plans.enums import ImportState
from plans.import_forms.summing import summed
from plans.import_forms.tallies import tallies
from plans.imports import period_words, suggestions
from plans.imports.parts import Level, Part
from plans.imports.rows import Row, fit
from plans.models import PlanImport
from plans.services import importing
from tests.factories import OrganisationFactory, PeoplesCommitteeFactory, PlanImportFactory, UserFactory
from tests.plans.imports.documents import PARTY_PLAN, STATE_PLAN, review_of

pytestmark = pytest.mark.django_db
READING_DATA = Path(__file__).parents[1] / "reading" / "data"


def rows(row: PlanImport, part: Part) -> list[Row]:
    return review_of(row).rows(part)


def test_the_head_is_read_field_by_field_with_its_lines() -> None:
    (head,) = rows(PlanImportFactory(ready=True, text=STATE_PLAN), Part.HEADER)

    found = {name: (head.fields[name], head.level_of(name), head.line_of(name)) for name in ("number", "issued_on")}
    assert found == {"number": ("07", Level.SURE, 3), "issued_on": ("05/02/2018", Level.SURE, 4)}
    assert head.fields["symbol"] == "KH-CQGD"
    assert head.fields["subject"] == "Triển khai thực hiện nhiệm vụ giáo dục năm 2018"
    assert (head.fields["term"], head.fields["issued_after"]) == ("", "")


def test_what_is_concluded_says_so() -> None:
    row = PlanImportFactory(ready=True, text=STATE_PLAN, organisation__parent=PeoplesCommitteeFactory())
    (head,) = rows(row, Part.HEADER)

    for name in ("title", "report_subject", "year", "issuer", "receiver", "forwarded_to"):
        assert head.fields[name]
        assert head.level_of(name) == Level.CHECK
        assert head.notes[name].endswith(".")
    assert head.fields["receiver"] == row.organisation.name
    assert head.fields["report_subject"] == "thực hiện nhiệm vụ giáo dục năm 2018"


def test_a_party_plan_without_number_and_date_keeps_them_empty() -> None:
    (head,) = rows(PlanImportFactory(ready=True, text=PARTY_PLAN), Part.HEADER)

    assert (head.fields["number"], head.fields["issued_on"], head.fields["style"]) == ("", "", "party")
    assert head.level_of("number") == head.level_of("issued_on") == Level.MISSING
    assert head.fields["issued_after"] == "15/08/2019"
    assert head.notes["issued_after"] == "Ngày của văn bản mới nhất được dẫn."


def test_nothing_found_stays_empty() -> None:
    review = review_of(PlanImportFactory(ready=True, text="Vài dòng chữ không phải kế hoạch nào cả."))

    (head,) = review.rows(Part.HEADER)
    assert {
        name: head.level_of(name) for name in ("number", "symbol", "issued_on", "subject", "year")
    } == dict.fromkeys(("number", "symbol", "issued_on", "subject", "year"), Level.MISSING)
    assert [review.rows(part) for part in (Part.TARGETS, Part.PERIODS)] == [[], []]
    assert {"trích yếu", "tên gọi ngắn", "năm kế hoạch"} <= set(summed(review).missing)


def test_decrees_and_circulars_among_the_bases_have_their_type() -> None:
    text = STATE_PLAN.replace(
        "Căn cứ ",
        "Căn cứ Nghị định số 30/2020/NĐ-CP ngày 05/3/2020 của Chính phủ về công tác văn thư;\n"
        "Căn cứ Thông tư số 32/2018/TT-BGDĐT ngày 26/12/2018 của Bộ Giáo dục và Đào tạo về chương trình phổ thông;\n"
        "Căn cứ ",
        1,
    )

    shown = {row.fields.get("number"): row for row in rows(PlanImportFactory(ready=True, text=text), Part.RELATIONS)}

    found = {
        number: (shown[number].fields["type"], shown[number].fields["symbol"]) for number in ("30/2020", "32/2018")
    }
    assert found == {"30/2020": ("NĐ", "NĐ-CP"), "32/2018": ("TT", "TT-BGDĐT")}


def test_bullets_of_a_group_are_tasks_and_those_of_a_task_its_text() -> None:
    text = STATE_PLAN.replace(
        "1.2. Đổi mới phương pháp",
        "1.2. Đổi mới dạy học\n- Dự giờ thường xuyên.\n- Sinh hoạt chuyên môn.\n1.3. Đổi mới",
    )
    review = review_of(PlanImportFactory(ready=True, text=text))

    shown = {row.extra["code"]: row for row in review.rows(Part.TASKS)}

    assert {"I", "I.a", "I.b", "II", "II.1", "II.1.1", "II.1.2", "II.2", "II.2.a", "II.2.b"} <= set(shown)
    assert "II.1.2.a" not in shown
    assert shown["II.1.2"].fields["listed"] == "- Dự giờ thường xuyên.\n- Sinh hoạt chuyên môn."
    assert "listed" not in review.names(shown["II.2"])
    assert (shown["II.2.a"].extra["depth"], shown["II.2.a"].line) == (2, 23)


def test_titles_made_of_the_text_are_marked() -> None:
    shown = {row.extra["code"]: row for row in rows(PlanImportFactory(ready=True, text=STATE_PLAN), Part.TASKS)}

    assert (shown["II.1"].fields["title"], shown["II.1"].level_of("title")) == ("Chất lượng", Level.SURE)
    bullet = shown["II.2.a"]
    assert (bullet.fields["title"], bullet.level_of("title")) == ("Rà soát phòng học của các trường", Level.CHECK)
    assert bullet.notes["title"] == "Rút gọn từ nội dung."


def test_rows_of_a_table_of_assignments_bring_their_columns() -> None:
    text = STATE_PLAN.replace(
        "1- Chế độ báo cáo",
        "1- Phân công\n| TT | Nội dung | Chủ trì | Phối hợp | Thời gian | Sản phẩm |\n"
        "| 1 | Kiểm tra phòng học | Bộ phận cơ sở vật chất | Các trường | 15/6/2018 | Biên bản |\n"
        "| 2 | Tổng hợp kết quả | Bộ phận tổng hợp | Các trường | Quý III | Báo cáo |\n2- Chế độ báo cáo",
    )

    given = [row for row in rows(PlanImportFactory(ready=True, text=text), Part.TASKS) if row.fields.get("lead")]

    assert [(row.fields["title"], row.fields["lead"], row.fields["due"], row.fields["product"]) for row in given] == [
        ("Kiểm tra phòng học", "Bộ phận cơ sở vật chất", "15/6/2018", "Biên bản"),
        ("Tổng hợp kết quả", "Bộ phận tổng hợp", "Quý III", "Báo cáo"),
    ]


def test_deadlines_of_reports_are_periods_and_others_wait() -> None:
    found = rows(PlanImportFactory(ready=True, text=STATE_PLAN), Part.PERIODS)

    shown = {row.fields["deadline_on"]: row for row in found}
    assert set(shown) == {"30/08/2018", "10/06/2018", "15/11/2018"}
    half, year, repair = shown["10/06/2018"], shown["15/11/2018"], shown["30/08/2018"]
    assert [row.fields["label"] for row in (half, year)] == ["6 tháng", "năm"]
    assert [row.fields["rule"] for row in (half, year)] == ["before", "not_later_than"]
    assert half.fields["wording"] == "trước ngày 10/6/2018"
    assert (half.fields["include"], repair.fields["include"]) == ("1", "")
    assert "báo cáo" in repair.notes["include"]
    assert {row.fields[name] for row in found for name in ("data_from", "data_to", "opens_on", "preset")} == {""}


def test_a_recipient_is_tied_to_an_organisation_of_exactly_this_name() -> None:
    near = OrganisationFactory(name="Trung tâm học tâp")
    there = OrganisationFactory(name="Trung tâm học tập")

    found = {row.fields["name"]: row.fields["organisation"] for row in rows(
        PlanImportFactory(ready=True, text=STATE_PLAN), Part.RECIPIENTS
    ) if "role" in row.fields}  # fmt: skip

    assert found["Trung tâm học tập"] == there.name != near.name
    assert found["Các trường trên địa bàn"] == ""


def test_two_organisations_of_one_name_are_not_told_apart_by_guessing() -> None:
    OrganisationFactory.create_batch(2, name="Trung tâm học tập")

    found = rows(PlanImportFactory(ready=True, text=STATE_PLAN), Part.RECIPIENTS)

    assert {row.fields["organisation"] for row in found if "role" in row.fields} == {""}


def test_the_counts_of_the_overview() -> None:
    shown = {tally.part: tally for tally in tallies(review_of(PlanImportFactory(ready=True, text=STATE_PLAN)))}

    assert [tally.rows for tally in shown.values()] == [1, 3, 14, 3, 3, 6]
    assert shown[Part.RECIPIENTS].missing == 1, "one body without a role"
    assert {tally.changed for tally in shown.values()} == {0}
    assert {tally.wrong for tally in shown.values()} == {0}


@pytest.mark.parametrize("path", sorted(READING_DATA.glob("*.txt")), ids=lambda path: path.stem)
def test_documents_of_many_offices_become_rows_whose_lines_exist(path: Path) -> None:
    review = review_of(PlanImportFactory(ready=True, text=path.read_text("utf-8")))

    everything = [row for part in Part for row in review.rows(part)]
    keys = [row.key for row in everything]

    assert len(set(keys)) == len(keys)
    assert {line for row in everything for line in row.anchors if not review.lines[line - 1]} == set()
    codes = [row.extra["code"] for row in review.rows(Part.TASKS)]
    assert len(set(codes)) == len(codes)
    assert max(map(len, codes), default=0) <= 20
    wrong = [found for found in summed(review).wrong if found.part != Part.HEADER]
    assert wrong == [], "what was read passes the checks of its own form"


@pytest.mark.parametrize("seed", range(12))
def test_garbage_becomes_rows_or_a_refusal_but_never_an_error(seed: int, settings: LazySettings) -> None:
    chance = random.Random(seed)
    odd = ["I-", "1.1.1.1.1.1.1", "- + -", "| a | b", "\u0301", "x" * 3000, "<script>alert(1)</script>"]
    words = [*STATE_PLAN.split("\n"), *odd, "đạt 999999999999999999999%", "ngày 99/99/9999"]
    text = "\n".join(chance.choice(words) for _ in range(300))
    data = text.encode() if seed % 3 else chance.randbytes(4000)
    row = importing.start_import(organisation=OrganisationFactory(), name="x", data=data, by=UserFactory())

    importing.read_import(import_id=row.pk)

    row.refresh_from_db()
    assert row.error != importing.FAILED_UNKNOWN
    if row.state == ImportState.READY:
        assert summed(review_of(row)).content.header is not None


# -- words --------------------------------------------------------------------------------------------------------
def test_text_is_composed_and_free_of_signs_no_page_shows() -> None:
    assert fit(unicodedata.normalize("NFD", " Kế\x00 hoạch\r\nnăm\x1b ")) == "Kế hoạch\nnăm"


@pytest.mark.parametrize(
    ("quote", "label"),
    [
        ("Báo cáo 3 tháng trước ngày 10/3/2018", "3 tháng"),
        ("Báo cáo định kỳ 6 tháng đầu năm trước ngày 10/6", "6 tháng đầu năm"),
        ("báo cáo sơ kết học kỳ I chậm nhất 10/01/2026", "học kỳ I"),
        ("gửi báo cáo quý II trước ngày 15/6", "quý II"),
        ("Các trường gửi báo cáo trước ngày 5/5", ""),
    ],
)
def test_names_of_periods(quote: str, label: str) -> None:
    assert period_words.period_label(quote) == label


@pytest.mark.parametrize(
    ("symbol", "style"),
    [("KH-UBND", "state"), ("KH/TU", "party"), ("KL/TW", "party"), ("NQ-HĐND", "state"), ("", "state")],
)
def test_the_family_of_a_cited_document(symbol: str, style: str) -> None:
    assert suggestions.style_of_symbol(symbol) == style


@pytest.mark.parametrize(
    ("subject", "year"), [("Nhiệm vụ năm 2018", "2018"), ("Tổng kết năm 2017, nhiệm vụ năm 2018", ""), ("Đề án", "")]
)
def test_a_year_is_taken_only_when_there_is_one(subject: str, year: str) -> None:
    assert suggestions.year_in(subject) == year


def test_the_opening_is_kept_word_for_word_in_its_order() -> None:
    words = (
        "Thực hiện Kết luận số 51-KL/TW ngày 30/5/2019; căn cứ Quy chế làm việc,\ncơ quan xây dựng kế hoạch như sau:"
    )
    text = STATE_PLAN[: STATE_PLAN.index("Căn cứ")] + words + "\n\n" + STATE_PLAN[STATE_PLAN.index("I- MỤC TIÊU") :]

    (opening, *_) = rows(PlanImportFactory(ready=True, text=text), Part.RELATIONS)

    assert opening.fields["text"] == words.replace("\n", " ")
