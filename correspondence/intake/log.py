"""From files to messages: read outside the store, then kept in it, a batch of messages as one act.

A batch and not a whole mailbox is one transaction: what was logged stays when the rest is cancelled or the machine
stops, and logging the same file again goes on where it ended, since what is there already is told by its bytes.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from pathlib import Path

from sqlalchemy import insert
from sqlmodel import Session, col, select

from correspondence.errors import NotFoundError
from correspondence.intake.direction import Parties
from correspondence.intake.draft import Draft, File, Given, draft, identifier
from correspondence.intake.sources import Source, SourceError, open_source
from correspondence.intake.threading import already_there, digest, link
from correspondence.readers import mbox
from correspondence.readers.extract import Extract, Remark, UnreadableError
from correspondence.readers.worker import Worker
from correspondence.records.letter import Letter
from correspondence.records.message import Message, MessageFile, MessageReply
from correspondence.store import originals
from correspondence.store.change import change, now
from correspondence.store.named import thread_named
from correspondence.workspace import Workspace

BATCH = 400
_BATCH_BYTES = 32 << 20
# A mailbox up to this size is kept whole beside its messages; a larger one would be kept twice over for little.
_MAILBOX_BYTES = 16 << 20
# An unreadable file up to this size is kept, to be looked at again.
_REFUSED_BYTES = 32 << 20
_OCR_SECONDS = 900.0
_MOST_SCANNED = 50  # messages of one mailbox: a page takes seconds
_RECOGNIZABLE = ("application/pdf", "image/")
_PICTURES = (Remark.NO_TEXT, Remark.SCANNED)


@dataclass(frozen=True, slots=True)
class Logged:
    """What became of one message of a file.

    Attributes:
        identifier: its name in the thread.
        new: whether it was stored now; else it was there already.
        title: its title.
        remarks: what its reader had to say: the code, and a line for people.
        direction: which way it went.
        kind: what it is.
        date: when it was written, as far as is known; or empty.
        author: who wrote it, or empty.
    """

    identifier: str
    new: bool
    title: str
    remarks: tuple[tuple[str, str], ...]
    direction: str
    kind: str
    date: str
    author: str


@dataclass(frozen=True, slots=True)
class FileResult:
    """What became of one file.

    Attributes:
        file: as it was named.
        messages: in the order of the file.
        error: why it, or the rest of it, could not be read; "" otherwise.
    """

    file: str
    messages: tuple[Logged, ...]
    error: str = ""


def log_path(
    workspace: Workspace,
    worker: Worker,
    thread: str,
    path: Path,
    given: Given,
    *,
    ocr: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> FileResult:
    """Log one file: its messages become messages of the thread.

    Args:
        workspace: whose store.
        worker: reads it.
        thread: the thread's slug.
        path: the file.
        given: what a person says of its messages, checked.
        ocr: whether pictures of text shall be recognised.
        progress: called with the number of messages so far.

    Raises:
        NotFoundError: there is no such thread, or no such message to answer.
        StoreError: the store cannot be changed.
        CancelledError: the worker was told to stop; what was logged stays.
    """
    try:
        source = open_source(path)
    except SourceError as error:
        return FileResult(str(path), (), str(error))
    return log_source(workspace, worker, thread, source, given, ocr=ocr, progress=progress)


def log_source(
    workspace: Workspace,
    worker: Worker,
    thread: str,
    source: Source,
    given: Given,
    *,
    ocr: bool = False,
    progress: Callable[[int], None] = lambda _: None,
) -> FileResult:
    """Log a file that is in memory; otherwise as `log_path`."""
    logged: list[Logged] = []
    error = ""
    extracts = look(worker, source, ocr=ocr)
    while not error:
        batch: list[Extract] = []
        try:
            _fill(batch, extracts)
        except UnreadableError as unreadable:
            error = str(unreadable)
        if not batch:
            break
        logged += keep(workspace, thread, source, batch, given, first=not logged)
        progress(len(logged))
    if error and not logged:
        _keep_refused(workspace, thread, source, error)
    return FileResult(source.shown, tuple(logged), error)


def look(worker: Worker, source: Source, *, ocr: bool = False) -> Iterator[Extract]:
    """What is in a file, without storing it; scanned pages are read a second time, by OCR, which takes long.

    Raises:
        UnreadableError: nothing, or nothing more, can be read of it.
        CancelledError: the worker was told to stop.
    """
    scanned: list[Extract] = []
    for extract in _read(worker, source):
        if ocr and len(scanned) < _MOST_SCANNED and _shows_pictures(extract):
            scanned.append(extract)
        else:
            yield extract
    for extract in scanned:
        yield _recognised(worker, source, extract) or extract


def _read(worker: Worker, source: Source) -> Iterator[Extract]:
    """A file's extracts; a mailbox goes to the worker in pieces, so that its process needs no more for a large one."""
    for piece in mbox.pieces(source.content):
        yield from worker.read(piece, source.name)


