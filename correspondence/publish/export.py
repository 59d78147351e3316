"""Exporting a letter: gate, tree, signatures, writer, and a file that is whole or not there."""

import os
import secrets
import shutil
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from correspondence.document.nodes import Document, Part, fill_part
from correspondence.errors import CorrespondenceError, Finding, NoTemplateError, RefusedError, Severity
from correspondence.letters import templates
from correspondence.letters.assemble import assemble
from correspondence.letters.draft import render_draft, template_of
from correspondence.letters.templates import Template
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

SIGNATURE_BLOCK = "signature-block"


class Format(StrEnum):
    """What a letter can be exported as."""

    DOCX = "docx"
    HTML = "html"
    MARKDOWN = "md"
    TEXT = "txt"

    @classmethod
    def of(cls, target: Path) -> "Format":
        """The format that a file's ending says.

        Raises:
            CorrespondenceError: it says none.
        """
        try:
            return cls(target.suffix.removeprefix(".").lower())
        except ValueError:
            endings = ", ".join(f".{known}" for known in cls)
            raise CorrespondenceError(f"{target.name}: its ending must be one of {endings}") from None


class Unconfirmed(StrEnum):
    """What to do with signatories who have not confirmed the text."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave-out"
    PRINT = "print"


@dataclass(frozen=True, slots=True)
class Exported:
    """A letter ready to be written.

    Attributes:
        content: the file's bytes.
        revision: which frozen text it is, or None for the draft as it stands.
        signatories: how many names are printed.
        findings: what a person should know; nothing here stopped the export.
    """

    content: bytes
    revision: int | None
    signatories: int
    findings: tuple[Finding, ...]


def export(
    reader: Reader,
    workspace: Workspace,
    identifier: str,
    *,
    to: Format = Format.DOCX,
    revision: int | None = None,
    unconfirmed: Unconfirmed = Unconfirmed.REFUSE,
) -> Exported:
    """A letter as a file's bytes: the newest revision, the one asked for, or the draft when nothing is frozen.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: a signatory has not confirmed this text, and nobody said what to do about it; or the text has no
            place for the signatures.
        TemplateError: the draft cannot be rendered.
        DocumentError: the text does not hold together.
    """
    letter = letters.letter(reader, identifier)
    text = _text(reader, workspace, letter, revision)
    document, more = assemble(reader, letter, text.markdown, citations=text.template.citations)
    block = signatures.signature_block(
        letter,
        letters.signons(reader, letter.id, letter.thread),
        number=text.number,
        with_unconfirmed=unconfirmed is Unconfirmed.PRINT,
    )
    _gate(letter, document, block, unconfirmed)
    kept = [finding for finding in block.findings if finding.severity is Severity.WARNING]
    if unconfirmed is Unconfirmed.LEAVE_OUT:
        kept += [_left_out(row.name, text.number) for row in block.unconfirmed]
    signed = fill_part(document, SIGNATURE_BLOCK, signatures.blocks(block.printed))
    content = _written(signed, to, workspace, text.template.name)
    return Exported(content, text.number, len(block.printed), (*text.findings, *more, *kept))


def write_file(content: bytes, target: Path) -> None:
    """Put the bytes in a file: beside it first, then in its place, so that it is never half there.

    Raises:
        CorrespondenceError: it cannot be written; what was there before stays.
    """
    beside = target.parent / f".{secrets.token_hex(8)}.part"
    try:
        try:
            with beside.open("xb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            if target.exists():
                shutil.copymode(target, beside)
            beside.replace(target)
        finally:
            beside.unlink(missing_ok=True)
    except OSError as error:
        raise CorrespondenceError(f"{target} cannot be written: {error.strerror or error}") from error
    _keep_entry(target.parent)


def _keep_entry(folder: Path) -> None:
    """Have a folder's entries on the disk too: after a power cut the new name must not lead to the old file."""
    with suppress(OSError):  # some systems open no folders, and some file systems sync none
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


@dataclass(frozen=True, slots=True)
class _Text:
    """The text to export: a revision, or the draft when `number` is None."""

    number: int | None
    markdown: str
    template: Template
    findings: tuple[Finding, ...]


