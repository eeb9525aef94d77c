"""The tree of a plan's tasks: its shape, its numbers, and what the editor shows of it."""
