"""Text from .VnTime and VNI fonts is named, honest text is left alone (domain reference §7.3)."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese.legacy_encodings import MOJIBAKE, REPLACED, TCVN3, VNI
from vietnamese.text import damaged_encoding

HONEST = """
Cẩm Giàng, ngày 05 tháng 02 năm 2018. Triển khai thực hiện nhiệm vụ trọng tâm về giáo dục năm 2018.
Căn cứ Chỉ thị số 2699/CT-BGDĐT; Ủy ban nhân dân (uỷ ban), văn hoá, hòa nhập, kỹ năng, kĩ năng, sức khoẻ, quý III.
Giảm tỷ lệ trẻ suy dinh dưỡng thể nhẹ cân xuống dưới 1,02%; thể thấp còi ≤ 1,7%; diện tích 1.250 m²; 30°C; 5 µm; ½; §2.
“CÁC XÃ” – «Đề án» – NÔNG THÔN MỚI CẤP XÃ… Trường THCS Cẩm Vũ đạt chuẩn quốc gia mức độ 2 © 2018 ®
Ê-đê, Đắk Lắk, Kon Tum, ôtô, lôgic, môđun, xì-căng-đan, Ơ-clít, à ơi, Ý Yên, Âu Lạc, toà án, loá mắt, quê nhà, thuê.
HỘI ĐỒNG NHÂN DÂN, PHÒNG GIÁO DỤC VÀ ĐÀO TẠO, TRƯỜNG MẦM NON, KẾ HOẠCH, THÔNG BÁO, HÀ NỘI, HẢI DƯƠNG
The naïve café owner's résumé; El Niño; São Paulo; Zürich; Noël; rôle; façade; Müller & Söhne; smörgåsbord; Ångström
The plan of the office says: schools report on 10/3, 10/6, 10/9 and 15/11; late reports are chased the morning after.
Lê Thị Mỹ Hoà, Nguyễn Tuý Phương, Trần Thuý Quỳnh, Vũ Khuê, Đỗ Uyên, Bùi Xuân Huê, Hoàng Quý Tỵ, Ngô Bá Khá
"""


def as_windows(text):
    """Show UTF-8 bytes as Windows-1252 does in a browser."""
    return "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in text.encode())


@pytest.mark.parametrize(
    "text",
    [
        "CÈm Giµng",
        "CÈm",
        "Phßng Gi¸o dôc vµ §µo t¹o",
        "NguyÔn V¨n Tr­êng",
        "H¶i D­¬ng",
        "tr­êng mÇm non CÈm Vò",
        "ChØ tiªu: gi¶m tû lÖ trÎ suy dinh d­ìng",
    ],
)
def test_tcvn3_is_named(text):
    assert damaged_encoding(text) == TCVN3


@pytest.mark.parametrize(
    "text",
    [
        "Caåm Giaøng",
        "Caåm",
        "Phoøng Giaùo duïc vaø Ñaøo taïo",
        "Nguyeãn Vaên Tröôøng",
        "Haûi Döông",
        "UÛy ban nhaân daân",
        "PHOØNG GIAÙO DUÏC",
        "tyû leä treû suy dinh döôõng",
    ],
)
def test_vni_is_named(text):
    assert damaged_encoding(text) == VNI


@pytest.mark.parametrize("text", ["Cẩm Giàng", "Trường", "Đức Chính", "Phòng Giáo dục và Đào tạo", "giáo viên"])
def test_utf8_read_as_windows_text_is_named(text):
    assert damaged_encoding(as_windows(text)) == MOJIBAKE


def test_a_lost_character_is_named():
    assert damaged_encoding("C\ufffdm Giàng") == REPLACED


def test_damage_inside_good_text_is_found():
    assert damaged_encoding("Trường Mầm non CÈm Giµng") == TCVN3


@pytest.mark.parametrize("line", HONEST.split("\n"))
def test_honest_lines_raise_no_alarm(line):
    assert damaged_encoding(line) is None
    assert damaged_encoding(unicodedata.normalize("NFD", line)) is None


def test_honest_words_raise_no_alarm():
    alone = sorted({form for word in HONEST.split() for form in (word, word.upper(), f"“{word}”", f"{word}…")})

    assert [form for form in alone if damaged_encoding(form)] == []


@pytest.mark.parametrize(
    "text", ["XÃ\u00a0HỘI", "XÃ\u00a0CAM", "Ý…", "KÝ”", "“XÃ”", "NGÃ…", "", "abc", "5 \u00b5m", "3 × 4", "m×n ô"]
)
def test_look_alikes_raise_no_alarm(text):
    assert damaged_encoding(text) is None


words = sorted({word for word in HONEST.split() if word.isalpha()})


@given(st.lists(st.sampled_from(words), max_size=12).map(" ".join))
def test_honest_words_in_any_order_raise_no_alarm(text):
    assert damaged_encoding(text) is None


@given(st.lists(st.sampled_from(["Cẩm", "Giàng", "Trường", "Đức", "Vũ", "học"]), min_size=1, max_size=8).map(" ".join))
def test_mojibake_of_any_text_is_found(text):
    assert damaged_encoding(as_windows(text)) == MOJIBAKE


@given(st.text(max_size=80))
def test_any_text_gets_an_answer(text):
    assert damaged_encoding(text) in {None, TCVN3, VNI, MOJIBAKE, REPLACED}
