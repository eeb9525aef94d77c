"""Lists as Excel files, for every app above."""
