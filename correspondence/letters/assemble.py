"""From a letter's text to the tree that every export is written from: citations get addresses, pictures their bytes."""

from dataclasses import replace
from typing import TYPE_CHECKING

from correspondence.document.crossing import cross
from correspondence.document.nodes import (
    Block,
    Blocks,
    Document,
    FootnoteReference,
    Inlines,
    Link,
    Paragraph,
    Part,
    Text,
    map_links,
    map_text,
)
from correspondence.document.parse import parse
from correspondence.errors import Finding, NotFoundError
from correspondence.letters.pictures import with_pictures
from correspondence.overview import timeline
from correspondence.overview.letters import LetterDetail
from correspondence.overview.timeline import MessageDetail
from correspondence.store.reading import Reader
from correspondence.text.escape import for_print
from correspondence.text.locale import colon, comma, format_date, table_named
from correspondence.text.mailboxes import name_alone
from correspondence.text.spacing import no_break_spaces

if TYPE_CHECKING:
    from correspondence.letters.templates import Template

SCHEME = "message:"


def assemble(
    reader: Reader, letter: LetterDetail, markdown: str, template: "Template | None" = None
) -> tuple[Document, list[Finding]]:
    """The document tree of a letter's text, with spaces unbroken where its language wants them.

    No control of direction that somebody hid in a name turns the words around it.

    Args:
        reader: an open look at the store.
        letter: whose text it is.
        markdown: the rendered text, of a revision or a draft.
        template: says whether citations are links or notes, and which appendices begin a page; without one they are
            links, and the first does.

    Raises:
        DocumentError: the text does not hold together.
        NotFoundError: it cites a message that does not exist.
    """
    citations, pages = (template.citations, template.appendix_pages) if template is not None else ("links", "first")
    parsed = parse(markdown, language=letter.language, title=for_print(letter.title))
    parsed = replace(parsed, blocks=_paged(parsed.blocks, pages))
    crossed = cross(parsed, lambda number: table_named(number, letter.language), colon(letter.language))
    document = crossed.document
    cited = _Citations(reader, letter, len(document.footnotes), as_notes=citations in ("footnotes", "endnotes"))
    resolved = map_text(
        map_links(document, cited.resolved), lambda text: no_break_spaces(for_print(text), letter.language)
    )
    pictured, more = with_pictures(reader, resolved)
    all_notes = (*pictured.footnotes, *cited.notes)
    noted = replace(pictured, footnotes=all_notes, endnotes=citations == "endnotes")
    return noted, [*cited.findings, *more, *map(_leads_nowhere, crossed.unknown)]


def _paged(blocks: Blocks, appendix_pages: str) -> Blocks:
    """The blocks, with appendices that run on where the template says so."""
    pages = {"each": len(blocks), "none": 0}.get(appendix_pages, 1)
    paged: list[Block] = []
    for block in blocks:
        if isinstance(block, Part) and block.name == "appendix":
            paged.append(replace(block, runs_on=pages <= 0))
            pages -= 1
        else:
            paged.append(block)
    return tuple(paged)


def _leads_nowhere(name: str) -> Finding:
    return Finding(
        code="cross-reference",
        place=f"link to #{name}",
        reason="leads nowhere: no heading and no table of this letter is called so",
        fix="a heading is called by its words with hyphens, a table by its id",
    )


class _Citations:
    """Turns links to messages into what a reader can follow."""

    def __init__(self, reader: Reader, letter: LetterDetail, notes: int, *, as_notes: bool) -> None:
        self._reader = reader
        self._letter = letter
        self._as_notes = as_notes
        self._first_note = notes
        self._messages: dict[str, MessageDetail] = {}
        self.notes: list[Blocks] = []
        self.findings: list[Finding] = []

    def resolved(self, link: Link) -> Inlines:
        if not link.target.startswith(SCHEME):
            return (link,)
        message = self._message(link.target.removeprefix(SCHEME))
        if self._as_notes:
            self.notes.append((Paragraph(self._source(message)),))
            return (*link.children, FootnoteReference(self._first_note + len(self.notes) - 1))
        address = message.url or message.archive_url
        return (Link(address, link.children),) if address else link.children

    def _message(self, identifier: str) -> MessageDetail:
        if identifier not in self._messages:
            try:
                found = timeline.message(self._reader, identifier, self._letter.thread)
            except NotFoundError as error:
                raise NotFoundError(f"letter {self._letter.id!r} cites message:{identifier}: {error}") from error
            self._messages[identifier] = found
            if not (found.url or found.archive_url) and not self._as_notes:
                self.findings.append(
                    Finding(
                        code="citation-without-address",
                        place=f"citation of {identifier}",
                        reason="has no address: its words are printed without a link",
                        fix=f"`message correct {identifier} --url …` gives it one; templates with footnotes need none",
                        about=f"{SCHEME}{identifier}",
                    )
                )
        return self._messages[identifier]

    def _source(self, message: MessageDetail) -> Inlines:
        date = format_date(message.date, self._letter.language) if message.date else ""
        parts = (name_alone(message.author), message.title, date)
        words = comma(self._letter.language).join(filter(None, parts)) or message.id
        address = message.url or message.archive_url
        return (
            (Text(words + colon(self._letter.language)), Link(address, (Text(address),))) if address else (Text(words),)
        )
