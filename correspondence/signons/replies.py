"""Answers by mail: whom they are from, what they seem to say, and what speaks against believing them.

`From` may be forged at will, so a mail never makes a sign-on by itself: a person confirms it, and sees what was found.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from rapidfuzz.distance import OSA
from sqlmodel import Session, col, select

from correspondence.errors import NotFoundError
from correspondence.letters.edit import find
from correspondence.mail.authenticity import Authenticity, Resolver, assess
from correspondence.readers.extract import Extract
from correspondence.records.signon import Answer, Mail, SignOn
from correspondence.signons.answers import Coming, key_of, receive
from correspondence.signons.call import texts
from correspondence.signons.likely import domain_of
from correspondence.signons.outbox import digest_of
from correspondence.signons.reach import UNTOLD
from correspondence.signons.roll import Roll, addresses_of, names_of
from correspondence.signons.wording import propose
from correspondence.store import originals
from correspondence.text.domains import related
from correspondence.text.likeness import fold, skeleton
from correspondence.text.mailboxes import normal_address
from correspondence.text.normalise import normalise
from correspondence.vocabulary import Channel, SignOnStatus

_REFERENCE = re.compile(r"\b[a-z2-9]{5}(?:-[a-z2-9]{5}){3}\b", re.IGNORECASE)
_NEAR = 2  # letters that a domain may differ in and still be taken for another
_MOST_NEAR = 3  # imitated organizations that are named
_SHORTEST = 6
_LONGEST = 2000


@dataclass(frozen=True, slots=True)
class Received:
    """What became of a mail: the answer, or None when it had come in before."""

    answer: Answer | None
    name: str


def take_in(
    session: Session, thread: str, identifier: str, raw: bytes, extract: Extract, *, at: str,
    resolver: Resolver | None = None,
) -> Received:  # fmt: skip
    """Keep a mail that answers the call of a letter, with what it seems to say.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        raw: the mail, as it came.
        extract: the mail as the isolated reader understood it.
        at: when it was received.
        resolver: asked for the keys of its signatures; None leaves them unchecked.

    Raises:
        NotFoundError: there is no such letter.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    roll = Roll(session, letter.id)
    proof = assess(raw, resolver=resolver)
    mails = list(session.exec(select(Mail).where(Mail.letter_id == letter.id)).all())
    signon, mail, matched = _match(roll, mails, extract, proof)
    proposal = propose(extract.text)
    checks = [*proof.warnings, *_doubts(roll, signon, proof, matched)]
    sender = proof.sender
    coming = Coming(
        key=key_of(raw),
        channel=Channel.EMAIL,
        says=proposal.says,
        name=signon.name if signon else "",
        email=_address(sender.address) if sender else "",
        representative=_line(sender.name) if sender and signon and fold(sender.name) != fold(signon.name) else "",
        revision=mail.revision if mail else _newest(session, letter.id),
        passage=proposal.passage[:_LONGEST],
        sender=_line(proof.shown),
        matched=matched,
        dkim=str(proof.dkim),
        checks=tuple(map(_line, checks)),
        evidence=originals.keep(session, raw, extension="eml"),
        said_at=_moment(extract.date),
    )
    return Received(receive(session, letter.id, coming, at=at, signon=signon), signon.name if signon else "")


def belongs_elsewhere(session: Session, letter_id: int, extract: Extract) -> bool:
    """Whether a mail answers a mail of another letter's call, and none of this one's."""
    named = [*extract.in_reply_to, *extract.references]
    rows = session.exec(select(Mail).where(col(Mail.message_id).in_(named))).all() if named else []
    return bool(rows) and all(row.letter_id != letter_id for row in rows)


