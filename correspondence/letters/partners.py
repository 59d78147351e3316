"""Reading a file of a partner's: which text it was made from, what went out, and what came back."""

import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeVar

from correspondence.document.manuscript import Grid, Manuscript, Para, paragraphs
from correspondence.document.nodes import Document, Image, Link, fill_part, walk
from correspondence.document.overlay import overlay
from correspondence.document.parse import parse
from correspondence.document.resolve import NOTHING, resolved, words
from correspondence.letters import edits, templates
from correspondence.letters.assemble import SCHEME, assemble
from correspondence.letters.carry import Source
from correspondence.letters.difference import DRAFT
from correspondence.letters.draft import draft_origins, render_draft
from correspondence.letters.merge import Comment, Merge, Taken
from correspondence.letters.origins import notes_last
from correspondence.letters.spelling import Spelling, addresses, as_typed, numbered
from correspondence.letters.templates import Template, template_if_there
from correspondence.overview import letters, timeline
from correspondence.overview.letters import LetterDetail
from correspondence.readers.worker import Worker
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from sqlmodel import Session

_Node = TypeVar("_Node", Link, Image)
_WORD = re.compile(r"\w+")
_FEW = 0.5  # share of words below which a file is likely another letter's
_FIGURES = re.compile(r"[0-9]+")


def read_back(
    reader: Reader, workspace: Workspace, identifier: str, content: bytes, *, text: str = "", worker: Worker
) -> Merge:
    """Read a Word document that was exported from a letter and then edited.

    Args:
        reader: an open look at the store.
        workspace: where templates are.
        identifier: the letter's.
        content: the file.
        text: the text that it was made from: the number of a revision, or `draft`; without it, the likeliest.
        worker: reads it.

    Raises:
        NotFoundError: there is no such letter or revision.
        UnreadableError: the file cannot be read.
        TemplateError: the draft cannot be rendered.
        DocumentError: a text does not hold together.
    """
    letter = letters.letter(reader, identifier)
    came_back = as_typed(worker.manuscript(content), letter.language)
    origins = notes_last(draft_origins(reader, letter, workspace))
    chosen = text or _likeliest(reader, letter, origins.text, came_back)
    sent = origins.text if chosen == DRAFT else _revision(reader, letter, chosen)
    template = template_if_there(letter, workspace)
    went_out = _manuscript(reader, workspace, letter, sent, template)
    both = overlay(went_out, _without_signatures(reader, letter, went_out, came_back))
    targets = _targets(reader, letter, sent) | _targets(reader, letter, origins.text)
    names = [*went_out.notes, *(name for name in both.notes if name not in went_out.notes)]
    spelling = Spelling(
        language=letter.language,
        citations=addresses(targets),
        pictures=_pictures(sent),
        numbers=numbered(names, len(went_out.notes), letter.body),
        known=len(went_out.notes),
    )
    draft = went_out if sent == origins.text else _manuscript(reader, workspace, letter, origins.text, template)
    of_draft = replace(spelling, numbers={name: n for n, name in enumerate(draft.notes)}, known=len(draft.notes))
    shown = edits.lines(both)
    return Merge(
        letter=letter,
        text=chosen,
        edits=tuple(edits.edits(both, shown)),
        comments=tuple(_comments(both, shown)),
        lines=tuple(shown),
        told=(*_about_words(sent, came_back), *both.told, *_about_pages(went_out, both)),
        spelling=spelling,
        both=both,
        source=Source(origins),
        draft=of_draft.main(draft, NOTHING),
    ).judged()


def take(
    reader: Reader, workspace: Workspace, merge: Merge, numbers: Iterable[int], *, comments: bool = False
) -> Taken:
    """The draft with edits taken into it, seen to render.

    Args:
        reader: an open look at the store.
        workspace: where templates are.
        merge: a file as it was read back.
        numbers: of the edits to take.
        comments: whether comments are kept in the draft, as notes that are not printed.

    Raises:
        TemplateError: the draft cannot be rendered with them.
    """
    taken = merge.taken(numbers, comments=comments)
    if taken.body != merge.letter.body:
        render_draft(reader, replace(merge.letter, body=taken.body), workspace)
    return taken


def save(session: "Session", merge: Merge, taken: Taken) -> int:
    """Save a draft that edits were taken into; the version as saved, the same as before when nothing changed.

    Raises:
        ChangedElsewhereError: somebody changed the draft since the file was read back.
    """
    from correspondence.letters.edit import save_body

    letter = merge.letter
    return save_body(session, letter.thread, letter.id, taken.body, read_version=letter.version)


def record(merge: Merge, taken: Taken) -> dict[str, object]:
    """What the journal says of a file that was taken into a draft."""
    authors = sorted({edit.author for edit in taken.taken if edit.author})
    return {"from": merge.text, "taken": len(taken.taken), "of": len(merge.edits), "authors": authors}


def _revision(reader: Reader, letter: LetterDetail, text: str) -> str:
    return letters.revision_body(reader, letter.id, int(text), letter.thread)


def _likeliest(reader: Reader, letter: LetterDetail, draft: str, came_back: Manuscript) -> str:
    """The text that has most words in common with what came back, changes not made; a newer one before an older."""
    theirs = _counted(came_back)
    best, likeness = DRAFT, -1.0
    texts = [(str(row.number), _revision(reader, letter, str(row.number))) for row in reversed(letter.revisions)]
    for name, markdown in [*texts, (DRAFT, draft)]:
        alike = _likeness(markdown, theirs)
        if alike > likeness:
            best, likeness = name, alike
    return best


