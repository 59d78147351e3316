"""Forty organizations, one text, by Tuesday: sixty are asked, answers come by every channel, and the text changes once.

The servers are real and on loopback: aiosmtpd takes the mails, Dovecot gives the answers, both over TLS; the sign-on
page is served by a process of its own and filled in with Chromium.
"""

import io
import json
import random
import re
import time
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from email.utils import parseaddr
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from correspondence.signons.tables import as_csv
from correspondence.store.migrate import migrate
from correspondence.text.names import slug
from correspondence.workspace import Workspace
from tests.factories.browser import fill_in
from tests.factories.commands import Typed
from tests.factories.mails import mail
from tests.factories.mailservers import (
    DOVECOT,
    PASSWORD,
    USER,
    Mailbox,
    PostOffice,
    free_port,
    identity,
    mailbox,
    post_office,
)
from tests.factories.originals import workbook
from tests.factories.threads import letter, stored, thread
from tests.web.served import Served, served

# In the order of the English alphabet (UTS 10), written down by hand.
NAMES = (
    "Access Watch", "Advocates 21", "Alerta Norte", "Amici del Mare", "Archivo Vivo", "Ärzte im Dialog",
    "Asociación Río Claro", "Atelier Public", "Bay Street Clinic", "Berlin Forum", "Bienvenue & Cie", "Bridge Fund",
    "Café des Libertés", "Campus Voice", "Casa Abierta", "Centre Horizon", "Čisté Město", "Civic Lens",
    "Clean Code Union", "Common Ground", "Dala Vakt", "Datenschutz e. V.", "Defensoras del Agua", "Digital Commons",
    "Droit de Regard", "East Side Network", "Éclaireurs", "Equal Ink", "Faro Común", "Fenster zur Welt",
    "First Light", "Fundacja Most", "Garden of Words", "Grenzen Los", "Hilo Rojo", "Human Thread", "Iris Initiative",
    "Justice Now", "Kanal Frei", "Lantern Trust", "Liberté 4", "Mirador", "Mujeres de Maíz", "Netz & Würde",
    "North Star", "Observatório do Sul", "Öko-Netz", "Open Ledger", "Østerbro Lab", "Paper Boats", "Puentes",
    "Quiet Voices", "Río Abierto", "Samvad", "São Jorge Coletivo", "Signal Fire", "Terra Nostra", "Vår Röst",
    "Witness Hub", "Źródło",
)  # fmt: skip
FAST = ("--rate", "6000")
HEADINGS = ("Timestamp", "Name of your organization", "Your name", "E-mail address", "Country", "Do you agree to sign?")


@dataclass
class Campaign:
    """A workspace with its servers, and who shall do what."""

    typed: Typed
    office: PostOffice
    box: Mailbox
    page: str
    browser: Browser
    folder: Path
    order: list[str]

    def group(self, first: int, last: int) -> list[str]:
        """Some of those who were asked, in an order that is not the alphabet's."""
        return self.order[first:last]

    def sent_to(self, name: str) -> str:
        """The identifier of the last mail that somebody got."""
        rows = [row for row in self.typed.json("signon", "outbox", "l") if row["name"] == name]
        return str(rows[-1]["message_id"])

    def links_to(self, name: str, kind: str) -> list[str]:
        """The links to the page in all mails that somebody got: `i` personal ones, `c` those that confirm."""
        mine = [message for message in self.office.messages() if parseaddr(str(message["To"]))[1] == address(name)]
        texts = [str(body.get_content()) for message in mine if (body := message.get_body(("plain",)))]
        return list(dict.fromkeys(re.findall(rf"{self.page}/{kind}/[\w-]+", "\n".join(texts))))

    def states(self) -> dict[str, str]:
        """Where each stands."""
        return {row["name"]: row["state"] for row in self.typed.json("signon", "list", "l")}


def address(name: str) -> str:
    """Where somebody is written to."""
    return f"office@{slug(name)}.example.org"


