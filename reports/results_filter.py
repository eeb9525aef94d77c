"""What narrows the results of a period, and what they are compared with; it lives in the address of the page.

The targets page, the schools behind a figure, the matrix and their Excel files read the same filter, so that a link
can be passed on and shows the same everywhere.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import QueryDict

from plans.models import Indicator, ReportingPeriod, Task
from reports.address_filter import AddressFilter, group_label
from reports.queries.completeness import all_units
from reports.queries.cuts import Cut
from reports.queries.filter_choices import TaskGroup, places_of, task_groups
from reports.queries.neighbours import Neighbours, neighbours_of
from schools.enums import Level
from schools.widgets import plain_select, search_box

OFFERED_DEPTH = 2
PAGE_PARAMETERS = ("page",)  # what no longer fits once a filter has changed


@dataclass(frozen=True, slots=True)
class Active:
    """One filter that is set, in words, and the query string without it."""

    name: str
    text: str
    without: str


class ResultsForm(forms.Form):
    """The fields of the filter; `ResultsFilter` reads them."""

    q = forms.CharField(label="Tìm", required=False, max_length=100, widget=search_box())
    level = forms.ChoiceField(label="Cấp học", required=False, widget=plain_select())
    commune = forms.ChoiceField(label="Địa bàn", required=False, widget=plain_select())
    task = forms.ChoiceField(label="Nhóm nhiệm vụ", required=False, widget=plain_select())
    against = forms.ChoiceField(label="So với", required=False, widget=plain_select())
    provisional = forms.ChoiceField(
        label="Số liệu", required=False, choices=[("", "Đã duyệt"), ("1", "Tạm tính")], widget=forms.HiddenInput()
    )

    def offer(self, name: str, empty: str, choices: Iterable[tuple[str, str]]) -> None:
        """Let the field be one of `choices`, or nothing, which reads `empty`."""
        field: Any = self.fields[name]
        field.choices = [("", empty), *choices]


class ResultsFilter(AddressFilter):
    """Level, commune, group of tasks, period to compare with, words; three queries for the choices.

    `provisional` tells which figures lead.
    """

    where = "ở kỳ này"

    def __init__(
        self, query: QueryDict, period: ReportingPeriod, user: Any, *, neighbours: Neighbours | None = None
    ) -> None:
        """`period` comes with its plan; a page that has read the `neighbours` already saves a query. What was read is
        there for the page, too: `units` (all of the period) and `neighbours`."""
        self.query, self.period = query, period
        self._groups: dict[str, TaskGroup] = {str(group.task.pk): group for group in task_groups(period)}
        self.neighbours = neighbours or neighbours_of(period.pk, user)
        self.periods = self.neighbours.comparable
        self.units = all_units(period)
        places = places_of(self.units)
        self.form = form = ResultsForm(query, auto_id="filter-%s")
        form.offer("level", "Mọi cấp học", ((level, str(Level(level).label)) for level in places.levels))
        form.offer("commune", "Mọi địa bàn", ((str(pk), name) for pk, name in places.communes))
        form.offer("task", "Mọi nhiệm vụ", self._offered_groups())
        form.offer("against", "Không so sánh", ((str(row.pk), self.label_of(row)) for row in self.periods))

    def _offered_groups(self) -> list[tuple[str, str]]:
        """Parts and sections; what lies deeper can be linked to, but would make the list too long to choose from."""
        named = self.query.get("task", "")
        return [
            (key, group_label(group))
            for key, group in self._groups.items()
            if group.depth < OFFERED_DEPTH or key == named
        ]

    @property
    def cut(self) -> Cut:
        """The part of the area."""
        commune = self.chosen.get("commune")
        return Cut(level=self.chosen.get("level", ""), commune=int(commune) if commune else None)

    @property
    def task(self) -> Task | None:
        """The group of tasks; None for all."""
        group = self._groups.get(self.chosen.get("task", ""))
        return group.task if group else None

    @property
    def against(self) -> ReportingPeriod | None:
        """The period to compare with, with its plan."""
        key = self.chosen.get("against")
        return next((row for row in self.periods if str(row.pk) == key), None)

    @property
    def text(self) -> str:
        """The words searched for."""
        return self.chosen.get("q", "").strip()

    def keeps(self, indicator: Indicator) -> bool:
        """Whether the indicator belongs to the chosen group of tasks."""
        group = self._groups.get(self.chosen.get("task", ""))
        return group is None or indicator.pk in group.indicators

    def label_of(self, period: ReportingPeriod) -> str:
        """A period by name: `Kỳ 6 tháng`, of other plans with the year: `Kỳ 6 tháng 2017`."""
        same = period.plan_id == self.period.plan_id
        if same or str(period.year) in period.label:
            return f"Kỳ {period.label}"
        namesakes = {row.plan_id for row in self.periods if row.plan.year == period.plan.year}
        name = f"Kỳ {period.label} {period.year}"
        return name if len(namesakes) < 2 else f"{name} ({period.plan})"

    @property
    def active(self) -> list[Active]:
        """The filters that are set, each with the way to drop it."""
        found = []
        for name, value in self.chosen.items():
            if name != "provisional":
                field: Any = self.form.fields[name]
                labels = {str(key): str(label) for key, label in getattr(field, "choices", ())}
                text = f"{field.label}: {labels.get(value, value).strip()}"
                found.append(Active(name, text, self.without(name)))
        return found

    @property
    def words(self) -> list[str]:
        """What the results are narrowed down to, for what is printed and exported."""
        return [row.text for row in self.active]

    def without(self, *names: str) -> str:
        """The query string without some filters; "?" when nothing is left."""
        query = self.query.copy()
        for name in (*names, *PAGE_PARAMETERS):
            query.pop(name, None)
        return f"?{query.urlencode()}"
