"""The least that makes a signed list of a form's export: csv, names without case and spaces, `sorted`, python-docx.

`python benchmarks/plain_signatories.py FORM.csv OUT.docx`.
"""

import csv
import io
import sys
from pathlib import Path


def plain(text: str) -> bytes:
    """A Word document of those who signed."""
    import docx

    seen: dict[str, tuple[str, str]] = {}
    for row in list(csv.reader(io.StringIO(text)))[1:]:
        if "@" in row[4]:
            seen.setdefault(" ".join(row[1].split()).casefold(), (row[1], row[2]))
    document = docx.Document()
    document.add_heading("L", 0)
    for name, role in sorted(seen.values(), key=lambda one: one[0].casefold()):
        document.add_paragraph(f"{name}, {role}" if role else name)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


if __name__ == "__main__":
    Path(sys.argv[2]).write_bytes(plain(Path(sys.argv[1]).read_text("utf-8")))
