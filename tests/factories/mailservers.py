"""Real mail servers on loopback: one that takes mail (aiosmtpd, with TLS) and one that gives it (Dovecot, with TLS)."""

import asyncio
import datetime as dt
import getpass
import ipaddress
import os
import shutil
import socket
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

USER, PASSWORD = "ana", "correct horse"
DOVECOT = shutil.which("dovecot") or shutil.which("dovecot", path="/usr/sbin:/usr/local/sbin")


@dataclass(frozen=True)
class Identity:
    """A server's certificate and key, signed by nobody else."""

    certificate: Path
    key: Path


def identity(folder: Path, host: str = "localhost") -> Identity:
    """A new certificate for a host, which clients must be told to trust."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, host)])
    now = dt.datetime.now(dt.UTC)
    names = [x509.DNSName(host), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made = Identity(folder / "certificate.pem", folder / "key.pem")
    made.certificate.write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    made.key.write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
    return made


@dataclass
class PostOffice:
    """A server that takes mail with STARTTLS and a password, and what it has taken.

    Attributes:
        port: where it listens.
        taking: recipients whose mail it has begun to take, in order.
        mails: what it has accepted, with its recipient, as it came.
        refused: recipients that it does not know.
        busy: recipients that it puts off, and how often yet.
        deaf: recipients whose mail it takes without ever answering.
        seconds: how long it takes over each mail.
    """

    port: int = 0
    taking: list[str] = field(default_factory=list)
    mails: list[tuple[str, bytes]] = field(default_factory=list)
    refused: set[str] = field(default_factory=set)
    busy: dict[str, int] = field(default_factory=dict)
    deaf: set[str] = field(default_factory=set)
    seconds: float = 0.0

    def messages(self) -> list[EmailMessage]:
        """The accepted mails, parsed."""
        return [message_from_bytes(raw, policy=policy.default) for _, raw in self.mails]

    async def handle_RCPT(  # noqa: N802  # the server's own name
        self, _server: SMTP, _session: Session, envelope: Envelope, address: str, _options: list[str]
    ) -> str:
        """Say whether mail to that address is taken."""
        if address in self.refused:
            return "550 5.1.1 no such user here"
        if self.busy.get(address, 0) > 0:
            self.busy[address] -= 1
            return "451 4.7.1 greylisted, try again later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802
        """Take a mail."""
        self.taking += envelope.rcpt_tos
        await asyncio.sleep(self.seconds)
        content = envelope.original_content or b""
        (recipient,) = envelope.rcpt_tos
        self.mails.append((recipient, content))
        if recipient in self.deaf:
            assert isinstance(server.transport, asyncio.Transport)
            server.transport.abort()
        return "250 2.0.0 taken"

    async def handle_exception(self, _error: Exception) -> str:
        """A client that is killed in the middle is no error of the server."""
        return "451 broken off"


@contextmanager
def post_office(made: Identity) -> Iterator[PostOffice]:
    """A running server that takes mail."""
    office = PostOffice()
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(made.certificate, made.key)

    def let_in(_server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: Any) -> AuthResult:
        right = isinstance(given, LoginPassword) and given == LoginPassword(USER.encode(), PASSWORD.encode())
        return AuthResult(success=right, handled=right)

    office.port = free_port()
    controller = Controller(
        office, hostname="127.0.0.1", port=office.port, tls_context=context, require_starttls=True,
        authenticator=let_in, auth_required=True, enable_SMTPUTF8=True, ready_timeout=20,
    )  # fmt: skip
    controller.start()
    try:
        yield office
    finally:
        controller.stop()


@dataclass
class Mailbox:
    """A server that gives mail over TLS; mails are put into its folders as a delivery agent does."""

    port: int
    root: Path
    owner: tuple[int, int]

    def deliver(self, raw: bytes, folder: str = "INBOX") -> None:
        """Put a mail into a folder, which is made when it is not there."""
        place = self.root / "mail" / USER / ("" if folder == "INBOX" else f".{folder}")
        for name in ("", "tmp", "new", "cur"):
            made = place / name
            made.mkdir(parents=True, exist_ok=True)
            _own(made, self.owner)
        number = len(list((place / "new").iterdir())) + len(list((place / "cur").iterdir()))
        file = place / "tmp" / f"{time.time():.6f}.{number}.test"
        file.write_bytes(raw)
        _own(file, self.owner)
        file.rename(place / "new" / file.name)

    def flags(self, folder: str = "INBOX") -> list[str]:
        """The names of the mails in a folder: a mail that was marked as seen has `:2,S` in its name."""
        place = self.root / "mail" / USER / ("" if folder == "INBOX" else f".{folder}")
        return sorted(file.name for name in ("new", "cur") for file in (place / name).iterdir())


@contextmanager
def mailbox(made: Identity) -> Iterator[Mailbox]:
    """A running Dovecot with one user."""
    assert DOVECOT is not None
    root = Path(tempfile.mkdtemp(prefix="dc-", dir="/tmp"))  # sockets need a short path
    root.chmod(0o755)
    owner = (8, 8) if os.geteuid() == 0 else (os.geteuid(), os.getegid())  # Dovecot serves no mail as root
    (root / "mail" / USER).mkdir(parents=True)
    for folder in (root / "mail", root / "mail" / USER):
        _own(folder, owner)
    (root / "users").write_text(f"{USER}:{{PLAIN}}{PASSWORD}\n")
    (root / "users").chmod(0o644)
    port = free_port()
    (root / "dovecot.conf").write_text(_configuration(root, made, port, owner))
    with (root / "out").open("wb") as out:
        process = subprocess.Popen([DOVECOT, "-F", "-c", root / "dovecot.conf"], stdout=out, stderr=out)
    try:
        _wait_for(port, process, root)
        yield Mailbox(port, root, owner)
    finally:
        process.terminate()
        process.wait(timeout=20)
        shutil.rmtree(root, ignore_errors=True)


def _configuration(root: Path, made: Identity, port: int, owner: tuple[int, int]) -> str:
    me = (
        ""
        if os.geteuid() == 0
        else f"default_internal_user = {getpass.getuser()}\ndefault_login_user = {getpass.getuser()}\n"
    )
    services = "" if os.geteuid() == 0 else "service anvil {\n chroot =\n}\nservice stats {\n chroot =\n}\n"
    return f"""
base_dir = {root}/run
log_path = {root}/log
protocols = imap
listen = 127.0.0.1
ssl = required
ssl_cert = <{made.certificate}
ssl_key = <{made.key}
disable_plaintext_auth = yes
mail_location = maildir:{root}/mail/%u
first_valid_uid = 1
{me}{services}
service imap-login {{
 chroot =
 inet_listener imap {{
  port = 0
 }}
 inet_listener imaps {{
  port = {port}
  ssl = yes
 }}
}}
passdb {{
 driver = passwd-file
 args = {root}/users
}}
userdb {{
 driver = static
 args = uid={owner[0]} gid={owner[1]} home={root}/mail/%u
}}
"""


def _wait_for(port: int, process: "subprocess.Popen[bytes]", root: Path) -> None:
    end = time.monotonic() + 20
    while time.monotonic() < end:
        if process.poll() is not None:
            break
        with socket.socket() as probe:
            probe.settimeout(1)
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    raise RuntimeError(f"Dovecot does not start: {(root / 'out').read_text()}")


def free_port() -> int:
    """A port of loopback that nobody listens at."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _own(path: Path, owner: tuple[int, int]) -> None:
    if os.geteuid() == 0:
        os.chown(path, *owner)
