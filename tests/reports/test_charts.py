"""Charts as SVG: what they say, that they need no colour and fetch nothing."""

import itertools
import re
import subprocess
import sys
import xml.etree.ElementTree as ET

import pytest

from reports.documents import charts
from reports.documents.content import Chart, Series

TWO = Chart(
    "Số báo cáo theo xã <A & B>",
    ("Cẩm Vũ", "Đức Chính"),
    (Series("Đúng hạn", (3, 2)), Series("Trễ hạn", (0, 1)), Series("Chưa gửi", (0, 0))),
)


def texts(svg: str) -> list[str]:
    return [node.text for node in ET.fromstring(svg).iter("{http://www.w3.org/2000/svg}text") if node.text]  # noqa: S314


def test_bars_name_every_label_and_series() -> None:
    written = texts(charts.bars(TWO))

    assert [label for label in written if label in TWO.labels] == ["Đức Chính", "Cẩm Vũ"]
    assert [name for name in written if name in ("Đúng hạn", "Trễ hạn", "Chưa gửi")] == [
        "Đúng hạn",
        "Trễ hạn",
        "Chưa gửi",
    ]


def test_the_first_label_stands_on_top() -> None:
    root = ET.fromstring(charts.bars(TWO))  # noqa: S314
    height = {node.text: float(node.get("y", "0")) for node in root.iter("{http://www.w3.org/2000/svg}text")}

    assert height["Cẩm Vũ"] < height["Đức Chính"]


def test_a_zero_is_not_written_on_a_bar() -> None:
    values = re.findall(r'<text [^>]*class="value"[^>]*>([^<]*)<', charts.bars(TWO))

    assert sorted(value for value in values if value) == ["1", "2", "3"]


def test_the_axis_has_whole_numbers_only() -> None:
    marks = [text for text in texts(charts.bars(TWO)) if re.fullmatch(r"[\d,.]+", text)]

    assert marks
    assert all(mark.isdigit() for mark in marks)


def test_shades_are_told_apart_without_colour() -> None:
    def luminance(shade: str) -> float:
        red, green, blue = (int(shade[i : i + 2], 16) for i in (1, 3, 5))
        assert red == green == blue  # grey: a photocopier changes nothing
        return red / 255

    steps = sorted(luminance(shade) for shade in charts.SHADES)

    assert all(after - before > 0.3 for before, after in itertools.pairwise(steps))


def test_svg_has_a_name_and_no_script_and_asks_no_server() -> None:
    svg = charts.bars(TWO)

    assert 'role="img" aria-label="Số báo cáo theo xã &lt;A &amp; B&gt;"' in svg
    assert "<script" not in svg
    assert set(re.findall(r'(?:href|src|url)\s*[=(]\s*["\']?([^"\')\s>]+)', svg)) == set()


@pytest.mark.parametrize(
    "chart", [Chart("", (), (Series("a", ()),)), Chart("", ("x",), ()), Chart("", ("x",), TWO.series * 2)]
)
def test_charts_that_cannot_be_read_are_refused(chart: Chart) -> None:
    with pytest.raises(ValueError, match="series"):
        charts.bars(chart)


def test_sparkline_needs_two_values() -> None:
    assert charts.sparkline([None, 1.0], label="Diễn biến") == ""
    assert 'aria-label="Diễn biến"' in charts.sparkline([1.0, None, 2.0, 1.5], label="Diễn biến")


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
    charts.bars(TWO)

    assert "PluginImportFixer" not in {type(finder).__name__ for finder in sys.meta_path}
