"""Whole threads, as hypothesis strategies: any content that the bundle format allows."""

import hashlib

from hypothesis import strategies as st

from correspondence.bundle import schema
from correspondence.text.normalise import normalise
from correspondence.vocabulary import (
    AppendixKind,
    Channel,
    Direction,
    Manner,
    MessageKind,
    OrganizationKind,
    RevisionKind,
    SignatoryKind,
    SignOnStatus,
    UndertakingStatus,
    Verdict,
    Visibility,
)
from tests.factories.calls import call_parts
from tests.factories.strategies import (
    dates,
    emails,
    filled,
    filled_lines,
    identifiers,
    languages,
    lines,
    maybe,
    moments,
    several,
    texts,
)


def _of(draw: st.DrawFn, names: list[str] | set[str], most: int = 3) -> tuple[str, ...]:
    known = sorted(names)
    return tuple(draw(st.lists(st.sampled_from(known), max_size=most, unique=True))) if known else ()


def _passage(draw: st.DrawFn, messages: dict[str, str]) -> schema.Passage | None:
    named = [name for name, body in sorted(messages.items()) if body]
    if not named:
        return None
    name = draw(st.sampled_from(named))
    body = messages[name]
    start = draw(st.integers(0, len(body) - 1))
    end = draw(st.integers(start + 1, len(body)))
    exact = normalise(body[start:end])
    positions = {"start": start, "end": end} if draw(st.booleans()) else {}
    return schema.Passage(message=name, exact=exact, prefix=draw(maybe(texts)), suffix=draw(maybe(texts)), **positions)


def _passages(draw: st.DrawFn, messages: dict[str, str]) -> tuple[schema.Passage, ...]:
    found = [_passage(draw, messages) for _ in range(draw(st.integers(0, 2)))]
    return tuple(passage for passage in found if passage is not None)


