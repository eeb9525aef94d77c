"""Everything that is missing or suspicious in a plan, in one list."""

from plans.checks.contents import outline_findings, target_findings, task_findings
from plans.checks.facts import Facts
from plans.checks.findings import Finding
from plans.checks.header import header_findings, surroundings_findings
from plans.checks.people import receiver_findings, reporter_findings
from plans.checks.periods import period_findings

CHECKS = (
    header_findings,
    receiver_findings,
    surroundings_findings,
    task_findings,
    target_findings,
    period_findings,
    outline_findings,
    reporter_findings,
)


def findings_of(facts: Facts) -> list[Finding]:
    """Errors first, then warnings, each in the order of the editor's steps. Asks the database nothing."""
    found = [finding for check in CHECKS for finding in check(facts)]
    return sorted(found, key=lambda finding: not finding.blocks)
