"""Publication: what an organization puts its name to.

Inside: `export` (a letter as a file's bytes), `text` (which text of it), `gate` (whether it may go out), `files` (whole
or not there). Not inside: what a format looks like (`writers`), and what a letter says (`letters`).
"""
