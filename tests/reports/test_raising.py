"""Requests when their report is written, sent, returned, withdrawn: who has to answer, and what keeps its life."""

import datetime as dt

import pytest

from reports.enums import NotificationKind, RecommendationEventKind
from reports.models import Notification, Recommendation, RecommendationEvent, SubmissionVersion
from reports.queries.sheet import load_sheet
from reports.services import request_answering, reviewing, submitting
from reports.services.editing import save_report
from schools.enums import Role
from schools.models import Membership
from tests.factories import OrganisationFactory, member
from tests.reports.conftest import Writing
from tests.reports.request_lives import FUNDS, ROOMS, Asking, line, surround

pytestmark = pytest.mark.django_db
RAISED = RecommendationEventKind.RAISED


@pytest.fixture
def asking(writing: Writing) -> Asking:
    return surround(writing)


def send_back(asking: Asking) -> None:
    due = asking.submission.period.last_day + dt.timedelta(days=3)
    reviewing.return_submission(submission=asking.fresh(), by=asking.people["officer"], comment="Bổ sung.", due_on=due)


# -- identity while the report is written


def test_a_draft_keeps_the_rows_it_edits(asking: Asking) -> None:
    asking.write(line(0, ROOMS), line(1, FUNDS))
    rooms, funds = asking.asked(ROOMS).pk, asking.asked(FUNDS).pk

    asking.write(line(0, FUNDS), line(1, ROOMS.replace("4", "6")), line(2, "Mở lớp bồi dưỡng tiếng Anh."))

    rows = list(Recommendation.objects.order_by("position").values_list("pk", "text"))
    assert rows[:2] == [(funds, FUNDS), (rooms, ROOMS.replace("4", "6"))]
    assert rows[2][0] not in (rooms, funds)


def test_a_line_taken_out_of_a_draft_is_gone(asking: Asking) -> None:
    asking.write(line(0, ROOMS), line(1, FUNDS))

    asking.write(line(0, ""), line(1, FUNDS))

    assert list(Recommendation.objects.values_list("text", "is_dropped")) == [(FUNDS, False)]


def test_a_line_that_names_its_row_may_say_something_else(asking: Asking) -> None:
    asking.write(line(0, ROOMS))
    pk = asking.asked().pk

    asking.write(line(0, "Xin cấp đất mở rộng sân chơi.", pk=pk))

    assert list(Recommendation.objects.values_list("pk", "text")) == [(pk, "Xin cấp đất mở rộng sân chơi.")]


# -- sending


def test_sending_finds_who_has_to_answer(asking: Asking) -> None:
    asking.write(line(0, ROOMS, "leaders"), line(1, FUNDS, "commune"), line(2, "Tập huấn giáo viên.", "office"))

    submission = asking.send()

    plan = submission.period.plan
    owners = dict(Recommendation.objects.values_list("text", "owner"))
    assert owners == {
        ROOMS: plan.forwarded_to_id,
        FUNDS: asking.commune.pk,
        "Tập huấn giáo viên.": plan.receiver_id,
    }
    assert set(Recommendation.objects.values_list("raised_at", flat=True)) == {submission.submitted_at}
    assert set(RecommendationEvent.objects.values_list("kind", "text")) == {(RAISED, "")}


def test_the_office_keeps_what_nobody_could_see_and_says_so(asking: Asking) -> None:
    Membership.objects.filter(organisation=asking.commune).delete()
    asking.write(line(0, ROOMS, "commune"), line(1, FUNDS, "province"))

    submission = asking.send()

    assert set(Recommendation.objects.values_list("owner", flat=True)) == {submission.period.plan.receiver_id}
    notes = [asking.asked(text).events.get().text for text in (ROOMS, FUNDS)]
    assert notes[0].startswith(f"{asking.commune.name} chưa có người dùng Cổng")
    assert notes[1].startswith("Chưa có cơ quan cấp tỉnh trên Cổng")


def test_a_province_with_people_has_to_answer(asking: Asking) -> None:
    province = OrganisationFactory(kind="province")
    member(province, Role.OFFICER)
    asking.write(line(0, ROOMS, "province"))

    asking.send()

    assert asking.asked().owner == province


def test_each_owner_gets_one_message_about_a_report(asking: Asking) -> None:
    asking.write(line(0, ROOMS, "leaders"), line(1, FUNDS, "leaders"), line(2, "Tập huấn giáo viên.", "commune"))

    asking.send()

    told = Notification.objects.filter(kind=NotificationKind.REQUEST_RAISED).order_by("recipient")
    assert {row.recipient: row.subject for row in told} == {
        asking.leader: f"{asking.submission.organisation.short_name} gửi 2 kiến nghị",
        asking.commune_head: f"{asking.submission.organisation.short_name} gửi kiến nghị",
    }
    assert len(told) == 2
    by_leader = told.get(recipient=asking.leader)
    assert ROOMS in by_leader.body
    assert FUNDS in by_leader.body
    assert by_leader.link_path == f"/requests/?report={asking.submission.pk}"


