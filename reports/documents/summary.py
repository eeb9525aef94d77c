"""The summary of a period as a document: from the database to plain content (domain reference §1.2, §1.4, §6.2).

Every sentence is made from data, says only what the data say, and names where its figures can be looked up. Every name
of a body comes from the profile in force on the document's day. The content changes with the data alone, so equal data
give an equal hash.
"""

import dataclasses

from plans.enums import RecipientRole
from reports.documents.content import Signature, SummaryDocument
from reports.documents.frame import KIND, letterhead, parted, recipient_lines, subject_of
from reports.documents.opening import opening
from reports.documents.summary_annexes import annexes_of, appendices, labels_of
from reports.documents.summary_data import SummaryData, load_summary
from reports.documents.summary_parts import body_of
from reports.documents.wording import decapitalised
from reports.models import SummaryReport


def build_summary(summary: SummaryReport) -> SummaryDocument:
    """The document of a summary; a constant number of queries.

    Number, day and month stay blank: the clerk assigns them when the report is released (domain reference §1.3).

    Raises:
        ReportingPeriod.DoesNotExist: its period is gone.
    """
    loaded = load_summary(summary.period_id)
    annexes = annexes_of(loaded)
    data = dataclasses.replace(loaded, labels=labels_of(annexes))
    office, profile, leaders = data.office, data.profile, data.leaders
    closing = (
        f"Trên đây là báo cáo {decapitalised(subject_of(data.period))}, {office.name} kính báo cáo "
        f"{leaders.name} xem xét, chỉ đạo."
    )
    return SummaryDocument(
        letterhead=letterhead(office, profile, place=data.plan.place_name or office.place_name, year=data.period.year),
        kind=KIND,
        subject=subject_of(data.period),
        addressee=leaders.name,
        is_illustrative=data.is_illustrative,
        opening=opening(data),
        body=parted(body_of(data), profile),
        closing=profile.ended(closing),
        recipients=_recipients(data),
        signature=Signature(profile.capacity(office.signing_capacity), office.head_title, office.signer_name),
        appendices=appendices(data, annexes),
        profile=profile.key,
    )


def _recipients(data: SummaryData) -> tuple[str, ...]:
    """`Như trên`, those to whom the plan is reported, and the file."""
    plan, leaders = data.plan, data.leaders
    above = {leaders.name.casefold(), leaders.short_name.casefold(), data.office.name.casefold()}
    others = [
        recipient.name.strip(" ;.-")
        for recipient in plan.recipients.all()
        if recipient.role == RecipientRole.REPORT_TO
        and recipient.organisation_id not in (plan.forwarded_to_id, plan.receiver_id)
    ]
    names = [name for name in others if name.casefold() not in above]
    return recipient_lines(("Như trên", *names), data.office, data.profile)
