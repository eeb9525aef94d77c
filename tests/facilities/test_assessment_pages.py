"""Pages of self-assessments: the school's form, what the office sees, the overview of all schools."""

import datetime as dt
import io
import json
import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from openpyxl import load_workbook

from config.navigation import area_name
from facilities.enums import AssessmentState
from facilities.models import AssessmentLine, SelfAssessment
from facilities.queries.assessed import assessed_by
from schools.enums import Role
from schools.models import School
from tests.factories import (
    AssessmentLineFactory,
    OfficeFactory,
    SchoolFactory,
    SelfAssessmentFactory,
    StandardCriterionFactory,
    StandardRuleFactory,
    member,
)
from vietnamese.dates import school_year_of

pytestmark = pytest.mark.django_db

LIST = "/facilities/assessments/"


@pytest.fixture(autouse=True)
def _area_is_known(db):
    """The name of the area in the top bar is asked for once in five minutes; not a query of these pages."""
    area_name()


@pytest.fixture
def school() -> School:
    return SchoolFactory(name="MN Cẩm Vũ")


@pytest.fixture
def clerk(school, login_as) -> Client:
    return login_as(member(school.organisation, Role.CLERK))


def officer(login_as) -> Client:
    return login_as(member(OfficeFactory(), Role.OFFICER))


def done(school: School, year: int = 2017, **unmet: Decimal | int | None) -> SelfAssessment:
    """A finished assessment with one met criterion, and an unmet one for each name with its cost."""
    assessment = SelfAssessmentFactory(
        school=school, school_year=year, state=AssessmentState.DONE, done_at=timezone.now()
    )
    AssessmentLineFactory(assessment=assessment, result="met")
    for name, cost in unmet.items():
        head = StandardCriterionFactory(rule=assessment.rule, name=f"Tiêu chuẩn {name[0]}")
        AssessmentLineFactory(
            assessment=assessment,
            criterion__name=name,
            criterion__parent=head,
            result="unmet",
            gap="Còn thiếu",
            cost_million=cost,
        )
    return assessment


def read_as(client: Client, url: str) -> str:
    return client.get(url).context["read_as"]


