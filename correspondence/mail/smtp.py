"""Handing a mail to a server, and knowing afterwards whether it has it (RFC 5321).

A mail is in doubt when the connection broke after its last byte and before the server's answer: the server may have
it. It is then never sent again by itself.
"""

import re
import smtplib
import ssl
import time
from collections.abc import Callable
from email.message import EmailMessage
from enum import StrEnum
from types import TracebackType
from typing import NamedTuple, Self

from correspondence.errors import CorrespondenceError
from correspondence.mail.compose import as_bytes, needs_utf8
from correspondence.mail.settings import Security, Server

SECONDS = 60.0
_LOOK = 0.1  # seconds between looks whether to go on
_DOT = re.compile(rb"(?m)^\.")
# RFC 5321, section 4.2.1
_TEMPORARY = 400
_PERMANENT = 500
_GO_ON = 354
_LONGEST = 300


class Fate(StrEnum):
    """What became of a mail."""

    SENT = "sent"
    LATER = "later"
    """The server asks to try again later, or the connection broke before the mail was handed over."""
    REFUSED = "refused"
    IN_DOUBT = "in doubt"


class Outcome(NamedTuple):
    """What became of a mail, and the server's words, in one line."""

    fate: Fate
    said: str


class Pace:
    """Keeps to so many mails a minute: servers take a flood for spam."""

    def __init__(self, a_minute: int) -> None:
        self._seconds = 60.0 / a_minute
        self._next = 0.0

    def wait(self, go_on: Callable[[], bool] = lambda: True) -> bool:
        """Wait until the next mail may go; False when it is not to go any more, asked many times a second."""
        while (left := self._next - time.monotonic()) > 0 and go_on():
            time.sleep(min(left, _LOOK))
        self._next = time.monotonic() + self._seconds
        return go_on()


class PostError(CorrespondenceError):
    """The server cannot be reached, is not the one it says it is, or does not let us in."""


class Postman:
    """A connection to an SMTP server, made at the first mail and again after it broke."""

    def __init__(self, server: Server, *, seconds: float = SECONDS) -> None:
        self._server = server
        self._seconds = seconds
        self._smtp: smtplib.SMTP | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is not None and not issubclass(kind, Exception) and self._smtp is not None:
            self._smtp.close()  # broken off by a person: no goodbye to a server that may not answer
            self._smtp = None
        self.close()

    def connect(self) -> None:
        """Be connected and logged in.

        Raises:
            PostError: that cannot be; the line never holds the password.
        """
        if self._smtp is not None:
            return
        try:
            self._smtp = self._connected()
        except ssl.SSLCertVerificationError as error:
            why = error.verify_message or "it cannot be verified"
            raise PostError(f"{self._server.host} is not known to be what it says it is: {why}") from None
        except smtplib.SMTPAuthenticationError as error:
            raise PostError(f"{self._server.account} does not let us in: {_words(error.smtp_error)}") from None
        except smtplib.SMTPException as error:
            raise PostError(f"{self._server.host} cannot be used: {_words(str(error))}") from None
        except OSError as error:
            where = f"{self._server.host}:{self._server.port}"
            raise PostError(f"{where} cannot be reached: {error.strerror or error}") from None

    def _connected(self) -> smtplib.SMTP:
        """A new connection, encrypted and logged in as the settings say."""
        server = self._server
        if server.security is Security.TLS:
            smtp: smtplib.SMTP = smtplib.SMTP_SSL(
                server.host, server.port, timeout=self._seconds, context=server.context()
            )
        else:
            smtp = smtplib.SMTP(server.host, server.port, timeout=self._seconds)
        try:
            if server.security is Security.STARTTLS:
                smtp.starttls(context=server.context())
            smtp.ehlo_or_helo_if_needed()
            if server.user:
                smtp.login(server.user, server.password)
        except BaseException:
            smtp.close()
            raise
        return smtp

    def send(self, message: EmailMessage) -> Outcome:
        """Hand over one mail.

        Raises:
            PostError: there is no connection to be had; nothing was handed over.
        """
        self.connect()
        assert self._smtp is not None
        utf8 = needs_utf8(message)
        if utf8 and not self._smtp.has_extn("smtputf8"):
            return Outcome(Fate.REFUSED, "the server takes no addresses with letters beyond ASCII (SMTPUTF8)")
        content = _DOT.sub(b"..", as_bytes(message))
        handed_over = False
        try:
            options = ["SMTPUTF8", "BODY=8BITMIME"] if utf8 else []
            code, reply = self._smtp.mail(message["From"].addresses[0].addr_spec, options)
            if code < _TEMPORARY:
                code, reply = self._smtp.rcpt(message["To"].addresses[0].addr_spec)
            if code < _TEMPORARY:
                code, reply = self._smtp.docmd("DATA")
            if code != _GO_ON:
                self._reset()
                return _refusal(code, reply)
            self._smtp.send(content if content.endswith(b"\r\n") else content + b"\r\n")
            self._smtp.send(b".\r\n")
            handed_over = True  # three bytes that did not leave are not with the server
            code, reply = self._smtp.getreply()
        except (smtplib.SMTPException, OSError) as error:
            self.close()
            if handed_over:
                return Outcome(Fate.IN_DOUBT, f"the server has not answered whether it has it: {_words(str(error))}")
            return Outcome(Fate.LATER, f"the connection broke: {_words(str(error))}")
        if code >= _TEMPORARY:
            return _refusal(code, reply)
        return Outcome(Fate.SENT, f"{code} {_words(reply)}")

    def close(self) -> None:
        """Say goodbye, if there is anybody."""
        smtp, self._smtp = self._smtp, None
        if smtp is not None:
            try:
                smtp.quit()
            except (smtplib.SMTPException, OSError):
                smtp.close()

    def _reset(self) -> None:
        assert self._smtp is not None
        try:
            self._smtp.rset()
        except (smtplib.SMTPException, OSError):
            self.close()


def _refusal(code: int, reply: bytes) -> Outcome:
    return Outcome(Fate.REFUSED if code >= _PERMANENT else Fate.LATER, f"{code} {_words(reply)}")


def _words(said: bytes | str) -> str:
    text = said.decode("utf-8", "replace") if isinstance(said, bytes) else said
    return " ".join(text.split())[:_LONGEST]
