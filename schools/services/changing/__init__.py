"""What happens to schools and communes on a day: merged, split, renamed, moved, closed, founded (ADR 0023)."""
