"""What changed between two texts of a letter, as a Word document with native tracked changes."""

import re
from dataclasses import dataclass

from correspondence.document.nodes import Document
from correspondence.errors import CorrespondenceError, Finding
from correspondence.letters import templates
from correspondence.letters.assemble import assemble
from correspondence.letters.difference import DRAFT, frozen
from correspondence.letters.draft import render_draft
from correspondence.letters.templates import template_if_there
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

_DATE = re.compile(r"[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])(?:T[0-2][0-9]:[0-5][0-9]:[0-5][0-9]Z)?")


@dataclass(frozen=True, slots=True)
class LetterRedline:
    """A redline of a letter.

    Attributes:
        content: the Word document.
        changes: how many changes it marks.
        findings: what a person should know of the two texts.
    """

    content: bytes
    changes: int
    findings: tuple[Finding, ...]


def redline(
    reader: Reader,
    workspace: Workspace,
    identifier: str,
    old: str,
    new: str,
    *,
    author: str | None = None,
    date: str | None = None,
) -> LetterRedline:
    """Lay one text of a letter over another.

    Args:
        reader: an open look at the store.
        workspace: where templates are.
        identifier: the letter's.
        old: the number of a revision, or `draft`.
        new: the same.
        author: whom the changes are said to be by; without it, the name of the new text, and nobody's.
        date: an ISO 8601 date, or date and time in UTC; without it, one that is always the same.

    Raises:
        NotFoundError: there is no such letter or revision.
        CorrespondenceError: a text is neither a number nor `draft`, or the date is none.
        TemplateError: the draft cannot be rendered.
        DocumentError: a text does not hold together.
    """
    from correspondence.writers.docx import tracked

    if date is not None and not _DATE.fullmatch(date):
        raise CorrespondenceError(f"{date!r} is no date: give it as 2025-06-03 or 2025-06-03T12:00:00Z")
    letter = letters.letter(reader, identifier)
    before, _ = document_of(reader, workspace, letter, old)
    behind, findings = document_of(reader, workspace, letter, new)
    done = tracked.write(
        before,
        behind,
        templates.reference_document(letter.template or templates.DEFAULT, workspace.template_folders()),
        author=author or name_of(new),
        date=tracked.DATE if date is None else f"{date}T00:00:00Z" if "T" not in date else date,
    )
    return LetterRedline(done.content, done.changes, tuple(findings))


def name_of(text: str) -> str:
    """How a text of a letter is called: `Draft` or `Revision 2`."""
    return "Draft" if text == DRAFT else f"Revision {text}"


def document_of(
    reader: Reader, workspace: Workspace, letter: LetterDetail, text: str
) -> tuple[Document, list[Finding]]:
    """The tree of a revision or of the draft, and what there is to say of it.

    Raises:
        NotFoundError: there is no such revision.
        CorrespondenceError: the text is neither a number nor `draft`.
        TemplateError: the draft cannot be rendered.
        DocumentError: the text does not hold together.
    """
    if text == DRAFT:
        rendered = render_draft(reader, letter, workspace)
        document, more = assemble(reader, letter, rendered.markdown, rendered.template)
        return document, [*rendered.findings, *more]
    markdown = frozen(reader, letter, text)
    return assemble(reader, letter, markdown, template_if_there(letter, workspace))
