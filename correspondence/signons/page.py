"""The sign-on page's entries: taken, confirmed by e-mail, and then an answer that waits for a person.

Until its address confirms it, an entry is no record of anything: it is kept by `store.change.jotting`, without an
entry in the journal, and is gone after two days. What is confirmed is an answer like any other.
"""

import hashlib
import json
import secrets
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import UTC, datetime, timedelta

from sqlmodel import Session, col, delete, func, select

from correspondence.errors import CorrespondenceError, RefusedError
from correspondence.letters.edit import find
from correspondence.mail.smtp import Fate, Outcome
from correspondence.overview.mailing import CallRow
from correspondence.overview.page import EntryRow
from correspondence.records.letter import Revision
from correspondence.records.signon import Answer, Call, PageEntry, PageToken, SignOn
from correspondence.signons.answers import Coming, receive
from correspondence.signons.call import Deadline, same_text, texts
from correspondence.signons.likely import Party, domain_of, pairs
from correspondence.signons.outbox import MOST_TRIES
from correspondence.signons.page_form import Submission
from correspondence.signons.roll import Roll
from correspondence.store import originals
from correspondence.store.change import jotting, now
from correspondence.text.domains import imitation, related
from correspondence.text.likeness import fold
from correspondence.vocabulary import AnswerState, Channel, MailState, Says, SignatoryKind, SignOnStatus
from correspondence.workspace import Workspace

KEPT = timedelta(days=2)
MOST_MAILS = 6
"""To one address within the time that an entry is kept."""
MOST_WAITING = 5000
_FIRST_WAIT = timedelta(minutes=1)
_DAY = "%Y-%m-%dT%H:%M:%SZ"


class ChangedTextError(RefusedError):
    """Another text than the one that was shown is the newest now: it must be read first."""


class OverError(RefusedError):
    """The deadline is over."""


class TokenError(RefusedError):
    """No entry waits for that token: it has expired, or there never was one."""


class BusyError(RefusedError):
    """More entries wait to be confirmed than a store should hold."""


def new_token() -> str:
    """A token that nobody can guess, for a link."""
    return secrets.token_urlsafe(32)


def digest_of(token: str) -> str:
    """What the store keeps of a token."""
    return hashlib.sha256(token.encode("utf-8", "replace")).hexdigest()


def is_over(call: CallRow | Call | None, at: str) -> bool:
    """Whether the deadline of a call has passed at a moment (UTC); without a call nothing ends."""
    return call is not None and Deadline(call.deadline, call.zone).moment() <= datetime.fromisoformat(at)


