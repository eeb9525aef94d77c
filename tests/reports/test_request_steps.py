"""Answering, forwarding, judging and grouping requests: states, events, messages, and who is too late."""

import pytest

from reports.enums import NotificationKind, RecommendationEventKind, RecommendationStatus
from reports.models import Notification, Recommendation, RecommendationGroup
from reports.services import request_answering, request_grouping, request_judging
from reports.services.errors import Conflict
from schools.enums import Role
from tests.factories import OfficeFactory, RecommendationFactory, SubmissionFactory, member
from tests.reports.conftest import Writing
from tests.reports.request_lives import ROOMS, Asking, line, load, surround

pytestmark = pytest.mark.django_db
S, K = RecommendationStatus, RecommendationEventKind


@pytest.fixture
def asking(writing: Writing) -> Asking:
    """One request to the commune, sent."""
    asking = surround(writing)
    asking.write(line(0, ROOMS, "commune"))
    asking.send()
    return asking


def kinds(request: Recommendation) -> list[str]:
    return list(request.events.order_by("at", "pk").values_list("kind", flat=True))


def test_an_answer_reaches_the_school(asking: Asking) -> None:
    asked = asking.asked()

    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text=" Xây trong quý 3. ")

    asked = asking.asked()
    assert (asked.status, asked.answer) == (S.ANSWERED, "Xây trong quý 3.")
    assert asked.first_answered_at == asked.answered_at
    event = asked.events.get(kind=K.ANSWERED)
    assert (event.organisation, event.on_behalf_of, event.by) == (asking.commune, None, asking.commune_head)
    told = Notification.objects.filter(kind=NotificationKind.REQUEST_ANSWERED)
    assert {row.recipient for row in told} == {asking.people["principal"], asking.people["clerk"]}
    assert f"{asking.commune.name} trả lời kiến nghị của đơn vị" in told[0].body
    assert told[0].link_path == f"/requests/{asked.pk}/"


def test_the_office_answers_for_the_owner_and_says_so(asking: Asking) -> None:
    asked, office = asking.asked(), asking.submission.period.plan.receiver

    request_answering.answer(request=asked, by=asking.people["officer"], seen=asked.version, text="Đã có kế hoạch.")

    event = asked.events.get(kind=K.ANSWERED)
    assert (event.organisation, event.on_behalf_of) == (office, asking.commune)
    body = Notification.objects.filter(kind=NotificationKind.REQUEST_ANSWERED)[0].body
    assert f"{office.name}, thay {asking.commune.name}, trả lời" in body


def test_a_later_answer_keeps_the_moment_of_the_first(asking: Asking) -> None:
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Một.")
    first = asking.asked().first_answered_at

    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Hai.")

    asked = asking.asked()
    assert (asked.answer, asked.first_answered_at) == ("Hai.", first)
    assert asked.answered_at is not None
    assert first is not None
    assert asked.answered_at > first


def test_who_answers_a_state_they_did_not_see_is_told(asking: Asking) -> None:
    slow = asking.asked()
    seen = slow.version
    request_answering.answer(request=asking.asked(), by=asking.commune_head, seen=seen, text="Nhanh hơn.")

    with pytest.raises(Conflict, match=r"vừa được .* cập nhật lúc"):
        request_answering.answer(request=slow, by=asking.people["officer"], seen=seen, text="Chậm hơn.")

    assert asking.asked().answer == "Nhanh hơn."
    assert Notification.objects.filter(kind=NotificationKind.REQUEST_ANSWERED).count() == 2  # principal and clerk, once


def test_forwarding_changes_the_owner_and_tells_its_people(asking: Asking) -> None:
    finance = OfficeFactory()
    officer = member(finance, Role.OFFICER)
    asked = asking.asked()

    request_answering.forward(request=asked, by=asking.people["officer"], seen=asked.version, to=finance, word="Xem.")

    asked = asking.asked()
    assert (asked.owner, asked.status) == (finance, S.OPEN)
    assert kinds(asked) == [K.RAISED, K.FORWARDED]
    told = Notification.objects.get(kind=NotificationKind.REQUEST_FORWARDED)
    assert told.recipient == officer
    assert "Ý kiến kèm theo: Xem." in told.body


def test_forwarding_to_where_it_is_changes_nothing(asking: Asking) -> None:
    asked = asking.asked()

    with pytest.raises(Conflict, match="đang ở"):
        request_answering.forward(request=asked, by=asking.people["officer"], seen=asked.version, to=asking.commune)

    assert kinds(asked) == [K.RAISED]


