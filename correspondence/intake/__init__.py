"""Intake: files that came in become messages of a thread.

Inside: where files come from (`sources`), what a message is made of (`draft`), which messages are there already and
which answer which (`threading`), and the way from files to the store (`log`). Files are read by `readers.worker` alone.
Not inside: what a message says to a question (`assess`).
"""
