"""Which documents of a thread the public may see: what somebody marked public, and nothing by default."""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from correspondence.document.nodes import Document, Image, Inlines, Link, Text, map_images, map_links, plain_text
from correspondence.document.parse import parse
from correspondence.errors import CorrespondenceError, DocumentError, Finding, RefusedError
from correspondence.letters.assemble import SCHEME
from correspondence.letters.checks.deadlines import is_embargoed
from correspondence.letters.pictures import with_pictures
from correspondence.overview import letters, threads, timeline
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.publications import publications
from correspondence.overview.timeline import MessageDetail, MessageRow
from correspondence.publish.names import with_names
from correspondence.publish.tracker.site import Public
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.text.mailboxes import name_alone
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Direction, MessageKind
from correspondence.workspace import Workspace
from correspondence.writers.markdown import write

_QUOTED = re.compile(r"(?:^[ \t]*>.*\n?)+", re.MULTILINE)
_MARKS = re.compile(r"^[ \t]*(?:>[ \t]?)+", re.MULTILINE)
_CITATION = re.compile(r"message:[^\s()<>\[\]]*")
# What may hold mail of others below its own words.
_QUOTING = frozenset({"", MessageKind.EMAIL})


@dataclass(frozen=True, slots=True)
class Documents:
    """The public documents of a thread by date, and what a person should know of the others.

    Attributes:
        shown: the documents.
        read: identifiers of those replies among them that were read to the end.
        findings: what was left out.
    """

    shown: tuple[Public, ...]
    read: frozenset[str]
    findings: tuple[Finding, ...]

    @property
    def ids(self) -> frozenset[str]:
        """The identifiers of all."""
        return frozenset(row.id for row in self.shown)

    def markdown(self, text: str, language: str) -> str:
        """A few words of Markdown of the thread, as the public may read them."""
        return public_markdown(text, language, {row.id: row.url or row.archive_url for row in self.shown})


def documents(
    reader: Reader,
    workspace: Workspace,
    slug: str,
    also: Collection[str],
    names: Mapping[str, str],
    now: datetime | None,
) -> Documents:
    """The public documents of a thread.

    A message is public when it is marked so; one that is not marked is private. A letter of ours is public when it is
    on record that it was published, or when `also` names it; a message of the same name decides over it.

    Args:
        reader: an open look at the store.
        workspace: whose words a signature block prints.
        slug: the thread.
        also: letters that are public as well, in their newest frozen text.
        names: what organizations are called on the site.
        now: for embargoes; nothing of it is kept.

    Raises:
        NotFoundError: there is no such thread.
        RefusedError: a letter of `also` is under embargo.
        CorrespondenceError: a letter of `also` has no frozen text.
    """
    rows = timeline.timeline(reader, slug)
    messages = [row for row in rows if not row.is_letter]
    public = [row for row in messages if not row.private]
    findings: list[Finding] = []
    if len(messages) > len(public):
        findings.append(_left_out(slug, len(messages) - len(public)))
    published = _letters(reader, slug, {row.id for row in messages}, also, now, findings)
    details = {row.id: timeline.message(reader, row.id, slug) for row in public}
    addresses = {name: row.url or row.archive_url for name, row in details.items()}
    texts = {name: letters.revision_body(reader, name, number, slug) for name, (_, number, _) in published.items()}
    known = threads.parties(reader, slug)
    everything = _folded("\n".join([*map(_own_words, details.values()), *texts.values()]))
    shown = []
    for message in public:
        party = threads.party_of(known, details[message.id].author)
        ids = details.keys() | published.keys()
        shown.append(_message(message, details[message.id], names.get(party, party), ids, everything))
    for name, (letter, _, signed) in published.items():
        document = with_pictures(reader, _letter(letter, texts[name], addresses))[0]
        document = with_names(reader, workspace, document, letter, signed)
        shown.append(_sent(letter, document, [to for to in letter.in_reply_to if to in details]))
    return Documents(
        shown=tuple(sorted(shown, key=lambda row: (row.date or "", row.id))),
        read=frozenset(row.id for row in public if row.assessed and row.direction == Direction.INCOMING),
        findings=tuple(findings),
    )


_Published = tuple[LetterDetail, int, tuple[SignOnRow, ...]]


def _letters(
    reader: Reader,
    slug: str,
    messages: Collection[str],
    also: Collection[str],
    now: datetime | None,
    findings: list[Finding],
) -> dict[str, _Published]:
    """The published letters that no message of the same name stands for."""
    published = {}
    for row in letters.letters(reader, slug):
        if row.id in messages:
            if row.id in also:
                reason = "is kept as a message of the same name, whose mark decides whether it is public"
                findings.append(Finding("letter-is-message", f"letter {slug}/{row.id}", reason))
            continue
        found = _published(reader, slug, row.id, asked=row.id in also, now=now, findings=findings)
        if found is not None:
            published[row.id] = found
    return published


