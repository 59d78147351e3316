"""The document tree as a Word document (ECMA-376, transitional), the same bytes every time.

Three floors: `blocks`, `inlines` (with `stretches` and `links`), `tables` and `numbering` write WordprocessingML as
text; `reference` (with `letterhead`, `pictures` and `styles`) takes page set-up and looks from a reference document;
`package` puts the parts together. Text rather than a tree of elements: an appendix of ten thousand rows is written in
one pass, and no look-up grows with its length. `readback` reads a package again with other eyes.
"""

from correspondence.writers.docx.write import write

__all__ = ["write"]
