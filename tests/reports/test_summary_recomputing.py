"""The figures of facilities, rooms and requests in the summaries of the demonstration, once more from raw rows."""

import datetime as dt
import re
from collections import defaultdict
from typing import Any

import pytest
import time_machine

from plans.models import ReportingPeriod
from reports.documents.content import Block, Item, Paragraph, Row, Table
from reports.documents.facilities import facilities_part
from reports.documents.measures import measures_part
from reports.documents.requests import requests_part, requests_table
from reports.documents.rooms import rooms_part
from reports.documents.standard_tables import works_table
from reports.documents.summary_data import SummaryData, load_summary
from reports.models import IndicatorValue, Recommendation, RequestMark, SectionEntry
from schools.models import NationalStandard, SchoolAffiliation
from tests.reports.demonstration import TODAY, _module_db, demo  # noqa: F401  # fixtures
from tests.reports.recomputing import lasts

pytestmark = pytest.mark.django_db
Summaries = list[tuple[ReportingPeriod, SummaryData]]
ROOMS = ("B45", "B46", "B47")


@pytest.fixture(scope="module")
def summaries(demo: list[str]) -> list[tuple[ReportingPeriod, SummaryData]]:  # noqa: F811
    """Each period of both plans of the office with what its summary is made from."""
    periods = ReportingPeriod.objects.filter(plan__style="state").order_by("plan", "position")
    with time_machine.travel(TODAY, tick=False):
        found = [(period, load_summary(period.pk)) for period in periods]
    assert len(found) == 8
    return found


def said(blocks: list[Block]) -> list[str]:
    return [block.text for block in blocks if isinstance(block, Item | Paragraph)]


def only_table(blocks: list[Block]) -> Table:
    (table,) = (block for block in blocks if isinstance(block, Table))
    return table


def places(day: dt.date) -> dict[int, dict[str, Any]]:
    """The schools of the area on a day, each with its place."""
    rows = SchoolAffiliation.objects.values(
        "school", "commune__short_name", "valid_from", "valid_to", "school__levels", "school__organisation",
        "school__organisation__short_name", "school__organisation__valid_from", "school__organisation__valid_to",
    )  # fmt: skip
    return {
        row["school"]: row
        for row in rows
        if lasts(row["valid_from"], row["valid_to"], day)
        and lasts(row["school__organisation__valid_from"], row["school__organisation__valid_to"], day)
    }


def standings(day: dt.date) -> dict[int, tuple[int, int, int, int]]:
    """Per school: at the standard, recognised for the first time this year, lapsed, never recognised."""
    known = defaultdict(list)
    for school, start, end in NationalStandard.objects.values_list("school", "recognised_on", "recheck_due_on"):
        if start <= day:
            known[school].append((start, end))
    found = {}
    for school in places(day):
        rows = sorted(known[school])
        valid = any(end >= day for _, end in rows)
        found[school] = (
            int(valid),
            int(bool(rows) and rows[0][0].year == day.year),
            int(bool(rows) and not valid),
            int(not rows),
        )
    return found


def newest(period: ReportingPeriod, code: str) -> dict[int, Any]:
    """What each school has said last, in accepted reports up to the period: its value."""
    rows = IndicatorValue.objects.filter(
        submission__period__plan=period.plan_id,
        submission__period__position__lte=period.position,
        submission__status="accepted",
        plan_indicator__indicator__code=code,
        state__in=["given", "not_applicable"],
    ).order_by("submission__period__position")
    return dict(rows.values_list("submission__organisation", "value"))


def test_every_count_of_schools_at_the_standard_is_what_the_rows_say(summaries: Summaries) -> None:
    for period, data in summaries:
        by_place: dict[str, list[tuple[int, int, int, int]]] = defaultdict(list)
        schools = places(period.data_to)
        state = standings(period.data_to)
        for school, row in schools.items():
            by_place[row["commune__short_name"]].append(state[school])
        blocks = facilities_part(data)

        table = only_table(blocks)
        expected = {name: (len(rows), *map(sum, zip(*rows, strict=True))) for name, rows in by_place.items()}
        whole = (len(state), *map(sum, zip(*state.values(), strict=True)))
        shown = {row.cells[0]: tuple(int(cell) for cell in row.cells[1:]) for row in table.rows}
        assert shown == {**expected, "Cộng": whole}
        assert said(blocks)[0].startswith(
            f"Đến hết ngày {period.data_to:%d/%m/%Y}, có {whole[1]}/{whole[0]} trường đạt chuẩn quốc gia"
        )
        (text,) = (line for line in said(blocks) if "công nhận mới" in line.casefold())
        assert (re.findall(r"\d+", text) or ["0"])[0] == str(whole[2])


