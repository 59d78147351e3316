"""One document tree out, in every format: a writer a format, none of which knows where the tree came from.

Inside: `docx`, `html`, `markdown`, `plain`. A node that a writer does not know is an error, never left out in silence.
"""
