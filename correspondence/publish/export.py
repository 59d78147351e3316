"""Exporting a letter: gate, tree, signatures, writer, and a file that is whole or not there."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

from correspondence.document.nodes import Document, HardBreak, Paragraph, Strong, Text, map_text
from correspondence.errors import CorrespondenceError, Finding
from correspondence.letters import templates
from correspondence.letters.assemble import assemble
from correspondence.letters.templates import Template
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.overview.publications import PublicationRow, publications
from correspondence.publish import circulation
from correspondence.publish.gate import Unconfirmed, pass_gate
from correspondence.publish.names import with_names
from correspondence.publish.text import letter_text
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.text.escape import for_print
from correspondence.text.locale import Paper
from correspondence.text.locale import paper as paper_of
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.render import Renderer

_NAMED = 12  # characters that no font has, in one message


class Format(StrEnum):
    """What a letter can be exported as."""

    DOCX = "docx"
    HTML = "html"
    PDF = "pdf"
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
            raise CorrespondenceError(f"{target.name or target}: its ending must be one of {endings}") from None


@dataclass(frozen=True, slots=True)
class Exported:
    """A letter ready to be written.

    Attributes:
        content: the file's bytes.
        revision: which frozen text it is, or None for the draft as it stands.
        signatories: how many names are printed.
        findings: what a person should know; nothing here stopped the export.
        withdrawn: of an addendum, how many are named as having withdrawn.
    """

    content: bytes
    revision: int | None
    signatories: int
    findings: tuple[Finding, ...]
    withdrawn: int = 0


def export(
    reader: Reader,
    workspace: Workspace,
    identifier: str,
    *,
    to: Format = Format.DOCX,
    revision: int | None = None,
    unconfirmed: Unconfirmed = Unconfirmed.REFUSE,
    fragment: int | None = None,
    now: datetime | None = None,
    marks: Sequence[str] = (),
    paper: Paper | None = None,
) -> Exported:
    """A letter as a file's bytes: the newest revision, the one asked for, or the draft when nothing is frozen.

    Args:
        reader: an open look at the store.
        workspace: whose templates are used.
        identifier: the letter's, alone or as `thread/letter`.
        to: the format.
        revision: its number.
        unconfirmed: what to do with signatories who have not confirmed the text.
        fragment: of HTML, only what stands in a page, its first headings of this level.
        now: for the embargo; nothing of it is in the file.
        marks: what every page of a copy that goes round must say: `circulation.MARKS`, or words of one's own.
        paper: `a4` or `us-letter`; else by where the letter's language is spoken.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: a signatory has not confirmed this text, and nobody said what to do about it; or the text has no
            place for the signatures.
        TemplateError: the draft cannot be rendered.
        DocumentError: the text does not hold together.
        CorrespondenceError: what writes the format is not installed.
    """
    sheet = prepare(reader, workspace, identifier, revision=revision, unconfirmed=unconfirmed, now=now, paper=paper)
    return sheet.printed(to, marks=circulation.marks(sheet.letter, sheet.template, marks), fragment=fragment)


@dataclass(frozen=True, slots=True)
class Sheet:
    """A letter with its signatures, ready to be printed in any format and as any copy.

    Attributes:
        letter: its data.
        template: what it is printed with.
        document: the tree, signatures filled in.
        reference: the reference document's bytes.
        revision: which frozen text it is, or None for the draft as it stands.
        signatories: how many names are printed.
        findings: what a person should know.
    """

    letter: LetterDetail
    template: Template
    document: Document
    reference: bytes
    revision: int | None
    signatories: int
    findings: tuple[Finding, ...]

    def printed(self, to: Format, *, marks: Sequence[str] = (), fragment: int | None = None) -> Exported:
        """The bytes of one copy.

        Raises:
            CorrespondenceError: what writes the format is not installed.
        """
        document = replace(self.document, marks=tuple(marks))
        content, told = written(document, to, self.reference, day=self.letter.date, fragment=fragment)
        return Exported(content, self.revision, self.signatories, (*self.findings, *told))


def prepare(
    reader: Reader,
    workspace: Workspace,
    identifier: str,
    *,
    revision: int | None = None,
    unconfirmed: Unconfirmed = Unconfirmed.REFUSE,
    now: datetime | None = None,
    paper: Paper | None = None,
    renderer: "Renderer | None" = None,
) -> Sheet:
    """All that `export` does but the writing: gate, tree, signatures.

    Raises:
        CorrespondenceError: as `export` says.
    """
    letter = letters.letter(reader, identifier)
    text = letter_text(reader, workspace, letter, revision, renderer)
    document, more = assemble(reader, letter, text.markdown, text.template)
    published = _published(reader, letter, text.number)
    if published is not None:
        block = signatures.as_published(letter, published)
    else:
        block = signatures.signature_block(
            letter,
            letters.signons(reader, letter.id, letter.thread),
            number=text.number,
            with_unconfirmed=unconfirmed is Unconfirmed.PRINT,
        )
    kept = pass_gate(letter, text, document, block, unconfirmed, now=now)
    signed = with_names(reader, workspace, document, letter, block.printed)
    return Sheet(
        letter=letter,
        template=text.template,
        document=replace(map_text(signed, for_print), letterhead=text.template.letterhead),
        reference=reference_of(workspace, text.template, letter, paper),
        revision=text.number,
        signatories=len(block.printed),
        findings=(*text.findings, *more, *kept),
    )


def reference_of(workspace: Workspace, template: Template, letter: LetterDetail, paper: Paper | None) -> bytes:
    """The reference document of a letter's template, on a paper or on that of its language's countries."""
    size = paper or paper_of(letter.language)
    return templates.reference_document(template.name, workspace.template_folders(), size)


def text_alone(
    reader: Reader, workspace: Workspace, identifier: str, revision: int, to: Format, *, fragment: int | None = None
) -> bytes:
    """A frozen text as it is sent round: without the names of those who have signed.

    Args:
        reader: an open look at the store.
        workspace: whose templates are used.
        identifier: the letter's.
        revision: its number.
        to: the format.
        fragment: of HTML, as of `export`.

    Raises:
        NotFoundError: there is no such letter or revision.
        DocumentError: the text does not hold together.
        CorrespondenceError: what writes the format is not installed.
    """
    letter = letters.letter(reader, identifier)
    text = letter_text(reader, workspace, letter, revision)
    document, _ = assemble(reader, letter, text.markdown, text.template)
    headed = replace(document, letterhead=text.template.letterhead)
    reference = reference_of(workspace, text.template, letter, None)
    return written(headed, to, reference, day=letter.date, fragment=fragment)[0]


def _published(reader: Reader, letter: LetterDetail, number: int | None) -> PublicationRow | None:
    rows = publications(reader, letter.id, letter.thread) if number is not None else []
    return next((row for row in rows if row.revision == number), None)


def written(
    document: Document, to: Format, reference: bytes, *, day: str | None, fragment: int | None
) -> tuple[bytes, list[Finding]]:
    """The bytes in a format, and what is to be said of them; each writer loads only when it is wanted.

    Raises:
        CorrespondenceError: what writes the format is not installed.
    """
    match to:
        case Format.DOCX:
            from correspondence.writers import docx
            from correspondence.writers.docx.readback import verify

            content = docx.write(document, reference)
            verify(content, document)
            return content, []
        case Format.HTML:
            from correspondence.writers import html

            if fragment is None:
                return html.write(document, date=day or "").encode(), []
            return html.fragment(document, first_level=fragment, date=day or "").encode(), []
        case Format.PDF:
            return _pdf(document, reference, day)
        case Format.MARKDOWN:
            from correspondence.writers import markdown

            return markdown.write(_headed(document)).encode(), []
        case Format.TEXT:
            from correspondence.writers import plain

            return plain.write(_headed(document)).encode(), []


def _headed(document: Document) -> Document:
    """The document with its marks and who writes as paragraphs before all else, for formats without pages."""
    marks = [Paragraph((Strong((Text(mark),)),)) for mark in document.marks]
    lines = [part for line in document.letterhead for part in (HardBreak(), Text(line))][1:]
    head = (*marks, *((Paragraph(tuple(lines)),) if lines else ()))
    return replace(document, blocks=(*head, *document.blocks))


def _pdf(document: Document, reference: bytes, day: str | None) -> tuple[bytes, list[Finding]]:
    from correspondence.writers import pdf

    printed = pdf.write(
        document, pdf.stationery.read(reference, document), date=PartialDate.parse(day) if day else None
    )
    findings = []
    if printed.missing:
        shown = ", ".join(f"{c} (U+{ord(c):04X}) as {pdf.alike(c)}" for c in printed.missing[:_NAMED])
        more = len(printed.missing) - _NAMED
        reason = f"no font here has some of its characters, which print as others: {shown}"
        fix = "install fonts that have them, such as the Noto fonts"
        findings.append(Finding("no-glyph", "PDF", reason + (f" and {more} more" if more > 0 else ""), fix))
    if printed.own_fonts:
        reason = "fonts of this machine were needed: another machine may give another file"
        findings.append(Finding("own-fonts", "PDF", reason))
    return printed.content, findings
