"""The checks of a report: small pure functions over a sheet, one registry, one kind of result.

Page, submission and (later) workbook import show the same issues, all at once. Errors block submission; warnings ask
for a justification that the reviewer sees.
"""

from reports.checks.issue import Issue, Severity
from reports.checks.registry import check_sheet, errors_of, warnings_of

__all__ = ["Issue", "Severity", "check_sheet", "errors_of", "warnings_of"]
