"""A letter that can be signed, its page, and the mails that the page has sent."""

import re
from collections.abc import Callable
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from sqlmodel import select

from correspondence.bundle import schema
from correspondence.letters.revisions import freeze
from correspondence.records.signon import Mail, SignOn
from correspondence.signons.outbox import digest_of
from correspondence.store.change import change
from correspondence.vocabulary import RevisionKind
from correspondence.web.app import Options, Pages
from correspondence.web.mails import Files, Mailer
from correspondence.web.site import Site
from correspondence.web.words import catalogs
from correspondence.workspace import Workspace
from tests.factories.threads import BLOCK, digest, stored, thread
from tests.web.visitor import HOST, Visitor

NOON = "2026-11-20T12:00:00Z"
NEVER = "2999-12-01T09:00"
AFTER = "2026-12-01T09:00:00Z"
BASE = f"http://{HOST}"
SENDER = ("Coalition", "letters@coalition.example")
REFERENCE = "abcde-fghjk-mnpqr-stuvw"
TEXT = f"""# To Acme

::: date
3 June 2025
:::

You said that *every customer* is vetted. See [the report](https://example.org/report "x").

:::: list-table {{header-rows=1 widths="1 2" caption="What was promised"}}
- - Promise
  - What became of it
- - To vet
  - Nothing[^1].
::::

[^1]: Nothing at all.
{BLOCK}"""
FIELDS = {
    "kind": "organization",
    "name": "Öko e. V.",
    "representative": "Ana Ferreira",
    "role": "Director",
    "email": "ana@oeko.example",
    "country": "Germany",
    "url": "oeko.example",
    "publish": "yes",
}


class Page:
    """A letter's page, with a clock that can be put forward, and what it has mailed."""

    def __init__(
        self, workspace: Workspace, folder: Path, *, is_open: bool = True, proxy: bool = False, base: str = BASE
    ) -> None:
        self.workspace = workspace
        self.now = NOON
        self._folder = folder
        folder.mkdir(exist_ok=True)
        hosts = frozenset({HOST, "letters.example", urlsplit(base).netloc})
        words = catalogs(workspace.template_folders())
        self.site = Site(workspace, "t/l", clock=lambda: self.now)
        self.mailer = Mailer(workspace, "t/l", Files(folder), sender=SENDER, base=base, words=words)
        self.options = Options(base=base, hosts=hosts, is_open=is_open, proxy=proxy, contact=SENDER[1])
        self.pages = Pages(self.site, self.options, words, None)
        self.app = self.pages.application()

    def visitor(self, address: str = "192.0.2.1", **headers: str) -> Visitor:
        """Somebody new."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        return Visitor(self.app, address=address, headers=named)

    def mails(self) -> list[EmailMessage]:
        """Send what waits; all mails that were ever sent."""
        self.mailer.send()
        read = BytesParser(policy=policy.default).parsebytes
        found = [read(path.read_bytes()) for path in sorted(self._folder.iterdir(), key=lambda p: p.stat().st_mtime_ns)]
        assert all(isinstance(message, EmailMessage) for message in found)
        return found

    def link(self) -> str:
        """The path of the newest mail's link."""
        return links(self.mails()[-1])[0]

    def freeze(self, text: str, kind: RevisionKind = RevisionKind.SUBSTANTIVE) -> str:
        """Freeze another text; its digest."""
        with change(self.workspace, "letter freeze", "t/l") as act:
            return freeze(
                act.session, "t", "l", text + BLOCK, kind=kind, at=act.at, by="x", read_version=1, large=True
            ).digest


def links(message: EmailMessage) -> list[str]:
    """The paths of the links in a mail."""
    body = message.get_body(("plain",))
    assert body is not None
    return re.findall(r"https?://[^/\s]+(/\S+)", body.get_content())


def signable(workspace: Workspace, *, deadline: str = "2026-12-01T09:00") -> Workspace:
    """The store with a frozen letter, a call that ends then in Berlin, and somebody invited."""
    revision = schema.Revision(number=1, kind="substantive", digest=digest(TEXT))
    document = schema.LetterDocument(
        letter=schema.Letter(id="l", title="To Acme <&> “all”", template="open-letter"),
        body="Body.",
        revisions=(schema.RevisionDocument(revision=revision, body=TEXT),),
        signons=(schema.SignOn(name="Access Group", kind="organization", country="Spain", status="invited"),),
        call=schema.Call(deadline=deadline, zone="Europe/Berlin", template="sign-on-mail", revision=revision.digest),
    )
    stored(workspace, thread(letters=(document,)))
    with change(workspace, "signon call", "t/l") as act:
        row = act.session.exec(select(SignOn)).one()
        assert row.id is not None
        act.session.add(
            Mail(
                letter_id=row.letter_id, signon_id=row.id, message_id="1@example.org", kind="call", language="es",
                address="info@access.example", revision=revision.digest, state="sent", tokens=[digest_of(REFERENCE)],
            )
        )  # fmt: skip
    return workspace


@pytest.fixture
def opened(tmp_path: Path) -> Callable[..., Page]:
    """Opens the page of a store's letter."""

    def open_page(workspace: Workspace, *, is_open: bool = True, proxy: bool = False, base: str = BASE) -> Page:
        return Page(signable(workspace), tmp_path / "mails", is_open=is_open, proxy=proxy, base=base)

    return open_page


@pytest.fixture
def page(workspace: Workspace, opened: Callable[..., Page]) -> Page:
    """The page, open to everybody."""
    return opened(workspace)
