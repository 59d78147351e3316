"""Assessing: what a message says to the questions that were asked.

Inside: what the program proposes (`proposals`), and what a person decides (`verdicts`). Statuses are derived by views.
"""
