"""Mail servers on loopback, and a letter whose text is frozen."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.factories.commands import Typed
from tests.factories.kept import Kept
from tests.factories.mailservers import PASSWORD, USER, Identity, PostOffice, identity, post_office
from tests.factories.threads import letter, stored, thread

SENDER = "Ana Ferreira <ana@coalition.example.org>"


@pytest.fixture(scope="session")
def made(tmp_path_factory: pytest.TempPathFactory) -> Identity:
    """A certificate that both servers show."""
    folder = tmp_path_factory.mktemp("identity")
    for place in (folder, *folder.parents[:2]):
        if place.stat().st_uid == os.geteuid():
            place.chmod(0o755)  # the IMAP server reads it as another user
    return identity(folder)


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The settings file, empty but for the sender; passwords are in the environment."""
    home = tmp_path / "config"
    file = home / "correspondence" / "settings.toml"
    file.parent.mkdir(parents=True)
    file.write_text(f'[mail]\nfrom = "{SENDER}"\n', encoding="utf-8")
    monkeypatch.setenv("XDG_CONFIG_HOME", str(home))
    for kind in ("SMTP", "IMAP"):
        monkeypatch.setenv(f"CORRESPONDENCE_{kind}_PASSWORD", PASSWORD)
    return file


@pytest.fixture
def office(made: Identity, settings: Path) -> Iterator[PostOffice]:
    """A running server that takes mail, named in the settings."""
    with post_office(made) as running:
        with settings.open("a", encoding="utf-8") as file:
            file.write(
                f'[mail.smtp]\nhost = "localhost"\nport = {running.port}\nuser = "{USER}"\n'
                f'authorities = "{made.certificate}"\n'
            )
        yield running


@pytest.fixture
def called(typed: Typed, settings: Path, tmp_path: Path, kept: Kept) -> Typed:
    """Commands in a workspace with the letter `l`, whose call asks three in two languages."""
    assert settings.is_file()
    people = tmp_path / "people.txt"
    people.write_text(
        "# whom to ask\nÖko-Netz <info@oeko.example.net>\n\nAccess Group <access@access.example.com>\n", "utf-8"
    )
    kept.fill(typed.workspace, "called", lambda _: _call(typed, people))
    return typed


def _call(typed: Typed, people: Path) -> None:
    stored(typed.workspace, thread(letters=(letter(["substantive"]),)))
    typed(
        "signatory", "add", "Observatorio de la Red", "--contact", "Eva Ruiz <eva@obs.example.org>; directora; es",
        "--domain", "obs.example.org",
    )  # fmt: skip
    typed("signon", "call", "l", "--to", people, "net", "--deadline", "2026-12-01T09:00 Europe/Berlin", status=2)
    typed(
        "signon", "call", "l", "Observatorio de la Red", "--to", people, "--deadline", "2026-12-01T09:00 Europe/Berlin"
    )
