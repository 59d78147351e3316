"""Mails that answer a call, from files or from a folder of a mail server: each is kept once, with what it seems to say.

A mail and how far its folder was fetched are one transaction: a fetch that is killed goes on where it stopped.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path

from sqlmodel import Session, select

from correspondence.errors import CorrespondenceError
from correspondence.letters.edit import find
from correspondence.mail.authenticity import Resolver
from correspondence.mail.imap import opened
from correspondence.mail.settings import Server
from correspondence.readers.extract import Extract, UnreadableError
from correspondence.readers.worker import Worker
from correspondence.records.signon import FetchedFolder, Mail
from correspondence.signons import replies
from correspondence.store.change import change, jotting
from correspondence.workspace import Workspace

_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class Taken:
    """What became of one mail.

    Attributes:
        source: the file, or the mail's number in its folder.
        number: the answer's; None when none was kept.
        name: of the signatory it seems to be from; "" when that is not known.
        says: what it seems to say.
        checks: what speaks against believing it, a line each.
        why: why none was kept, or what went wrong; "" otherwise.
        failed: whether it could not be read at all.
    """

    source: str
    number: int | None = None
    name: str = ""
    says: str = ""
    checks: tuple[str, ...] = ()
    why: str = ""
    failed: bool = False


def take_files(
    workspace: Workspace, thread: str, identifier: str, paths: list[Path], *, resolver: Resolver | None = None
) -> Iterator[Taken]:
    """Keep the mails of files (.eml, .msg, .mbox) as answers to a call, one after another.

    Args:
        workspace: whose.
        thread: the thread's slug.
        identifier: the letter's.
        paths: the files.
        resolver: asked for the keys of signatures; None leaves them unchecked.

    Raises:
        NotFoundError: there is no such letter.
    """
    with Worker() as worker:
        for path in paths:
            try:
                content = _bytes(path)
                for extract in worker.read(content, path.name):
                    raw = extract.source or content
                    yield _keep(workspace, thread, identifier, raw, extract, str(path), resolver)
            except UnreadableError as error:
                yield Taken(str(path), why=str(error), failed=True)
            except OSError as error:
                yield Taken(str(path), why=f"cannot be read: {error.strerror or error}", failed=True)


def fetch(
    workspace: Workspace, thread: str, identifier: str, server: Server, folder: str, *,
    resolver: Resolver | None = None,
) -> Iterator[Taken]:  # fmt: skip
    """Keep the mails that came into a folder of a mail server since the last fetch; the folder stays as it is.

    Args:
        workspace: whose.
        thread: the thread's slug.
        identifier: the letter's.
        server: where the folder is.
        folder: its name.
        resolver: as for `take_files`.

    Raises:
        NotFoundError: there is no such letter.
        MailboxError: the server or the folder cannot be used.
    """
    with Worker() as worker, opened(server, folder) as box:
        mark = _Mark(server.account, folder, box.validity)
        for mail in box.mails(mark.last(workspace, thread, identifier)):
            source = f"{folder} {mail.uid}"
            extract, fault = _extract(worker, mail.content)
            here = replace(mark, uid=mail.uid)
            taken = _keep(workspace, thread, identifier, mail.content, extract, source, resolver, mark=here)
            yield replace(taken, why=taken.why or fault)


@dataclass(frozen=True, slots=True)
class _Mark:
    """How far a folder has been fetched."""

    account: str
    folder: str
    validity: int
    uid: int = 0

    def last(self, workspace: Workspace, thread: str, identifier: str) -> int:
        """The last mail that was taken, 0 when there is none, or when the folder's numbers are new."""
        with jotting(workspace) as session:
            row = self._row(session, thread, identifier)
            return row.last_uid if row is not None and row.uid_validity == self.validity else 0

    def keep(self, session: Session, thread: str, identifier: str) -> None:
        """Put on record that this mail has been taken."""
        row = self._row(session, thread, identifier)
        if row is None:
            letter = find(session, thread, identifier)
            assert letter.id is not None
            row = FetchedFolder(
                letter_id=letter.id, account=self.account, folder=self.folder, uid_validity=0, last_uid=0
            )
        row.uid_validity, row.last_uid = self.validity, self.uid
        session.add(row)

    def _row(self, session: Session, thread: str, identifier: str) -> FetchedFolder | None:
        letter = find(session, thread, identifier)
        return session.get(FetchedFolder, (letter.id, self.account, self.folder))


def _bytes(path: Path) -> bytes:
    if path.stat().st_size > _MOST:
        raise UnreadableError(f"larger than {_MOST >> 20} MB")
    return path.read_bytes()


def _extract(worker: Worker, content: bytes) -> tuple[Extract, str]:
    """The mail as it was understood; one that cannot be read is kept without words, and why."""
    fault = "holds no mail"
    try:
        for extract in worker.read(content, "mail.eml"):
            return extract, ""
    except UnreadableError as error:
        fault = str(error)
    return Extract(text="", media_type="message/rfc822"), fault


def _keep(
    workspace: Workspace, thread: str, identifier: str, raw: bytes, extract: Extract, source: str,
    resolver: Resolver | None, *, mark: _Mark | None = None,
) -> Taken:  # fmt: skip
    """One mail and the mark are one act; a mail that brings nothing new leaves the mark alone."""
    why = ""
    with change(workspace, "signon mail in", f"{thread}/{identifier}") as act:
        letter = find(act.session, thread, identifier)
        assert letter.id is not None
        if _is_ours(act.session, letter.id, extract):
            why = "is one of our own mails"
        elif replies.belongs_elsewhere(act.session, letter.id, extract):
            why = "answers the call of another letter"
        else:
            received = replies.take_in(act.session, thread, identifier, raw, extract, at=act.at, resolver=resolver)
            answer = received.answer
            if answer is not None:
                act.detail |= {"answer": answer.number, "says": answer.says, "from": answer.sender or ""}
                if mark is not None:
                    mark.keep(act.session, thread, identifier)
                return Taken(source, answer.number, received.name, answer.says, tuple(answer.checks or ()))
            why = "came in before"
        act.nothing_done = True
    if mark is not None:
        with suppress(CorrespondenceError), jotting(workspace) as session:
            mark.keep(session, thread, identifier)
    return Taken(source, why=why)


def _is_ours(session: Session, letter_id: int, extract: Extract) -> bool:
    query = select(Mail.id).where(Mail.letter_id == letter_id, Mail.message_id == extract.message_id)
    return bool(extract.message_id) and session.exec(query).first() is not None