def _shows_pictures(extract: Extract) -> bool:
    """Whether words may be had from its pages, or from those of a file that came with it, by OCR."""
    inside = (extract.media_type, *(attachment.media_type for attachment in extract.attachments))
    remarked = any(note.remark in _PICTURES for note in extract.notes)
    return remarked and any(media_type.startswith(_RECOGNIZABLE) for media_type in inside)


def _recognised(worker: Worker, source: Source, extract: Extract) -> Extract | None:
    """What OCR makes of a file, or of one message of a mailbox; None when that does not end well."""
    content, name = (extract.source, "one.eml") if extract.source else (source.content, source.name)
    try:
        (read,) = worker.read(content, name, ocr=True, seconds=_OCR_SECONDS)
    except (UnreadableError, ValueError):
        return None
    return replace(read, source=extract.source)


def keep(
    workspace: Workspace, thread: str, source: Source, extracts: Sequence[Extract], given: Given, *, first: bool = True
) -> list[Logged]:
    """Store what was read of a file as messages of a thread, in one act.

    Args:
        workspace: whose store.
        thread: the thread's slug.
        source: the file.
        extracts: what was read of it, or a part of that.
        given: what a person says of the messages, checked.
        first: whether nothing of the file was stored before.

    Raises:
        NotFoundError: there is no such thread, or no such message to answer.
        StoreError: the store cannot be changed.
    """
    with change(workspace, "log", thread) as act:
        thread_id = _thread_id(act.session, thread)
        parties = Parties.of(act.session, thread_id)
        today = now()[:10]
        drafts = [draft(one, source.name, source.content, given, parties.direction(one), today) for one in extracts]
        if first and extracts[0].source and len(source.content) <= _MAILBOX_BYTES:
            whole = File(source.name, "application/mbox", source.content)
            drafts[0] = replace(drafts[0], files=(*drafts[0].files, whole))
        logged = store(act.session, thread_id, drafts)
        act.detail["file"] = source.name
        act.detail["messages"] = [message.identifier for message in logged if message.new]
        act.nothing_done = not act.detail["messages"]
    return logged


def guess_direction(workspace: Workspace, thread: str, extract: Extract) -> str:
    """Which way a message would be said to have gone, if nobody says otherwise.

    Raises:
        NotFoundError: there is no such thread.
    """
    with change(workspace, "log", thread) as act:
        act.nothing_done = True
        return str(Parties.of(act.session, _thread_id(act.session, thread)).direction(extract))


def store(session: Session, thread_id: int, drafts: Sequence[Draft]) -> list[Logged]:
    """Store messages in a thread, but for those that are there already.

    Returns:
        One entry for each draft, in order.

    Raises:
        NotFoundError: a draft answers a message that the thread does not hold.
    """
    there = already_there(session, thread_id, drafts)
    taken = set(session.exec(select(Message.identifier).where(Message.thread_id == thread_id)))
    results: dict[int, Logged] = {n: _told(drafts[n], kept.identifier, new=False) for n, kept in there.items()}
    names: dict[int, str] = {}
    seen: dict[str, str] = {}
    for n, message in enumerate(drafts):
        sha256 = digest(message.files[0].content)
        if n in results:
            continue
        if sha256 in seen:
            results[n] = _told(message, seen[sha256], new=False)
            continue
        seen[sha256] = names[n] = identifier(message, taken)
        taken.add(names[n])
        results[n] = _told(message, names[n], new=True)
    _insert(session, thread_id, [(name, drafts[n]) for n, name in names.items()])
    return [results[n] for n in range(len(drafts))]


