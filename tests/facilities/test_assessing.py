"""The life of a self-assessment and the saving of its cells."""

import datetime as dt
from decimal import Decimal

import pytest

from facilities.enums import AssessmentState, CriterionResult
from facilities.models import AssessmentLine, SelfAssessment
from facilities.queries.assessments import earlier_of, sheet_of
from facilities.services import assessing
from facilities.services.assessing import NotReady
from facilities.services.assessment_lines import GAP_WITHOUT_UNMET, Cell, digest, save_cells, seen_as
from plans.services.errors import Conflict
from tests.factories import (
    AssessmentLineFactory,
    SchoolFactory,
    SelfAssessmentFactory,
    StandardCriterionFactory,
    StandardRuleFactory,
    UserFactory,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def line() -> AssessmentLine:
    return AssessmentLineFactory()


def save(line: AssessmentLine, seen: dict[str, str] | None = None, **typed: str):
    """Save cells of one line; `seen` are the texts the person saw, by part, where they are not empty."""
    stored = {"result": "not_judged", **(seen or {})}
    cells = [
        Cell(f"line-{line.pk}-{part}", text, seen_as(f"line-{line.pk}-{part}", stored.get(part, "")))
        for part, text in typed.items()
    ]
    saved = save_cells(assessment=line.assessment, cells=cells)
    line.refresh_from_db()
    return saved


class TestStart:
    def test_there_is_a_line_for_each_criterion_of_the_levels_of_the_school(self):
        rule = StandardRuleFactory()
        head = StandardCriterionFactory(rule=rule, level="TH", code="1")
        wanted = [StandardCriterionFactory(rule=rule, level="TH", parent=head, position=n) for n in (2, 1)]
        other = StandardCriterionFactory(rule=rule, level="MN", code="1")
        StandardCriterionFactory(rule=rule, level="MN", parent=other)

        begun = assessing.start(school=SchoolFactory(levels="TH"), rule=rule, school_year=2017)

        assert [line.criterion for line in begun.lines.all()] == [wanted[1], wanted[0]]

    def test_a_second_start_finds_the_first(self):
        school, rule = SchoolFactory(), StandardRuleFactory()

        first = assessing.start(school=school, rule=rule, school_year=2017)

        assert assessing.start(school=school, rule=rule, school_year=2017) == first
        assert SelfAssessment.objects.count() == 1


class TestCells:
    def test_what_is_typed_is_stored_as_it_is_meant(self, line):
        saved = save(line, result="unmet", gap="Thiếu 2 phòng", evidence="10 phòng", cost="1.250,5", due="1/9/2018")

        assert saved.is_complete
        assert (line.result, line.gap, line.evidence) == ("unmet", "Thiếu 2 phòng", "10 phòng")
        assert (line.cost_million, line.due_on) == (Decimal("1250.5"), dt.date(2018, 9, 1))

    def test_a_number_written_otherwise_is_the_same_number(self, line):
        save(line, result="unmet", cost="1.250,5")

        saved = save(line, {"result": "unmet", "cost": "1.250,5"}, cost="1250,6")

        assert saved.is_complete
        assert line.cost_million == Decimal("1250.6")

    def test_somebody_elses_text_is_not_overwritten(self, line):
        AssessmentLine.objects.filter(pk=line.pk).update(evidence="Của người khác")

        saved = save(line, evidence="Của tôi")

        assert saved.conflicts == {f"line-{line.pk}-evidence": "Của người khác"}
        assert line.evidence == "Của người khác"

    def test_an_untouched_cell_leaves_what_somebody_else_wrote(self, line):
        AssessmentLine.objects.filter(pk=line.pk).update(evidence="Của người khác")

        saved = save(line, evidence="", result="met")

        assert saved.is_complete
        assert (line.evidence, line.result) == ("Của người khác", "met")

    def test_after_the_conflict_was_shown_the_person_decides(self, line):
        AssessmentLine.objects.filter(pk=line.pk).update(evidence="Của người khác")

        save(line, {"evidence": "Của người khác"}, evidence="Của tôi")

        assert line.evidence == "Của tôi"

    @pytest.mark.parametrize(
        ("part", "text", "words"),
        [
            ("cost", "nhiều", "số"),
            ("cost", "-5", "âm"),
            ("cost", "999999999", "quá lớn"),
            ("cost", "1,2345", "thập phân"),
            ("due", "31/2/2018", "28 ngày"),
            ("result", "tốt", "Chọn"),
            ("evidence", "a" * 4001, "4000"),
        ],
    )
    def test_a_text_that_means_nothing_is_refused_and_the_rest_is_stored(self, line, part, text, words):
        save(line, result="unmet")
        others = {"gap": "Thiếu thư viện", part: text}

        saved = save(line, {"result": "unmet"}, **others)

        assert words in saved.refused[f"line-{line.pk}-{part}"]
        assert line.gap == "Thiếu thư viện"

    def test_a_gap_needs_an_unmet_criterion(self, line):
        saved = save(line, gap="Thiếu phòng", evidence="Có 3 phòng")

        assert saved.refused == {f"line-{line.pk}-gap": GAP_WITHOUT_UNMET}
        assert (line.gap, line.evidence) == ("", "Có 3 phòng")

    def test_a_criterion_with_a_gap_is_not_met_by_a_slip_of_the_finger(self, line):
        save(line, result="unmet", gap="Thiếu phòng", cost="20")

        saved = save(line, {"result": "unmet"}, result="met")

        assert saved.refused == {f"line-{line.pk}-result": GAP_WITHOUT_UNMET}
        assert (line.result, line.gap) == ("unmet", "Thiếu phòng")

    def test_level_and_conclusion_belong_to_the_whole(self, line):
        cells = [Cell("line-0-aim", "2", digest("1")), Cell("line-0-conclusion", "Đề nghị đầu tư", "")]

        save_cells(assessment=line.assessment, cells=cells)

        line.assessment.refresh_from_db()
        assert (line.assessment.aimed_level, line.assessment.conclusion) == (2, "Đề nghị đầu tư")

    def test_lines_of_another_school_are_out_of_reach(self, line):
        other = AssessmentLineFactory()

        save_cells(assessment=line.assessment, cells=[Cell(f"line-{other.pk}-result", "met")])

        other.refresh_from_db()
        assert other.result == CriterionResult.NOT_JUDGED

    def test_a_finished_assessment_takes_nothing(self, line):
        AssessmentLine.objects.filter(pk=line.pk).update(result="met")
        assessing.finish(assessment=line.assessment, by=UserFactory(full_name="Nguyễn Thị Mai"))

        with pytest.raises(Conflict, match="Nguyễn Thị Mai"):
            save(line, {"result": "met"}, evidence="Muộn")

        assert line.evidence == ""


class TestEnd:
    def test_open_lines_stand_in_the_way(self):
        assessment = SelfAssessmentFactory()
        open_line = AssessmentLineFactory(assessment=assessment)
        bare = AssessmentLineFactory(assessment=assessment, result="unmet")
        AssessmentLineFactory(assessment=assessment, result="met")

        with pytest.raises(NotReady) as refusal:
            assessing.finish(assessment=assessment, by=UserFactory())

        assert set(refusal.value.lines) == {open_line, bare}
        assessment.refresh_from_db()
        assert (assessment.state, assessment.version) == (AssessmentState.DRAFT, 0)

    def test_done_and_reopened(self):
        assessment = SelfAssessmentFactory()
        AssessmentLineFactory(assessment=assessment, result="met")
        person = UserFactory()

        assessing.finish(assessment=assessment, by=person)
        assessment.refresh_from_db()
        assert (assessment.state, assessment.done_by) == (AssessmentState.DONE, person)

        assessing.reopen(assessment=assessment)
        assessment.refresh_from_db()
        assert (assessment.state, assessment.done_at) == (AssessmentState.DRAFT, None)
        with pytest.raises(Conflict):
            assessing.reopen(assessment=assessment)


class TestCopy:
    def test_untouched_lines_are_filled_from_the_year_before_even_under_a_new_rule(self):
        school = SchoolFactory()
        before = SelfAssessmentFactory(school=school, school_year=2016)
        now = SelfAssessmentFactory(school=school, school_year=2017)
        for name, values in (
            ("Thư viện", {"result": "unmet", "gap": "Thiếu sách", "cost_million": 30, "due_on": dt.date(2017, 5, 1)}),
            ("Phòng học", {"result": "met", "evidence": "12 phòng"}),
            ("Đã bỏ", {"result": "met"}),
        ):
            AssessmentLineFactory(assessment=before, criterion__name=name, **values)
        library = AssessmentLineFactory(assessment=now, criterion__name="Thư viện")
        rooms = AssessmentLineFactory(assessment=now, criterion__name="Phòng học", evidence="Đã ghi năm nay")
        AssessmentLineFactory(assessment=now, criterion__name="Mới")

        assert assessing.copy_earlier(assessment=now) == 1

        library.refresh_from_db()
        rooms.refresh_from_db()
        assert (library.result, library.gap, library.cost_million, library.due_on) == ("unmet", "Thiếu sách", 30, None)
        assert (rooms.result, rooms.evidence) == ("not_judged", "Đã ghi năm nay")

    def test_without_an_earlier_year_it_says_so(self):
        with pytest.raises(Conflict, match="năm học trước"):
            assessing.copy_earlier(assessment=SelfAssessmentFactory())

    def test_other_schools_and_later_years_are_no_source(self):
        now = SelfAssessmentFactory(school_year=2017)
        SelfAssessmentFactory(school_year=2016)
        SelfAssessmentFactory(school=now.school, school_year=2018)

        assert earlier_of(now) is None


def test_a_sheet_is_grouped_by_level_and_standard():
    assessment = SelfAssessmentFactory(school=SchoolFactory(levels="TH THCS"))
    rule = assessment.rule
    for level, code in (("THCS", "1"), ("TH", "1"), ("TH", "2")):
        head = StandardCriterionFactory(rule=rule, level=level, code=code, position=int(code) * 10)
        criterion = StandardCriterionFactory(
            rule=rule, level=level, code=f"{code}.1", parent=head, position=int(code) * 10 + 1
        )
        AssessmentLineFactory(
            assessment=assessment, criterion=criterion, result="unmet", cost_million=10 if code == "1" else None
        )

    sheet = sheet_of(assessment)

    assert [(part.level_name, part.code) for part in sheet.parts] == [
        ("Tiểu học", "1"),
        ("Tiểu học", "2"),
        ("Trung học cơ sở", "1"),
    ]
    assert (sheet.judged, sheet.unmet, sheet.cost, sheet.uncosted) == (3, 3, Decimal(20), 1)
