"""What is sent and comes in on a call to sign: as hypothesis strategies, and one of each in a store."""

import hashlib
from typing import Any

from hypothesis import strategies as st
from sqlmodel import Session, select

from correspondence.bundle import schema
from correspondence.records.letter import Letter
from correspondence.records.signon import FetchedFolder, PageEntry, PageToken
from correspondence.store.change import change
from correspondence.vocabulary import AnswerState, Channel, MailKind, MailState, Says, SignatoryKind
from correspondence.workspace import Workspace
from tests.factories.strategies import emails, filled, filled_lines, languages, lines, maybe, moments, several, texts
from tests.factories.threads import digest, letter, stored, thread

digests = st.integers(0, 9).map(lambda n: hashlib.sha256(bytes([n])).hexdigest())
ANSWER = b"From: ana@example.org\n\nWe sign, of course.\n"


def call_parts(
    draw: Any, signons: tuple[schema.SignOn, ...], revisions: list[str], evidence: list[str]
) -> dict[str, Any]:
    """The parts of a letter's document that a call brings, with links to what the letter has."""
    names = sorted({signon.name for signon in signons})
    return {
        "call": _call(draw, revisions) if revisions and draw(st.booleans()) else None,
        "answers": _answers(draw, names, revisions, evidence),
        "mails": _mails(draw, names, revisions) if names and revisions else (),
        "publications": _publications(draw, revisions),
    }


def _call(draw: Any, revisions: list[str]) -> schema.Call:
    return schema.Call(
        deadline="2026-12-01T09:00",
        zone=draw(st.sampled_from(["Europe/Berlin", "UTC"])),
        template=draw(filled_lines),
        revision=draw(st.sampled_from(revisions)),
        attach=draw(several(filled_lines)),
    )


def _answers(draw: Any, names: list[str], revisions: list[str], evidence: list[str]) -> tuple[schema.Answer, ...]:
    keys = draw(st.lists(digests, max_size=2, unique=True))
    return tuple(
        schema.Answer(
            number=number,
            key=key,
            channel=draw(st.sampled_from(Channel)),
            state=draw(st.sampled_from(AnswerState)),
            says=draw(st.sampled_from(Says)),
            signon=draw(maybe(st.sampled_from(names))) if names else None,
            name=draw(maybe(lines)),
            kind=draw(maybe(st.sampled_from(SignatoryKind))),
            representative=draw(maybe(lines)),
            email=draw(maybe(emails)),
            comments=draw(maybe(texts)),
            revision=draw(maybe(st.sampled_from(revisions))) if revisions else None,
            passage=draw(maybe(texts)),
            sender=draw(maybe(lines)),
            checks=draw(several(filled_lines)),
            cells=draw(st.dictionaries(filled_lines, filled, max_size=2)),
            fault=draw(maybe(lines)),
            evidence=draw(maybe(st.sampled_from(evidence))) if evidence else None,
            place=draw(maybe(st.integers(1, 9))),
            received_at=draw(moments),
            decided_by=draw(maybe(lines)),
        )
        for number, key in enumerate(keys, start=1)
    )


def _mails(draw: Any, names: list[str], revisions: list[str]) -> tuple[schema.Mail, ...]:
    rounds = draw(st.lists(st.integers(1, 3), max_size=2, unique=True))
    return tuple(
        schema.Mail(
            message_id=f"{number}@example.org",
            name=draw(st.sampled_from(names)),
            address=draw(emails),
            kind=draw(st.sampled_from(MailKind)),
            round=number,
            language=draw(languages),
            revision=draw(st.sampled_from(revisions)),
            earlier=draw(maybe(st.sampled_from(revisions))),
            state=draw(st.sampled_from(MailState)),
            tokens=draw(several(digests)),
            tries=draw(st.integers(0, 3)),
            queued_at=draw(maybe(moments)),
            said=draw(maybe(lines)),
        )
        for number in rounds
    )


def _publications(draw: Any, revisions: list[str]) -> tuple[schema.Publication, ...]:
    published = [
        schema.Publication(
            revision=revision,
            at=draw(moments),
            by=draw(maybe(lines)),
            note=draw(maybe(texts)),
            printed=tuple(schema.Printed(name=name) for name in draw(several(filled_lines))),
        )
        for revision in revisions
        if draw(st.booleans())
    ]
    return tuple(sorted(published, key=lambda entry: (entry.at, entry.revision)))


def with_call(store: Workspace) -> Workspace:
    """The store, with a thread `called` that has a row of each kind which a call brings."""
    signon = schema.SignOn(name="Öko", status="signed", email="ana@example.org")
    document = letter(["substantive", "substantive"], signons=[signon])
    first, second = (revision.revision.digest for revision in document.revisions)
    parts = {
        "letter": document.letter.model_copy(update={"id": "called-letter"}),
        "call": schema.Call(deadline="2026-12-01T09:00", zone="UTC", template="sign-on-call", revision=first),
        "answers": (
            schema.Answer(
                number=1,
                key=digest("answer"),
                channel="email",
                state="accepted",
                says="signs",
                signon="Öko",
                revision=first,
                evidence=digest(ANSWER),
                received_at="2026-11-20T10:00:00Z",
            ),
        ),
        "mails": (
            schema.Mail(
                message_id="1@example.org",
                name="Öko",
                address="ana@example.org",
                kind="confirmation",
                language="en",
                revision=second,
                earlier=first,
                state="sent",
                tokens=(digest("token"),),
            ),
        ),
        "publications": (schema.Publication(revision=first, at="2026-12-02", printed=(schema.Printed(name="Öko"),)),),
    }
    original = schema.Original(sha256=digest(ANSWER), extension="eml", content=ANSWER)
    stored(store, thread("called", letters=(document.model_copy(update=parts),), originals=(original,)))
    with change(store, "signon fetch", "called/called-letter") as act:
        row = act.session.exec(select(Letter).where(Letter.identifier == "called-letter")).one()
        assert row.id is not None
        act.session.add(
            FetchedFolder(letter_id=row.id, account="ana@imap.example.org", folder="INBOX", uid_validity=7, last_uid=3)
        )
        _enter_on_page(act.session, row.id, second)
    return store


def _enter_on_page(session: Session, letter_id: int, revision: str) -> None:
    entry = PageEntry(
        letter_id=letter_id, key=digest("entry"), revision=revision, language="de", name="Öko", kind="organization",
        representative="Ana Ferreira", email="ana@example.org", entered_at="2026-11-20T10:00:00Z",
        expires_at="2026-11-22T10:00:00Z", state="sent",
    )  # fmt: skip
    session.add(entry)
    session.flush()
    assert entry.id is not None
    session.add(PageToken(digest=digest("page token"), entry_id=entry.id))
