"""Requests answered, judged and grouped by several people at the same moment on a real PostgreSQL."""

import pytest

from reports.enums import RecommendationEventKind, RecommendationStatus
from reports.models import Recommendation
from reports.services import request_answering, request_grouping, request_judging
from reports.services.errors import Conflict
from tests.factories import RecommendationFactory, SubmissionFactory
from tests.reports.request_lives import load
from tests.services.racing import race
from tests.services.story import Story, begin

S, K = RecommendationStatus, RecommendationEventKind


@pytest.fixture
def story() -> Story:
    return begin()


def asked(story: Story) -> Recommendation:
    """A request of a school of its own to the story's office."""
    period = story.submission.period
    submission = SubmissionFactory(period=period, submitted=True)
    return RecommendationFactory(submission=submission, owner=period.plan.receiver)


def test_of_two_answers_at_once_one_is_given(story: Story) -> None:
    request = asked(story)
    pages = [load(request.pk), load(request.pk)]

    results = race(
        request,
        *[
            lambda page=page, text=text: request_answering.answer(request=page, by=story.officer, seen=0, text=text)
            for page, text in zip(pages, ("Một.", "Hai."), strict=True)
        ],
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert load(request.pk).events.filter(kind=K.ANSWERED).count() == 1


def test_answering_and_closing_at_once_does_one_of_both(story: Story) -> None:
    request = asked(story)
    first, second = load(request.pk), load(request.pk)

    results = race(
        request,
        lambda: request_answering.answer(request=first, by=story.officer, seen=0, text="Một."),
        lambda: request_judging.close(request=second, by=story.clerk, seen=0),
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert load(request.pk).events.count() == 1
    assert load(request.pk).status in (S.ANSWERED, S.CLOSED)


def test_two_who_answer_different_members_of_a_group_do_not_mix(story: Story) -> None:
    rows = [asked(story), asked(story)]
    group = request_grouping.group(requests=rows, by=story.officer, title="Phòng học")
    pages = [load(row.pk) for row in rows]

    results = race(
        group,
        *[
            lambda page=page, text=text: request_answering.answer(
                request=page, by=story.officer, seen=page.version, text=text
            )
            for page, text in zip(pages, ("Một.", "Hai."), strict=True)
        ],
    )

    assert sum(isinstance(result, Conflict) for result in results) == 1
    assert len(set(Recommendation.objects.filter(group=group).values_list("answer", flat=True))) == 1
