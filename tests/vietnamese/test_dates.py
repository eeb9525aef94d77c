"""Dates: day before month, zeros as Decree 30/2020 wants them, local time (domain reference §1.2, §7.1, §7.2)."""

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from vietnamese import dates
from vietnamese.dates import DateError, parse_date

days = st.dates(min_value=date(1900, 1, 1), max_value=date(2100, 12, 31))


@pytest.mark.parametrize(
    "text",
    [
        "10/3/2018",
        "10/03/2018",
        "10-03-2018",
        "10.3.2018",
        "2018-03-10",
        "10/3/18",
        " 10 / 3 / 2018 ",
        "ngày 10 tháng 3 năm 2018",
        "Ngày 10 tháng 03 năm 2018",
        "10 tháng 3 năm 2018",
        "ngày 10/3/2018",
        "nga\u0300y 10 tha\u0301ng 3 na\u0306m 2018",
        "１０/３/２０１８",
        "ngày\u00a010 tháng 3 năm 2018",
    ],
)
def test_ten_three_is_the_tenth_of_march(text):
    assert parse_date(text) == date(2018, 3, 10)


def test_fifteenth_of_november_is_accepted():
    assert parse_date("15/11/2018") == date(2018, 11, 15)


def test_mixed_zero_of_the_source_documents():
    assert parse_date("08/9/2017") == date(2017, 9, 8)


@pytest.mark.parametrize(("text", "year"), [("1/1/00", 2000), ("1/1/68", 2068), ("1/1/69", 1969), ("1/1/99", 1999)])
def test_two_digits_of_a_year(text, year):
    assert parse_date(text) == date(year, 1, 1)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "Chưa nhập ngày."),
        ("   ", "Chưa nhập ngày."),
        ("mai", "Ngày không đúng dạng. Ghi ngày/tháng/năm, ví dụ 10/03/2018."),
        ("10/3", "Ngày không đúng dạng. Ghi ngày/tháng/năm, ví dụ 10/03/2018."),
        ("10/3-2018", "Ngày không đúng dạng. Ghi ngày/tháng/năm, ví dụ 10/03/2018."),
        ("10/3/20181", "Ngày không đúng dạng. Ghi ngày/tháng/năm, ví dụ 10/03/2018."),
        ("3/15/2018", "Không có tháng 15. Ghi theo thứ tự ngày/tháng/năm. Có phải ngày 15/3/2018?"),
        ("31/13/2018", "Không có tháng 13. Ghi theo thứ tự ngày/tháng/năm."),
        ("1/0/2018", "Không có tháng 0. Ghi theo thứ tự ngày/tháng/năm."),
        ("30/2/2018", "Không có ngày 30: tháng 2 năm 2018 có 28 ngày."),
        ("0/2/2020", "Không có ngày 0: tháng 2 năm 2020 có 29 ngày."),
        ("10/3/0018", "Năm 18 ngoài khoảng 1900–2100."),
    ],
)
def test_a_wrong_date_is_explained(text, message):
    with pytest.raises(DateError) as caught:
        parse_date(text)

    assert caught.value.message == message


def test_what_is_no_text_is_refused():
    with pytest.raises(DateError):
        parse_date(43169)


@given(st.text() | st.text(alphabet="0123456789/.- ngàythángăm", max_size=30))
def test_any_text_gives_a_date_or_a_date_error(text):
    try:
        day = parse_date(text)
    except DateError:
        return
    assert 1900 <= day.year <= 2100


@given(days)
def test_every_written_form_reads_back(day):
    written = [dates.format_date(day), dates.format_date_short(day), dates.format_date_long(day), day.isoformat()]

    assert [parse_date(text) for text in written] == [day] * 4


def test_short_and_long_forms():
    assert dates.format_date(date(2018, 3, 9)) == "09/03/2018"
    assert dates.format_date_short(date(2018, 3, 9)) == "9/3/2018"
    assert dates.format_date_long(date(2018, 2, 5)) == "ngày 05 tháng 02 năm 2018"


@pytest.mark.parametrize(
    ("month", "written"), [(1, "01"), (2, "02"), (3, "3"), (9, "9"), (10, "10"), (11, "11"), (12, "12")]
)
def test_only_january_and_february_take_a_zero(month, written):
    assert dates.format_date_long(date(2018, month, 10)) == f"ngày 10 tháng {written} năm 2018"


def test_blank_date_leaves_room_that_html_does_not_fold():
    text = dates.format_blank_date(2018)

    assert text.split() == ["ngày", "tháng", "năm", "2018"]
    assert text.count("\u00a0") == 12
    assert "  " not in text


def test_moments_are_shown_in_local_time():
    moment = datetime(2018, 3, 8, 17, 42, tzinfo=UTC)

    assert dates.format_datetime(moment) == "00:42, 09/03/2018"
    assert dates.format_time(moment) == "00:42"
    assert dates.format_date(moment) == "09/03/2018"
    assert dates.format_date_long(moment) == "ngày 09 tháng 3 năm 2018"


def test_a_moment_without_zone_is_local_already():
    assert dates.format_datetime(datetime(2018, 3, 9, 10, 42)) == "10:42, 09/03/2018"  # noqa: DTZ001 - the case itself


def test_midnight_is_a_time():
    assert dates.format_time(time(0, 0)) == "00:00"


def test_nothing_gives_nothing():
    writers = [dates.format_date, dates.format_date_short, dates.format_date_long, dates.format_time]

    assert [write(None) for write in [*writers, dates.format_datetime]] == [""] * 5


def test_weekdays_start_on_monday():
    names = [dates.weekday_name(date(2018, 3, day)) for day in range(5, 12)]

    assert names == ["Thứ Hai", "Thứ Ba", "Thứ Tư", "Thứ Năm", "Thứ Sáu", "Thứ Bảy", "Chủ nhật"]


def test_quarters_are_roman():
    labels = [dates.quarter_label(date(2018, month, 1)) for month in (1, 3, 4, 9, 10, 12)]

    assert labels == ["Quý I/2018", "Quý I/2018", "Quý II/2018", "Quý III/2018", "Quý IV/2018", "Quý IV/2018"]


def test_the_school_year_turns_in_september():
    assert dates.school_year_of(date(2018, 3, 10)) == 2017
    assert dates.school_year_of(date(2018, 8, 31)) == 2017
    assert dates.school_year_of(date(2018, 9, 1)) == 2018
    assert dates.school_year_label(2017) == "2017 - 2018"