def test_rooms_of_every_place_add_up_to_the_rows(summaries: Summaries) -> None:
    for period, data in summaries:
        found = {code: newest(period, code) for code in ROOMS}
        units = {row["school__organisation"]: row["commune__short_name"] for row in places(period.data_to).values()}
        sums: dict[str, list[Any]] = defaultdict(lambda: [0] * len(ROOMS))
        for column, code in enumerate(ROOMS):
            for unit, value in found[code].items():
                for name in (units[unit], "Cộng"):
                    sums[name][column] += int(value)

        blocks = rooms_part(data)
        table = only_table(blocks)

        assert {row.cells[0]: [int(cell) for cell in row.cells[2:]] for row in table.rows} == dict(sums)
        left = sum(row[0] > 0 for name, row in sums.items() if name != "Cộng")
        lacking = next(line for line in said(blocks) if line.startswith("Số phòng học còn thiếu"))
        assert lacking.startswith(f"Số phòng học còn thiếu: {sums['Cộng'][0]} phòng")
        assert lacking.endswith(f"còn ở {left}/{len(sums) - 1} xã, thị trấn.")


def test_appendix_of_works_lists_every_school_with_its_own_rows(summaries: Summaries) -> None:
    for period, data in summaries:
        table = works_table(data)
        assert table is not None
        assert sum(column.width for column in table.columns) == 100
        state, schools = standings(period.data_to), places(period.data_to)
        words = {name: index for index, name in enumerate(("Đạt chuẩn", "", "Hết hạn", "Chưa công nhận"))}
        rows = {row.cells[1]: row.cells for row in table.rows if row.kind == "plain"}
        by_name = {row["school__organisation__short_name"]: pk for pk, row in schools.items()}
        lacking, finished = newest(period, "B45"), newest(period, "B10")

        assert rows.keys() == by_name.keys()
        for name, cells in rows.items():
            assert state[by_name[name]][words[cells[5]]] == 1
            unit = schools[by_name[name]]["school__organisation"]
            assert cells[7] == (str(int(lacking[unit])) if unit in lacking else "–")
            assert cells[6] == {None: "", 1: "Xong", 0: "Chưa"}[finished.get(unit)] or unit not in finished
        total = table.rows[-1].cells
        assert total[1] == f"Cộng: {len(schools)} trường"
        assert total[5] == f"{sum(row[0] for row in state.values())} đạt chuẩn"
        assert total[6] == str(sum(1 for value in finished.values() if value))
        assert total[7:] == tuple(str(sum(int(value) for value in newest(period, code).values())) for code in ROOMS)


def test_shared_sentences_are_said_by_as_many_schools_as_the_texts_hold(summaries: Summaries) -> None:
    compared = 0
    for period, data in summaries:
        texts = list(
            SectionEntry.objects.filter(submission__period=period, submission__status="accepted").values_list(
                "section__code", "text"
            )
        )
        for part, codes in ((facilities_part, {"II.2"}), (measures_part, {"I", "II.3"})):
            for line in said(part(data)):
                found = re.fullmatch(r"(.+) \((\d+) trường\)\.", line)
                if found:
                    count = sum(found[1] in " ".join(text.split()) for code, text in texts if code in codes)
                    assert (line, count) == (line, int(found[2]))
                    compared += 1

    assert compared > 50


def test_every_open_request_of_an_accepted_report_is_counted_once(summaries: Summaries) -> None:
    columns = ("addressee", "text", "group", "submission__organisation__school__affiliations__commune__name")
    groups = back = 0
    for period, data in summaries:
        accepted = {"submission__period": period, "submission__status": "accepted"}
        rows = list(
            Recommendation.objects.filter(**accepted).exclude(status="closed").values_list(*columns, "submission_id")
        )
        marked = RequestMark.objects.filter(**accepted).exclude(recommendation__status="closed").exclude(status_then="")
        again = list(marked.values_list(*(f"recommendation__{name}" for name in columns), "submission_id"))
        asked: dict[str, set[tuple[Any, int]]] = defaultdict(set)
        for addressee, text, group, place, unit in rows + again:
            # In the demonstration texts differ by the school's own place alone.
            general = re.sub(re.escape(place), "…", text, flags=re.IGNORECASE) if addressee == "commune" else text
            asked[addressee].add((group or general, unit))
        groups += sum(row[2] is not None for row in rows)
        back += len(again)
        different = sum(len({text for text, _ in pairs}) for pairs in asked.values())
        times = sum(len(pairs) for pairs in asked.values())

        table = requests_table(data)
        assert table is not None
        assert table.rows[-1] == Row(("", f"Cộng: {different} kiến nghị", "", str(times), "", ""), "total")
        plain = [row.cells for row in table.rows if row.kind == "plain"]
        assert [int(cells[0]) for cells in plain] == list(range(1, different + 1))
        assert all(int(cells[3]) == len(cells[4].split(", ")) for cells in plain)
        assert f"nêu {different} kiến nghị" in said(requests_part(data))[0]
    assert groups > 1
    assert back > 10
