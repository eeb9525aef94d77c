"""What can go wrong when somebody acts on a report, with a sentence for the person."""


class Conflict(Exception):
    """Somebody else was faster, or the report is not in the state the person saw. `message` is Vietnamese."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)


class ReportIncomplete(Exception):
    """The report has errors that block submission. `issues` are the results of the checks."""

    def __init__(self, issues: list) -> None:
        self.issues = issues
        super().__init__(f"{len(issues)} lỗi")