# -- correction


def test_a_round_of_corrections_keeps_what_was_raised(asking: Asking) -> None:
    asking.write(line(0, ROOMS), line(1, FUNDS, "leaders"))
    asking.send()
    before = {row.pk: (row.raised_at, row.owner_id) for row in Recommendation.objects.all()}
    send_back(asking)

    asking.write(line(0, ROOMS.replace("4", "5")), line(1, FUNDS, "leaders"), line(2, "Thêm một việc.", "office"))
    asking.send()

    after = {row.pk: (row.raised_at, row.owner_id) for row in Recommendation.objects.all()}
    assert {pk: after[pk] for pk in before} == before
    assert asking.asked("Thêm một việc.").raised_at == asking.fresh().submitted_at
    assert RecommendationEvent.objects.filter(kind=RAISED).count() == 3
    frozen = [[row["text"] for row in version.content["recommendations"]] for version in versions()]
    assert frozen == [[ROOMS, FUNDS], [ROOMS.replace("4", "5"), FUNDS, "Thêm một việc."]]


def versions() -> list[SubmissionVersion]:
    return list(SubmissionVersion.objects.order_by("revision"))


def test_what_a_correction_drops_comes_back_with_its_age_until_it_is_sent(asking: Asking) -> None:
    asking.write(line(0, ROOMS))
    asking.send()
    asked = asking.asked()
    send_back(asking)

    asking.write(line(0, ""))
    assert asking.asked().is_dropped
    assert load_sheet(asking.fresh()).recommendations == []
    asking.write(line(0, ROOMS, pk=asked.pk))

    assert asking.asked().pk == asked.pk
    assert (asking.asked().is_dropped, asking.asked().raised_at) == (False, asked.raised_at)


def test_what_a_correction_drops_is_gone_when_it_is_sent(asking: Asking) -> None:
    asking.write(line(0, ROOMS), line(1, FUNDS))
    asking.send()
    send_back(asking)

    asking.write(line(0, FUNDS))
    asking.send()

    assert list(Recommendation.objects.values_list("text", flat=True)) == [FUNDS]


def test_another_addressee_in_a_correction_is_another_owner_with_a_message(asking: Asking) -> None:
    asking.write(line(0, ROOMS, "commune"))
    asking.send()
    pk = asking.asked().pk
    send_back(asking)

    asking.write(line(0, ROOMS, "leaders", pk=pk))
    assert asking.asked().owner is None
    asking.send()

    assert asking.asked().owner == asking.submission.period.plan.forwarded_to
    kinds = list(asking.asked().events.order_by("pk").values_list("kind", flat=True))
    assert kinds == [RAISED, RecommendationEventKind.FORWARDED]
    told = Notification.objects.filter(kind=NotificationKind.REQUEST_RAISED, recipient=asking.leader)
    assert told.count() == 1


def test_an_answered_request_can_be_neither_changed_nor_taken_out(asking: Asking) -> None:
    asking.write(line(0, ROOMS), line(1, FUNDS))
    asking.send()
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.people["officer"], seen=asked.version, text="Sẽ xây năm sau.")
    send_back(asking)

    changes = line(0, "", pk=asked.pk) | line(1, FUNDS.replace("50", "60"), pk=asking.asked(FUNDS).pk)
    sheet = save_report(submission=asking.fresh(), by=asking.people["clerk"], changes=changes)

    assert sheet.refused == {"rec-0-text": ""}
    assert sheet.reasons["rec-0-text"].startswith("Kiến nghị này đã được trả lời nên giữ nguyên")
    texts = list(Recommendation.objects.order_by("position", "pk").values_list("text", "is_dropped"))
    assert texts == [(ROOMS, False), (FUNDS.replace("50", "60"), False)]


# -- taking the report back


def test_withdrawing_takes_back_what_was_raised(asking: Asking) -> None:
    asking.write(line(0, ROOMS, "leaders"))
    asking.send()

    submitting.withdraw(submission=asking.fresh(), by=asking.people["principal"])

    asked = asking.asked()
    assert (asked.raised_at, asked.owner, asked.events.count()) == (None, None, 0)
    waiting = Notification.objects.filter(kind=NotificationKind.REQUEST_RAISED).values_list("status", flat=True)
    assert set(waiting) == {"cancelled"}
    asking.send()
    assert asking.asked().raised_at == asking.fresh().submitted_at
    assert Notification.objects.filter(kind=NotificationKind.REQUEST_RAISED, status="pending").count() == 1


def test_withdrawing_leaves_what_was_answered(asking: Asking) -> None:
    asking.write(line(0, ROOMS, "leaders"), line(1, FUNDS, "leaders"))
    asking.send()
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.leader, seen=asked.version, text="Đồng ý.")

    submitting.withdraw(submission=asking.fresh(), by=asking.people["principal"])

    assert asking.asked(ROOMS).raised_at is not None
    assert asking.asked(FUNDS).raised_at is None
