"""The locale formats that replace the ones Django ships for ``vi`` (domain reference §7.2)."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django import forms
from django.conf import settings
from django.template import Context, Template
from django.utils import formats


def render(source, **context):
    return Template(source).render(Context(context))


def test_the_portal_uses_these_formats():
    assert settings.FORMAT_MODULE_PATH == "vietnamese.formats"
    assert settings.LANGUAGE_CODE == "vi"
    assert settings.TIME_ZONE == "Asia/Ho_Chi_Minh"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("10/03/2018", date(2018, 3, 10)),
        ("10/3/2018", date(2018, 3, 10)),
        ("15/11/2018", date(2018, 11, 15)),
        ("10-03-2018", date(2018, 3, 10)),
        ("10.3.2018", date(2018, 3, 10)),
        ("10/3/18", date(2018, 3, 10)),
        ("2018-03-10", date(2018, 3, 10)),
    ],
)
def test_djangos_own_date_field_reads_the_day_first(text, day):
    assert forms.DateField().clean(text) == day


def test_djangos_own_moment_field_reads_the_day_first():
    assert formats.date_format(forms.DateTimeField().clean("10/03/2018 17:00"), "SHORT_DATETIME_FORMAT") == (
        "17:00, 10/03/2018"
    )


def test_djangos_own_time_field_reads_the_h_of_documents():
    assert forms.TimeField().clean("17h00") == forms.TimeField().clean("17:00")


def test_plain_templates_show_days_and_moments_in_order():
    moment = datetime(2018, 3, 9, 3, 42, tzinfo=UTC)

    assert render("{{ day }}|{{ moment }}", day=date(2018, 3, 10), moment=moment) == "10/03/2018|10:42, 09/03/2018"


def test_numbers_are_grouped_when_asked():
    assert formats.number_format(Decimal("1234567.5"), use_l10n=True, force_grouping=True) == "1.234.567,5"


def test_the_week_starts_on_monday():
    assert formats.get_format("FIRST_DAY_OF_WEEK") == 1


def test_filters():
    context = {"rate": Decimal(100) / 98, "day": date(2018, 2, 5), "at": datetime(2018, 3, 9, 3, 42, tzinfo=UTC)}
    source = (
        "{% load vietnamese %}{{ rate|percent }}|{{ rate|percent:0 }}|{{ 1234567|number }}|{{ rate|number:3 }}|"
        "{{ day|vndate }}|{{ day|vndate_short }}|{{ day|vndate_long }}|{{ at|vndatetime }}|{{ 'Đức Chính'|vnupper }}"
    )

    assert render(source, **context) == (
        "1,02%|1%|1.234.567|1,020|05/02/2018|5/2/2018|ngày 05 tháng 02 năm 2018|10:42, 09/03/2018|ĐỨC CHÍNH"
    )


@pytest.mark.parametrize(
    "name", ["number", "percent", "vndate", "vndate_short", "vndate_long", "vndatetime", "vnupper"]
)
@pytest.mark.parametrize("nothing", [None, ""])
def test_filters_show_nothing_for_nothing(name, nothing):
    assert render("{% load vietnamese %}{{ value|" + name + " }}", value=nothing) == ""


def test_amounts_show_no_zeros_that_only_fill_their_column():
    text = render("{{ a|amount }} {{ b|amount }} {{ c|amount }}", a=Decimal("200.000"), b=Decimal("1250.500"), c=None)

    assert text == "200 1.250,5 "


def test_a_school_year_is_written_with_both_years():
    assert render("{{ year|schoolyear }}|{{ nothing|schoolyear }}", year=2017, nothing=None) == "2017 - 2018|"
