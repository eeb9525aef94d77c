"""Why something was found."""

import pytest

from reports.search.marking import marked
from reports.search.question import ask


@pytest.mark.parametrize(
    ("typed", "text", "shown"),
    [
        ("cam vu", "MN Cẩm Vũ", "MN <mark>Cẩm</mark> <mark>Vũ</mark>"),
        ("vu cam", "MN Cẩm Vũ", "MN <mark>Cẩm</mark> <mark>Vũ</mark>"),
        ("cam v", "Cẩm Vũ", "<mark>Cẩm</mark> <mark>V</mark>ũ"),
        ("dat", "Đạt chuẩn", "<mark>Đạt</mark> chuẩn"),
        ("cqg", "Đạt chuẩn quốc gia", "Đạt <mark>chuẩn quốc gia</mark>"),
        ("II.2.3", "II.2.3. Kiểm tra", "<mark>II.2.3</mark>. Kiểm tra"),
        ("gddt", "Sở GD & ĐT Cẩm", "Sở <mark>GD &amp; ĐT</mark> Cẩm"),
        ("gd", "Sở GD&ĐT", "Sở GD&amp;ĐT"),
        ("th", "TH và THCS trong tháng", "<mark>TH</mark> và THCS trong tháng"),
        ("6", "6 tháng, 60 trường", "<mark>6</mark> tháng, 60 trường"),
        ("ti le", "Tỷ lệ", "<mark>Tỷ</mark> <mark>lệ</mark>"),
        ("vu", "Nhiệm vụ vũ trụ", "Nhiệm <mark>vụ</mark> <mark>vũ</mark> trụ"),
        ("giao giao duc", "Giáo dục", "<mark>Giáo</mark><mark> dục</mark>"),
        ("zz", "Cẩm Vũ", "Cẩm Vũ"),
    ],
)
def test_words_are_marked_whatever_their_marks(typed: str, text: str, shown: str) -> None:
    assert marked(text, ask(typed)) == shown


def test_text_is_escaped_around_and_inside_the_marks() -> None:
    assert marked("<b>x</b> & y", ask("bb x")) == "&lt;b&gt;<mark>x</mark>&lt;/b&gt; &amp; y"
    assert "<script" not in marked("<script>alert(1)</script>", ask("script alert"))