def _thread(draw: st.DrawFn) -> schema.Thread:
    names = draw(st.lists(filled_lines, max_size=3, unique=True))
    organizations = []
    for name in names:
        others = [other for other in names if other != name]
        parents = [
            schema.Parent(name=parent, since=draw(maybe(dates)), until=draw(maybe(dates)))
            for parent in (_of(draw, others, 2))
        ]
        organizations.append(
            schema.Organization(
                name=name,
                kind=draw(maybe(st.sampled_from(OrganizationKind))),
                names=draw(st.dictionaries(languages, filled_lines, max_size=2)),
                country=draw(maybe(lines)),
                url=draw(maybe(lines)),
                parent=tuple(parents),
            )
        )
    contacts = [
        schema.Contact(
            name=draw(filled_lines),
            honorific=draw(maybe(lines)),
            role=draw(maybe(lines)),
            organization=draw(maybe(st.sampled_from(names))) if names else None,
            email=draw(maybe(emails)),
            since=draw(maybe(dates)),
            until=draw(maybe(dates)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    return schema.Thread(
        format=1,
        slug=draw(identifiers),
        title=draw(filled_lines),
        language=draw(languages),
        summary=draw(maybe(texts)),
        reply_due_days=draw(maybe(st.integers(0, 400))),
        organization=tuple(organizations),
        contact=tuple(contacts),
    )


def _revisions(draw: st.DrawFn) -> tuple[schema.RevisionDocument, ...]:
    bodies = draw(st.lists(texts, max_size=3, unique=True))
    return tuple(
        schema.RevisionDocument(
            revision=schema.Revision(
                number=number,
                kind=draw(st.sampled_from(RevisionKind)),
                at=draw(maybe(moments)),
                by=draw(maybe(lines)),
                note=draw(maybe(texts)),
                digest=hashlib.sha256(body.encode()).hexdigest(),
            ),
            body=body,
        )
        for number, body in enumerate(bodies, start=1)
    )


def _signon(draw: st.DrawFn, digests: list[str], evidence: list[str]) -> schema.SignOn:
    return schema.SignOn(
        name=draw(filled_lines),
        signatory=draw(maybe(filled_lines)),
        kind=draw(maybe(st.sampled_from(SignatoryKind))),
        representative=draw(maybe(lines)),
        role=draw(maybe(lines)),
        email=draw(maybe(emails)),
        country=draw(maybe(lines)),
        status=draw(st.sampled_from(SignOnStatus)),
        revision=draw(maybe(st.sampled_from(digests))) if digests else None,
        channel=draw(maybe(st.sampled_from(Channel))),
        evidence=draw(maybe(st.sampled_from(evidence))) if evidence else None,
        at=draw(maybe(moments)),
    )


def _letter(
    draw: st.DrawFn, name: str, thread: schema.Thread, known: dict[str, set[str]], evidence: list[str]
) -> schema.LetterDocument:
    contacts = [contact.name for contact in thread.contact]
    addressees = [
        schema.Addressee(
            contact=draw(maybe(st.sampled_from(contacts))) if contacts else None,
            name=draw(filled_lines),
            role=draw(maybe(lines)),
            organization=draw(maybe(lines)),
            cc=draw(st.booleans()),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    appendices = [
        schema.Appendix(
            label=draw(maybe(lines)),
            title=draw(maybe(lines)),
            kind=draw(st.sampled_from(AppendixKind)),
            columns=draw(several(lines, 2)),
            undertakings=_of(draw, known["undertakings"]),
            body=draw(maybe(texts)),
        )
        for _ in range(draw(st.integers(0, 2)))
    ]
    revisions = _revisions(draw)
    digests = [revision.revision.digest for revision in revisions]
    signons = tuple(_signon(draw, digests, evidence) for _ in range(draw(st.integers(0, 3))))
    return schema.LetterDocument(
        letter=schema.Letter(
            id=name,
            title=draw(filled_lines),
            date=draw(maybe(dates)),
            language=draw(maybe(languages)),
            template=draw(maybe(filled_lines)),
            in_reply_to=_of(draw, known["messages"]),
            salutation=draw(maybe(lines)),
            closing=draw(maybe(lines)),
            embargo=draw(maybe(moments)),
            reply_by=draw(maybe(dates)),
            addressee=tuple(addressees),
            appendix=tuple(appendices),
        ),
        body=draw(texts),
        revisions=revisions,
        signons=signons,
        **call_parts(draw, signons, digests, evidence),
    )


def _question(draw: st.DrawFn, name: str, known: dict[str, set[str]], bodies: dict[str, str]) -> schema.Question:
    places = _of(draw, known["messages"] | known["letters"])
    verdicts = [
        schema.Assessment(
            message=message,
            verdict=draw(st.sampled_from(Verdict)),
            manner=draw(maybe(st.sampled_from(Manner))),
            note=draw(maybe(texts)),
            by=draw(maybe(lines)),
            at=draw(maybe(moments)),
            retracted_by=draw(maybe(lines)),
            retracted_at=draw(maybe(moments)),
            retracted_why=draw(maybe(lines)),
            passage=_passages(draw, bodies),
        )
        for message in _of(draw, known["messages"], 2)
    ]
    others = known["questions"] - {name}
    return schema.Question(
        id=name,
        undertaking=draw(maybe(st.sampled_from(sorted(known["undertakings"])))) if known["undertakings"] else None,
        text=draw(filled),
        asked_in=tuple(schema.Asked(id=place, wording=draw(maybe(texts))) for place in places),
        tags=draw(several(filled_lines)),
        withdrawn=draw(maybe(texts)),
        superseded_by=draw(maybe(st.sampled_from(sorted(others)))) if others else None,
        passage=_passages(draw, bodies),
        assessment=tuple(verdicts),
    )


@st.composite
def bundles(draw: st.DrawFn) -> schema.ThreadBundle:
    """Any thread that the format allows, small."""
    thread = _Draft(draw)
    return thread.bundle()


class _Draft:
    """A thread in the making: the names first, then what refers to them."""

    def __init__(self, draw: st.DrawFn) -> None:
        self._draw = draw

    def bundle(self) -> schema.ThreadBundle:
        draw = self._draw
        thread = _thread(draw)
        contents = draw(st.lists(st.binary(max_size=40), max_size=2, unique=True))
        originals = [
            schema.Original(
                sha256=hashlib.sha256(content).hexdigest(),
                extension=draw(st.sampled_from(["", "eml", "pdf"])),
                content=content,
            )
            for content in contents
        ]
        known = {
            kind: set(draw(st.lists(identifiers, max_size=3, unique=True)))
            for kind in ("messages", "letters", "undertakings", "questions")
        }
        if originals and not known["messages"]:
            known["messages"] = {"carrier"}
        messages = self._messages(known, originals)
        bodies = {document.message.id: document.body for document in messages}
        evidence = [original.sha256 for original in originals]
        return schema.ThreadBundle(
            thread=thread,
            undertakings=tuple(
                self._undertaking(name, thread, bodies) for name in sorted(known["undertakings"], reverse=True)
            ),
            questions=tuple(_question(draw, name, known, bodies) for name in sorted(known["questions"], reverse=True)),
            messages=messages,
            letters=tuple(_letter(draw, name, thread, known, evidence) for name in sorted(known["letters"])),
            originals=tuple(sorted(originals, key=lambda original: original.sha256)),
        )

    def _messages(
        self, known: dict[str, set[str]], originals: list[schema.Original]
    ) -> tuple[schema.MessageDocument, ...]:
        draw = self._draw
        documents = []
        for n, name in enumerate(sorted(known["messages"])):
            # The first message carries every original: one that nobody names is an error.
            files = tuple(
                schema.File(sha256=o.sha256, name=draw(maybe(lines)), media_type=draw(maybe(lines))) for o in originals
            )
            message = schema.Message(
                id=name,
                direction=draw(st.sampled_from(Direction)),
                kind=draw(maybe(st.sampled_from(MessageKind))),
                date=draw(maybe(dates)),
                received=draw(maybe(moments)),
                author=draw(maybe(lines)),
                recipients=draw(several(filled_lines)),
                title=draw(maybe(lines)),
                language=draw(maybe(languages)),
                url=draw(maybe(lines)),
                archive_url=draw(maybe(lines)),
                message_id=draw(maybe(lines)),
                in_reply_to=_of(draw, known["messages"] | known["letters"]),
                files=files if n == 0 else (),
                visibility=draw(maybe(st.sampled_from(Visibility))),
                assessed=draw(st.booleans()),
            )
            documents.append(schema.MessageDocument(message=message, body=draw(texts)))
        return tuple(documents)

    def _undertaking(self, name: str, thread: schema.Thread, bodies: dict[str, str]) -> schema.Undertaking:
        draw = self._draw
        return schema.Undertaking(
            id=name,
            by=_of(draw, [organization.name for organization in thread.organization]),
            statement=draw(filled),
            status=draw(maybe(st.sampled_from(UndertakingStatus))),
            finding=draw(maybe(texts)),
            passage=_passages(draw, bodies),
        )
