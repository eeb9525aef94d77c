"""Charts as SVG: what they say, that they need no colour and fetch nothing, the same on a page and in a PDF."""

import io
import itertools
import re
import subprocess
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from reports.charts import Chart, Line, LineChart, Series, bars, line_chart, sparkline, table_of
from reports.charts.bars import SHADES

SVG = "{http://www.w3.org/2000/svg}"
CAPTION = "Số báo cáo theo xã <A & B>"
TWO = Chart(
    CAPTION,
    ("Cẩm Vũ", "Đức Chính"),
    (Series("Đúng hạn", (3, 2)), Series("Trễ hạn", (0, 1)), Series("Chưa gửi", (0, 0))),
)
GROUPED = Chart(
    "So sánh", ("Cẩm Vũ", "Đức Chính"), (Series("3 tháng", (3, 2)), Series("6 tháng", (1, 4))), is_grouped=True
)
OWN = Line("Trường", (1.2, None, 0.9, 1.0), ("1,20%", "chưa báo cáo", "0,90%", "1,00%"))
AREA = Line("Toàn địa bàn", (1.3, 1.25, 1.1, None), ("1,30%", "1,25%", "1,10%", ""))
RATE = LineChart(
    "Trẻ suy dinh dưỡng",
    ("3/2025", "6/2025", "9/2025", "3/2026"),
    (OWN, AREA),
    target=1.02,
    target_text="Kế hoạch < 1,02%",
    ceiling=100,
)
DRAWINGS = {
    "bars": lambda: bars(TWO),
    "grouped bars": lambda: bars(GROUPED),
    "lines": lambda: line_chart(RATE),
    "sparkline": lambda: sparkline([1, None, 2, 3], label=CAPTION),
}


def texts(svg: str) -> list[str]:
    return [node.text for node in ET.fromstring(svg).iter(f"{SVG}text") if node.text]  # noqa: S314


def points(svg: str) -> list[list[tuple[float, float]]]:
    """The points of each path that is a line of figures, not one of the axes."""
    paths = re.findall(r'<path d="M([^"]*)" fill="none" stroke="#(?:0b4f9e|5b6775)" stroke-width', svg)
    found = [re.findall(r"(-?[\d.]+) (-?[\d.]+)", path) for path in paths]
    return [[(float(x), float(y)) for x, y in path] for path in found if len(path) > 1]


@pytest.mark.parametrize("drawing", DRAWINGS)
def test_charts_have_a_name_and_no_script_no_style_and_ask_no_server(drawing: str) -> None:
    svg = DRAWINGS[drawing]()
    root = ET.fromstring(svg)  # noqa: S314

    assert root.get("role") == "img"
    assert root.get("aria-label") == root.findtext(f"{SVG}title")
    assert len(root.get("aria-label")) > 5
    tags = {node.tag.removeprefix(SVG) for node in root.iter()}
    assert tags <= {"svg", "title", "desc", "g", "path", "rect", "circle", "text"}
    attributes = {name for node in root.iter() for name in node.keys()}  # noqa: SIM118
    assert {name for name in attributes if name.startswith("on") or name in ("style", "id", "href")} == set()
    assert "url(" not in svg


@pytest.mark.parametrize(
    ("drawing", "limit"), [("sparkline", 1500), ("lines", 4096), ("bars", 4096), ("grouped bars", 4096)]
)
def test_charts_are_small(drawing: str, limit: int) -> None:
    assert len(DRAWINGS[drawing]().encode()) <= limit


def test_what_people_typed_stays_text() -> None:
    for svg in (bars(TWO), sparkline([1, 2], label=CAPTION)):
        assert ET.fromstring(svg).get("aria-label") == CAPTION  # noqa: S314


# -- bars ---------------------------------------------------------------------------------------------------------
def test_bars_name_every_label_and_series() -> None:
    written = texts(bars(TWO))

    assert [label for label in written if label in TWO.labels] == ["Đức Chính", "Cẩm Vũ"]
    assert [name for name in written if name in ("Đúng hạn", "Trễ hạn", "Chưa gửi")] == [
        "Đúng hạn",
        "Trễ hạn",
        "Chưa gửi",
    ]


def test_the_first_label_stands_on_top() -> None:
    root = ET.fromstring(bars(TWO))  # noqa: S314
    height = {node.text: float(node.get("y", "0")) for node in root.iter(f"{SVG}text")}

    assert height["Cẩm Vũ"] < height["Đức Chính"]


def test_a_zero_is_not_written_on_a_bar() -> None:
    values = re.findall(r'<text [^>]*text-anchor="middle" fill="[^>]*>([^<]*)<', bars(TWO))

    assert sorted(values) == ["1", "2", "3"]


