"""What can go wrong when somebody writes a plan, with a sentence for the person."""


class Conflict(Exception):
    """Somebody else changed the same part meanwhile, or the plan is not in the state the person saw. `message` is
    Vietnamese and says what to do."""

    def __init__(self, message: str) -> None:
        self.message = message
        super().__init__(message)
