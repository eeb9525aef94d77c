"""Sets of criteria: loading them from files, and which one holds on a day."""

import datetime as dt
from pathlib import Path

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from hypothesis import given, settings
from hypothesis import strategies as st

from facilities.models import StandardCriterion, StandardRule
from facilities.queries.rules import deciding_day, rule_in_force, rules_for
from facilities.services.standard_rule_files import read_rules
from facilities.services.standard_rules import DEFAULT_RULES, load_standard_rules
from schools.enums import Level
from schools.services.data_files import DataFilesInvalid
from tests.factories import AssessmentLineFactory, SchoolFactory, SelfAssessmentFactory, StandardRuleFactory

pytestmark = pytest.mark.django_db

RULE = """
code: {code}
name: Bộ tiêu chí
document: Thông tư mẫu
levels: MN
valid_from: {start}
sets:
  - levels: MN
    standards:
      - code: "1"
        name: Tổ chức
        criteria:
          - {{code: "1.1", name: Kế hoạch}}
          - {{code: "1.2", name: Hội đồng}}
"""


def write(folder: Path, name: str = "a", text: str = "") -> Path:
    (folder / f"{name}.yaml").write_text(text or RULE.format(code=name, start="2018-10-10"), encoding="utf-8")
    return folder


def in_force(rule: StandardRule, level: str, day: dt.date) -> bool:
    return level in rule.levels.split() and (rule.valid_from or dt.date.min) <= day <= (rule.valid_to or dt.date.max)


class TestShippedRules:
    def test_loading_twice_changes_nothing(self):
        assert load_standard_rules()
        assert not load_standard_rules()
        assert StandardRule.objects.count() == 7

    def test_every_rule_groups_criteria_under_standards_at_each_of_its_levels(self):
        load_standard_rules()

        for rule in StandardRule.objects.all():
            for level in rule.levels.split():
                rows = rule.criteria.filter(level=level)
                heads = rows.filter(parent__isnull=True)
                assert heads.count() == (4 if rule.code == "TT57-2026" else 5)
                assert all(row.parent in heads for row in rows.filter(parent__isnull=False))
                assert all(head.children.count() >= 2 for head in heads)

    @pytest.mark.parametrize(
        ("level", "day", "code"),
        [
            ("MN", dt.date(2018, 2, 5), "TT02-2014"),
            ("TH", dt.date(2018, 10, 9), "TT59-2012"),
            ("THCS", dt.date(2018, 10, 9), "TT47-2012"),
            ("MN", dt.date(2018, 10, 10), "TT19-2018"),
            ("TH", dt.date(2018, 10, 10), "TT17-2018"),
            ("THCS", dt.date(2026, 7, 6), "TT18-2018"),
            ("THCS", dt.date(2026, 7, 7), "TT57-2026"),
            ("TH", dt.date(2013, 2, 17), None),
        ],
    )
    def test_the_rule_of_a_level_follows_the_date(self, level, day, code):
        load_standard_rules()

        rule = rule_in_force(level, day)

        assert (rule.code if rule else None) == code


@settings(max_examples=60)
@given(day=st.dates(dt.date(2005, 1, 1), dt.date(2045, 12, 31)), level=st.sampled_from(Level.values))
def test_one_rule_or_none_holds_for_a_level_on_any_day(day, level):
    rules = [StandardRule(**row.values) for row in read_rules(DEFAULT_RULES).rules]

    holding = [rule for rule in rules if in_force(rule, level, day)]

    assert len(holding) <= 1
    assert len(holding) == 1 or (level == "TH" and day < dt.date(2013, 2, 18))


