"""A letter as PDF, set by Typst: tagged (PDF/UA-1), with its fonts, bookmarks and links.

Inside: `write` (the door), `tree` (nodes to data), `letter.typ` (the program that sets the data), `child` (the process
that it runs in), `stationery` (paper and letterhead from the template's Word document), `fonts` (where fonts lie).
"""

from correspondence.writers.pdf import stationery
from correspondence.writers.pdf.write import Printed, alike, write

__all__ = ["Printed", "alike", "stationery", "write"]
