"""The figures no school has, as the demonstration tells them (domain reference §3.2–3.3: entered at H and X)."""

from collections import Counter

import pytest

from plans.enums import EnteredBy
from plans.models import Plan, ReportingPeriod
from reports.demo import story
from reports.enums import Action, Purpose
from reports.enums import SubmissionStatus as S
from reports.models import Submission, SubmissionEvent
from reports.queries.figure_rows import Figure, number_text
from reports.queries.figures import period_figures
from tests.reports.demonstration import TODAY, _module_db, demo  # noqa: F401 - fixtures

# Also what makes pytest-django create the test database for the fixture of the module.
pytestmark = pytest.mark.django_db

NO_SCHOOL = (EnteredBy.OFFICE, EnteredBy.COMMUNE)


def of_2018(position: int) -> ReportingPeriod:
    return ReportingPeriod.objects.get(plan__year=2018, position=position)


def figure_of(period: ReportingPeriod, code: str) -> Figure:
    figures = period_figures(period, tracked=True, today=TODAY)
    return next(row for row in (*figures.targets, *figures.tracked) if row.indicator.code == code)


@pytest.mark.usefixtures("demo")
class TestFiguresNoSchoolHas:
    def test_all_were_confirmed_but_for_the_last_period(self) -> None:
        states = Counter(Submission.objects.figures().values_list("period__plan__year", "period__position", "status"))
        last = {(TODAY.year, 4, S.ACCEPTED): 18, (TODAY.year, 4, S.SUBMITTED): 1, (TODAY.year, 4, S.NOT_STARTED): 1}

        assert states == {
            **{(2018, position, S.ACCEPTED): 20 for position in (1, 2, 3, 4)},
            **{(TODAY.year, position, S.ACCEPTED): 20 for position in (1, 2, 3)},
            **last,
        }

    def test_the_office_waits_for_its_head_and_one_commune_is_missing(self) -> None:
        open_ones = (
            Submission.objects.figures().exclude(status=S.ACCEPTED).select_related("organisation", "period__plan")
        )

        assert {row.status: row.organisation.short_name for row in open_ones} == {
            S.SUBMITTED: Plan.objects.get(year=TODAY.year, receiver__kind="education_office").receiver.short_name,
            S.NOT_STARTED: story.UNENTERED_COMMUNE,
        }

    def test_only_the_head_confirmed(self) -> None:
        events = SubmissionEvent.objects.filter(submission__purpose=Purpose.FIGURES).select_related("by")

        assert {(event.action, event.by.username) for event in events} == {
            (Action.SAVE, "chuyenvien"), (Action.SUBMIT, "chuyenvien"), (Action.ACCEPT, "truongphong"),
        }  # fmt: skip

    def test_figures_no_school_has_tell_a_year(self) -> None:
        told = {}
        for code in ("B02", "B20", "B22", "B43", "B64", "B65", "B69"):
            figures = [figure_of(of_2018(position), code) for position in (1, 2, 3, 4)]
            told[code] = [number_text(figure.total.actual, figure.indicator) for figure in figures]

        assert told == {
            "B02": ["1", "2", "3", "4"],
            "B20": ["", "", "6", "6"],
            "B22": ["", "4", "4", "4"],
            "B43": ["18", "18", "18", "19"],
            "B64": ["6", "14", "21", "27"],
            "B65": ["83,3", "91,7", "88,2", "95,5"],
            "B69": ["4.250,0", "12.600,5", "21.380,0", "28.940,5"],
        }

    def test_the_grid_asks_for_what_the_reference_leaves_to_office_and_communes(self) -> None:
        grid = Plan.objects.get(year=2018).plan_indicators
        asked = {who: [row.indicator.code for row in grid.asked_of("MN TH THCS", enterer=who)] for who in NO_SCHOOL}

        assert asked == {
            EnteredBy.OFFICE: ["B20", "B22", "B58", "B64", "B65", "B69"],
            EnteredBy.COMMUNE: ["B02", "B43"],
        }