@settings(max_examples=30)
@given(
    cuts=st.lists(st.dates(dt.date(2000, 1, 1), dt.date(2040, 1, 1)), min_size=1, max_size=5, unique=True),
    day=st.dates(dt.date(1999, 1, 1), dt.date(2041, 1, 1)),
)
def test_rules_that_follow_each_other_are_found_by_their_days(cuts, day):
    StandardRule.objects.all().delete()
    starts = [None, *sorted(cuts)]
    ends = [start - dt.timedelta(days=1) for start in sorted(cuts)] + [None]
    rules = [
        StandardRuleFactory(levels="TH", valid_from=start, valid_to=end)
        for start, end in zip(starts, ends, strict=True)
    ]

    expected = rules[sum(cut <= day for cut in cuts)]

    assert rule_in_force("TH", day) == expected
    assert rule_in_force("MN", day) is None


class TestFiles:
    def test_all_mistakes_are_named_at_once_and_nothing_is_written(self, tmp_path):
        write(tmp_path, "a")
        write(tmp_path, "b", RULE.format(code="b", start="2020-01-01").replace("name: Hội đồng", "nam: Hội đồng"))
        write(
            tmp_path, "c", RULE.format(code="c", start="2021-13-01").replace("levels: MN\nvalid", "levels: XX\nvalid")
        )

        with pytest.raises(DataFilesInvalid) as refusal:
            load_standard_rules(tmp_path)

        told = "\n".join(refusal.value.problems)
        for words in ("có hiệu lực cùng lúc với “a”", "thiếu “name”", "“nam”", "2021-13-01", "XX"):
            assert words in told
        assert not StandardRule.objects.exists()

    def test_levels_without_criteria_are_a_mistake(self, tmp_path):
        write(
            tmp_path,
            "a",
            RULE.format(code="a", start="2018-10-10").replace("levels: MN\nvalid", "levels: MN TH\nvalid"),
        )

        with pytest.raises(DataFilesInvalid, match="Tiểu học"):
            load_standard_rules(tmp_path)

    def test_an_empty_folder_is_a_mistake_of_the_command(self, tmp_path):
        with pytest.raises(CommandError, match="không có tệp"):
            call_command("load_standard_rules", tmp_path)

    def test_the_command_tells_what_it_did(self, tmp_path, capsys):
        call_command("load_standard_rules", write(tmp_path))

        assert "Thêm 3 tiêu chí" in capsys.readouterr().out

    def test_a_criterion_that_is_answered_outlives_its_line_in_the_file(self, tmp_path):
        load_standard_rules(write(tmp_path))
        used = StandardCriterion.objects.get(code="1.1")
        AssessmentLineFactory(assessment=SelfAssessmentFactory(rule=used.rule), criterion=used)
        text = RULE.format(code="a", start="2018-10-10")
        kept, _, _ = text.partition('          - {code: "1.1"')

        changes = load_standard_rules(write(tmp_path, "a", kept + '          - {code: "1.3", name: Mới}\n'))

        assert changes.kept == ["1.1. Kế hoạch"]
        codes = StandardCriterion.objects.order_by("code").values_list("code", flat=True)
        assert list(codes) == ["1", "1.1", "1.3"]


class TestSchools:
    def test_a_school_of_two_levels_has_the_rules_of_both(self):
        one, other = StandardRuleFactory(levels="TH"), StandardRuleFactory(levels="THCS")
        StandardRuleFactory(levels="MN")

        assert rules_for(SchoolFactory(levels="TH THCS"), dt.date(2018, 3, 1)) == [one, other]

    def test_a_rule_for_both_levels_is_one(self):
        rule = StandardRuleFactory(levels="TH THCS")

        assert rules_for(SchoolFactory(levels="TH THCS"), dt.date(2018, 3, 1)) == [rule]

    @pytest.mark.parametrize(
        ("today", "day"),
        [
            (dt.date(2017, 6, 1), dt.date(2017, 9, 1)),
            (dt.date(2018, 3, 5), dt.date(2018, 3, 5)),
            (dt.date(2026, 11, 23), dt.date(2018, 8, 31)),
        ],
    )
    def test_a_day_within_the_school_year_decides(self, today, day):
        assert deciding_day(2017, today) == day
