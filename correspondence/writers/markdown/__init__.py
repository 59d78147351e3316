"""A letter as Markdown again: the inverse of `document.parse`, in one normal form.

The normal form: headings with `#` (underlined when they hold a hard break), bullets with `-`, code in backtick fences,
rules as `___`, hard breaks with a backslash, one line a paragraph, a blank line between blocks, parts fenced by three
colons and tables by four, and every table a list-table unless one-line cells under one header row let it be a pipe
table. Emphasis is `*`, and `_` where it touches or stands inside another. `normal` says what is normal within a line.

What Markdown cannot say comes out as what is nearest: a tight list whose blocks would run together is loose, a hard
break in a heading of level 3 or more is a space, an empty paragraph is nothing, a table without rows is its caption.

`blocks` writes blocks, `inlines` what stands in a line.
"""

from correspondence.writers.markdown.blocks import write, write_blocks, write_note

__all__ = ["write", "write_blocks", "write_note"]
