"""A letter as Markdown again: the inverse of `document.parse`, in one normal form.

The normal form: headings with `#`, bullets with `-`, code in backtick fences, rules as `___`, hard breaks with a
backslash, one line a paragraph, a blank line between blocks, parts fenced by three colons and tables by four, and every
table a list-table unless plain cells under one header row let it be a pipe table. Emphasis is `*`, and `_` where it
touches or stands inside another. A run of white space is one space, and there is none at the edges of a paragraph or
of marked words; two marked words of a kind side by side are one. Emphasis three deep is not told apart in every case.

`blocks` writes blocks, `inlines` what stands in a line.
"""

from correspondence.writers.markdown.blocks import write

__all__ = ["write"]