def test_the_school_says_it_is_not_solved_and_the_owner_hears_why(asking: Asking) -> None:
    asked = asking.asked()
    request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Đã xong.")
    asked = asking.asked()

    request_judging.reject_answer(
        request=asked, by=asking.people["principal"], seen=asked.version, reason="Mới xây một phòng."
    )

    asked = asking.asked()
    assert (asked.status, asked.answer) == (S.OPEN, "Đã xong.")
    told = Notification.objects.get(kind=NotificationKind.REQUEST_UNSOLVED)
    assert told.recipient == asking.commune_head
    assert "Lý do: Mới xây một phòng." in told.body


def test_closing_ends_it_and_only_once(asking: Asking) -> None:
    asked = asking.asked()
    seen = asked.version
    request_judging.close(request=asked, by=asking.people["clerk"], seen=seen)

    with pytest.raises(Conflict):
        request_judging.close(request=asking.asked(), by=asking.people["clerk"], seen=seen)

    asked = asking.asked()
    assert (asked.status, kinds(asked)) == (S.CLOSED, [K.RAISED, K.CLOSED])
    assert asked.closed_at is not None
    with pytest.raises(Conflict, match="đã giải quyết"):
        request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Muộn.")


@pytest.mark.parametrize("text", ["", "   "])
def test_answers_and_reasons_are_words(asking: Asking, text: str) -> None:
    asked = asking.asked()

    with pytest.raises(ValueError, match="needs a text"):
        request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text=text)
    with pytest.raises(ValueError, match="needs a reason"):
        request_judging.reject_answer(request=asked, by=asking.people["clerk"], seen=asked.version, reason=text)


# -- groups


def other_school(asking: Asking, **options: object) -> Recommendation:
    plan = asking.submission.period.plan
    submission = SubmissionFactory(period=asking.submission.period, submitted=True)
    member(submission.organisation, Role.PRINCIPAL)
    return load(RecommendationFactory(submission=submission, text=ROOMS, owner=plan.receiver, **options).pk)


def test_one_answer_of_the_office_goes_to_all_open_ones_of_a_group(asking: Asking) -> None:
    second, closed = other_school(asking), other_school(asking)
    request_grouping.group(
        requests=[asking.asked(), second, closed], by=asking.people["officer"], title="Thiếu phòng học"
    )
    Recommendation.objects.filter(pk=closed.pk).update(status=S.CLOSED, closed_at=closed.raised_at)
    asked = asking.asked()

    rows = request_answering.answer(request=asked, by=asking.people["officer"], seen=asked.version, text="Đã có vốn.")

    assert {row.pk for row in rows} == {asked.pk, second.pk}
    answers = dict(Recommendation.objects.order_by("pk").values_list("pk", "answer"))
    assert answers == {asked.pk: "Đã có vốn.", second.pk: "Đã có vốn.", closed.pk: ""}


def test_an_owner_answers_only_what_is_theirs_of_a_group(asking: Asking) -> None:
    second = other_school(asking)
    request_grouping.group(requests=[asking.asked(), second], by=asking.people["officer"], title="Thiếu phòng học")
    asked = asking.asked()

    rows = request_answering.answer(request=asked, by=asking.commune_head, seen=asked.version, text="Xã lo.")

    assert [row.pk for row in rows] == [asked.pk]
    assert load(second.pk).status == S.OPEN


def test_grouping_what_is_grouped_joins_the_groups(asking: Asking) -> None:
    first, second, third = other_school(asking), other_school(asking), asking.asked()
    old = request_grouping.group(requests=[first, second], by=asking.people["officer"], title="Cũ")

    made = request_grouping.group(requests=[load(first.pk), third], by=asking.people["officer"], title="Mới")

    assert set(made.recommendations.values_list("pk", flat=True)) == {first.pk, second.pk, third.pk}
    assert not RecommendationGroup.objects.filter(pk=old.pk).exists()


def test_a_group_of_one_is_none(asking: Asking) -> None:
    first = other_school(asking)
    request_grouping.group(requests=[first, asking.asked()], by=asking.people["officer"], title="Phòng học")

    request_grouping.ungroup(request=load(first.pk), by=asking.people["officer"])

    assert RecommendationGroup.objects.count() == 0
    assert kinds(asking.asked()) == [K.RAISED, K.GROUPED, K.UNGROUPED]
    with pytest.raises(Conflict, match="không còn trong nhóm"):
        request_grouping.ungroup(request=load(first.pk), by=asking.people["officer"])


def test_what_cannot_be_one_group_is_refused(asking: Asking) -> None:
    foreign = RecommendationFactory()

    with pytest.raises(Conflict, match="ít nhất hai"):
        request_grouping.group(requests=[asking.asked()], by=asking.people["officer"], title="Một")
    with pytest.raises(Conflict, match="cùng một kế hoạch"):
        request_grouping.group(requests=[asking.asked(), foreign], by=asking.people["officer"], title="Hai kế hoạch")

    assert RecommendationGroup.objects.count() == 0
