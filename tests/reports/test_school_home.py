"""What a principal's home costs: the same queries for one report in every state and for three."""

import datetime as dt

import pytest
from django.urls import reverse

from schools.enums import Role
from tests.factories import ExtensionFactory, ReportingPeriodFactory, SchoolFactory, SubmissionFactory, member

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("size", [1, 3])
def test_query_count_does_not_depend_on_the_number_of_reports(login_as, django_assert_num_queries, size):
    school = SchoolFactory().organisation
    principal, clerk = member(school, Role.PRINCIPAL), member(school, Role.CLERK)
    edited = {"last_edited_by": clerk, "last_edited_at": dt.datetime(2018, 3, 1, tzinfo=dt.UTC)}
    for _ in range(size):
        for state in ({}, {"draft": True}, {"returned": True}, {"submitted": True}, {"accepted": True}):
            row = SubmissionFactory(organisation=school, period=ReportingPeriodFactory(), **edited, **state)
            ExtensionFactory(submission=row)
    client = login_as(principal)
    client.get(reverse("home"))  # what is kept in memory between requests

    with django_assert_num_queries(11):
        page = client.get(reverse("home"))

    assert (len(page.context["cards"]), len(page.context["sent"])) == (3 * size, 2 * size)
    assert clerk.full_name in page.content.decode()
