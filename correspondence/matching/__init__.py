"""Matching: which passages of a reply are likely to speak of which questions. It proposes; people decide.

Inside: words and what they weigh (`words`), how likely a passage alone speaks of a question (`lexical`), and what its
neighbours and the reply as a whole tell (`rank`). Pure Python, offline; it knows no database and no file.
"""
