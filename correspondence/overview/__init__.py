"""What is known, as frozen rows: the one place that joins tables for screens, commands and letters.

Inside: plain SQL over `store.reading`, a module a subject. Not inside: anything that changes the store, and anything
that knows how a row is shown. Dates stay partial dates as text; who shows them formats them.
"""
