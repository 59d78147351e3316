"""What a party undertook: put on record with its words, and what has become of it."""

from collections.abc import Sequence

from sqlmodel import Session, func, select

from correspondence.assess import quotes as quoting
from correspondence.assess.quotes import Quote
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.records.question import Undertaking, UndertakingBy
from correspondence.records.thread import Organization
from correspondence.text.names import chosen_name
from correspondence.text.normalise import normalise
from correspondence.vocabulary import UndertakingStatus


def undertake(
    session: Session,
    thread_id: int,
    statement: str,
    *,
    by: Sequence[str] = (),
    quotes: Sequence[Quote] = (),
    status: UndertakingStatus | None = None,
    finding: str = "",
    identifier: str = "",
) -> Undertaking:
    """Put on record that a party said that it would do something.

    Args:
        session: of the change under way.
        thread_id: the thread's row.
        statement: what it said, Markdown.
        by: the organizations of the thread that gave it.
        quotes: their words.
        status: what has become of it; None while nobody has looked.
        finding: what is known of that, Markdown.
        identifier: its name in the thread; else made of its words.

    Raises:
        CorrespondenceError: it has no words, or the name is taken.
        NotFoundError: an organization is not in the thread.
        MissingPassageError: the quoted words do not stand in their message.
    """
    words = normalise(statement).strip()
    if not words:
        raise CorrespondenceError("an undertaking needs words")
    parties = [_organization(session, thread_id, name) for name in dict.fromkeys(by)]
    passages = [quoting.passage(source, quoted) for source, quoted in quotes]
    last = session.exec(select(func.max(Undertaking.position)).where(Undertaking.thread_id == thread_id)).one()
    undertaking = Undertaking(
        thread_id=thread_id,
        identifier=_name(session, thread_id, identifier, words),
        position=0 if last is None else last + 1,
        statement=words,
        status=status,
        finding=normalise(finding).strip() or None,
    )
    session.add(undertaking)
    session.flush()
    for position, party in enumerate(parties):
        row = UndertakingBy(undertaking_id=undertaking.id or 0, position=position, organization_id=party.id or 0)
        session.add(row)
    quoting.keep(session, passages, "undertaking_id", undertaking.id)
    return undertaking


def report(
    session: Session, undertaking: Undertaking, *, status: UndertakingStatus | None, finding: str | None
) -> dict[str, str]:
    """Say what has become of an undertaking, as far as it is something new.

    Args:
        session: of the change under way.
        undertaking: which.
        status: what has become of it; None leaves it as it is.
        finding: what is known of that, Markdown; None leaves it as it is, empty takes it away.

    Returns:
        What changed, for the journal: `status` and `finding` as they are now, `was_status` and `was_finding` as
        they were.
    """
    changed: dict[str, str] = {}
    if status is not None and status != undertaking.status:
        changed |= {"status": status.value, "was_status": undertaking.status or ""}
        undertaking.status = status
    text = None if finding is None else normalise(finding).strip() or None
    if finding is not None and text != undertaking.finding:
        changed |= {"finding": text or "", "was_finding": undertaking.finding or ""}
        undertaking.finding = text
    if changed:
        undertaking.version += 1
        session.add(undertaking)
    return changed


def _name(session: Session, thread_id: int, wanted: str, words: str) -> str:
    taken = set(session.exec(select(Undertaking.identifier).where(Undertaking.thread_id == thread_id)))
    return chosen_name(wanted, words, taken, "undertaking")


def _organization(session: Session, thread_id: int, name: str) -> Organization:
    query = select(Organization).where(Organization.thread_id == thread_id, Organization.name == name)
    found = session.exec(query).first()
    if found is None:
        known = session.exec(select(Organization.name).where(Organization.thread_id == thread_id)).all()
        raise NotFoundError(f"the thread has no organization {name!r}: it has {', '.join(known) or 'none'}")
    return found
