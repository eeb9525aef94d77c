"""Questions whose answer must not depend on the database: asked on SQLite by test_sqlite.py and on PostgreSQL by
services/test_postgres.py, against the same literal answers (domain reference §7.2)."""

import datetime as dt
import unicodedata
from collections.abc import Callable
from typing import Any

import pytest
import time_machine
from django.apps import apps
from django.core.cache import cache
from django.core.management import call_command
from django.db import IntegrityError, connection, models
from django.db.migrations.executor import MigrationExecutor
from django.test import Client
from django.utils.html import strip_tags

from config.navigation import area_name
from plans.enums import DeadlineRule
from plans.models import ReportingPeriod
from reports import deadlines
from reports.models import Submission
from reports.queries.communes import commune_of_report, communes_of
from schools.enums import Role
from schools.models import Organisation
from schools.services.affiliating import Move, affiliate
from schools.services.row_sync import Changes
from tests.factories import (
    CommuneFactory,
    ExtensionFactory,
    OrganisationFactory,
    OrganisationProfileFactory,
    PeoplesCommitteeFactory,
    PlanFactory,
    ReportingPeriodFactory,
    ReviewAssignmentFactory,
    SchoolFactory,
    SubmissionFactory,
    TaskFactory,
    member,
)

OUR_APPS = ("accounts", "schools", "plans", "facilities", "reports")
# In the order of the dictionary; created in another one.
PLACES = [
    "Cẩm Định", "Cẩm Đoài", "Cẩm Đông", "Cẩm Giang", "Cẩm Giàng", "Cẩm Vũ", "Dũng", "Dương", "Đan", "Đức Chính",
    "Lai Cách 2", "Lai Cách 10", "Tân", "Tân An", "Tân Trường", "Tấn Trường",
]  # fmt: skip


def names(rows: Any) -> list[str]:
    return [row.short_name for row in rows]