def test_grouped_bars_start_at_the_same_line_and_stacked_ones_follow_each_other() -> None:
    def starts(chart: Chart) -> set[float]:
        bar = re.findall(r'<rect x="([\d.]+)" y="[\d.]+" width="[\d.]+" height="([\d.]+)" fill', bars(chart))
        return {float(x) for x, height in bar if height != "12"}  # 12: the samples of the legend

    assert len(starts(GROUPED)) == 1
    assert len(starts(TWO)) == 2


def test_the_axis_has_whole_numbers_only() -> None:
    marks = [text for text in texts(bars(TWO)) if re.fullmatch(r"[\d,.]+", text)]

    assert marks
    assert all(mark.isdigit() for mark in marks)


def test_shades_are_told_apart_without_colour() -> None:
    def luminance(shade: str) -> float:
        red, green, blue = (int(shade[i : i + 2], 16) for i in (1, 3, 5))
        assert red == green == blue  # grey: a photocopier changes nothing
        return red / 255

    steps = sorted(luminance(shade) for shade in SHADES)

    assert all(after - before > 0.3 for before, after in itertools.pairwise(steps))


@pytest.mark.parametrize(
    "chart", [Chart("", (), (Series("a", ()),)), Chart("", ("x",), ()), Chart("", ("x",), TWO.series * 2)]
)
def test_bars_that_cannot_be_read_are_refused(chart: Chart) -> None:
    with pytest.raises(ValueError, match="series"):
        bars(chart)


# -- lines --------------------------------------------------------------------------------------------------------
def test_lines_are_told_apart_by_dash_and_mark() -> None:
    svg = line_chart(RATE)

    own = re.findall(r'<path [^>]*stroke="#0b4f9e"[^>]*>', svg)
    area = re.findall(r'<path [^>]*stroke="#5b6775"[^>]*>', svg)
    assert own
    assert not any("dasharray" in path for path in own)
    assert area
    assert all("dasharray" in path for path in area)
    # Three dots and three squares, and one of each in the legend.
    assert (svg.count("<circle"), svg.count("<rect ")) == (4, 4)


def test_a_gap_stays_open_and_what_stands_alone_keeps_its_mark() -> None:
    lines = points(line_chart(RATE))

    assert [len(line) for line in lines] == [2, 3]


def test_counting_anew_is_not_joined_to_what_was_counted_before() -> None:
    whole = line_chart(LineChart("a", ("1", "2", "3", "4"), (Line("b", (1, 2, 1, 2), ("",) * 4),)))
    broken = line_chart(LineChart("a", ("1", "2", "3", "4"), (Line("b", (1, 2, 1, 2), ("",) * 4),), breaks=(2,)))

    assert [len(line) for line in points(whole)] == [4]
    assert [len(line) for line in points(broken)] == [2, 2]


def marks(chart: LineChart) -> list[str]:
    return [text for text in texts(line_chart(chart)) if re.fullmatch(r"-?[\d.]+(,\d+)?", text)]


def a_chart(*values: float | None, **options) -> LineChart:
    names = tuple(f"kỳ {number}" for number in range(len(values)))
    return LineChart("a", names, (Line("b", values, tuple(map(str, values))),), **options)


@pytest.mark.parametrize(
    ("chart", "expected"),
    [
        (a_chart(9, 8, 8, from_zero=True), ["0", "2", "4", "6", "8"]),
        (a_chart(2, 2, from_zero=True), ["0", "1", "2"]),
        (a_chart(0, 0, from_zero=True), ["0", "1"]),
        (a_chart(2031, 2146, from_zero=True), ["0", "500", "1.000", "1.500", "2.000"]),
        (a_chart(99.0, 99.8, ceiling=100), ["94", "96", "98", "100"]),
        (a_chart(1.04, 0.99, target=1.02, target_text="t"), ["1,00", "1,05"]),
        (a_chart(0.0, 0.0), ["0,0", "0,2", "0,4", "0,6", "0,8", "1,0"]),
        (a_chart(102.0, 98.0, ceiling=100), ["95", "100", "105"]),
    ],
)
def test_the_axis_has_round_marks_and_does_not_exaggerate(chart: LineChart, expected: list[str]) -> None:
    assert marks(chart) == expected


def test_the_axis_says_marks_where_labels_are_too_long() -> None:
    written = texts(line_chart(replace(RATE, marks=("T3/2025", "T6", "T9", "T3/2026"))))

    assert [text for text in written if text.startswith("T") and text[1].isdigit()] == [
        "T3/2025",
        "T6",
        "T9",
        "T3/2026",
    ]
    assert not set(RATE.labels) & set(written)


