"""Passwords from the system's keyring: taken from there, kept nowhere else, and told in one line if they cannot be."""

import sys
from collections.abc import Iterator
from pathlib import Path

import keyring
import pytest
from keyring.backend import KeyringBackend
from keyring.errors import InitError, KeyringLocked, NoKeyringError

from correspondence.store.reading import reading
from tests.factories.commands import Typed
from tests.factories.mails import mail
from tests.factories.mailservers import PASSWORD, USER, Identity, PostOffice, mailbox

FAST = ("--rate", "6000")


class Ring(KeyringBackend):
    """A keyring that holds passwords in memory, or cannot be opened."""

    priority = 1.0

    def __init__(self, fault: Exception | None = None) -> None:
        super().__init__()  # type: ignore[no-untyped-call]  # the library's own
        self._fault = fault
        self._kept: dict[tuple[str, str], str] = {}

    def get_password(self, service: str, username: str) -> str | None:
        """The password, if there is one."""
        if self._fault is not None:
            raise self._fault
        return self._kept.get((service, username))

    def set_password(self, service: str, username: str, password: str) -> None:
        """Keep a password."""
        self._kept[service, username] = password


@pytest.fixture
def no_variables(settings: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """No password in the environment; the keyring of this process is put back afterwards."""
    assert settings.is_file()
    for kind in ("SMTP", "IMAP"):
        monkeypatch.delenv(f"CORRESPONDENCE_{kind}_PASSWORD")
    before = keyring.get_keyring()
    yield
    keyring.set_keyring(before)


@pytest.mark.usefixtures("no_variables")
def test_both_servers_are_used_with_the_password_of_the_keyring_which_is_kept_nowhere_else(
    called: Typed, office: PostOffice, made: Identity, settings: Path
) -> None:
    ring = Ring()
    ring.set_password("correspondence", f"{USER}@localhost", PASSWORD)
    keyring.set_keyring(ring)
    said = [called("signon", "send", "--json", *FAST)]
    assert len(office.mails) == 3
    with mailbox(made) as box:
        with settings.open("a", encoding="utf-8") as file:
            file.write(
                f'[mail.imap]\nhost = "localhost"\nport = {box.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        box.deliver(mail("E <eva@obs.example.org>", "Firmamos."))
        said.append(called("signon", "fetch", "l"))
    assert "Observatorio de la Red: signs" in said[-1].out
    said += [called("journal"), called("signon", "outbox", "l", "--json")]
    ring.set_password("correspondence", f"{USER}@localhost", f"not {PASSWORD}")
    called("signon", "call", "l", "Late <late@example.org>")
    said.append(called("signon", "send", status=2))
    assert "does not let us in" in said[-1].err
    assert not [one for one in said if PASSWORD in one.out or PASSWORD in one.err]
    with reading(called.workspace) as reader:
        kept = [reader.rows(f"SELECT * FROM {table}") for table in ("signon_mail", "signon_answer", "journal")]
    assert all(kept)
    assert PASSWORD not in str(kept)
    files = [path for path in called.workspace.root.rglob("*") if path.is_file()]
    assert not [path for path in files if PASSWORD.encode() in path.read_bytes()]


@pytest.mark.usefixtures("no_variables", "office")
@pytest.mark.parametrize(
    ("ring", "told"),
    [
        (Ring(), f"put it into the keyring: keyring set correspondence {USER}@localhost"),
        (Ring(KeyringLocked("Failed to unlock the item!")), "the keyring is locked: unlock it"),
        (Ring(InitError("no\nbus")), "the keyring cannot be used (no bus)"),
        (Ring(NoKeyringError()), "no keyring that can be used here"),
        (None, "install `correspondence[mail]`"),
    ],
)
def test_a_keyring_that_gives_no_password_is_told_in_one_line(
    called: Typed, monkeypatch: pytest.MonkeyPatch, ring: KeyringBackend | None, told: str
) -> None:
    if ring is None:
        monkeypatch.setitem(sys.modules, "keyring", None)
    else:
        keyring.set_keyring(ring)
    said = called("signon", "send", status=2)
    assert told in said.err
    assert said.err.count("\n") == 1
    assert "CORRESPONDENCE_SMTP_PASSWORD" in said.err
    assert {(row["state"], row["tries"]) for row in called.json("signon", "outbox", "l")} == {("queued", 0)}