def _counted(came_back: Manuscript) -> Counter[str]:
    return Counter(_WORD.findall(words(resolved(came_back, NOTHING).body)))


def _likeness(markdown: str, theirs: Counter[str]) -> float:
    """The share of words that a text and what came back have in common."""
    ours = Counter(_WORD.findall(_visible(markdown)))
    return 2 * (ours & theirs).total() / max(1, ours.total() + theirs.total())


def _visible(markdown: str) -> str:
    return re.sub(r"\]\([^)]*\)|\[\^[^\]]*\]|^:::.*$", "", markdown, flags=re.MULTILINE)


def _manuscript(
    reader: Reader, workspace: Workspace, letter: LetterDetail, markdown: str, template: Template | None
) -> Manuscript:
    """A text as it goes out, read as what comes back is read."""
    from correspondence.readers import manuscript
    from correspondence.writers import docx

    document, _ = assemble(reader, letter, markdown, template)
    unsigned = fill_part(document, "signature-block", ())  # an export fills it, and no revision does
    unsigned = replace(unsigned, letterhead=template.letterhead if template is not None else ())
    reference = templates.reference_document(letter.template or templates.DEFAULT, workspace.template_folders())
    return as_typed(manuscript.read(docx.write(unsigned, reference)), letter.language)


def _targets(reader: Reader, letter: LetterDetail, markdown: str) -> dict[str, str]:
    """Where each citation of a text leads."""
    found: dict[str, str] = {}
    document = parse(markdown, language=letter.language)
    for link in _all(document, Link):
        if link.target.startswith(SCHEME) and link.target not in found:
            cited = timeline.message(reader, link.target.removeprefix(SCHEME), letter.thread)
            found[link.target] = cited.url or cited.archive_url
    return found


def _pictures(markdown: str) -> dict[str, str]:
    return {image.alternative: image.target for image in _all(parse(markdown), Image)}


def _all(document: Document, kind: type[_Node]) -> list[_Node]:
    blocks = [block for story in (document.blocks, *document.footnotes) for block in story]
    return [node for node in walk(blocks) if isinstance(node, kind)]


def _without_signatures(
    reader: Reader, letter: LetterDetail, went_out: Manuscript, came_back: Manuscript
) -> Manuscript:
    """What came back without the names that an export prints below a letter: they are no part of its text.

    A name that nobody signed under stays, and is an edit; so does whatever somebody changed.
    """
    names = {row.name for row in letters.signons(reader, letter.id, letter.thread)}
    headings = {words((block,)) for block in went_out.body if isinstance(block, Para) and block.role.kind == "heading"}

    def is_name(block: Para | Grid) -> bool:
        if isinstance(block, Grid):
            cells = [cell for row in block.rows for cell in row.cells if words(cell).strip()]
            untouched = not any(row.inserted or row.deleted for row in block.rows)
            return untouched and bool(cells) and all(is_named(para) for cell in cells for para in paragraphs(cell))
        return block.role.kind == "signature" and is_named(block)

    def is_named(para: Para) -> bool:
        return _is_untouched(para) and any(line.strip() in names for line in words((para,)).split("\n"))

    kept: list[Para | Grid] = []
    after_name = False
    for block in reversed(came_back.body):
        is_group = (
            after_name
            and isinstance(block, Para)
            and block.role.kind == "heading"
            and _is_untouched(block)
            and words((block,)) not in headings
        )
        if is_group or is_name(block):
            after_name = not is_group
            continue
        kept.append(block)
        after_name = after_name and isinstance(block, Para) and not words((block,)).strip()  # between two tables
    return replace(came_back, body=tuple(reversed(kept)))


def _is_untouched(para: Para) -> bool:
    return not (para.inserted or para.deleted) and not any(
        piece.inserted or piece.deleted or piece.comments for piece in para.pieces
    )


def _comments(both: Manuscript, shown: list[edits.Line]) -> list[Comment]:
    places: dict[str, str] = {}
    on: dict[str, str] = {}
    for line in shown:
        for stretch in line.stretches:
            for identifier in stretch.comments:
                places.setdefault(identifier, line.place)
                on[identifier] = on.get(identifier, "") + ("" if stretch.inserted else stretch.text)
    found = [
        Comment(
            id=one.id,
            author=one.author,
            date=one.date,
            text=one.text,
            answers=one.parent,
            done=one.done,
            place=places.get(one.id, ""),
            words=" ".join(on.get(one.id, "").split()),
        )
        for one in both.remarks
    ]
    order = {identifier: n for n, identifier in enumerate(places)}
    return sorted(found, key=lambda one: order.get(one.id, order.get(one.answers, len(order))))


def _about_words(sent: str, came_back: Manuscript) -> list[str]:
    few = _likeness(sent, _counted(came_back)) < _FEW
    return ["has few words in common with this letter: was it made from another one?"] if few else []


def _about_pages(went_out: Manuscript, both: Manuscript) -> list[str]:
    """What was changed in the head or foot of the pages, which the template gives."""
    known = {_FIGURES.sub("0", line) for line in went_out.running}
    fresh = [line for line in both.running if _FIGURES.sub("0", line) not in known]
    return [f"the head or foot of its pages says “{line[:120]}”: that comes from the template" for line in fresh]