def enter(
    session: Session,
    thread: str,
    identifier: str,
    entered: Submission,
    *,
    text: str,
    language: str,
    at: str,
    invited: int | None = None,
) -> PageEntry | None:
    """Take an entry, which waits until its address confirms it; the same entry again asks again.

    Args:
        session: of a jotting.
        thread: the thread's slug.
        identifier: the letter's.
        entered: what was entered.
        text: the digest of the text that was shown.
        language: the page's, and the mail's.
        at: now, UTC.
        invited: the row on the roll of those whose personal link it came by.

    Returns:
        The entry, or None when its address was written to often enough.

    Raises:
        OverError: the deadline is over.
        ChangedTextError: the text shown is not the newest.
        BusyError: too much waits.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    if is_over(session.get(Call, letter.id), at):
        raise OverError("the deadline is over")
    _see_text(session, letter.id, text)
    clear(session, letter.id, at=at)
    if not _may_be_written_to(session, letter.id, entered.email):
        return None
    if invited is not None:
        row = session.get(SignOn, invited)
        invited = invited if row is not None and row.letter_id == letter.id else None
    key = hashlib.sha256(json.dumps([invited, text, *asdict(entered).values()]).encode()).hexdigest()
    known = session.exec(select(PageEntry).where(PageEntry.letter_id == letter.id, PageEntry.key == key)).first()
    if known is None:
        _see_room(session, letter.id)
    entry = known or PageEntry(
        letter_id=letter.id, key=key, revision=text, language=language, entered_at=at, expires_at=at,
        state=MailState.QUEUED, asked=0,
    )  # fmt: skip
    for name, value in asdict(entered).items():
        setattr(entry, name, value or None)
    entry.signon_id, entry.language = invited, language
    entry.state, entry.tries, entry.not_before = MailState.QUEUED, 0, None
    entry.asked += 1
    entry.expires_at = _moment(at, KEPT)
    session.add(entry)
    session.flush()
    return entry


def confirm(session: Session, thread: str, identifier: str, token: str, *, text: str, at: str) -> Answer:
    """An address confirms its entry: it becomes an answer, which waits for a person's decision.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        token: from the mail.
        text: the digest of the text that was shown.
        at: now, UTC.

    Raises:
        TokenError: no entry waits for it.
        ChangedTextError: the text shown is not the newest: it must be read before it is signed.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    entry = _waiting(session, letter.id, token, at)
    _see_text(session, letter.id, text)
    roll = Roll(session, letter.id)
    invited = session.get(SignOn, entry.signon_id) if entry.signon_id is not None else None
    name, email = entry.name or "", entry.email or ""
    signon = invited or roll.named(name)
    late = ("it was confirmed after the deadline",) if is_over(session.get(Call, letter.id), at) else ()
    evidence = _evidence(entry, invited, text, f"{thread}/{identifier}", at)
    coming = Coming(
        key=hashlib.sha256(evidence).hexdigest(),
        channel=Channel.WEB,
        says=Says.SIGNS,
        name=name,
        kind=SignatoryKind(entry.kind) if entry.kind else None,
        representative=entry.representative or "",
        role=entry.role or "",
        email=email,
        country=entry.country or "",
        revision=text,
        sender=email,
        matched="by a personal link" if invited else ("by the name" if signon else ""),
        checks=(*_doubts(roll, entry, invited, signon), *late),
        cells={"website": entry.url} if entry.url else {},
        evidence=originals.keep(session, evidence, extension="json"),
        said_at=entry.entered_at,
    )
    state = AnswerState.DUPLICATE if _said_before(session, letter.id, coming, signon) else AnswerState.PENDING
    answer = receive(session, letter.id, coming, at=at, state=state, signon=signon)
    assert answer is not None
    if state is AnswerState.DUPLICATE:
        answer.decided_at = at
    entry.answer = answer.number
    for column in ("name", "kind", "representative", "role", "email", "country", "url"):
        setattr(entry, column, None)
    session.add(entry)
    session.flush()
    return answer


def clear(session: Session, letter_id: int, *, at: str) -> None:
    """Let go of the entries whose time is over."""
    session.exec(delete(PageEntry).where(col(PageEntry.letter_id) == letter_id, col(PageEntry.expires_at) <= at))


def begin(session: Session, thread: str, identifier: str, *, at: str) -> None:
    """What to do before mails are sent: old entries go; mails in doubt are sent again, rather twice than never.

    Raises:
        NotFoundError: there is no such letter.
    """
    letter = find(session, thread, identifier)
    assert letter.id is not None
    clear(session, letter.id, at=at)
    rows = select(PageEntry).where(PageEntry.letter_id == letter.id, PageEntry.state == MailState.SENDING)
    for entry in session.exec(rows).all():
        entry.state = MailState.QUEUED
        session.add(entry)


def deliver(workspace: Workspace, rows: list[EntryRow], post: Callable[[EntryRow, str], Outcome]) -> Iterator[Fate]:
    """Send the mails that ask to confirm; a token is in the store before its mail leaves.

    Args:
        workspace: whose store.
        rows: the entries, from `overview.page.to_be_mailed`.
        post: sends the mail about an entry, with a token; an error that it raises leaves this mail queued.

    Raises:
        CorrespondenceError: what `post` raises.
    """
    for row in rows:
        token = new_token()
        with jotting(workspace) as session:
            entry = session.get(PageEntry, row.key)
            if entry is None or entry.state != MailState.QUEUED:
                continue
            entry.state = MailState.SENDING
            entry.tries += 1
            session.add_all([entry, PageToken(digest=digest_of(token), entry_id=row.key)])
        try:
            fate = post(row, token).fate
        except CorrespondenceError:
            _settle(workspace, row.key, Fate.LATER)
            raise
        _settle(workspace, row.key, fate)
        yield fate


def _settle(workspace: Workspace, key: int, fate: Fate) -> None:
    with jotting(workspace) as session:
        entry = session.get(PageEntry, key)
        if entry is None or entry.state != MailState.SENDING:
            return
        if fate in (Fate.SENT, Fate.IN_DOUBT):
            entry.state = MailState.SENT
        elif fate is Fate.REFUSED or entry.tries >= MOST_TRIES:
            entry.state = MailState.FAILED
        else:
            entry.state = MailState.QUEUED
            entry.not_before = _moment(now(), _FIRST_WAIT * 2 ** (entry.tries - 1))
        session.add(entry)


