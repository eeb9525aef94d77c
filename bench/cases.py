"""Run inside the portal's environment (`python -m bench.cases`): prints as JSON which pages there are to measure."""

import json
import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
django.setup()

from accounts.demo import DEMO_PASSWORD  # noqa: E402 - models exist after setup
from plans.enums import PlanStatus, SectionKind  # noqa: E402
from reports.enums import SubmissionStatus  # noqa: E402
from reports.models import Submission  # noqa: E402
from schools.enums import Role  # noqa: E402
from schools.models import Membership  # noqa: E402


def newest(username: str, *statuses: str) -> int:
    """The newest report in one of the states of the school a demo account acts for."""
    own = Membership.objects.filter(user__username=username).values("organisation")
    found = (
        Submission.objects.filter(organisation__in=own, status__in=statuses).order_by("-period__deadline_on").first()
    )
    assert found, f"{username} has no report in {statuses}"
    return found.pk


def sendable() -> Submission:
    """A complete report that can be withdrawn and sent again and again: sent, and not opened by a reviewer.

    Its principal gets the demo's password, because most principals of the demonstration cannot log in.
    """
    waiting = Submission.objects.filter(
        status=SubmissionStatus.SUBMITTED,
        period__plan__status=PlanStatus.IN_FORCE,
        period__plan__outline__kind=SectionKind.INDICATORS,  # the Party's plan has no grid
        nil_reason="",
    )
    report = waiting.select_related("period__plan").order_by("-period__deadline_on", "pk").first()
    assert report, "no report of the demonstration waits for review"
    Submission.objects.filter(pk=report.pk).update(opened_at=None)
    return report


def principal_of(report: Submission) -> str:
    """The user name of the school's principal, who can log in from now on."""
    seats = Membership.objects.in_force().filter(organisation=report.organisation_id, role=Role.PRINCIPAL)
    user = seats.select_related("user").order_by("pk")[0].user
    user.set_password(DEMO_PASSWORD)
    user.must_change_password = False
    user.save()
    return user.username


def grid_section(report: Submission) -> str:
    """The code of the outline section that holds the indicators."""
    return report.period.plan.outline.get(kind=SectionKind.INDICATORS).code


def main() -> None:
    """Print the cases."""
    report = sendable()
    of_plan = Submission.objects.filter(period__plan=report.period.plan_id)
    waiting = of_plan.filter(status=SubmissionStatus.SUBMITTED).exclude(pk=report.pk)
    reviewed = waiting.order_by("-period__deadline_on", "pk").first()
    assert reviewed, "only one report waits for review"
    cases = {
        "detail": newest("hieutruong2", SubmissionStatus.ACCEPTED),
        "grid": grid_section(report),
        "edit": newest("hieutruong", SubmissionStatus.DRAFT, SubmissionStatus.RETURNED, SubmissionStatus.NOT_STARTED),
        "period": report.period_id,
        "plan": report.period.plan_id,
        "review": reviewed.pk,
        "sender": principal_of(report),
        "submit": report.pk,
    }
    print(json.dumps(cases))


if __name__ == "__main__":
    main()
