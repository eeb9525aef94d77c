"""What the user of `./portal` reads, and the one exception that ends a command."""

import sys
from pathlib import Path

REPO = Path(__file__).resolve().parents[2]


class Trouble(Exception):
    """The command cannot go on; the message says in Vietnamese what to do."""


def say(text: str) -> None:
    """Print a line at once, also when the output is a pipe."""
    print(text, flush=True)


def warn(text: str) -> None:
    """Print a line to standard error."""
    print(text, file=sys.stderr, flush=True)
