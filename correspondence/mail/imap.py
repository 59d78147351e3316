"""Fetching mails from a folder over IMAP (RFC 9051): nothing is deleted or marked, and nothing is taken twice."""

import ssl
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from correspondence.errors import CorrespondenceError
from correspondence.mail.settings import Security, Server

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SECONDS = 60.0


class MailboxError(CorrespondenceError):
    """The server cannot be reached or does not let us in, or there is no such folder."""


@dataclass(frozen=True, slots=True)
class Fetched:
    """A mail of a folder.

    Attributes:
        uid: its number in the folder, as long as the folder's UIDVALIDITY is the same.
        content: the mail, as it came.
    """

    uid: int
    content: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder as it is now.

    Attributes:
        validity: its UIDVALIDITY; when it changes, all numbers are new.
        mails: gives those whose number is above one, in order.
    """

    validity: int
    _box: "BaseMailBox"

    def mails(self, above: int) -> Iterator[Fetched]:
        """The mails whose number is above one, in ascending order.

        Raises:
            MailboxError: the connection broke.
        """
        from imap_tools.errors import ImapToolsError

        box = self._box
        try:
            # `n:*` always gives the last mail too, whatever its number.
            numbers = sorted(int(uid) for uid in box.uids(f"UID {above + 1}:*") if int(uid) > above)
            for number in numbers:
                yield Fetched(number, _one(box, number))
        except (ImapToolsError, OSError, ValueError) as error:
            raise MailboxError(f"the mail server broke off: {' '.join(str(error).split())[:200]}") from None


@contextmanager
def opened(server: Server, folder: str, *, seconds: float = SECONDS) -> Iterator[Folder]:
    """A folder, read-only.

    Raises:
        MailboxError: it cannot be opened; the line never holds the password.
    """
    try:
        from imap_tools import BaseMailBox, MailBox, MailBoxStartTls, MailBoxUnencrypted
        from imap_tools.errors import ImapToolsError, MailboxFolderSelectError, MailboxLoginError
    except ImportError:
        raise MailboxError("fetching mail needs one more package: install `correspondence[mail]`") from None
    where = f"{server.host}:{server.port}"
    try:
        if server.security is Security.NONE:
            box: BaseMailBox = MailBoxUnencrypted(server.host, server.port, timeout=seconds)
        else:
            kind = MailBox if server.security is Security.TLS else MailBoxStartTls
            box = kind(server.host, server.port, timeout=seconds, ssl_context=server.context())
    except ssl.SSLCertVerificationError as error:
        why = error.verify_message or "it cannot be verified"
        raise MailboxError(f"{server.host} is not known to be what it says it is: {why}") from None
    except OSError as error:
        raise MailboxError(f"{where} cannot be reached: {error.strerror or error}") from None
    try:
        try:
            box.login(server.user, server.password, initial_folder=None)
            box.folder.set(folder, readonly=True)
            validity = int(box.folder.status(folder, ["UIDVALIDITY"])["UIDVALIDITY"])
        except MailboxLoginError:
            raise MailboxError(f"{server.account} does not let us in: is the password right?") from None
        except MailboxFolderSelectError:
            raise MailboxError(f"{server.account} has no folder {folder!r}") from None
        except (ImapToolsError, OSError, KeyError, ValueError) as error:
            raise MailboxError(f"{where} cannot be used: {' '.join(str(error).split())[:200]}") from None
        yield Folder(validity, box)
    finally:
        try:
            box.logout()
        except (ImapToolsError, OSError):
            box.client.shutdown()


def _one(box: "BaseMailBox", number: int) -> bytes:
    answer, data = box.client.uid("fetch", str(number), "(BODY.PEEK[])")
    for part in data or ():
        if isinstance(part, tuple) and isinstance(part[1], bytes):
            return part[1]
    raise ValueError(f"mail {number} was not given: {answer}")
