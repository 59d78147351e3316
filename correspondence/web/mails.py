"""The mails that ask to confirm: made from the page's words, and sent in the background, whatever visitors do."""

import logging
import secrets
from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from email.message import EmailMessage
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from correspondence.errors import CorrespondenceError
from correspondence.mail.compose import Letter, as_bytes, compose
from correspondence.mail.settings import Server
from correspondence.mail.smtp import Fate, Outcome, Postman
from correspondence.overview import letters, page
from correspondence.overview.page import EntryRow
from correspondence.publish.files import write_file
from correspondence.signons import page as jobs
from correspondence.store.change import jotting, now
from correspondence.store.reading import reading
from correspondence.web.words import FALLBACK, Words
from correspondence.workspace import Workspace

_LOG = logging.getLogger(__name__)
_HOURS = int(jobs.KEPT.total_seconds()) // 3600


class Way(Protocol):
    """How mails go out."""

    def __enter__(self) -> Callable[[EmailMessage], Outcome]:
        """Be ready for some mails."""

    def __exit__(self, *error: object) -> None:
        """Be done with them."""


class Files:
    """Mails as `.eml` files in a folder, for somebody to send by other means."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def __enter__(self) -> Callable[[EmailMessage], Outcome]:
        """Be ready for some mails."""
        return self._write

    def __exit__(self, *error: object) -> None:
        """Be done with them."""

    def _write(self, message: EmailMessage) -> Outcome:
        name = f"confirm-{datetime.now(UTC):%Y%m%dT%H%M%S}-{secrets.token_hex(4)}.eml"
        write_file(as_bytes(message), self._folder / name)
        return Outcome(Fate.SENT, name)


class Smtp:
    """Mails to a server."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._postman: Postman | None = None

    def __enter__(self) -> Callable[[EmailMessage], Outcome]:
        """Be ready for some mails."""
        self._postman = Postman(self._server)
        return self._postman.send

    def __exit__(self, *error: object) -> None:
        """Be done with them."""
        if self._postman is not None:
            self._postman.close()


class Mailer:
    """Sends what waits to be sent.

    Args:
        workspace: whose store.
        letter: `thread/letter`.
        way: how mails go out.
        sender: name, which may be empty, and address.
        base: the page's address, without a slash at its end.
        words: by language.
    """

    def __init__(
        self, workspace: Workspace, letter: str, way: Way, *, sender: tuple[str, str], base: str,
        words: Mapping[str, Words],
    ) -> None:  # fmt: skip
        self._workspace = workspace
        self._letter = letter
        self._way = way
        self._sender = sender
        self._base = base
        self._words = words

    def begin(self) -> None:
        """What to do once, before anything is sent."""
        thread, _, identifier = self._letter.partition("/")
        with jotting(self._workspace) as session:
            jobs.begin(session, thread, identifier, at=now())

    def send(self) -> int:
        """Send what waits and whose time has come; how many mails went.

        What hinders a mail is told in the log, without whom it was for, and tried again later.
        """
        with reading(self._workspace) as reader:
            rows = page.to_be_mailed(reader, self._letter, now())
            title = letters.letter(reader, self._letter).title if rows else ""
        if not rows:
            return 0
        sent = 0
        try:
            with self._way as post:
                for fate in jobs.deliver(self._workspace, rows, lambda row, token: post(self.mail(row, title, token))):
                    sent += fate is Fate.SENT
                    if fate is Fate.REFUSED:
                        _LOG.warning("a mail that asks to confirm was refused by the server")
        except CorrespondenceError as error:
            _LOG.warning("mails that ask to confirm wait: %s", error)
        return sent

    def mail(self, row: EntryRow, title: str, token: str) -> EmailMessage:
        """The mail about an entry. Nothing that was entered stands in it: it must carry nobody's words to strangers."""
        t = self._words.get(row.language) or self._words[FALLBACK]
        name, address = self._sender
        link = f"{self._base}/c/{token}"
        text = t("mail-text", title=" ".join(title.split()), link=link, hours=_HOURS, sender=name or address)
        message = compose(
            Letter(
                sender=self._sender,
                to=("", row.email),
                subject=t("mail-subject", title=" ".join(title.split())),
                text=text.strip() + "\n",
                html="",
                language=t.language,
                message_id=f"{secrets.token_hex(12)}@{urlsplit(self._base).hostname or 'localhost'}",
                answers=(),
                at=datetime.now(UTC),
            )
        )
        del message["Auto-Submitted"]
        message["Auto-Submitted"] = "auto-generated"  # so that no absence answers it (RFC 3834)
        return message