def _text(reader: Reader, workspace: Workspace, letter: LetterDetail, revision: int | None) -> _Text:
    if revision is None and not letter.revisions:
        rendered = render_draft(reader, letter, workspace)
        draft = Finding(
            code="draft",
            place=f"letter {letter.id}",
            reason="no revision is frozen: this is the draft as it stands",
            fix="freeze it before anybody signs or publishes it",
        )
        return _Text(None, rendered.markdown, rendered.template, (draft, *rendered.findings))
    number = letter.revisions[-1].number if revision is None else revision
    markdown = letters.revision_body(reader, letter.id, number, letter.thread)
    try:
        return _Text(number, markdown, template_of(letter, workspace), ())
    except NoTemplateError as error:
        # A frozen text needs its template for its looks only.
        default = templates.find(templates.DEFAULT, workspace.template_folders())
        instead = Finding(
            code="no-template",
            place=f"letter {letter.id}",
            reason=f"{error}: exported with the looks of {default.name}",
        )
        return _Text(number, markdown, default, (instead,))


def _gate(letter: LetterDetail, document: Document, block: signatures.SignatureBlock, unconfirmed: Unconfirmed) -> None:
    """Stop an export that would print a name under a text it was not put to, or lose one."""
    if block.unconfirmed and unconfirmed is Unconfirmed.REFUSE:
        names = ", ".join(row.name for row in block.unconfirmed)
        raise RefusedError(
            f"letter {letter.id} was not exported: {names} signed an earlier text and must confirm this one "
            "(--unconfirmed leave-out prints the letter without them, --unconfirmed print with them)"
        )
    if block.printed and not any(isinstance(part, Part) and part.name == SIGNATURE_BLOCK for part in document.blocks):
        raise RefusedError(
            f"letter {letter.id} was not exported: its text has no signature block, so the names of "
            f"{len(block.printed)} signatories would be lost (put `::: {SIGNATURE_BLOCK}` in the template)"
        )


def _left_out(name: str, number: int | None) -> Finding:
    text = "this draft" if number is None else f"revision {number}"
    return Finding(
        code="signatory-left-out",
        place=f"signatory {name}",
        reason=f"has not confirmed {text} and is not printed",
    )


def _written(document: Document, to: Format, workspace: Workspace, template: str) -> bytes:
    """The bytes in a format; each writer loads only when it is wanted."""
    match to:
        case Format.DOCX:
            from correspondence.writers import docx
            from correspondence.writers.docx.readback import verify

            content = docx.write(document, templates.reference_document(template, workspace.template_folders()))
            verify(content, document)
            return content
        case Format.HTML:
            from correspondence.writers import html

            return html.write(document).encode()
        case Format.MARKDOWN:
            from correspondence.writers import markdown

            return markdown.write(document).encode()
        case Format.TEXT:
            from correspondence.writers import plain

            return plain.write(document).encode()


def check(reader: Reader, workspace: Workspace, identifier: str) -> tuple[Finding, ...]:
    """What stands in the way of a letter, and what a person should look at, for its newest text.

    Raises:
        NotFoundError: there is no such letter, or it cites a message that does not exist.
        TemplateError: the draft cannot be rendered.
        DocumentError: the text does not hold together.
    """
    letter = letters.letter(reader, identifier)
    text = _text(reader, workspace, letter, None)
    _, more = assemble(reader, letter, text.markdown, citations=text.template.citations)
    block = signatures.signature_block(letter, letters.signons(reader, letter.id, letter.thread), number=text.number)
    return (*text.findings, *_unfrozen(reader, workspace, letter, text), *more, *block.findings)


def _unfrozen(reader: Reader, workspace: Workspace, letter: LetterDetail, text: _Text) -> list[Finding]:
    """That the draft says something else than the newest revision, which is what an export prints."""
    if text.number is None or render_draft(reader, letter, workspace).markdown == text.markdown:
        return []
    return [
        Finding(
            code="draft-differs",
            place=f"letter {letter.id}",
            reason=f"the draft differs from revision {text.number}, which is what would be exported",
            fix="freeze the draft, if it is meant",
        )
    ]
