"""Publication: a letter as a file that an organization puts its name to.

Inside: `export` (gate, tree, signatures, writer, and the file itself). Not inside: what a format looks like
(`writers`), and what a letter says (`letters`).
"""
