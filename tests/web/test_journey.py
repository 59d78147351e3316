"""From the letter to a name on its roll: read, fill in, confirm by e-mail, wait for a person."""

from collections.abc import Callable
from urllib.parse import urlsplit

import pytest

from correspondence.overview import letters, mailing
from correspondence.signons.answers import accept
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from tests.web.conftest import AFTER, BASE, FIELDS, REFERENCE, Page, links


def _answers(page: Page) -> list[mailing.AnswerRow]:
    with reading(page.workspace) as reader:
        return mailing.answers(reader, "t/l")


def _journal(page: Page) -> int:
    with reading(page.workspace) as reader:
        return int(reader.rows("SELECT count(*) FROM journal")[0][0])


def _entries(page: Page) -> int:
    with reading(page.workspace) as reader:
        return int(reader.rows("SELECT count(*) FROM page_entry")[0][0])


def test_a_visitor_signs_and_waits_for_a_person(store: Workspace, opened: Callable[..., Page]) -> None:
    page = opened(store)
    visitor = page.visitor()
    shown = visitor.get("/")
    assert shown.status == 200
    assert "You said that every customer is vetted." in shown.words
    assert "until \u2068Tuesday, 1 December 2026, 09:00" in shown.words
    sent = visitor.post("/", shown.hidden | FIELDS)
    assert (sent.status, sent.header("location")) == (303, "/sent?lang=en")
    assert "look into your mailbox" in visitor.get(sent.header("location")).words
    assert not _answers(page)
    link = page.link()
    before = _journal(page)
    asked = page.visitor("198.51.100.7").get(link)
    assert asked.status == 200
    assert "An organization" in asked.words
    assert "Öko e. V." in asked.words
    assert "ana@oeko.example" in asked.words
    assert "every customer" in asked.words
    assert not _answers(page)
    done = page.visitor().send(link, {})
    assert (done.status, done.header("location")) == (303, "/thanks?lang=en")
    assert "Thank you" in visitor.get(done.header("location")).words
    assert _journal(page) == before + 1
    (answer,) = _answers(page)
    assert (answer.name, answer.state, answer.channel, answer.revision) == ("Öko e. V.", "pending", "web", 1)
    assert answer.cells == {"website": "https://oeko.example"}
    with change(store, "signon confirm", "t/l") as act:
        accept(act.session, "t", "l", answer.number, by="Ana", at=act.at, new=True)
    with reading(store) as reader:
        signed = [row for row in letters.signons(reader, "t/l") if row.status == "signed"]
        assert [(row.name, row.representative, row.channel) for row in signed] == [("Öko e. V.", "Ana Ferreira", "web")]
        assert verify(reader).findings == ()


def test_looking_at_the_link_confirms_nothing_and_a_second_time_it_says_so(page: Page) -> None:
    page.visitor().send("/", FIELDS)
    link = page.link()
    for _ in range(3):
        assert page.visitor().get(link).status == 200
    assert not _answers(page)
    visitor = page.visitor()
    asked = visitor.get(link)
    assert visitor.post(link, asked.hidden).status == 303
    again = visitor.post(link, asked.hidden)
    assert "confirmed already" in again.words
    assert "confirmed already" in visitor.get(link).words
    assert "Öko" not in visitor.get(link).words
    assert len(_answers(page)) == 1


def test_an_expired_or_broken_link_says_what_to_do(page: Page) -> None:
    page.visitor().send("/", FIELDS)
    link = page.link()
    visitor = page.visitor()
    asked = visitor.get(link)
    page.now = "2026-11-22T12:00:00Z"
    for answer in (
        visitor.get(link),
        visitor.post(link, asked.hidden),
        visitor.get("/c/x"),
        visitor.get("/c/" + "y" * 9000),
    ):
        assert answer.status == 410
        assert "fill in the form again" in answer.words
        assert '<a href="/?lang=en">' in answer.text
    assert not _answers(page)


def test_a_personal_link_knows_whom_it_was_sent_to_and_speaks_their_language(page: Page) -> None:
    visitor = page.visitor(accept_language="de")
    shown = visitor.get(f"/i/{REFERENCE}")
    assert shown.status == 200
    assert '<html lang="es"' in shown.text
    assert 'value="Access Group"' in shown.text
    assert 'value="Spain"' in shown.text
    assert "info@access.example" not in shown.text
    fields = FIELDS | {"name": "Access Group", "email": "ana@access.example"}
    assert visitor.post(f"/i/{REFERENCE}", shown.hidden | fields).status == 303
    mail = page.mails()[-1]
    assert (mail["Content-Language"], mail["To"]) == ("es", "ana@access.example")
    assert '<html lang="es"' in visitor.get(page.link()).text
    visitor.send(page.link(), {})
    (answer,) = _answers(page)
    assert (answer.signon, answer.matched) == ("Access Group", "by a personal link")


@pytest.mark.parametrize("reference", ["zzzzz-zzzzz-zzzzz-zzzzz", "%25", "x" * 5000])
def test_an_unknown_personal_link_opens_no_form(page: Page, reference: str) -> None:
    visitor = page.visitor()
    shown = visitor.get(f"/i/{reference}")
    assert (shown.status, shown.hidden) == (404, {})
    assert "Perhaps it was not copied whole" in shown.words
    assert visitor.post(f"/i/{reference}", visitor.get("/").hidden | FIELDS).status == 403
    assert _entries(page) == 0