def _published(
    reader: Reader, slug: str, identifier: str, *, asked: bool, now: datetime | None, findings: list[Finding]
) -> _Published | None:
    """A letter with the number of its published text and those printed under it, or None when it is not public."""
    letter = letters.letter(reader, identifier, slug)
    records = publications(reader, identifier, slug)
    if not records and not asked:
        if letter.revisions:
            reason = "is frozen, and nothing says that it was published: it is left out"
            fix = "`correspondence signon publish` puts that on record, or name it with --letter"
            findings.append(Finding("letter-left-out", f"letter {slug}/{identifier}", reason, fix))
        return None
    if now is not None and is_embargoed(letter.embargo, now):
        reason = f"is under embargo until {letter.embargo}"
        if asked:
            raise RefusedError(f"letter {slug}/{identifier} {reason}: nothing was written")
        findings.append(Finding("embargo", f"letter {slug}/{identifier}", f"{reason}: it is left out"))
        return None
    if records:
        return letter, records[-1].revision, signatures.as_published(letter, records[-1]).printed
    if not letter.revisions:
        raise CorrespondenceError(f"letter {slug}/{identifier} has no frozen text: freeze it before it is published")
    number = letter.revisions[-1].number
    block = signatures.signature_block(letter, letters.signons(reader, identifier, slug), number=number)
    findings += [
        Finding("signatory-left-out", f"signatory {row.name}", f"has not confirmed revision {number} and is left out")
        for row in block.unconfirmed
    ]
    return letter, number, block.printed


def _message(row: MessageRow, detail: MessageDetail, party: str, public: Collection[str], everything: str) -> Public:
    body = detail.body
    if row.kind in _QUOTING:
        body = _QUOTED.sub(lambda match: match[0] if _is_known(match[0], everything) else "", detail.body)
    if row.direction == Direction.REFERENCE:
        party = name_alone(detail.author)
    elif row.direction == Direction.OUTGOING:
        party = ""
    return Public(
        id=row.id,
        direction=row.direction,
        kind=row.kind,
        date=row.date,
        party=party,
        title=row.title,
        language=detail.language,
        url=detail.url,
        archive_url=detail.archive_url,
        in_reply_to=tuple(name for name in detail.in_reply_to if name in public),
        body=body,
        left_out=body != detail.body,
    )


def _sent(letter: LetterDetail, document: Document, replies: list[str]) -> Public:
    return Public(
        id=letter.id,
        direction=Direction.OUTGOING,
        kind=MessageKind.LETTER,
        date=letter.date,
        party="",
        title=letter.title,
        language=letter.language,
        url="",
        archive_url="",
        in_reply_to=tuple(replies),
        body="",
        letter=document,
    )


def _letter(letter: LetterDetail, markdown: str, addresses: Mapping[str, str]) -> Document:
    """A published text as a tree; a citation of what is not public keeps its words and leads nowhere."""
    return public_links(parse(markdown, language=letter.language, title=letter.title), addresses)


def public_links(document: Document, addresses: Mapping[str, str]) -> Document:
    """The document with links to public messages alone, by their addresses."""

    def resolved(link: Link) -> Inlines:
        if not link.target.startswith(SCHEME):
            return (link,)
        address = addresses.get(link.target.removeprefix(SCHEME), "")
        named = SCHEME in plain_text(link.children)  # an address in angle brackets is its own words
        words: Inlines = (Text(address),) if named else link.children
        return (Link(address, words),) if address else () if named else words

    return map_links(document, resolved)


def public_markdown(markdown: str, language: str, addresses: Mapping[str, str]) -> str:
    """Markdown whose citations lead to public messages alone, by their addresses; others keep their words.

    Pictures keep their words alone: the name of a file is the digest of an original.
    """
    if SCHEME not in markdown and "![" not in markdown:
        return markdown
    try:
        document = public_links(parse(markdown, language=language, title=""), addresses)
        document = map_images(document, lambda image: Image("", image.alternative))
    except DocumentError:  # what is no Markdown is shown as text, and has no links
        return _CITATION.sub("", markdown)
    # What is left of the scheme is words or code, and names a message all the same.
    return _CITATION.sub("", write(document).removesuffix("\n"))


def _own_words(message: MessageDetail) -> str:
    """What a message says itself: a mail's quotations are not made public by standing in it."""
    return _QUOTED.sub("\n", message.body) if message.kind in _QUOTING else message.body


def _is_known(quoted: str, everything: str) -> bool:
    """Whether every paragraph that a mail quotes stands in a public text anyway."""
    return all(paragraph in everything for paragraph in _paragraphs(quoted))


def _paragraphs(quoted: str) -> Iterator[str]:
    for paragraph in re.split(r"\n\s*\n", _MARKS.sub("", quoted)):
        folded = _folded(paragraph)
        if folded:
            yield folded


def _folded(text: str) -> str:
    return " ".join(normalise(text).split())


def _left_out(slug: str, count: int) -> Finding:
    reason = "1 message is" if count == 1 else f"{count} messages are"
    return Finding(
        "message-left-out",
        f"thread {slug}",
        f"{reason} not marked public and left out",
        "`correspondence message correct ID --visibility public` marks one",
    )
