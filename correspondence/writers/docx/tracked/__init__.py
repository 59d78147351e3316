"""Two texts of a letter as one Word document with native tracked changes (ECMA-376 part 1, 17.13.5).

Both texts are written by the same writer; what it wrote is aligned paragraph by paragraph and row by row and laid one
over the other. So whatever the writer can write can be tracked: accepting every change leaves what it wrote for the
new text, rejecting every one what it wrote for the old.

`atoms` takes paragraphs apart into words and puts them together again, `marks` says who changed what when, `stories`
lays a body, a cell or a note over another, `write` is the door.
"""

from correspondence.writers.docx.tracked.write import AUTHOR, DATE, Redline, write

__all__ = ["AUTHOR", "DATE", "Redline", "write"]
