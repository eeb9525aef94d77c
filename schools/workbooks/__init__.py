"""Lists as Excel files, and reading workbooks with typed columns, for every app above."""