class BothDatabases:
    """The tests; subclasses say on which database they run."""

    @pytest.fixture
    def places(self) -> None:
        for name in sorted(PLACES, reverse=True):
            SchoolFactory(name=name, commune=CommuneFactory(short_name=f"Xã {name}"))

    def test_names_stand_in_the_order_of_the_dictionary(self, places: None) -> None:
        schools = Organisation.objects.filter(school__isnull=False)

        assert names(schools.order_by("sort_key")) == PLACES
        assert names(schools.order_by("-sort_key")) == PLACES[::-1]

    def test_the_school_list_finds_and_ranks(self, places: None, login_as: Callable[[Any], Client]) -> None:
        client = login_as(member(OrganisationFactory(), Role.OFFICER))
        answers = {
            "cam vu": ["Cẩm Vũ"],
            "CẨM VŨ": ["Cẩm Vũ"],
            "vũ cẩm": ["Cẩm Vũ"],
            "cam_vu": ["Cẩm Vũ"],
            "cam do": ["Cẩm Đoài", "Cẩm Đông"],
            "cam giang": ["Cẩm Giang", "Cẩm Giàng"],
            "Cẩm Giang": ["Cẩm Giang", "Cẩm Giàng"],
            "Cẩm Giàng": ["Cẩm Giàng", "Cẩm Giang"],
            unicodedata.normalize("NFD", "Cẩm Giàng"): ["Cẩm Giàng", "Cẩm Giang"],
            "Lai Cách": ["Lai Cách 2", "Lai Cách 10"],
            "zz%": [],
            "%": PLACES,  # signs alone ask for nothing
        }

        found = {query: client.get("/schools/", {"q": query}).context["schools"] for query in answers}
        assert {query: names(school.organisation for school in rows) for query, rows in found.items()} == answers

    def test_words_find_schools_tasks_and_reports_in_one_order(
        self, places: None, login_as: Callable[[Any], Client]
    ) -> None:
        period = ReportingPeriodFactory(plan__title="Việc của năm")
        for title in ["Kiểm tra Đức", "Đức dục", "Nội dung 100% Đức_x"]:
            TaskFactory(plan=period.plan, title=title, code=f"II.{len(title)}")
        for name in ["Đức Chính", "Cẩm Giàng", "Cẩm Giang"]:
            SubmissionFactory(period=period, organisation=Organisation.objects.get(short_name=name), submitted=True)
        client = login_as(member(period.plan.receiver, Role.OFFICER))
        answers = {
            "đức": {
                "schools": ["Đức Chính", "Xã Đức Chính"],
                "tasks": ["II.7. Đức dục", "II.12. Kiểm tra Đức", "II.19. Nội dung 100% Đức_x"],
                "reports": ["Đức Chính – Báo cáo 3 tháng 2018"],
            },
            "Cẩm Giàng 3 tháng": {"reports": ["Cẩm Giàng – Báo cáo 3 tháng 2018", "Cẩm Giang – Báo cáo 3 tháng 2018"]},
            "CHINH DUC 3t": {"reports": ["Đức Chính – Báo cáo 3 tháng 2018"]},
            "ii.7": {"tasks": ["II.7. Đức dục"]},
            "100%": {"tasks": ["II.19. Nội dung 100% Đức_x"]},
            "c_ính": {},
        }

        found = {query: client.get("/search/", {"q": query}).context["groups"] for query in answers}

        titles = {
            query: {group.kind: [strip_tags(line["title"]) for line in lines] for group, lines in groups}
            for query, groups in found.items()
        }
        assert titles == answers

    def test_reports_are_found_and_listed_in_that_order(self, login_as: Callable[[Any], Client]) -> None:
        period = ReportingPeriodFactory()
        for name in ["Đan", "Dũng", "Cẩm Vũ", "Cẩm Giàng", "Cẩm Giang"]:
            SubmissionFactory(period=period, organisation=SchoolFactory(name=name).organisation)
        client = login_as(member(period.plan.receiver, Role.OFFICER))

        def listed(**query: str) -> list[str]:
            rows = client.get("/submissions/", query).context["rows"]
            return [submission.organisation.short_name for submission, _ in rows]

        assert listed() == ["Cẩm Giang", "Cẩm Giàng", "Cẩm Vũ", "Dũng", "Đan"]
        assert listed(q="cam vu") == ["Cẩm Vũ"]
        assert listed(q="an") == ["Cẩm Giang", "Cẩm Giàng", "Đan"]

    def test_the_annotated_deadline_is_the_computed_one(self) -> None:
        period = ReportingPeriodFactory()  # before 10 March 2018
        late = ReportingPeriodFactory(plan=period.plan, position=2, deadline_rule=DeadlineRule.NOT_LATER_THAN)
        returned_on, day = dt.date(2018, 4, 2), dt.date
        expected = {
            SubmissionFactory(period=period): (day(2018, 3, 9), day(2018, 3, 9)),
            SubmissionFactory(period=late): (day(2018, 6, 10), day(2018, 6, 10)),
            self._extended(period, day(2018, 3, 15), day(2018, 3, 20)): (day(2018, 3, 20), day(2018, 3, 20)),
            SubmissionFactory(period=period, returned=True, returned_due_on=returned_on): (
                day(2018, 3, 9),
                day(2018, 4, 2),
            ),
            self._extended(period, day(2018, 3, 20), returned=True, returned_due_on=returned_on): (
                day(2018, 3, 20),
                day(2018, 4, 2),
            ),
            self._extended(period, day(2018, 4, 9), returned=True, returned_due_on=returned_on): (
                day(2018, 4, 9),
                day(2018, 4, 9),
            ),
        }

        rows = Submission.objects.with_deadline().order_by("pk")
        assert {row: (row.first_last_day, row.effective_last_day) for row in rows} == expected
        for row in rows:
            assert (row.first_last_day, row.effective_last_day) == (
                deadlines.first_last_day(row),
                deadlines.effective_last_day(row),
            )

    def _extended(self, period: ReportingPeriod, *until: dt.date, **fields: Any) -> Submission:
        submission = SubmissionFactory(period=period, **fields)
        for day in until:
            ExtensionFactory(submission=submission, until=day)
        return submission

    def test_the_board_filters_sorts_and_counts_days(self, login_as: Callable[[Any], Client]) -> None:
        period = ReportingPeriodFactory()  # before 10 March 2018
        second = ReportingPeriodFactory(plan=period.plan, position=2)
        officer = member(period.plan.receiver, Role.OFFICER)
        ReviewAssignmentFactory(receiver=period.plan.receiver, user=officer, level="TH")
        for name, levels, state in [
            ("Đan", "TH", {}),
            ("Dũng", "THCS", {"submitted": True, "days_late": 2}),
            ("Cẩm", "TH THCS", {"returned": True}),
        ]:
            row = SubmissionFactory(
                period=period, organisation=SchoolFactory(name=name, levels=levels).organisation, **state
            )
            SubmissionFactory(period=second, organisation=row.organisation, draft=True)
        with time_machine.travel(dt.datetime(2018, 3, 18, 3, tzinfo=dt.UTC)):
            client, url = login_as(officer), f"/periods/{period.pk}/board/"

            def shown(query: str) -> list[tuple[str, int, str]]:
                rows = client.get(f"{url}?{query}").context["rows"]
                return [(row.submission.name, row.days_behind, strip_tags(row.cells[1].link)) for row in rows]

            draft = "✎ Nháp 40%"
            days = [("Đan", 9, draft), ("Cẩm", 4, draft), ("Dũng", 2, draft)]
            assert shown("sort=-late") == days
            assert shown("sort=late") == days[::-1]
            assert shown("officer=mine&sort=-late") == [days[0], days[1]]
            assert shown("officer=none") == [days[2]]
            assert shown("status=late") == [days[2]]
            assert [name for name, _, _ in shown("sort=-submitted")] == ["Dũng", "Cẩm", "Đan"]
            assert client.get(f"{url}export/?sort=-late").status_code == 200

    def test_a_period_has_the_communes_of_its_day_and_the_page_the_area_of_today(self) -> None:
        school = SchoolFactory(commune=CommuneFactory(short_name="Xã Cũ"))
        day = dt.date(2018, 8, 1)
        affiliate([Move(school.pk, CommuneFactory(short_name="Xã Mới").pk, day)], Changes())
        plan = PlanFactory()
        for position in (2, 3):
            period = ReportingPeriodFactory(plan=plan, position=position)
            SubmissionFactory(period=period, organisation=school.organisation)
        committee = PeoplesCommitteeFactory()
        OrganisationProfileFactory(organisation=committee, area_name="Vùng Cũ", valid_to=day)
        OrganisationProfileFactory(organisation=committee, area_name="Vùng Mới", valid_from=day)
        cache.delete("area_name")

        reports = Submission.objects.annotate(commune=commune_of_report("short_name")).order_by("period__position")
        assert [row.commune for row in reports] == ["Xã Cũ", "Xã Mới"]
        assert names(communes_of(reports)) == ["Xã Cũ", "Xã Mới"]
        assert names(communes_of(reports.filter(period__position=3))) == ["Xã Mới"]
        assert area_name() == "Vùng Mới"
        cache.delete("area_name")

    def test_every_migration_has_run_and_none_is_missing(self) -> None:
        executor = MigrationExecutor(connection)

        assert executor.migration_plan(executor.loader.graph.leaf_nodes()) == []
        call_command("makemigrations", check=True, dry_run=True, verbosity=0)  # ends the process when one is missing

    def test_every_named_constraint_and_index_is_in_the_database(self) -> None:
        ours = [model for name in OUR_APPS for model in apps.get_app_config(name).get_models()]
        declared = {rule.name for model in ours for rule in _rules(model)}

        assert len(declared) >= 40
        assert declared - self.names_in_the_database() == set()

    def names_in_the_database(self) -> set[str]:
        """Names of the constraints and indexes that the database itself knows."""
        raise NotImplementedError

    def test_a_code_without_a_date_is_given_once(self) -> None:
        OrganisationFactory(code="CG-01", valid_from=None)

        with pytest.raises(IntegrityError, match="code"):
            OrganisationFactory(code="CG-01", valid_from=None)


def _rules(model: type[models.Model]) -> list[Any]:
    return [*model._meta.constraints, *model._meta.indexes]