def test_by_invitation_only_strangers_read_and_the_invited_sign(
    workspace: Workspace, opened: Callable[..., Page]
) -> None:
    page = opened(workspace, is_open=False)
    visitor = page.visitor()
    shown = visitor.get("/")
    assert (shown.status, shown.hidden) == (200, {})
    assert "use the personal link" in shown.words
    assert "every customer" in shown.words
    invited = visitor.get(f"/i/{REFERENCE}?lang=en")
    assert visitor.post("/", invited.hidden | FIELDS).status == 403
    assert _entries(page) == 0
    assert visitor.post(f"/i/{REFERENCE}", invited.hidden | FIELDS).status == 303
    assert _entries(page) == 1


def test_after_the_deadline_the_letter_is_read_and_not_signed(page: Page) -> None:
    visitor = page.visitor()
    form = visitor.get("/")
    page.now = AFTER
    shown = visitor.get("/")
    assert shown.hidden == {}
    assert "Signing has closed" in shown.words
    assert "Tuesday, 1 December 2026, 09:00 (Central European Standard Time)" in shown.words
    late = visitor.post("/", form.hidden | FIELDS)
    assert late.status == 403
    assert "Signing has closed" in late.words
    assert _entries(page) == 0


def test_who_has_read_another_text_reads_the_new_one_first(page: Page) -> None:
    visitor = page.visitor()
    form = visitor.get("/")
    page.freeze("# To Acme\n\nYou said that nobody is vetted.\n")
    told = visitor.post("/", form.hidden | FIELDS)
    assert told.status == 409
    assert "The text has changed since you opened this page" in told.words
    assert "nobody is vetted" in told.words
    assert 'value="Öko e. V."' in told.text
    assert _entries(page) == 0
    assert visitor.post("/", told.hidden | FIELDS).status == 303
    link = page.link()
    asked = visitor.get(link)
    page.freeze("# To Acme\n\nYou said that some are vetted.\n")
    told = visitor.post(link, asked.hidden)
    assert told.status == 409
    assert "you sign the text that stands here" in told.words
    assert "some are vetted" in told.words
    assert not _answers(page)
    anew = visitor.get(link)
    assert "you sign the text that stands here" in anew.words
    assert visitor.post(link, told.hidden).status == 303
    assert [answer.revision for answer in _answers(page)] == [3]


def test_an_editorial_change_asks_nobody_again(page: Page) -> None:
    visitor = page.visitor()
    form = visitor.get("/")
    page.freeze("# To Acme\n\nYou said that every customer is vetted!\n", RevisionKind.EDITORIAL)
    assert visitor.post("/", form.hidden | FIELDS).status == 303
    assert "you sign the text that stands here" not in visitor.get(page.link()).words


def test_faults_stand_beside_their_fields_and_nothing_typed_is_lost(page: Page) -> None:
    hostile = '"><script>alert(1)</script>{{ 7*7 }}'
    given = FIELDS | {"email": "nobody", "role": hostile, "publish": "", "url": "javascript:x"}
    told = page.visitor().send("/", given)
    assert told.status == 422
    assert "<title>Error: " in told.text
    assert "<script" not in told.text
    assert "&#34;&gt;&lt;script&gt;alert(1)&lt;/script&gt;{{ 7*7 }}" in told.text
    for name in ("email", "url", "publish"):
        assert f'href="#{name}"' in told.text
        assert f'id="{name}-fault"' in told.text
        assert 'aria-invalid="true"' in told.text.split(f'id="{name}" name="{name}"')[1].split(">")[0]
        assert f'aria-describedby="{name}-fault' in told.text.split(f'id="{name}" name="{name}"')[1].split(">")[0]
    assert 'value="Öko e. V."' in told.text
    assert 'value="organization" required checked' in told.text
    assert _entries(page) == 0
    assert page.mails() == []


def test_the_mail_bears_nobodys_words_and_asks_for_no_answer(page: Page) -> None:
    page.visitor().send("/", FIELDS | {"name": "Buy pills at https://spam.example", "role": "SPAM"})
    (mail,) = page.mails()
    whole = mail.as_string()
    assert "spam" not in whole.lower()
    assert (mail["Auto-Submitted"], mail["From"]) == ("auto-generated", "Coalition <letters@coalition.example>")
    assert mail["Subject"] == "Please confirm your signature: To Acme <&> “all”"
    assert len(links(mail)) == 1
    assert f"{BASE}{links(mail)[0]}" in str(mail.get_body(("plain",)).get_content())  # type: ignore[union-attr]  # it has one


def test_a_mail_that_cannot_be_written_waits(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    page.visitor().send("/", FIELDS)
    with monkeypatch.context() as broken:
        broken.setattr(page.mailer._way, "_folder", page.workspace.root / "nowhere")
        assert page.mailer.send() == 0
    assert "mails that ask to confirm wait" in caplog.text
    assert "ana@oeko.example" not in caplog.text
    with reading(page.workspace) as reader:
        assert reader.rows("SELECT state, tries FROM page_entry") == [("queued", 1)]


def test_behind_a_proxy_links_bear_its_address_and_cookies_are_for_it_alone(
    workspace: Workspace, opened: Callable[..., Page]
) -> None:
    page = opened(workspace, base="https://letters.example/sign", proxy=True)
    visitor = page.visitor(x_forwarded_for="203.0.113.9")
    visitor.host = "letters.example"
    form = visitor.get("/")
    assert "form=" in form.header("set-cookie")
    assert "Path=/sign/" in form.header("set-cookie")
    assert "Secure" in form.header("set-cookie")
    sent = visitor.post("/", form.hidden | FIELDS)
    assert sent.header("location") == "/sign/sent?lang=en"
    assert page.link().startswith("/sign/c/")
    assert urlsplit(str(page.mails()[-1]["Message-ID"]).strip("<>")).path.endswith("@letters.example")
