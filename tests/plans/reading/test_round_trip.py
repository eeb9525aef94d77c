"""Any tree printed in any numbering style is read back equal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from plans.reading.found import Bullet, Section
from plans.reading.proposing import propose, propose_text
from plans.reading.sources import read_source
from tests.plans.reading.office_rendering import odt_file, word_file
from tests.plans.reading.printing import SCHEMES, Printer, as_markup, nodes

HEAD = "KẾ HOẠCH\nNâng cao chất lượng giáo dục năm 2024\n\nCăn cứ Chỉ thị số 12/CT-UBND ngày 02/01/2024;\n"


def shape(sections: list[Section]) -> list[tuple]:
    """What must survive printing and reading; an unfinished item keeps its words, not its mark."""
    return [
        (
            section.label,
            section.title,
            section.text,
            [items(bullet) for bullet in section.bullets],
            shape(section.children),
        )
        for section in sections
    ]


def items(bullet: Bullet) -> tuple[str, list]:
    return bullet.text, [items(item) for item in bullet.items]


STYLES = {
    "scheme": st.sampled_from(SCHEMES),
    "mixed": st.booleans(),
    "broken": st.booleans(),
    "blank": st.booleans(),
    "width": st.sampled_from([None, 45, 64, 80]),
}


@settings(max_examples=60)
@given(data=st.data(), **STYLES)
def test_printed_tree_is_read_back(data, scheme, mixed, broken, blank, width):
    printer = Printer(data.draw, scheme, mixed, broken, blank, width)
    expected = printer.print(data.draw(nodes(len(scheme))))
    text = HEAD + "\n".join(printer.lines)

    proposal = propose_text(text)

    assert shape(proposal.sections) == shape(expected), text
    assert [citation.number for citation in proposal.bases] == ["12"]


@settings(max_examples=40)
@given(data=st.data(), scheme=st.sampled_from(SCHEMES))
def test_well_numbered_tree_gives_no_warning(data, scheme):
    printer = Printer(data.draw, scheme, mixed=False, broken=False, blank=True)
    printer.print(data.draw(nodes(len(scheme))))

    proposal = propose_text(HEAD + "\n".join(printer.lines))

    assert [warning for warning in proposal.warnings if "nghi do nhận dạng" not in warning] == []


@pytest.mark.parametrize("office_file", [word_file, odt_file])
@settings(max_examples=15)
@given(data=st.data())
def test_tree_numbered_by_the_word_processor_is_read_back(office_file, data):
    lines, expected = as_markup(data.draw(nodes(3)))
    markup = HEAD + "\n".join(lines)

    proposal = propose(read_source(office_file(markup)))

    assert shape(proposal.sections) == shape(expected), markup


@pytest.mark.parametrize("label", ["a)", "a.", "a-", "a/", "i)", "(a)", "(1)", "1.1.", "A-", "A."])
def test_label_alone_on_its_line(label):
    section = propose_text(f"{HEAD}I. Nhiệm vụ\n1. Công tác chung\n{label}\nNâng cao chất lượng\n").sections[0]

    assert [child.title for child in section.children[0].children] == ["Nâng cao chất lượng"]
