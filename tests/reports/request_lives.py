"""A school that asks, an office that receives, leaders and a commune that answer."""

from dataclasses import dataclass
from typing import Any

from reports.models import Recommendation, Submission
from reports.services import submitting
from reports.services.editing import save_report
from schools.enums import Role
from tests.factories import member
from tests.reports.conftest import Writing

ROOMS, FUNDS = "Đề nghị bổ sung 4 phòng học cho trường.", "Kính đề nghị hỗ trợ 50 triệu đồng sửa mái."


def line(number: int, text: str, addressee: str = "office", pk: int | str = "") -> dict[str, str]:
    """The inputs of one line of requests."""
    names = {"text": text, "addressee": addressee, "id": str(pk)}
    return {f"rec-{number}-{part}": value for part, value in names.items()}


@dataclass
class Asking:
    """The report of a school with everybody around it. Bodies have people from the start."""

    writing: Writing
    leader: Any
    commune_head: Any

    @property
    def submission(self) -> Submission:
        return self.writing.submission

    @property
    def people(self) -> dict[str, Any]:
        return self.writing.people

    @property
    def commune(self) -> Any:
        return self.submission.organisation.school.commune

    def write(self, *lines: dict[str, str]) -> None:
        changes = self.writing.complete()
        for one in lines:
            changes |= one
        save_report(submission=self.fresh(), by=self.people["clerk"], changes=changes)

    def send(self) -> Submission:
        return submitting.submit(submission=self.fresh(), by=self.people["principal"])

    def fresh(self) -> Submission:
        """The report as another page loads it."""
        rows = Submission.objects.select_related("organisation__school", "period__plan")
        return rows.get(pk=self.submission.pk)

    def asked(self, text: str = ROOMS) -> Recommendation:
        """The request with this text, as a page loads it."""
        return load(Recommendation.objects.get(submission__organisation=self.submission.organisation, text=text).pk)


def load(pk: int) -> Recommendation:
    return Recommendation.objects.select_related(
        "owner", "group", "submission__organisation", "submission__period__plan__receiver",
        "submission__period__plan__forwarded_to",
    ).get(pk=pk)  # fmt: skip


def surround(writing: Writing) -> Asking:
    """Seat people at the leaders and at the school's commune."""
    plan = writing.submission.period.plan
    commune = writing.submission.organisation.school.commune
    return Asking(writing, member(plan.forwarded_to, Role.LEADER), member(commune, Role.HEAD))