class TestForm:
    @pytest.fixture
    def line(self, school) -> AssessmentLine:
        return AssessmentLineFactory(assessment__school=school)

    @staticmethod
    def url(line, part="edit") -> str:
        return f"/facilities/assessments/{line.assessment_id}/{part}/"

    def test_a_school_starts_with_the_rule_in_force_and_once(self, school, clerk):
        rule = StandardRuleFactory(levels="MN")
        head = StandardCriterionFactory(rule=rule)
        StandardCriterionFactory(rule=rule, parent=head)
        year = school_year_of(timezone.localdate())
        data = {"year": year, "rule": rule.pk}

        first = clerk.post(f"/facilities/schools/{school.pk}/assessments/start/", data)
        second = clerk.post(f"/facilities/schools/{school.pk}/assessments/start/", data)

        begun = SelfAssessment.objects.get()
        assert first.url == second.url == f"/facilities/assessments/{begun.pk}/edit/"
        assert (begun.school_year, begun.rule, begun.lines.count()) == (year, rule, 1)

    def test_a_year_that_is_not_offered_is_not_begun(self, school, clerk):
        rule = StandardRuleFactory(levels="MN")

        clerk.post(f"/facilities/schools/{school.pk}/assessments/start/", {"year": 2001, "rule": rule.pk})

        assert not SelfAssessment.objects.exists()

    def test_saving_without_scripts_keeps_everything(self, line, clerk):
        data = {
            "read_as": read_as(clerk, self.url(line)),
            f"line-{line.pk}-result": "unmet",
            f"line-{line.pk}-gap": "Thiếu 2 phòng",
            f"line-{line.pk}-cost": "1.250,5",
            "line-0-conclusion": "Đề nghị đầu tư",
        }

        response = clerk.post(self.url(line), data, follow=True)

        line.refresh_from_db()
        assert (line.result, line.gap, line.cost_million) == ("unmet", "Thiếu 2 phòng", Decimal("1250.5"))
        text = response.content.decode()
        assert "Đã lưu bản tự đánh giá." in text
        assert 'value="1250,5"' in text
        assert "Đề nghị đầu tư" in text

    def test_two_people_at_one_cell_see_both_texts(self, line, clerk):
        seen = read_as(clerk, self.url(line))
        AssessmentLine.objects.filter(pk=line.pk).update(evidence="Bản của hiệu trưởng")

        response = clerk.post(self.url(line), {"read_as": seen, f"line-{line.pk}-evidence": "Bản của văn thư"})

        text = response.content.decode()
        assert response.status_code == 409
        assert "Người khác vừa ghi ô này: “Bản của hiệu trưởng”" in text
        assert ">Bản của văn thư</textarea>" in text
        line.refresh_from_db()
        assert line.evidence == "Bản của hiệu trưởng"

        again = response.context["read_as"]
        clerk.post(self.url(line), {"read_as": again, f"line-{line.pk}-evidence": "Bản của văn thư"})
        line.refresh_from_db()
        assert line.evidence == "Bản của văn thư"

    def test_a_form_that_lost_its_digests_overwrites_nothing(self, line, clerk):
        AssessmentLine.objects.filter(pk=line.pk).update(evidence="Đã ghi")

        response = clerk.post(self.url(line), {"read_as": "[", f"line-{line.pk}-evidence": "Khác"})

        assert response.status_code == 409

    def test_what_cannot_be_stored_stays_in_its_box(self, line, clerk):
        data = {"read_as": read_as(clerk, self.url(line)), f"line-{line.pk}-due": "31/2/2018"}

        response = clerk.post(self.url(line), data)

        assert response.status_code == 422
        assert 'value="31/2/2018"' in response.content.decode()

    def test_a_form_sent_after_the_end_is_shown_to_be_copied(self, line, clerk):
        seen = read_as(clerk, self.url(line))
        SelfAssessment.objects.update(state=AssessmentState.DONE, done_at=timezone.now())

        response = clerk.post(self.url(line), {"read_as": seen, f"line-{line.pk}-evidence": "Ghi muộn"})

        assert response.status_code == 409
        assert "Ghi muộn" in response.content.decode()

    def test_cells_are_saved_while_somebody_types(self, line, clerk):
        name = f"line-{line.pk}"
        cells = [[f"{name}-result", "unmet", "not_judged"], [f"{name}-cost", "20,5", ""], [f"{name}-due", "mai", ""]]

        answer = clerk.post(
            self.url(line, "cells"), json.dumps({"cells": cells}), content_type="application/json"
        ).json()

        assert answer["progress"] == "Đã đánh giá 1/1 tiêu chí · cần 20,5 triệu đồng"
        assert list(answer["locked"]) == [f"{name}-due"]
        assert answer["conflicts"] == {}

    @pytest.mark.parametrize(
        "body", ["", "[]", '{"cells": [["a"]]}', '{"cells": [[1, 2, 3]]}', '{"cells": [["a", null, ""]]}']
    )
    def test_a_body_of_another_shape_is_refused(self, line, clerk, body):
        response = clerk.post(self.url(line, "cells"), body, content_type="application/json")

        assert response.status_code == 400

    def test_finishing_names_what_is_open_then_closes(self, line, clerk):
        page = clerk.get(self.url(line, "finish")).content.decode()
        assert "còn 1 tiêu chí chưa đánh giá" in page
        assert "Hoàn thành tự đánh giá</button>" not in page
        assert clerk.post(self.url(line, "finish")).status_code == 409

        AssessmentLine.objects.update(result="met")
        assert "không sửa được nữa" in clerk.get(self.url(line, "finish")).content.decode()
        clerk.post(self.url(line, "finish"))

        assert SelfAssessment.objects.get().state == AssessmentState.DONE
        assert clerk.get(self.url(line)).status_code == 302

    def test_copying_says_how_much_it_filled(self, line, clerk):
        before = SelfAssessmentFactory(school=line.assessment.school, school_year=2016)
        AssessmentLineFactory(assessment=before, criterion__name=line.criterion.name, result="met", evidence="12 phòng")

        response = clerk.post(self.url(line, "copy"), follow=True)

        assert "Đã chép 1 tiêu chí" in response.content.decode()