def _fill(batch: list[Extract], extracts: Iterator[Extract]) -> None:
    """Put the next extracts into a batch: so many, or so large, and no more."""
    size = 0
    for extract in islice(extracts, BATCH):
        batch.append(extract)
        size += len(extract.source) + len(extract.text)
        if size > _BATCH_BYTES:
            return


def _keep_refused(workspace: Workspace, thread: str, source: Source, reason: str) -> None:
    """Keep a file that nothing could be read from, and put on record why; no message comes of it."""
    if not source.content or len(source.content) > _REFUSED_BYTES:
        return
    with change(workspace, "log refused", thread) as act:
        _thread_id(act.session, thread)
        extension = Path(source.name).suffix.lower().lstrip(".")
        sha256 = originals.keep(act.session, source.content, extension=extension if extension.isalnum() else "")
        act.detail.update(file=source.name, sha256=sha256, reason=reason)


def _thread_id(session: Session, slug: str) -> int:
    return thread_named(session, slug).id or 0


def _told(message: Draft, name: str, *, new: bool) -> Logged:
    return Logged(
        identifier=name,
        new=new,
        title=message.title,
        remarks=message.remarks,
        direction=message.direction,
        kind=message.kind,
        date=message.date or "",
        author=message.author,
    )


def _insert(session: Session, thread_id: int, messages: Sequence[tuple[str, Draft]]) -> None:
    if not messages:
        return
    rows = [
        {
            "thread_id": thread_id,
            "identifier": name,
            "assessed": False,
            "recipients": list(message.recipients),
            "remarks": [list(remark) for remark in message.remarks],
            "refers_to": list(message.refers_to),
            **{field: getattr(message, field) or None for field in _PLAIN_FIELDS},
            "body": message.body,
        }
        for name, message in messages
    ]
    session.execute(insert(Message), rows)
    identifiers = [name for name, _ in messages]
    keys: dict[str, int] = {}
    for at in range(0, len(identifiers), BATCH):
        some = identifiers[at : at + BATCH]
        query = select(Message.identifier, Message.id).where(
            Message.thread_id == thread_id, col(Message.identifier).in_(some)
        )
        keys |= {name: key or 0 for name, key in session.exec(query)}
    files = [(keys[name], n, file) for name, message in messages for n, file in enumerate(message.files)]
    digests = originals.keep_all(session, [(file.content, file.extension) for _, _, file in files])
    session.execute(
        insert(MessageFile),
        [
            {
                "message_id": key,
                "position": position,
                "sha256": sha256,
                "name": file.name or None,
                "media_type": file.media_type or None,
            }
            for (key, position, file), sha256 in zip(files, digests, strict=True)
        ],
    )
    stored = [(keys[name], message) for name, message in messages]
    _link_as_told(session, thread_id, stored)
    link(session, thread_id, [(key, message) for key, message in stored if not message.in_reply_to])


def _link_as_told(session: Session, thread_id: int, stored: Sequence[tuple[int, Draft]]) -> None:
    """Record what a person said a message answers: messages or letters of the thread."""
    for key, message in stored:
        for position, name in enumerate(message.in_reply_to):
            query = select(Message.id).where(Message.thread_id == thread_id, Message.identifier == name)
            answered = session.exec(query).first()
            letter = select(Letter.id).where(Letter.thread_id == thread_id, Letter.identifier == name)
            written = None if answered else session.exec(letter).first()
            if answered is None and written is None:
                raise NotFoundError(f"there is no message or letter {name!r} in the thread to answer")
            reply = MessageReply(message_id=key, position=position, to_message_id=answered, to_letter_id=written)
            session.add(reply)


_PLAIN_FIELDS = (
    "direction", "kind", "date", "received", "author", "title", "language", "visibility", "url", "archive_url",
    "message_id",
)  # fmt: skip