def _see_text(session: Session, letter_id: int, digest: str) -> Revision:
    """The revision of that digest, which must be the newest text, or differ from it editorially only."""
    for revision in same_text(texts(session, letter_id)):
        if revision.digest == digest:
            return revision
    raise ChangedTextError("the text has changed since it was shown")


def _may_be_written_to(session: Session, letter_id: int, email: str) -> bool:
    query = select(func.sum(PageEntry.asked)).where(
        PageEntry.letter_id == letter_id, func.lower(PageEntry.email) == email.lower()
    )
    return (session.exec(query).one() or 0) < MOST_MAILS


def _see_room(session: Session, letter_id: int) -> None:
    waiting = select(func.count()).where(PageEntry.letter_id == letter_id, col(PageEntry.answer).is_(None))
    if session.exec(waiting).one() >= MOST_WAITING:
        raise BusyError("too many entries wait to be confirmed")


def _waiting(session: Session, letter_id: int, token: str, at: str) -> PageEntry:
    known = session.get(PageToken, digest_of(token))
    entry = session.get(PageEntry, known.entry_id) if known is not None else None
    if entry is None or entry.letter_id != letter_id or entry.answer is not None or entry.expires_at <= at:
        raise TokenError("no entry waits for that token")
    return entry


def _evidence(entry: PageEntry, invited: SignOn | None, text: str, letter: str, at: str) -> bytes:
    """What was entered and confirmed, as a file that is kept."""
    columns = ("name", "kind", "representative", "role", "email", "country", "url", "language", "entered_at")
    said = {name: getattr(entry, name) for name in columns if getattr(entry, name) is not None}
    said |= {
        "channel": "sign-on page",
        "letter": letter,
        "text_shown": entry.revision,
        "text_confirmed": text,
        "confirmed_at": at,
        "agreed_to_publication": True,
        "entry": entry.key,
    }
    if invited is not None:
        said["personal_link_of"] = invited.name
    return (json.dumps(said, ensure_ascii=False, indent=2, sort_keys=True) + "\n").encode()


def _doubts(roll: Roll, entry: PageEntry, invited: SignOn | None, signon: SignOn | None) -> list[str]:
    """What a person should know before approving."""
    name, domain = entry.name or "", (entry.email or "").rpartition("@")[2]
    told = []
    if why := imitation(domain):
        told.append(f"the address's domain {why}")
    if signon is not None and (own := roll.domains_of(signon)) and not any(related(domain, one) for one in own):
        told.append(f"the address's domain {domain} is none of {signon.name}")
    if invited is not None and fold(invited.name) != fold(name):
        told.append(f"the personal link was sent to {invited.name}")
    if signon is not None and signon.status in (SignOnStatus.WITHDRAWN, SignOnStatus.DECLINED):
        told.append(f"has {signon.status} before: do they sign now?")
    if signon is None:
        person = entry.kind == SignatoryKind.PERSON
        new = Party(name, domains=frozenset({domain_of(entry.email or "")} - {""}), person=person)
        like = (pair for there in roll.parties() for pair in pairs([there, new]))
        told += [f"may be {pair.one}: {pair.why}" for pair, _ in zip(like, range(5), strict=False)]
    return told


def _said_before(session: Session, letter_id: int, coming: Coming, signon: SignOn | None) -> bool:
    """Whether the same address has said the same for the same name and text."""
    holds = {one.digest for one in same_text(texts(session, letter_id))}
    if signon is not None and signon.status == SignOnStatus.SIGNED and signon.revision in holds:
        return (signon.email or "").lower() == coming.email.lower() and fold(signon.name) == fold(coming.name)
    states = (AnswerState.PENDING, AnswerState.ACCEPTED)
    query = select(Answer).where(
        Answer.letter_id == letter_id, Answer.channel == Channel.WEB, col(Answer.state).in_(states)
    )
    return any(
        row.revision in holds and fold(row.name or "") == fold(coming.name)
        and (row.email or "").lower() == coming.email.lower()
        for row in session.exec(query).all()
    )  # fmt: skip


def _moment(at: str, later: timedelta) -> str:
    return (datetime.fromisoformat(at) + later).astimezone(UTC).strftime(_DAY)
