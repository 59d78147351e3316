"""Names under a text: its signature block filled, with the pictures of signatories' marks.

A mark is a file of the workspace's folder `signatories`, or, when the text was published, the file as it was then.
"""

import re
from collections.abc import Sequence
from contextlib import suppress

from correspondence.document.nodes import Document, Part, Picture, fill_part
from correspondence.document.signatures import layout
from correspondence.letters.words import catalog
from correspondence.overview import originals
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.publish.gate import SIGNATURE_BLOCK
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace, shipped
from correspondence.writers.pictures import bare

_DIGEST = re.compile("[0-9a-f]{64}")
_MOST = 2 << 20


class Marks:
    """Gives the picture of a signatory's mark; None when there is none, or none that can be printed."""

    def __init__(self, reader: Reader, workspace: Workspace) -> None:
        self._reader = reader
        self._folders = (workspace.root / "signatories", shipped("signatories"))

    def __call__(self, row: SignOnRow) -> Picture | None:
        """The picture of a mark, without its metadata."""
        content = self.content(row.logo)
        if content is not None:
            with suppress(ValueError):
                return bare(content)
        return None

    def content(self, logo: str) -> bytes | None:
        """The file of a mark: one of the folder `signatories`, or an original by its digest."""
        if _DIGEST.fullmatch(logo):
            return originals.content(self._reader, logo)
        if not logo or logo != logo.replace("\\", "/").rpartition("/")[2] or logo.startswith("."):
            return None  # a name, never a path
        for folder in self._folders:
            with suppress(OSError):
                path = folder / logo
                if path.is_file() and path.stat().st_size <= _MOST:
                    return path.read_bytes()
        return None


def with_names(
    reader: Reader, workspace: Workspace, document: Document, letter: LetterDetail, printed: Sequence[SignOnRow]
) -> Document:
    """The document with these names in its signature block, laid out as the block says; without one as it is."""
    part = next((p for p in document.blocks if isinstance(p, Part) and p.name == SIGNATURE_BLOCK), None)
    if part is None:
        return document
    words = catalog(letter.language, workspace.template_folders())
    names = signatures.blocks(
        printed, layout(part.options), language=letter.language, catalog=words, mark=Marks(reader, workspace)
    )
    return fill_part(document, SIGNATURE_BLOCK, names)
