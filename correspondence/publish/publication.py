"""Publication: a text and the names under it as they were printed, which stay; what comes later is an addendum."""

from collections.abc import Sequence
from typing import Any

from sqlmodel import Session, select

from correspondence.document.nodes import Block, Document, Heading, Paragraph, Text
from correspondence.document.signatures import Layout
from correspondence.errors import NotFoundError, RefusedError
from correspondence.letters.edit import find
from correspondence.letters.words import catalog
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.publications import PublicationRow, publications
from correspondence.publish.export import Exported, Format, reference_of, written
from correspondence.publish.gate import Unconfirmed
from correspondence.publish.names import Marks
from correspondence.publish.text import letter_text
from correspondence.records.letter import Revision
from correspondence.records.signon import Publication
from correspondence.signons import signature_block as signatures
from correspondence.store import originals as kept_originals
from correspondence.store.reading import Reader
from correspondence.text.likeness import fold
from correspondence.text.locale import format_date
from correspondence.text.names import some_of
from correspondence.workspace import Workspace

AFTER = "after-publication"


def to_print(
    reader: Reader, workspace: Workspace, identifier: str, *, number: int | None, unconfirmed: Unconfirmed
) -> tuple[int, list[dict[str, Any]], list[bytes]]:
    """The names that a publication puts on record: the revision, each name's data, and the pictures of their marks.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: somebody has not confirmed the text, and nobody said what to do about it.
    """
    letter = letters.letter(reader, identifier)
    if not letter.revisions:
        raise NotFoundError(f"{letter.thread}/{letter.id} has no frozen text: freeze it first")
    number = letter.revisions[-1].number if number is None else number
    if number not in {revision.number for revision in letter.revisions}:
        raise NotFoundError(f"{letter.thread}/{letter.id} has no revision {number}")
    block = signatures.signature_block(
        letter,
        letters.signons(reader, letter.id, letter.thread),
        number=number,
        with_unconfirmed=unconfirmed is Unconfirmed.PRINT,
    )
    if block.unconfirmed and unconfirmed is Unconfirmed.REFUSE:
        names = some_of([row.name for row in block.unconfirmed])
        raise RefusedError(f"{names} must confirm revision {number} first (--unconfirmed leave-out, or print)")
    marks = Marks(reader, workspace)
    pictures = {row.logo: content for row in block.printed if row.logo and (content := marks.content(row.logo))}
    printed = [
        {
            "name": row.name, "kind": row.kind, "representative": row.representative, "role": row.role,
            "country": row.country, "sort_as": row.sort_as if row.sort_as != row.name else "",
            "logo": row.logo if row.logo in pictures else "",
        }
        for row in block.printed
    ]  # fmt: skip
    return number, [{key: value for key, value in one.items() if value} for one in printed], list(pictures.values())


def record(
    session: Session, thread: str, identifier: str, number: int, printed: Sequence[dict[str, Any]],
    pictures: Sequence[bytes], *, at: str, by: str, note: str | None,
) -> Publication:  # fmt: skip
    """Take down that a text was published with these names under it.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        number: the revision.
        printed: from `to_print`, as are the pictures.
        pictures: of the signatories' marks, which are kept.
        at: when it was published.
        by: who says so.
        note: where, for instance.

    Raises:
        NotFoundError: there is no such letter or revision.
        RefusedError: it has been published before.
    """
    letter = find(session, thread, identifier)
    query = select(Revision).where(Revision.letter_id == letter.id, Revision.number == number)
    revision = session.exec(query).first()
    if revision is None or letter.id is None:
        raise NotFoundError(f"{thread}/{identifier} has no revision {number}")
    if session.get(Publication, (letter.id, revision.digest)) is not None:
        raise RefusedError(f"revision {number} of {thread}/{identifier} has been published already")
    digests = [kept_originals.keep(session, content) for content in pictures]
    named = iter(digests)
    by_logo: dict[str, str] = {}
    entries = []
    for one in printed:
        logo = one.get("logo")
        if logo and logo not in by_logo:
            by_logo[logo] = next(named)
        entries.append(one | ({"logo": by_logo[logo]} if logo else {}))
    row = Publication(
        letter_id=letter.id, revision=revision.digest, published_at=at, published_by=by, note=note, printed=entries
    )
    session.add(row)
    session.flush()
    return row


def addendum(
    reader: Reader, workspace: Workspace, identifier: str, *, to: Format, revision: int | None = None
) -> Exported:
    """Who has signed a published text since, and whose signature has been withdrawn since, as a document of its own.

    Args:
        reader: an open look at the store.
        workspace: whose templates and marks are used.
        identifier: the letter's.
        to: the format.
        revision: which published text; None for the last.

    Raises:
        NotFoundError: there is no such letter, or it has not been published.
        RefusedError: nothing has changed since.
    """
    letter = letters.letter(reader, identifier)
    published = _published(reader, letter, revision)
    late, gone = since(reader, letter, published)
    if not late and not gone:
        raise RefusedError(f"{letter.thread}/{letter.id}: nobody has signed or withdrawn since revision "
                           f"{published.revision} was published")  # fmt: skip
    words = catalog(letter.language, workspace.template_folders())
    day = format_date(published.at[:10], letter.language)
    title = words.text("words", "addendum").format(title=letter.title)
    blocks: list[Block] = [
        Heading(1, (Text(title),)),
        Paragraph((Text(words.text("words", "published-on").format(date=day)),)),
    ]
    marks = Marks(reader, workspace)

    def names(key: str, rows: Sequence[SignOnRow]) -> None:
        if rows:
            blocks.append(Paragraph((Text(words.text("words", key)),)))
            blocks.extend(signatures.blocks(rows, Layout(), language=letter.language, catalog=words, mark=marks))

    names("signed-since", late)
    names("withdrawn-since", gone)
    template = letter_text(reader, workspace, letter, published.revision).template
    document = Document(title=title, language=letter.language, blocks=tuple(blocks), letterhead=template.letterhead)
    reference = reference_of(workspace, template, letter, None)
    content, told = written(document, to, reference, day=published.at[:10], fragment=None)
    return Exported(content, published.revision, len(late), tuple(told), len(gone))


def since(reader: Reader, letter: LetterDetail, published: PublicationRow) -> tuple[list[SignOnRow], list[SignOnRow]]:
    """Who has signed a text since it was published, and who has withdrawn, in the order to print them."""
    text = next(r.text_number for r in letter.revisions if r.number == published.revision)
    there = {fold(str(one["name"])) for one in published.printed}
    rows = letters.signons(reader, letter.id, letter.thread)
    late = [row for row in rows if row.state(text) == "confirmed" and fold(row.name) not in there]
    gone = [row for row in rows if row.status == "withdrawn" and fold(row.name) in there]
    return late, gone


def _published(reader: Reader, letter: LetterDetail, number: int | None) -> PublicationRow:
    rows = publications(reader, letter.id, letter.thread)
    found = [row for row in rows if number is None or row.revision == number]
    if not found:
        which = f"revision {number} of " if number is not None else ""
        raise NotFoundError(
            f"{which}{letter.thread}/{letter.id} has not been published: `correspondence signon publish`"
        )
    return found[-1]
