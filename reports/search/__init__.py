"""Finding a school, task, indicator, plan, document, report or page by words, codes or both.

`question` takes apart what was typed, `scope` says what the person may see, one small module per kind finds, `ranking`
orders, `marking` shows why something was found. What is small (plans, schools, the catalogue) is compared in memory,
so that a word can be about the school and the next about the period; tasks and reports are filtered by the database.
"""