@pytest.fixture
def campaign(
    workspace: Workspace,
    tmp_path: Path,
    browser: Browser,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> Iterator[Campaign]:
    """A letter whose text is frozen, and running servers named in the settings."""
    for place in (tmp_path, *tmp_path.parents[:2]):
        place.chmod(0o755)  # the IMAP server reads the certificate as another user
    made = identity(tmp_path)
    settings = tmp_path / "config" / "correspondence" / "settings.toml"
    settings.parent.mkdir(parents=True)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    for kind in ("SMTP", "IMAP"):
        monkeypatch.setenv(f"CORRESPONDENCE_{kind}_PASSWORD", PASSWORD)
    stored(workspace, thread(letters=(letter(body="We ask you to act."),)))
    typed = Typed(workspace, monkeypatch, capsys)
    order = list(NAMES)
    random.Random(60).shuffle(order)
    with post_office(made) as office, mailbox(made) as box:
        server = f'host = "localhost"\nuser = "{USER}"\nauthorities = "{made.certificate}"\n'
        settings.write_text(
            '[mail]\nfrom = "Ana Ferreira <ana@coalition.example.org>"\n'
            f"[mail.smtp]\nport = {office.port}\n{server}[mail.imap]\nport = {box.port}\n{server}",
            encoding="utf-8",
        )
        typed("letter", "freeze", "l", "--anyway")
        yield Campaign(typed, office, box, f"http://127.0.0.1:{free_port()}", browser, tmp_path, order)


@pytest.mark.skipif(DOVECOT is None, reason="needs Dovecot: install dovecot-imapd")
def test_forty_organizations_sign_one_text(campaign: Campaign) -> None:
    _sixty_are_asked(campaign)
    _forms_come_in(campaign)
    _some_sign_on_the_page(campaign)
    _mails_come_in(campaign)
    _three_sign_on_the_telephone(campaign)
    first = {name for name, state in campaign.states().items() if state == "confirmed"}
    assert len(first) == 20 + 1 + 6 + 4 + 8 + 8 + 3
    confirmed = _the_text_changes_and_is_confirmed(campaign, first)
    _the_printed_list_is_right(campaign, confirmed)
    _each_signature_shows_its_evidence(campaign, confirmed)
    _it_is_published_and_somebody_comes_late(campaign, confirmed)
    _it_all_goes_into_files_and_back(campaign)


def _sixty_are_asked(campaign: Campaign) -> None:
    typed = campaign.typed
    people = campaign.folder / "people.csv"
    rows = [[name, "Contact", address(name)] for name in campaign.order[5:]]
    people.write_bytes(as_csv(["Organization", "Contact person", "E-mail"], rows))
    for name in campaign.order[:5]:
        typed("signatory", "add", name, "--contact", f"Contact <{address(name)}>; Director; en")
    called = typed.json(
        "signon", "call", "l", *campaign.order[:5], "--to", people, "--deadline", "2999-12-01 09:00 Europe/Berlin"
    )
    assert len(called["queued"]) == 60
    typed("signon", "send", *FAST, "--page", campaign.page)
    assert sorted(recipient for recipient, _ in campaign.office.mails) == sorted(map(address, NAMES))
    assert typed.json("signon", "send", *FAST) == []


def _row(name: str, email: str = "", agrees: str = "Yes") -> tuple[str, ...]:
    return ("2026-11-20 10:00", name, "Eva Ruiz", email or address(name), "LU", agrees)


def _forms_come_in(campaign: Campaign) -> None:
    typed, folder = campaign.typed, campaign.folder
    signing, mended = campaign.group(0, 20), campaign.order[57]
    rows = [_row(name) for name in signing]
    rows[4:4] = [_row(f" {signing[0].upper().replace(' ', '  ')} ")]  # the first duplicate
    rows += [_row(mended, "not an address"), ("2026-11-20 10:00", "", "", "nobody@example.org", "LU", "Yes")]
    rows += [_row("=1+1", "x@example.org"), _row("Refusing Group", "no@example.org", "No")]
    rows += [_row("Two\nLines", "two@example.org")]
    (folder / "form.csv").write_bytes(as_csv(HEADINGS, rows))
    done = typed.json("signon", "import", "l", folder / "form.csv", status=1)
    assert [row["name"] for row in done["signed"]] == signing
    assert {row["name"] for row in done["duplicates"]} == {signing[0]}
    assert [row["row"] for row in done["faulty"]] == [23, 24, 25, 27]
    (refusing,) = done["waiting"]  # a no is for a person to decide on
    assert refusing["row"] == 26
    typed("signon", "reject", "l", str(refusing["answer"]))
    typed("signon", "bad", "l", "-o", folder / "bad.csv")
    text = (folder / "bad.csv").read_text("utf-8-sig").replace("not an address", address(mended))
    (folder / "mended.csv").write_text(text, "utf-8")
    again = typed.json("signon", "import", "l", folder / "mended.csv", status=1)
    assert [row["name"] for row in again["signed"]] == [mended]
    assert len(typed.json("signon", "bad", "l")) == 3

    french = [("Nom de l’organisation", "Courriel", "Pays")]
    french += [(name, address(name), "FR") for name in campaign.group(20, 26)]
    (folder / "form.xlsx").write_bytes(workbook(french))
    assert len(typed.json("signon", "import", "l", folder / "form.xlsx")["signed"]) == 6


def _some_sign_on_the_page(campaign: Campaign) -> None:
    typed, at_their_own = campaign.typed, campaign.group(26, 28)
    at_everybodys, twice = campaign.group(28, 30), campaign.order[1]  # by the form, and now here: the second duplicate
    with _page(campaign) as page:
        for name in at_their_own:
            _sign_on_the_page(campaign, page, name, *campaign.links_to(name, "i"))
        for name in (*at_everybodys, twice):
            _sign_on_the_page(campaign, page, name, campaign.page)
    *waiting, again = typed.json("signon", "answers", "l", "--all")[-5:]
    assert [(one["name"], one["signon"], one["channel"]) for one in waiting] == [
        (name, name, "web") for name in (*at_their_own, *at_everybodys)
    ]
    assert [one["matched"] for one in waiting] == ["by a personal link"] * 2 + ["by the name"] * 2
    assert [(one["state"], one["checks"]) for one in waiting] == [("pending", [])] * 4
    assert (again["name"], again["state"]) == (twice, "duplicate")
    assert not set(at_their_own + at_everybodys) & {n for n, state in campaign.states().items() if state == "confirmed"}
    typed("signon", "confirm", "l", *[str(one["number"]) for one in waiting])
    for name in (*at_their_own, *at_everybodys):
        entered = _evidence(campaign, name)
        assert (entered["name"], entered["email"], entered["channel"]) == (name, address(name), "sign-on page")
        assert entered.get("personal_link_of", "") == (name if name in at_their_own else "")


def _page(campaign: Campaign) -> AbstractContextManager[Served]:
    """The page, served for a while. It is told where its visitors come from, as by a proxy: all are on this machine."""
    port = int(campaign.page.rpartition(":")[2])
    folder = campaign.folder / "page"
    return served(campaign.typed.workspace, folder, "--smtp", "--proxy", letter="t/l", port=port)


def _sign_on_the_page(campaign: Campaign, page: Served, name: str, link: str) -> None:
    """Fill in the form, wait for the mail, follow its link and confirm."""
    visitor = f"192.0.2.{campaign.order.index(name)}"
    context = campaign.browser.new_context(
        java_script_enabled=False, locale="en", extra_http_headers={"X-Forwarded-For": visitor}
    )
    tab = context.new_page()
    tab.goto(link)
    assert tab.input_value("#name") == ("" if link == campaign.page else name)
    values = {"kind": "organization", "name": name, "representative": "Eva Ruiz", "email": address(name)}
    fill_in(tab, values)
    before = campaign.links_to(name, "c")
    tab.click("button")
    assert tab.inner_text("h1") == "Please look into your mailbox"
    end = time.monotonic() + 20
    while (links := campaign.links_to(name, "c")) == before:
        assert time.monotonic() < end, page.log.read_text()
        time.sleep(0.02)
    tab.goto(links[-1])
    assert name in tab.inner_text("dl")
    tab.click("button")
    assert tab.inner_text("h1") == "Thank you"
    context.close()


def _evidence(campaign: Campaign, name: str) -> dict[str, str]:
    """What somebody entered on the page, as it is kept."""
    kept = campaign.folder / "entered.json"
    campaign.typed("signon", "show", "l", name, "-o", kept)
    found = json.loads(kept.read_text("utf-8"))
    assert isinstance(found, dict)
    return found


def _mails_come_in(campaign: Campaign) -> None:
    typed, folder = campaign.typed, campaign.folder
    words = ["We sign."] * 8 + ["Sorry, we cannot sign this."] * 2
    words += ["Who else has signed?", "We would sign if the second sentence were dropped."]
    files = []
    for name, said in zip(campaign.group(30, 42), words, strict=True):
        path = folder / f"{slug(name)}.eml"
        path.write_bytes(mail(f"Eva <{address(name)}>", said, answers=campaign.sent_to(name)))
        files.append(path)
    twice = campaign.order[2]  # it has signed by the form: the third duplicate
    (folder / "twice.eml").write_bytes(mail(f"Eva <{address(twice)}>", "We sign.", answers=campaign.sent_to(twice)))
    taken = typed.json("signon", "mail", "l", *files, folder / "twice.eml")
    assert [one["name"] for one in taken] == [*campaign.group(30, 42), twice]
    assert [one["says"] for one in taken[:12]] == ["signs"] * 8 + ["declines"] * 2 + ["asks", "wants-change"]
    typed("signon", "confirm", "l", *[str(one["number"]) for one in taken[:10]])
    assert "has signed this text" in typed("signon", "confirm", "l", str(taken[12]["number"]), status=1).err
    typed("signon", "reject", "l", *[str(one["number"]) for one in taken[10:]])

    for name in campaign.group(42, 50):
        said = "Yes, please add our name.\n\n> We invite you to sign\n"
        campaign.box.deliver(mail(f"Eva <{address(name)}>", said, answers=campaign.sent_to(name)), "Sign-ons")
    for name in campaign.group(50, 52):
        campaign.box.deliver(mail(f"Eva <{address(name)}>", "I am out of the office."), "Sign-ons")
    imitated, posed = campaign.order[55], campaign.order[56]
    domain = address(imitated).partition("@")[2]
    near = domain.replace("o", "0", 1) if "o" in domain.partition(".")[0] else f"{domain[0]}{domain}"
    campaign.box.deliver(mail(f"Eva <office@{near}>", f"We sign: {imitated}."), "Sign-ons")
    campaign.box.deliver(mail(f'"{address(posed)}" <evil@elsewhere.example>', f"{posed}: we sign."), "Sign-ons")
    taken = typed.json("signon", "fetch", "l", "--folder", "Sign-ons")
    assert [one["name"] for one in taken] == [*campaign.group(42, 52), imitated, posed]
    assert [one["says"] for one in taken[:8]] == ["signs"] * 8
    assert [one["checks"] for one in taken[:10]] == [[]] * 10
    assert f"looks like {domain} and is not" in str(taken[10]["checks"])
    assert "is not one plain mailbox" in str(taken[11]["checks"])
    typed("signon", "confirm", "l", *[str(one["number"]) for one in taken[:8]])
    for impostor in taken[10:]:
        assert "was not confirmed" in typed("signon", "confirm", "l", str(impostor["number"]), status=1).err
    typed("signon", "reject", "l", *[str(one["number"]) for one in taken[8:]])
    assert typed.json("signon", "fetch", "l", "--folder", "Sign-ons") == []


def _three_sign_on_the_telephone(campaign: Campaign) -> None:
    note = campaign.folder / "call.txt"
    for name in campaign.group(52, 55):
        note.write_text(f"{name} rang and signs.", "utf-8")
        campaign.typed("signon", "add", "l", name.upper(), "--channel", "meeting", "--evidence", note)
    # All that signed have answered; those that asked, wished, or were out of the office have not.
    silent = [*campaign.group(40, 42), *campaign.group(50, 52), *campaign.group(55, 57), *campaign.group(58, 60)]
    assert sorted(campaign.typed.json("signon", "remind", "l")["queued"]) == sorted(silent)
    campaign.typed("signon", "send", *FAST)


def _the_text_changes_and_is_confirmed(campaign: Campaign, first: set[str]) -> list[str]:
    """The new text; those who have confirmed it, in no order."""
    typed, folder = campaign.typed, campaign.folder
    (folder / "body.md").write_text("We ask you to act, and to publish the audit by the end of March.", "utf-8")
    typed("letter", "edit", "l", "--from", folder / "body.md")
    typed("letter", "freeze", "l", "--anyway", "--note", "The audit")
    assert {name for name, state in campaign.states().items() if state == "to-be-confirmed"} == first
    withdrawn = campaign.order[3]
    typed("signon", "withdraw", "l", withdrawn)
    before = len(campaign.office.mails)
    asked = typed.json("signon", "reconfirm", "l")["queued"]
    assert set(asked) == first - {withdrawn}
    typed("signon", "send", *FAST)
    assert len(campaign.office.mails) == before + len(asked)
    last = campaign.office.messages()[-1]
    assert "Please confirm" in str(last["Subject"])
    name, content = next((p.get_filename(), p.get_payload(decode=True)) for p in last.iter_attachments())
    assert name == "l-r2-changes-since-r1.docx"
    assert isinstance(content, bytes)
    assert b"<w:ins " in zipfile.ZipFile(io.BytesIO(content)).read("word/document.xml")
    reader = campaign.order[27]  # reads the new text on the page
    silent = set(sorted(set(asked) - {reader})[:3])
    with _page(campaign) as page:
        _sign_on_the_page(campaign, page, reader, *campaign.links_to(reader, "i"))
    for name in asked:
        if name not in {*silent, reader}:
            reply = mail(f"Eva <{address(name)}>", "We sign the new text too.", answers=campaign.sent_to(name))
            campaign.box.deliver(reply, "Confirmations")
    taken = typed.json("signon", "fetch", "l", "--folder", "Confirmations")
    assert {one["says"] for one in taken} == {"signs"}
    waiting = [one for one in typed.json("signon", "answers", "l") if one["state"] == "pending"]
    assert {one["number"] for one in taken} < {one["number"] for one in waiting}
    typed("signon", "confirm", "l", *[str(one["number"]) for one in waiting])
    states = campaign.states()
    assert {name for name, state in states.items() if state == "to-be-confirmed"} == silent
    assert states[withdrawn] == "withdrawn"
    return [name for name, state in states.items() if state == "confirmed"]


def _the_printed_list_is_right(campaign: Campaign, confirmed: list[str]) -> None:
    typed, target = campaign.typed, campaign.folder / "letter.txt"
    assert "must confirm this one" in typed("letter", "export", "l", "-o", target, status=1).err
    typed("letter", "export", "l", "--unconfirmed", "leave-out", "-o", target)
    lines = target.read_text("utf-8").rstrip("\n").split("\n")
    assert len(confirmed) == 46
    assert lines[-46:] == [name for name in NAMES if name in confirmed]
    assert lines[-47] == ""


def _each_signature_shows_its_evidence(campaign: Campaign, confirmed: list[str]) -> None:
    kept = campaign.folder / "evidence"
    for name in confirmed:
        shown = campaign.typed.json("signon", "show", "l", name)
        assert shown["signon"]["revision"] == 2
        assert shown["evidence"]
        assert {answer["signon"] for answer in shown["answers"]} == {name}
        if name == campaign.order[27]:
            entered = _evidence(campaign, name)
            assert entered["email"] == address(name)
            assert entered["text_confirmed"] == entered["text_shown"] != shown["answers"][0]["revision"]
            continue
        campaign.typed("signon", "show", "l", name, "-o", kept)
        sender = re.search(rb"(?m)^From: (.*)\r$", kept.read_bytes())
        assert sender is not None
        assert parseaddr(sender[1].decode())[1] == address(name)


def _it_is_published_and_somebody_comes_late(campaign: Campaign, confirmed: list[str]) -> None:
    typed, folder = campaign.typed, campaign.folder
    typed("signon", "publish", "l", "--on", "2026-12-01", "--unconfirmed", "leave-out")
    typed("letter", "export", "l", "-o", folder / "published.docx")
    late, gone = campaign.order[58], confirmed[0]
    typed("signon", "add", "l", late)
    typed("signon", "withdraw", "l", gone)
    typed("letter", "export", "l", "-o", folder / "again.docx")
    assert (folder / "again.docx").read_bytes() == (folder / "published.docx").read_bytes()
    typed("signon", "addendum", "l", "-o", folder / "addendum.txt")
    text = (folder / "addendum.txt").read_text("utf-8")
    assert [text.index(name) for name in (late, gone)] == sorted(text.index(name) for name in (late, gone))
    assert sum(name in text for name in NAMES) == 2


def _it_all_goes_into_files_and_back(campaign: Campaign) -> None:
    typed, folder = campaign.typed, campaign.folder
    typed("verify")
    typed("thread", "export", "t", folder / "one" / "threads" / "t")
    other = Workspace(root=folder / "other", database_url=None, actor="Somebody Else")
    other.root.mkdir()
    migrate(other)
    typed.workspace = other
    typed("thread", "import", folder / "one" / "threads" / "t")
    typed("thread", "export", "t", folder / "two" / "threads" / "t")
    files = [path.relative_to(folder / "one") for path in (folder / "one").rglob("*") if path.is_file()]
    assert len(files) > 60
    for path in files:
        assert (folder / "two" / path).read_bytes() == (folder / "one" / path).read_bytes()
    typed("verify")
