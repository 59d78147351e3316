"""One document tree for every export: nodes, and Markdown to tree.

Inside: `nodes` (what a letter is made of, and walking it) and `parse` (Markdown with letter parts to a tree).
Not inside: tree to anything (`writers`), templates and threads (`letters`).
"""
