"""Checks of a letter before it is frozen or goes out: one function a code, each with its place, like a linter.

Inside: `run` (all of them, in order), `subject` (what they look at), `source` (texts as people write them, with places)
and the checks by what they look at: `quotations`, `citations`, `asking`, `people`, `wording`, `form`, `deadlines`,
`editorial`; `fixes` makes the changes that are safe. Not inside: whether each signatory has confirmed the text
(`signons`), and whether the letter may go out (`publish.gate`).
"""
