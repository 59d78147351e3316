"""Make the pictures of letters' pages: `make screenshots`, or with a bundle's folder to add the letters of that one.

The pages are drawn by LibreOffice: the sample letter's, and those of a letter in each language.
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

from correspondence.bundle import transfer
from correspondence.overview import letters
from correspondence.publish.export import export
from correspondence.publish.gate import Unconfirmed
from correspondence.store.change import change
from correspondence.store.migrate import migrate
from correspondence.store.reading import reading
from correspondence.workspace import Workspace, shipped
from tests.samples import LETTERS, write_letter

GALLERY = Path(__file__).parent.parent / "docs" / "gallery" / "pages"
SAMPLE = "2025-06-03-open-letter"
_DOTS_PER_INCH = "64"


def main() -> None:
    office, painter = shutil.which("soffice"), shutil.which("pdftoppm")
    if office is None or painter is None:
        sys.exit("LibreOffice and pdftoppm draw the pages: install both")
    GALLERY.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        workspace = Workspace(root, None, "Ana Ferreira")
        migrate(workspace)
        wanted = {"sample": (_bring(workspace, shipped("threads") / "nivelmark"), SAMPLE)}
        for bundle in map(Path, sys.argv[1:]):
            slug = _bring(workspace, bundle)
            with reading(workspace) as reader:
                wanted[slug] = next((slug, row.id) for row in letters.letters(reader) if row.thread == slug)
        wanted |= {begun.language: tuple(write_letter(root, begun).split("/")) for begun in LETTERS}  # type: ignore[misc]
        for name, (thread, letter) in wanted.items():
            _draw(workspace, thread, letter, root / f"{name}.docx", office, painter)


def _bring(workspace: Workspace, bundle: Path) -> str:
    with change(workspace, "thread import", bundle.name) as act:
        transfer.import_thread(act.session, *transfer.read(bundle))
    return bundle.name


def _draw(workspace: Workspace, thread: str, letter: str, docx: Path, office: str, painter: str) -> None:
    with reading(workspace) as reader:
        docx.write_bytes(export(reader, workspace, f"{thread}/{letter}", unconfirmed=Unconfirmed.LEAVE_OUT).content)
    profile = f"-env:UserInstallation={(docx.parent / 'office').as_uri()}"
    order = [office, profile, "--headless", "--convert-to", "pdf", "--outdir", docx.parent, docx]
    subprocess.run(order, check=True, capture_output=True)
    for old in GALLERY.glob(f"{docx.stem}-*.png"):
        old.unlink()
    drawn = GALLERY / docx.stem
    subprocess.run([painter, "-r", _DOTS_PER_INCH, "-png", docx.with_suffix(".pdf"), drawn], check=True)


if __name__ == "__main__":
    main()
