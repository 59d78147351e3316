"""Which messages are in a thread already, and which answers which: by RFC 5322, section 3.6.4, then by subject."""

import hashlib
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlmodel import Session, col, select

from correspondence.intake.draft import Draft
from correspondence.records.message import Message, MessageFile, MessageReply

_AT_ONCE = 500  # identifiers in one query: SQLite takes 999 parameters where it is old
_REPLY_PREFIX = re.compile(
    r"^\s*(?:\[[^\]]{1,40}\]\s*)?"
    r"(?:(?:re|aw|wg|sv|vs|ref|réf|rép|rv|enc|antw|odp|ynt|отв|回复|回覆|رد|fw|fwd|tr|i|r)\s*(?:\[\d+\])?\s*[:：]\s*)+",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Kept:
    """A message that is in the thread.

    Attributes:
        key: its row.
        identifier: its name in the thread.
    """

    key: int
    identifier: str


def digest(content: bytes) -> str:
    """SHA-256, in lower-case hexadecimal."""
    return hashlib.sha256(content).hexdigest()


def already_there(session: Session, thread_id: int, drafts: Sequence[Draft]) -> dict[int, Kept]:
    """Which of the drafts the thread holds, by their place in the sequence.

    A message is there already when one came as the same bytes, or when one has its Message-ID, day and text. The
    Message-ID alone proves nothing: programs give the same one to different mails.
    """
    found: dict[int, Kept] = {}
    digests = {digest(message.files[0].content): n for n, message in reversed(list(enumerate(drafts)))}
    by_bytes = (
        select(MessageFile.sha256, Message.id, Message.identifier)
        .join(Message, col(Message.id) == col(MessageFile.message_id))
        .where(Message.thread_id == thread_id, MessageFile.position == 0)
    )
    for some in _portions(digests):
        for sha256, key, identifier in session.exec(by_bytes.where(col(MessageFile.sha256).in_(some))):
            found[digests[sha256]] = Kept(key or 0, identifier)
    named = {message.message_id: n for n, message in enumerate(drafts) if message.message_id and n not in found}
    by_name = select(Message).where(Message.thread_id == thread_id)
    for some in _portions(named):
        for row in session.exec(by_name.where(col(Message.message_id).in_(some))):
            n = named[row.message_id or ""]
            if row.date == drafts[n].date and row.body == drafts[n].body:
                found.setdefault(n, Kept(row.id or 0, row.identifier))
    return found


def link(session: Session, thread_id: int, stored: Sequence[tuple[int, Draft]]) -> None:
    """Record which message answers which: for messages just stored, and for earlier ones that waited for them."""
    rows: dict[int, int] = {}
    known = _keys_by_message_id(session, thread_id, {name for _, message in stored for name in message.refers_to})
    titles: dict[str, int] | None = None
    for key, message in stored:
        parents = (known[name] for name in message.refers_to if name in known and known[name] != key)
        parent = next(parents, None)
        if parent is None and not message.refers_to and _REPLY_PREFIX.match(message.title):
            titles = _keys_by_title(session, thread_id) if titles is None else titles
            parent = titles.get(_bare(message.title))
        if parent is not None and parent != key:
            rows[key] = parent
    rows |= {child: parent for child, parent in _waiting(session, thread_id, stored) if child not in rows}
    session.add_all(MessageReply(message_id=child, position=0, to_message_id=parent) for child, parent in rows.items())


def _waiting(session: Session, thread_id: int, stored: Sequence[tuple[int, Draft]]) -> Iterable[tuple[int, int]]:
    """Earlier messages without a parent that refer to one of those just stored."""
    arrived = {message.message_id: key for key, message in stored if message.message_id}
    if not arrived:
        return
    orphans = select(Message.id, Message.refers_to).where(
        Message.thread_id == thread_id,
        col(Message.refers_to).is_not(None),
        ~select(MessageReply).where(MessageReply.message_id == Message.id).exists(),
    )
    for key, refers_to in session.exec(orphans):
        parent = next((arrived[name] for name in refers_to or () if name in arrived), None)
        if key is not None and parent is not None and parent != key:
            yield key, parent


def _keys_by_message_id(session: Session, thread_id: int, names: Iterable[str]) -> dict[str, int]:
    keys: dict[str, int] = {}
    query = select(Message.message_id, Message.id).where(Message.thread_id == thread_id)
    for some in _portions(names):
        for name, key in session.exec(query.where(col(Message.message_id).in_(some))):
            keys.setdefault(name or "", key or 0)
    return keys


def _keys_by_title(session: Session, thread_id: int) -> dict[str, int]:
    """The first message of each title that is itself no reply."""
    query = select(Message.title, Message.id).where(Message.thread_id == thread_id).order_by(col(Message.date).desc())
    return {_bare(title): key or 0 for title, key in session.exec(query) if title and not _REPLY_PREFIX.match(title)}


def _bare(title: str) -> str:
    return " ".join(_REPLY_PREFIX.sub("", title).casefold().split())


def _portions(values: Iterable[str]) -> Iterable[list[str]]:
    listed = list(values)
    return (listed[at : at + _AT_ONCE] for at in range(0, len(listed), _AT_ONCE))
