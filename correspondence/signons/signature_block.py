"""The names under a text, and whether each of them signed that text."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace

from correspondence.document.nodes import (
    Block,
    Blocks,
    Emphasis,
    HardBreak,
    Heading,
    Image,
    Inlines,
    Paragraph,
    Picture,
    Text,
)
from correspondence.document.signatures import PEOPLE, Layout
from correspondence.errors import Finding, Severity
from correspondence.letters.words import Catalog
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.publications import PublicationRow
from correspondence.text.collation import sort_key
from correspondence.text.locale import comma

UNCONFIRMED = "unconfirmed-signon"
UNBOUND = "unbound-signon"

_PERSON = "person"
_GROUP_LEVEL = 2
_MARK_WIDTH, _MARK_HEIGHT = 144, 48  # of an organization's mark at most, in CSS pixels
_MARK_AREA = 3_000  # in CSS pixels: 55 × 55, or 110 × 27


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who is printed under a text.

    Attributes:
        printed: in the order to print them.
        unconfirmed: those who signed another text and have not confirmed this one.
        findings: an error for each unconfirmed one, a warning for each given outside the program.
    """

    printed: tuple[SignOnRow, ...]
    unconfirmed: tuple[SignOnRow, ...]
    findings: tuple[Finding, ...]


def signature_block(
    letter: LetterDetail, signons: Sequence[SignOnRow], *, number: int | None, with_unconfirmed: bool = False
) -> SignatureBlock:
    """Those who signed a text.

    Args:
        letter: whose text it is.
        signons: of the letter, in the order to print them.
        number: the revision to be printed; None for a draft, which nobody can have signed.
        with_unconfirmed: print those too who signed another text.
    """
    text = next((revision.text_number for revision in letter.revisions if revision.number == number), None)
    signed = [row for row in signons if row.status == "signed"]
    unconfirmed = tuple(row for row in signed if row.revision is not None and row.state(text) != "confirmed")
    unbound = [row for row in signed if row.revision is None]
    findings = [
        Finding(
            code=UNCONFIRMED,
            place=f"signatory {row.name}",
            reason=f"signed revision {row.revision}, and has not confirmed {_named(number)}",
            fix="ask them to confirm, or say what to print with --unconfirmed",
            severity=Severity.WARNING if with_unconfirmed else Severity.ERROR,
        )
        for row in unconfirmed
    ]
    findings += [
        Finding(
            code=UNBOUND,
            place=f"signatory {row.name}",
            reason="the sign-on was given outside the program and is bound to no text",
        )
        for row in unbound
    ]
    printed = tuple(row for row in signed if with_unconfirmed or row not in unconfirmed)
    return SignatureBlock(printed, unconfirmed, tuple(findings))


def as_published(letter: LetterDetail, published: PublicationRow) -> SignatureBlock:
    """Those who were printed under a published text, whoever has signed or withdrawn since."""
    text = next(revision.text_number for revision in letter.revisions if revision.number == published.revision)
    return SignatureBlock(
        tuple(
            SignOnRow(
                name=one["name"],
                kind=one.get("kind", "organization"),
                representative=one.get("representative", ""),
                role=one.get("role", ""),
                status="signed",
                channel="",
                at="",
                revision=published.revision,
                text_number=text,
                position=position,
                sort_as=one.get("sort_as") or one["name"],
                country=one.get("country", ""),
                logo=one.get("logo", ""),
            )
            for position, one in enumerate(published.printed)
        ),
        (),
        (),
    )


def blocks(
    printed: Sequence[SignOnRow],
    layout: Layout,
    *,
    language: str,
    catalog: Catalog,
    mark: Callable[[SignOnRow], Picture | None] = lambda _: None,
) -> Blocks:
    """The names as they are printed: a paragraph each, in groups under headings if the layout says so.

    Args:
        printed: who, in the order that a person or the language gave.
        layout: how.
        language: BCP 47, for the alphabet.
        catalog: the words of the letter's language.
        mark: gives the picture of a signatory's mark, if there is one.
    """
    rows = list(printed)
    if layout.alphabetical:
        rows.sort(key=lambda row: sort_key(row.sort_as, language))
    rows = [
        row for _, members in _grouped(rows, layout) for row in members
    ]  # "and 2 more" are the last that would stand
    kept = rows if layout.most is None else rows[: layout.most]
    found: list[Block] = []
    for group, members in _grouped(kept, layout):
        heading = dict(layout.headings).get(group, catalog.text("words", group)) if group else ""
        if heading and members:
            found.append(Heading(_GROUP_LEVEL, (Text(heading),)))
        found += [Paragraph(_line(row, layout, catalog, mark)) for row in members]
    if more := len(rows) - len(kept):
        found.append(Paragraph((Text(catalog.text("words", "and-more").format(n=more)),)))
    if layout.note and any(_details(row, layout.show) for row in kept):
        found.append(Paragraph((Emphasis((Text(catalog.text("words", "identification-only")),)),)))
    return tuple(found)


def _grouped(rows: Sequence[SignOnRow], layout: Layout) -> Iterator[tuple[str, list[SignOnRow]]]:
    """The rows by group, in the order of the layout; a kind that it does not name comes last, without a heading."""
    left = list(rows)
    for group in layout.groups:
        members = [row for row in left if (row.kind == _PERSON) == (group == PEOPLE)]
        left = [row for row in left if (row.kind == _PERSON) != (group == PEOPLE)]
        yield group, members
    yield "", left


def _line(row: SignOnRow, layout: Layout, catalog: Catalog, mark: Callable[[SignOnRow], Picture | None]) -> Inlines:
    picture = mark(row) if layout.logos else None
    words = Text(comma(catalog.language).join((row.name, *_details(row, layout.show))))
    if picture is None:
        return (words,)
    image = Image(row.logo, catalog.text("words", "logo").format(name=row.name), _fitted(picture))
    return (image, HardBreak(), words)


def _details(row: SignOnRow, show: Sequence[str] | None) -> list[str]:
    """What is printed beside a name, in the order of the layout; without one, a person's role."""
    if show is None:
        return [row.role] if row.kind == _PERSON and row.role else []
    return [value for name in show if (value := str(getattr(row, name)))]


def _fitted(picture: Picture) -> Picture:
    """A mark as large as the others look: of much the same area, a wide one lower and a square one narrower."""
    even = (_MARK_AREA / (picture.width * picture.height)) ** 0.5
    by = min(1.0, even, _MARK_WIDTH / picture.width, _MARK_HEIGHT / picture.height)
    return replace(picture, width=max(1, round(picture.width * by)), height=max(1, round(picture.height * by)))


def _named(number: int | None) -> str:
    return "this draft" if number is None else f"revision {number}"
