"""Letters that go out to partners and come back edited."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache

from correspondence.letters import partners, templates
from correspondence.letters.assemble import assemble
from correspondence.letters.draft import render_draft
from correspondence.letters.merge import Merge
from correspondence.overview import letters
from correspondence.publish.export import export
from correspondence.readers.worker import Worker
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers import docx
from correspondence.writers.docx import tracked
from tests.factories.words import deleted, inserted, run


@lru_cache(maxsize=1)
def _worker() -> Worker:
    """One process for all tests of a run; it ends with them, since nobody asks it any more."""
    return Worker()


def sent(workspace: Workspace, letter: str = "l") -> bytes:
    """A letter as it goes out: the draft when nothing is frozen."""
    with reading(workspace) as reader:
        return export(reader, workspace, letter).content


def retyped(content: bytes, edit: Callable[[str], str], part: str = "word/document.xml") -> bytes:
    """A document of which a part's XML is edited."""
    packed = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(packed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            new.writestr(name, edit(data.decode()) if name == part else data)
    return packed.getvalue()


def tracked_words(old: str, new: str, *, by: str = "Ana", around: str = "") -> Callable[[str], str]:
    """An edit of XML in which words give way to others, with tracked changes."""

    def edit(xml: str) -> str:
        assert xml.count(around or old) == 1, (around or old, xml.count(around or old))
        marks = (deleted(old, by=by) if old else "") + (inserted(run(new), by=by) if new else "")
        cut = f'</w:t></w:r>{marks}<w:r><w:t xml:space="preserve">'
        return (
            xml.replace(around, around.replace(old, cut) if old else around + cut) if around else xml.replace(old, cut)
        )

    return edit


def edited_as(workspace: Workspace, body: str, letter: str = "l", *, author: str | None = "Ana") -> bytes:
    """What a partner makes of a letter's draft who turns its body into another: with tracked changes, or without."""
    with reading(workspace) as reader:
        detail = letters.letter(reader, letter)
        rendered = render_draft(reader, detail, workspace)
        assert detail.body.strip("\n") in rendered.markdown, "a body with live parts has no other text"
        texts = (rendered.markdown, rendered.markdown.replace(detail.body.strip("\n"), body.strip("\n")))
        sides = [assemble(reader, detail, text, rendered.template)[0] for text in texts]
        reference = templates.reference_document(detail.template or templates.DEFAULT, workspace.template_folders())
    if author is None:
        return docx.write(sides[1], reference)
    return tracked.write(sides[0], sides[1], reference, author=author, date="2025-05-20T10:00:00Z").content


def came_back(workspace: Workspace, content: bytes, letter: str = "l", *, text: str = "") -> Merge:
    """A file as it is read back."""
    with reading(workspace) as reader:
        return partners.read_back(reader, workspace, letter, content, text=text, worker=_worker())


def printed(workspace: Workspace, body: str, letter: str = "l") -> str:
    """A letter with another body as it is rendered."""
    with reading(workspace) as reader:
        detail = replace(letters.letter(reader, letter), body=body)
        return re.sub(r"\n{3,}", "\n\n", render_draft(reader, detail, workspace).markdown)
