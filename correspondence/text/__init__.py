"""Text as such: its normal form, what must be escaped where, dates, and what a language asks for.

Not inside: passages of messages (`passages`), and Markdown as a document (`document`).
"""