class TestReading:
    def test_the_office_sees_of_an_open_one_how_far_it_is(self, school, login_as):
        line = AssessmentLineFactory(assessment__school=school, evidence="Chưa muốn ai xem")
        client = officer(login_as)

        text = client.get(f"/facilities/assessments/{line.assessment_id}/").content.decode()

        assert "Trường đang đánh giá: 0/1 tiêu chí" in text
        assert "Chưa muốn ai xem" not in text
        assert client.get(f"/facilities/assessments/{line.assessment_id}/export/").status_code == 403

    def test_the_office_reads_a_finished_one(self, school, login_as):
        assessment = done(school, thu_vien=150)

        text = officer(login_as).get(f"/facilities/assessments/{assessment.pk}/").content.decode()

        assert "Đạt <b>1/2</b> tiêu chí · chưa đạt <b>1</b> · cần <b>150 triệu đồng</b>" in text

    def test_the_excel_file_has_a_row_for_each_criterion(self, school, clerk):
        assessment = done(school, thu_vien=Decimal("150.75"))

        data = clerk.get(f"/facilities/assessments/{assessment.pk}/export/").content

        rows = [row for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True) if row[3]]
        assert [(row[2], row[3], row[6]) for row in rows if row[2] == "thu_vien"] == [("thu_vien", "Chưa đạt", 150.75)]

    def test_the_school_page_tells_the_latest(self, school, clerk):
        done(school, thu_vien=150)

        text = clerk.get(f"/schools/{school.pk}/").content.decode()

        assert "Năm học 2017 - 2018: đạt 1/2 tiêu chí, chưa đạt 1, cần 150 triệu đồng" in text


class TestOverview:
    def test_counts_criteria_and_costs_of_finished_ones(self, school, login_as):
        other, third = SchoolFactory(name="TH Đức Chính"), SchoolFactory(name="TH An Bình")
        done(school, **{"phòng học": 1200, "thư viện": None})
        done(other, **{"phòng học": 300})
        AssessmentLineFactory(assessment__school=third, result="unmet", gap="x", cost_million=999)

        overview = officer(login_as).get(LIST, {"year": 2017}).context["overview"]

        assert (overview.done, overview.drafts, overview.all_met) == (2, 1, 0)
        assert (overview.cost, overview.uncosted) == (1500, 1)
        assert [(row.name, row.schools, row.cost) for row in overview.by_criterion] == [
            ("phòng học", 2, 1500),
            ("thư viện", 1, 0),
        ]
        assert [(row.name, row.cost) for row in overview.by_standard] == [("Tiêu chuẩn p", 1500), ("Tiêu chuẩn t", 0)]
        assert [row.name for row in overview.by_level] == ["Mầm non"]
        assert len(overview.by_commune) == 2

    def test_filters_narrow_the_schools_and_the_sums(self, school, login_as):
        done(school, phong=10)
        done(SchoolFactory(name="TH Đức Chính", levels="TH"), phong=20)
        client = officer(login_as)

        found = client.get(LIST, {"year": 2017, "q": "cam vu"}).context
        assert [row.name for row in found["rows"]] == ["MN Cẩm Vũ"]
        assert found["overview"].cost == 10
        assert [row.name for row in client.get(LIST, {"year": 2017, "level": "TH"}).context["rows"]] == ["TH Đức Chính"]
        assert client.get(LIST, {"year": 2017, "state": "none"}).context["rows"] == []
        assert len(client.get(LIST, {"year": "x", "level": "x", "state": "x"}).context["rows"]) == 2

    def test_the_list_leaves_as_an_excel_file(self, school, login_as):
        done(school, **{"phòng học": 10})

        data = officer(login_as).get(f"{LIST}export/", {"year": 2017}).content

        cells = [cell for row in load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True) for cell in row]
        assert "MN Cẩm Vũ" in cells
        assert any(re.fullmatch(r"1\.\d+ phòng học", str(cell)) for cell in cells)

    @pytest.mark.parametrize("count", [1, 3])
    def test_pages_need_the_same_queries_for_one_school_and_for_three(self, login_as, count):
        for _ in range(count):
            assessment = done(SchoolFactory(), phong=10, thu_vien=20)
        client = officer(login_as)
        urls = {LIST: 11, f"/facilities/assessments/{assessment.pk}/": 6}

        for url, expected in urls.items():
            with CaptureQueriesContext(
                connection,
            ) as queries:
                client.get(url)
            assert len(queries) == expected, url


def test_a_summary_counts_what_was_finished_by_its_day(school):
    done(school, **{"phòng học": 1200, "thư viện": None})
    done(SchoolFactory())
    AssessmentLineFactory(assessment__school=SchoolFactory())
    today = timezone.localdate()

    found = assessed_by(2017, today)

    assert (found.schools, found.all_met, found.cost, found.uncosted) == (2, 1, 1200, 1)
    assert found.unmet == (("phòng học", 1), ("thư viện", 1))
    assert assessed_by(2017, today - dt.timedelta(days=1)).schools == 0
