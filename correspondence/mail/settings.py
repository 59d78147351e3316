"""Where mail goes out and comes in: servers from the settings file, passwords from the keyring or the environment.

`settings.toml` in the user's configuration folder:

    [mail]
    from = "Ana Ferreira <ana@example.org>"

    [mail.smtp]
    host = "smtp.example.org"
    port = 587
    security = "starttls"        # or "tls"; "none" only to this very machine
    user = "ana@example.org"

    [mail.imap]
    host = "imap.example.org"
    port = 993
    user = "ana@example.org"

A password stands in no file: it is in `CORRESPONDENCE_SMTP_PASSWORD` or `CORRESPONDENCE_IMAP_PASSWORD`, or in the
system's keyring under the service `correspondence` and the name `USER@HOST`.
"""

import os
import ssl
import tomllib
from dataclasses import dataclass, field
from email.utils import parseaddr
from enum import StrEnum
from typing import Any

from correspondence.errors import CorrespondenceError
from correspondence.workspace import settings_file

SERVICE = "correspondence"
NOWHERE = "correspondence.invalid"  # RFC 2606; such mails get their domain when a server sends them
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})


class SettingsError(CorrespondenceError):
    """The settings for mail are missing or wrong; the line says what to write where."""


class Security(StrEnum):
    """How a connection is kept from others' eyes."""

    STARTTLS = "starttls"
    TLS = "tls"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server and who we are to it.

    Attributes:
        kind: `smtp` or `imap`.
        host: its name, which its certificate must bear.
        port: its port.
        security: how the connection is encrypted.
        user: who logs in; empty for nobody.
        authorities: a file of certificates to trust beside the system's; empty for none.
        password: never shown, never stored.
    """

    kind: str
    host: str
    port: int
    security: Security
    user: str = ""
    authorities: str = ""
    password: str = field(default="", repr=False)

    @property
    def account(self) -> str:
        """What to call it: who at which server."""
        return f"{self.user}@{self.host}:{self.port}"

    def context(self) -> ssl.SSLContext:
        """For a connection whose other end is verified.

        Raises:
            SettingsError: the file of certificates cannot be read.
        """
        context = ssl.create_default_context()
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        if self.authorities:
            try:
                context.load_verify_locations(self.authorities)
            except (OSError, ssl.SSLError) as error:
                raise SettingsError(f"{self.authorities}: cannot be read as certificates: {_said(error)}") from None
        return context


def sender() -> tuple[str, str]:
    """From whom mails go out: the name, which may be empty, and the address.

    Raises:
        SettingsError: the settings do not say.
    """
    name, address = sender_if_any()
    if not address:
        raise SettingsError(
            f'{settings_file()}: say from whom mails go out: [mail] from = "Name <address>"'
            " (or write them as files, for your mail program to send: --eml DIR)"
        )
    return name, address


def sender_if_any() -> tuple[str, str]:
    """From whom mails go out; two empty texts when the settings do not say: files can be written without.

    Raises:
        SettingsError: they say something that is no address.
    """
    given = _table("mail").get("from", "")
    name, address = parseaddr(given) if isinstance(given, str) else ("", "")
    if given and "@" not in address:
        raise SettingsError(f'{settings_file()}: [mail] from is an address such as "Name <name@example.org>"')
    return name, address


def home() -> str:
    """The domain of the mails' identifiers: the sender's, or `NOWHERE` while that is not known."""
    return sender_if_any()[1].rpartition("@")[2] or NOWHERE


def server(kind: str) -> Server:
    """The SMTP or the IMAP server of the settings, with its password.

    Args:
        kind: `smtp` or `imap`.

    Raises:
        SettingsError: the settings name none, or it has no password.
    """
    file = settings_file()
    table = _table("mail").get(kind)
    if not isinstance(table, dict) or not isinstance(table.get("host"), str):
        raise SettingsError(f"{file}: no {kind.upper()} server: write [mail.{kind}] with host, port and user")
    for name in table:
        if name not in ("host", "port", "security", "user", "authorities"):
            raise SettingsError(f"{file}: [mail.{kind}] has no {name!r} (a password stands in no file)")
    host, user = str(table["host"]), str(table.get("user", ""))
    try:
        security = Security(table.get("security", Security.TLS if kind == "imap" else Security.STARTTLS))
    except ValueError:
        raise SettingsError(f'{file}: [mail.{kind}] security is "starttls", "tls" or "none"') from None
    if security is Security.NONE and host not in LOOPBACK:
        raise SettingsError(f"{file}: [mail.{kind}] security = none would send words and password in the clear")
    usual = {"smtp": {Security.TLS: 465}.get(security, 587), "imap": 993 if security is Security.TLS else 143}[kind]
    port = table.get("port", usual)
    if not isinstance(port, int) or not 0 < port < 1 << 16:
        raise SettingsError(f"{file}: [mail.{kind}] port is a number such as {usual}")
    return Server(
        kind=kind,
        host=host,
        port=port,
        security=security,
        user=user,
        authorities=str(table.get("authorities", "")),
        password=_password(kind, user, host) if user else "",
    )


def _password(kind: str, user: str, host: str) -> str:
    variable = f"CORRESPONDENCE_{kind.upper()}_PASSWORD"
    if given := os.environ.get(variable):
        return given
    try:
        import keyring  # an extra
        from keyring.errors import KeyringError, KeyringLocked, NoKeyringError
    except ImportError:
        raise SettingsError(f"no password: set {variable}, or install `correspondence[mail]` for the keyring") from None
    try:
        kept = keyring.get_password(SERVICE, f"{user}@{host}")
    except NoKeyringError:
        raise SettingsError(f"no password, and no keyring that can be used here: set {variable}") from None
    except KeyringLocked:
        raise SettingsError(f"the keyring is locked: unlock it and try again, or set {variable}") from None
    except (KeyringError, OSError, RuntimeError, ImportError, AttributeError, ValueError) as error:
        why = _said(error)[:200] or type(error).__name__
        raise SettingsError(f"the keyring cannot be used ({why}): set {variable}") from None
    if kept is None:
        raise SettingsError(
            f"no password: set {variable}, or put it into the keyring: keyring set {SERVICE} {user}@{host}"
        )
    return kept


def _table(name: str) -> dict[str, Any]:
    path = settings_file()
    try:
        data = tomllib.loads(path.read_text(encoding="utf-8")) if path.exists() else {}
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise SettingsError(f"{path}: cannot be read: {_said(error)}") from None
    table = data.get(name, {})
    return table if isinstance(table, dict) else {}


def _said(error: Exception) -> str:
    return " ".join(str(getattr(error, "strerror", None) or error).split())
