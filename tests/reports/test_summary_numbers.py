"""Number and day of a summary: entered by the clerk, printed by the rule, warned about when they exist already."""

import datetime as dt
import re

import pytest
import time_machine
from django.utils import timezone

from plans.enums import DocumentStyle
from reports.documents.current import summary_document
from reports.documents.numbering import full_number
from reports.models import SummaryReport
from reports.queries.summary_numbers import numbered_as, printed_number, with_neighbours, with_number_line
from reports.services.errors import Conflict
from reports.services.finalising import finalise
from reports.services.publishing import publish
from reports.services.registering import IN_THE_FUTURE, NO_NUMBER, NumberRefused, NumberTaken, number_summary
from reports.services.replacing import correct
from tests.factories import OrganisationProfileFactory, PlanFactory, SummaryReportFactory
from tests.reports.lives import Life, begin

pytestmark = pytest.mark.django_db
MARCH = dt.datetime(2018, 3, 8, 3, tzinfo=dt.UTC)


@pytest.fixture
def life() -> Life:
    return begin()


def enter(life: Life, number: int = 5, days: int = 0, **more: bool) -> SummaryReport:
    day = timezone.localdate() + dt.timedelta(days=days)
    return number_summary(summary=life.copy(), by=life.clerk, number=number, issued_on=day, **more)


class TestOnPaper:
    @pytest.mark.parametrize(
        ("number", "day", "line", "date"),
        [
            (5, dt.date(2018, 3, 9), "Số: 05/BC", "ngày 09 tháng 3 năm 2018"),
            (45, dt.date(2018, 2, 28), "Số: 45/BC", "ngày 28 tháng 02 năm 2018"),
            (9, dt.date(2018, 1, 1), "Số: 09/BC", "ngày 01 tháng 01 năm 2018"),
            (10, dt.date(2018, 10, 10), "Số: 10/BC", "ngày 10 tháng 10 năm 2018"),
            (1234, dt.date(2018, 12, 31), "Số: 1234/BC", "ngày 31 tháng 12 năm 2018"),
        ],
    )
    def test_single_digits_have_a_zero_by_the_rule(
        self, life: Life, number: int, day: dt.date, line: str, date: str
    ) -> None:
        life.finalised()
        SummaryReport.objects.filter(pk=life.summary.pk).update(number=number, issued_on=day)

        document = summary_document(life.copy())

        assert document.letterhead.number_line.startswith(line)
        assert document.letterhead.date_line.endswith(date)
        assert document.appendices
        named = f"số {full_number(document)} {date} của"
        assert all(named in appendix.reference for appendix in document.appendices)

    def test_a_party_document_joins_number_and_type_by_a_dash(self) -> None:
        plan = PlanFactory(style=DocumentStyle.PARTY)
        OrganisationProfileFactory(organisation=plan.receiver, symbol="BTG")
        life = begin(plan=plan)
        life.numbered(7)

        document = summary_document(life.copy())

        assert document.letterhead.number_line == "Số 07-BC/BTG"
        assert full_number(document) == printed_number(life.copy()) == "07-BC/BTG"

    def test_lists_print_the_same_number_without_loading_documents(self, life: Life) -> None:
        life.numbered(7)
        row = with_number_line(SummaryReport.objects.all()).get()

        assert printed_number(row) == printed_number(life.copy()) == full_number(summary_document(life.copy()))
        assert row.get_deferred_fields() == {"content", "included"}
        assert re.fullmatch(r"số 07/BC\S* ngày \d\d/\d\d/\d{4}", numbered_as(row))

    def test_before_it_is_numbered_there_is_nothing_to_print(self, life: Life) -> None:
        life.finalised()

        assert (printed_number(life.copy()), numbered_as(life.copy())) == ("", "")
        assert "\u00a0" * 10 in summary_document(life.copy()).letterhead.number_line


class TestEntering:
    def test_is_noted_with_who_and_when(self, life: Life) -> None:
        life.finalised()
        enter(life)

        kept = life.copy()
        assert (kept.number, kept.issued_on, kept.numbered_by) == (5, timezone.localdate(), life.clerk)
        assert kept.numbered_at is not None
        assert not kept.is_published

    def test_can_be_corrected_until_it_is_published(self, life: Life) -> None:
        life.numbered()
        assert enter(life, 6).number == 6
        life.summary.refresh_from_db()
        publish(summary=life.summary, by=life.clerk)
        with pytest.raises(Conflict, match="phát hành"):
            enter(life, 7)
        assert life.copy().number == 6

    def test_a_draft_has_none(self, life: Life) -> None:
        with pytest.raises(Conflict, match="dự thảo"):
            enter(life)

    @pytest.mark.parametrize("number", [0, -3, 100_000])
    def test_numbers_that_cannot_be(self, life: Life, number: int) -> None:
        life.finalised()
        with pytest.raises(NumberRefused) as refused:
            enter(life, number)
        assert refused.value.errors == {"number": NO_NUMBER}
        assert life.copy().number is None

    def test_not_dated_in_the_future_nor_before_the_head_approved_it(self, life: Life) -> None:
        with time_machine.travel(MARCH, tick=False):
            life.finalised()
            with pytest.raises(NumberRefused) as later:
                enter(life, days=1)
            with pytest.raises(NumberRefused) as earlier:
                enter(life, days=-1)
            assert enter(life).issued_on == dt.date(2018, 3, 8)

        assert later.value.errors == {"issued_on": IN_THE_FUTURE}
        assert earlier.value.errors == {"issued_on": "Ngày ban hành không thể trước ngày chốt (08/03/2018)."}


class TestTheSameNumber:
    def other(self, life: Life, **changes: object) -> SummaryReport:
        period = SummaryReportFactory(period__plan__receiver=life.summary.period.plan.receiver).period
        SummaryReport.objects.filter(period=period).delete()
        made: SummaryReport = SummaryReportFactory(
            period=period, published=True, number=5, issued_on=timezone.localdate()
        )
        for name, value in changes.items():
            setattr(made, name, value)
        made.save()
        return made

    def test_is_warned_about_and_not_refused(self, life: Life) -> None:
        other = self.other(life)
        life.finalised()

        with pytest.raises(NumberTaken) as taken:
            enter(life)

        assert taken.value.others == [other]
        assert taken.value.message.startswith(f"Số 05 năm {timezone.localdate().year} đã ghi cho: Báo cáo ")
        assert numbered_as(other) in taken.value.message
        assert life.copy().number is None
        assert enter(life, despite_same=True).number == 5

    def test_of_another_year_issuer_or_number_is_none(self, life: Life) -> None:
        self.other(life, issued_on=timezone.localdate() - dt.timedelta(days=366))
        self.other(life, number=6)
        SummaryReportFactory(published=True, number=5)
        life.finalised()

        assert enter(life).number == 5

    def test_entering_ones_own_number_again_is_no_warning(self, life: Life) -> None:
        life.numbered()

        assert enter(life, 5).number == 5


def test_neighbours_are_told_by_their_numbers(life: Life) -> None:
    draft = correct(summary=life.published(7), by=life.officer, reason="Sai số liệu")
    finalise(summary=draft, by=life.head)
    number_summary(summary=draft, by=life.clerk, number=8, issued_on=timezone.localdate())

    rows = with_neighbours(SummaryReport.objects.order_by("revision"))
    first, second = rows

    assert first.replaced_by == second
    assert second.replaces == first
    assert second.replaces_line == first.number_line  # type: ignore[attr-defined]
    assert first.replaced_by_line == second.number_line  # type: ignore[attr-defined]
