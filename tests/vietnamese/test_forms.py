"""Form fields: what officers type, what they get back, what they are told."""

import unicodedata
from datetime import date
from decimal import Decimal

import pytest
from django import forms
from django.utils.html import escape

from vietnamese.forms import NFCCharField, VietnameseDateField, VietnameseDecimalField


class Sheet(forms.Form):
    place = NFCCharField(max_length=9, required=False)
    due_on = VietnameseDateField(required=False)
    rate = VietnameseDecimalField(decimals=2, required=False, min_value=0, max_value=Decimal(1000))
    children = VietnameseDecimalField(integer=True, required=False)


def filled(**data):
    sheet = Sheet(data)
    sheet.is_valid()
    return sheet


def test_a_sheet_reads_vietnamese_input():
    sheet = filled(due_on="10/03/2018", rate="1,02", children="1.234")

    assert sheet.errors == {}
    assert sheet.cleaned_data == {
        "place": "",
        "due_on": date(2018, 3, 10),
        "rate": Decimal("1.02"),
        "children": Decimal(1234),
    }


def test_fifteenth_of_november_and_dot_decimals_are_read():
    sheet = filled(due_on="15/11/2018", rate="1.02")

    assert (sheet.cleaned_data["due_on"], sheet.cleaned_data["rate"]) == (date(2018, 11, 15), Decimal("1.02"))


def test_an_empty_sheet_is_empty():
    sheet = filled(due_on=" ", rate="", children=" ")

    assert sheet.cleaned_data == {"place": "", "due_on": None, "rate": None, "children": None}


def test_all_errors_come_at_once_in_vietnamese():
    sheet = filled(due_on="3/15/2018", rate="1.234", children="1,5")

    assert sheet.errors == {
        "due_on": ["Không có tháng 15. Ghi theo thứ tự ngày/tháng/năm. Có phải ngày 15/3/2018?"],
        "rate": ["“1.234” có thể là 1234 hoặc 1,234; ghi 1234, hoặc số có tối đa 2 chữ số sau dấu phẩy."],
        "children": ["“1,5” có phần thập phân; ô này chỉ nhận số nguyên."],
    }


def test_what_was_typed_stays_in_the_box():
    sheet = filled(due_on="3/15/2018", rate="1.234")

    assert 'value="3/15/2018"' in str(sheet["due_on"])
    assert 'value="1.234"' in str(sheet["rate"])


@pytest.mark.parametrize(
    ("typed", "message"), [("-1", "Giá trị không được nhỏ hơn 0."), ("1000,5", "Giá trị không được lớn hơn 1.000.")]
)
def test_bounds_are_told_in_vietnamese_numbers(typed, message):
    assert filled(rate=typed).errors == {"rate": [message]}


def test_stored_values_are_shown_so_that_they_read_back():
    initial = {"due_on": date(2018, 3, 9), "rate": Decimal("1234.50"), "children": 1234}
    sheet = Sheet(initial=initial)

    shown = {name: sheet[name].value() for name in initial}
    again = filled(**shown)

    assert shown == {"due_on": "09/03/2018", "rate": "1234,5", "children": "1234"}
    assert again.errors == {"rate": ["Giá trị không được lớn hơn 1.000."]}
    assert Sheet(shown, initial=initial).changed_data == []


def test_boxes_are_text_inputs_with_the_right_keyboard():
    sheet = Sheet()

    assert 'type="text"' in str(sheet["rate"])
    assert 'inputmode="decimal"' in str(sheet["rate"])
    assert 'inputmode="numeric"' in str(sheet["children"])
    assert 'type="text"' in str(sheet["due_on"])
    assert f'placeholder="{escape("dd/mm/yyyy")}"' in str(sheet["due_on"])


def test_decomposed_text_is_composed_before_its_length_is_checked():
    sheet = filled(place=unicodedata.normalize("NFD", "Cẩm Giàng"))

    assert sheet.errors == {}
    assert sheet.cleaned_data["place"] == "Cẩm Giàng"