def test_a_line_chart_says_the_same_in_words_and_as_a_table() -> None:
    described = ET.fromstring(line_chart(RATE)).findtext(f"{SVG}desc")  # noqa: S314

    assert described == (
        "Trường: 3/2025 1,20%; 6/2025 chưa báo cáo; 9/2025 0,90%; 3/2026 1,00%. "
        "Toàn địa bàn: 3/2025 1,30%; 6/2025 1,25%; 9/2025 1,10%; 3/2026 chưa có. Kế hoạch < 1,02%."
    )
    table = table_of(RATE)
    assert table.head == ("", "3/2025", "6/2025", "9/2025", "3/2026")
    assert table.rows == (
        ("Trường", "1,20%", "chưa báo cáo", "0,90%", "1,00%"),
        ("Toàn địa bàn", "1,30%", "1,25%", "1,10%", "chưa có"),
        ("Kế hoạch < 1,02%", "", "", "", ""),
    )


def test_bars_say_the_same_as_a_table() -> None:
    assert table_of(TWO).head == ("", "Đúng hạn", "Trễ hạn", "Chưa gửi")
    assert table_of(TWO).rows == (("Cẩm Vũ", "3", "0", "0"), ("Đức Chính", "2", "1", "0"))


@pytest.mark.parametrize(
    "chart",
    [LineChart("", ("x",), (Line("b", (None,), ("",)),)), LineChart("", ("x",), ()), LineChart("", ("x",), (OWN,) * 3)],
)
def test_lines_that_cannot_be_read_are_refused(chart: LineChart) -> None:
    with pytest.raises(ValueError, match="needs figures"):
        line_chart(chart)


# -- sparklines ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("values", [[], [None, None], [1, None]])
def test_one_point_is_no_trend(values: list[int | None]) -> None:
    assert sparkline(values, label="Diễn biến") == ""


@pytest.mark.parametrize(
    ("values", "directions"),
    [
        ([1, 2], [[-1]]),
        ([Decimal(2), Fraction(1, 3), 2.5], [[1, -1]]),
        ([5, 5], [[0]]),
        ([1, 2, None, 2, 1], [[-1], [1]]),
        ([1, None, 2], []),
    ],
)
def test_higher_values_stand_higher_and_gaps_stay_open(values: list, directions: list[list[int]]) -> None:
    lines = points(sparkline(values, label="Diễn biến"))

    steps = [[after[1] - before[1] for before, after in itertools.pairwise(line)] for line in lines]
    assert [[(step > 0) - (step < 0) for step in line] for line in steps] == directions


def test_equal_values_lie_in_the_middle() -> None:
    ((first, _),) = points(sparkline([5, 5], label="Diễn biến"))

    assert first[1] == pytest.approx(7, abs=0.5)


def test_a_value_between_gaps_and_the_newest_are_dots() -> None:
    assert sparkline([1, None, 2, 3], label="a").count("<circle") == 2
    assert sparkline([1, 2, 3], label="a").count("<circle") == 1


# -- on paper -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("drawing", ["bars", "grouped bars", "lines"])
def test_the_same_drawing_stands_in_a_pdf(drawing: str) -> None:
    """Its words are set in the typeface of documents, its shapes are there, and all of it lies on the page."""
    import pdfplumber
    import weasyprint

    svg = DRAWINGS[drawing]()
    data = weasyprint.HTML(string=f"<style>@page {{ size: A4 }}</style>{svg}").write_pdf()
    with pdfplumber.open(io.BytesIO(data)) as pdf:
        (page,) = pdf.pages
        written = page.extract_words()
        words = {"".join(text.split()) for text in texts(svg)}
        assert {word for word in words if word not in "".join(part["text"] for part in written)} == set()
        assert {re.sub("^.*[+]", "", char["fontname"]) for char in page.chars} == {"Liberation-Serif"}
        shapes = [*page.rects, *page.curves, *page.lines]
        assert len(shapes) >= 6
        assert all(0 <= part["x0"] and part["x1"] <= page.width for part in [*written, *shapes])


# -- the library --------------------------------------------------------------------------------------------------
def test_web_process_imports_neither_charts_nor_layout() -> None:
    program = (
        "import django, sys; django.setup(); import config.urls, reports.urls, reports.tasks, reports.documents.pdf;"
        "print(sorted({'pygal', 'weasyprint', 'fontTools', 'pydyf'} & set(sys.modules)))"
    )
    run = subprocess.run(
        [sys.executable, "-c", program],
        capture_output=True,
        text=True,
        check=True,
        env={"DJANGO_SETTINGS_MODULE": "config.settings", "PATH": "/usr/bin:/bin"},
    )

    assert run.stdout.strip() == "[]"


def test_pygal_leaves_no_import_hook_behind() -> None:
    bars(TWO)

    assert "PluginImportFixer" not in {type(finder).__name__ for finder in sys.meta_path}