def _match(
    roll: Roll, mails: Iterable[Mail], extract: Extract, proof: Authenticity
) -> tuple[SignOn | None, Mail | None, str]:
    """Whom a mail is from: by the mail it answers, its reference, its address, its domain, or a name in it."""
    mails = list(mails)
    by_id = {mail.message_id: mail for mail in mails}
    by_key = {row.id: row for row in roll.signons}
    for identifier in (*extract.in_reply_to, *reversed(extract.references)):
        if (mail := by_id.get(identifier)) is not None:
            return by_key.get(mail.signon_id), mail, "it answers our mail"
    tokens = {token: mail for mail in mails for token in mail.tokens or ()}
    for reference in _REFERENCE.findall(extract.text):
        if (mail := tokens.get(digest_of(reference))) is not None:
            return by_key.get(mail.signon_id), mail, "it bears our reference"

    def last_mail(row: SignOn) -> Mail | None:
        return next((mail for mail in reversed(mails) if mail.signon_id == row.id), None)

    address = proof.sender.address if proof.sender else ""
    asked = {mail.address.lower(): by_key.get(mail.signon_id) for mail in mails}
    of_address = roll.of_address(address) if address else []
    if address and (row := asked.get(address.lower()) or (of_address[0] if len(of_address) == 1 else None)) is not None:
        return row, last_mail(row), "by the address"
    for entry in roll.directory if address else ():
        if address.lower() in (one.lower() for one in addresses_of(entry)):
            found = next((row for row in roll.signons if row.signatory_id == entry.id), None)
            if found is not None:
                return found, last_mail(found), "by a contact's address"
    domain = domain_of(address) if address else ""
    owners = [row for row in roll.signons if domain and any(related(domain, own) for own in roll.domains_of(row))]
    if len(owners) == 1:
        return owners[0], last_mail(owners[0]), "by the domain"
    named = _named(roll, extract)
    if len(named) == 1:
        return named[0], last_mail(named[0]), "by a name in it"
    return None, None, ""


def _named(roll: Roll, extract: Extract) -> list[SignOn]:
    """Those on the roll whose name stands in the mail's own words, its subject or its sender."""
    own = "\n".join(line for line in extract.text.split("\n") if not line.startswith(">"))
    words = f" {fold(own)} {fold(extract.title)} {fold(extract.author)} "
    found = []
    for row in roll.signons:
        entry = roll.signatory_of(row)
        names = {row.name, *(names_of(entry) if entry else ())}
        if any(len(name) >= _SHORTEST and re.search(rf"(?<!\w){re.escape(fold(name))}(?!\w)", words) for name in names):
            found.append(row)
    # “Watch” within “Human Rights Watch” is not meant.
    return [row for row in found if not any(row is not o and fold(row.name) in fold(o.name) for o in found)]


def _doubts(roll: Roll, signon: SignOn | None, proof: Authenticity, matched: str) -> list[str]:
    """What a person should know before believing that the mail is from them."""
    domain = proof.sender.domain if proof.sender else ""
    if signon is None:
        near_to = ((row.name, own) for row in roll.signons for own in roll.domains_of(row) if _looks_like(domain, own))
        told = [f"the sender's domain {domain} looks like {own} of {name} and is not" for name, own in near_to]
        return [*told[:_MOST_NEAR], UNTOLD]
    told = []
    domains = roll.domains_of(signon)
    addresses = {(signon.email or "").lower()}
    entry = roll.signatory_of(signon)
    addresses |= {address.lower() for address in addresses_of(entry)} if entry else set()
    known = proof.sender is not None and proof.sender.address.lower() in addresses
    if domain and not known and not any(related(domain, own) for own in domains):
        near = next((own for own in sorted(domains) if _looks_like(domain, own)), "")
        if near:
            told.append(f"the sender's domain {domain} looks like {near} and is not")
        else:
            told.append(f"the sender's domain {domain} is none of {signon.name}")
    if signon.status == SignOnStatus.INVITED and matched == "by a name in it":
        told.append("only a name in it tells whom it is from")
    return told


def _looks_like(domain: str, own: str) -> bool:
    one, other = skeleton(domain), skeleton(own)
    if one == other:
        return True
    if min(len(one), len(other)) < _SHORTEST:
        return False
    if OSA.distance(one, other, score_cutoff=_NEAR) <= _NEAR:
        return True
    head, tail = domain.rpartition(".")[0], own.rpartition(".")[0]
    return len(tail) >= _SHORTEST and (head == tail or tail in re.split(r"[.-]", head))


def _newest(session: Session, letter_id: int) -> str | None:
    try:
        return texts(session, letter_id)[-1].digest
    except NotFoundError:
        return None


def _address(address: str) -> str:
    try:
        return normal_address(address)
    except ValueError:
        return ""


def _line(text: str) -> str:
    return " ".join(normalise(text).replace("\x00", "").split())[:_LONGEST]


def _moment(iso: str) -> str:
    """A mail's date as the store has dates: UTC when it has a zone."""
    try:
        found = datetime.fromisoformat(iso)
    except ValueError:
        return ""
    if found.tzinfo is not None:
        return found.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return found.strftime("%Y-%m-%dT%H:%M:%S")
