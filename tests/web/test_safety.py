"""What keeps the page safe: whom it answers, what it believes, how much it takes, and what it tells nobody."""

import re
from collections.abc import Callable

import pytest

from correspondence.errors import CorrespondenceError, StoreError
from correspondence.signons.page_address import base_address, hosts, own_address, personal
from correspondence.store.reading import reading
from correspondence.web.forms import MOST_BYTES, Tokens, same_site
from correspondence.web.limits import Limit, household
from correspondence.web.words import catalogs, wished
from correspondence.workspace import Workspace
from tests.web.conftest import FIELDS, REFERENCE, Page
from tests.web.visitor import Answer

ADDRESSES = {
    "https://Letters.example/": "https://letters.example",
    "https://letters.example:8443/a/b": "https://letters.example:8443/a/b",
    "http://127.0.0.1:9/": "http://127.0.0.1:9",
    "http://[::1]:9": "http://[::1]:9",
    "http://letters.example": None,
    "https://letters.example/?x=1": None,
    "https://letters.example/#x": None,
    "https://a:b@letters.example": None,
    "https://letters.example/<b>": None,
    "https://le tters.example": None,
    "https://letters.example\r\nX: y": None,
    "https://letters.example:x": None,
    "javascript:alert(1)": None,
    "letters.example": None,
    "": None,
}
PATHS = ["/", f"/i/{REFERENCE}", "/sent", "/thanks", "/c/unknown", "/i/unknown", "/nowhere", "/robots.txt", "//", "/c/"]
FORM = {"content-type": "application/x-www-form-urlencoded"}


def _entries(page: Page) -> int:
    with reading(page.workspace) as reader:
        return int(reader.rows("SELECT count(*) FROM page_entry")[0][0])


def _anonymous(answer: Answer) -> tuple[int, list[tuple[str, str]], str]:
    """What comes back, without the values that are new each time."""
    headers = [(k, v) for k, v in answer.headers if k != "set-cookie"]
    return answer.status, headers, re.sub(r'name="token" value="[^"]*"', "", answer.text)


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_keeps_to_itself(page: Page, path: str) -> None:
    answer = page.visitor().get(path)
    policy = dict(part.strip().partition(" ")[::2] for part in answer.header("content-security-policy").split(";"))
    assert policy["default-src"] == "'none'"
    assert "unsafe" not in str(policy)
    assert policy["style-src"].startswith("'sha256-")
    assert policy.keys() == {"default-src", "style-src", "img-src", "form-action", "base-uri", "frame-ancestors"}
    assert answer.header("referrer-policy") == "no-referrer"
    assert answer.header("x-content-type-options") == "nosniff"
    assert answer.header("cache-control") == "no-store"
    assert "noindex" in answer.header("x-robots-tag")
    assert answer.header("server") == ""
    assert "<script" not in answer.text
    assert not re.search(r"(?:src|href)=\"(?:https?:)?//(?!example\.org/report)", answer.text)
    assert not re.search(r"<[^>]*\s(?:style|on\w+)=", answer.text)


@pytest.mark.parametrize("path", ["/", f"/i/{REFERENCE}"])
def test_one_cookie_for_the_form_and_none_elsewhere(page: Page, path: str) -> None:
    visitor = page.visitor()
    cookie = visitor.get(path).header("set-cookie")
    assert re.fullmatch(r"form=[\w-]{32}; HttpOnly; Path=/; SameSite=lax", cookie)
    assert visitor.get(path).header("set-cookie") == cookie
    for other in ("/sent", "/thanks", "/c/unknown", "/nowhere"):
        assert visitor.get(other).header("set-cookie") == ""


def test_over_https_the_cookie_is_this_hosts_alone(workspace: Workspace, opened: Callable[..., Page]) -> None:
    page = opened(workspace, base="https://letters.example")
    visitor = page.visitor()
    visitor.host = "letters.example"
    shown = visitor.get("/")
    assert re.fullmatch(r"__Host-form=[\w-]{32}; HttpOnly; Path=/; SameSite=lax; Secure", shown.header("set-cookie"))
    assert shown.header("strict-transport-security").startswith("max-age=")
    assert visitor.post("/", shown.hidden | FIELDS, {"origin": "https://letters.example"}).status == 303


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1:8081", "", "127.0.0.1:8080.evil.example", "[::1"])
def test_it_answers_under_its_own_names_only(page: Page, host: str) -> None:
    visitor = page.visitor()
    visitor.host = host
    answer = visitor.get("/")
    assert answer.status == 421
    assert "Acme" not in answer.text
    assert answer.header("set-cookie") == ""


def test_whether_an_address_is_known_nobody_learns(page: Page) -> None:
    answers = set()
    for n, email in enumerate(["ana@oeko.example", "info@access.example", "ana@oeko.example", "x@y.example"] * 4):
        visitor = page.visitor(f"198.51.100.{n}")
        sent = visitor.send("/", FIELDS | {"email": email, "role": f"Role {n}"})
        answers.add(str(_anonymous(sent)) + str(_anonymous(visitor.get(sent.header("location")))))
    assert len(answers) == 1
    assert len(page.mails()) == 6 + 4 + 4


def test_who_fills_in_what_nobody_sees_is_thanked_and_forgotten(page: Page) -> None:
    visitor = page.visitor()
    sent = visitor.send("/", FIELDS | {"fax": "1"})
    assert (sent.status, sent.header("location")) == (303, "/sent?lang=en")
    assert _entries(page) == 0


def test_a_form_from_elsewhere_is_not_taken(page: Page) -> None:
    visitor, other = page.visitor(), page.visitor("192.0.2.2")
    mine, theirs = visitor.get("/").hidden, other.get("/").hidden
    assert visitor.post("/", theirs | FIELDS).status == 403
    assert page.visitor("192.0.2.3").post("/", mine | FIELDS).status == 403
    for token in ("", "x", "1.2", f"0.{mine['token'].partition('.')[2]}", "\ud800".encode("utf-8", "replace").decode()):
        told = visitor.post("/", mine | FIELDS | {"token": token})
        assert told.status == 403
        assert "Nothing was lost" in told.words
        assert 'value="Öko e. V."' in told.text
    assert _entries(page) == 0
    again = visitor.post("/", mine | FIELDS | {"token": ""})
    visitor.address = "192.0.2.4"
    assert visitor.post("/", again.hidden | FIELDS).status == 303


@pytest.mark.parametrize(
    "headers",
    [
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
        {"origin": "https://evil.example"},
        {"origin": "http://127.0.0.1:8081"},
    ],
)
def test_a_browser_that_says_it_comes_from_elsewhere_is_believed(page: Page, headers: dict[str, str]) -> None:
    visitor = page.visitor()
    form = visitor.get("/").hidden
    assert visitor.post("/", form | FIELDS, headers).status == 403
    assert _entries(page) == 0
    fine = {"sec-fetch-site": "same-origin", "origin": "null"}
    assert visitor.post("/", form | FIELDS, fine).status == 303


def test_a_confirmation_from_elsewhere_is_not_taken(page: Page) -> None:
    page.visitor().send("/", FIELDS)
    link = page.link()
    visitor = page.visitor()
    form, sign = visitor.get(link).hidden, visitor.get("/").hidden
    told = visitor.post(link, form | {"token": sign["token"]})
    assert told.status == 403
    assert "Nothing was lost" in told.words
    assert visitor.post(link, form, {"sec-fetch-site": "cross-site"}).status == 403
    assert page.visitor().post(link, form).status == 403
    assert visitor.post(link, told.hidden).status == 303


def test_the_tie_between_form_and_browser() -> None:
    tokens = Tokens()
    nonce = tokens.new()
    token = tokens.issue(nonce, "sign", 1000.0)
    assert tokens.holds(token, nonce, "sign", 1000.0)
    assert tokens.holds(token, nonce, "sign", 1000.0 + 12 * 3600)
    assert not tokens.holds(token, nonce, "sign", 1001.0 + 12 * 3600)
    assert not tokens.holds(token, nonce, "sign", 999.0)
    assert not tokens.holds(token, nonce, "confirm", 1000.0)
    assert not tokens.holds(token, "", "sign", 1000.0)
    assert not Tokens().holds(token, nonce, "sign", 1000.0)
    assert not tokens.holds("²." + token.partition(".")[2], nonce, "sign", 1000.0)
    assert tokens.nonce(nonce) == nonce
    for forged in ("", "x", nonce + "x", "a;b" + nonce[3:], "é" + nonce[1:], "-" * 31):
        assert tokens.nonce(forged) != forged
    assert same_site("", "", "http://a")
    assert same_site("none", "http://a", "http://a")
    assert not same_site("weird", "", "http://a")


@pytest.mark.parametrize(
    ("body", "headers", "status"),
    [
        (b"x=1", {"content-type": "multipart/form-data; boundary=x"}, 415),
        (b"{}", {"content-type": "application/json"}, 415),
        (b"x=1", {}, 415),
        (b"x=1", FORM | {"content-length": str(MOST_BYTES + 1)}, 413),
        (b"x=1", FORM | {"content-length": "9" * 5000}, 413),
        (b"x=1", FORM | {"content-length": "-1"}, 400),
        (b"x=1", FORM | {"content-length": "\u00b2"}, 400),
        (b"x=" + b"a" * MOST_BYTES, FORM | {"content-length": "3"}, 413),
        (b"&".join(b"f%d=1" % n for n in range(41)), FORM, 400),
        (b"name=%ff%fe", FORM, 400),
        (b"name=\xff", FORM, 400),
        (b"", FORM, 403),
        (b"&&==&%", FORM, 403),
    ],
)
def test_what_is_no_form_is_refused_before_it_is_read(
    page: Page, body: bytes, headers: dict[str, str], status: int
) -> None:
    answer = page.visitor().request("POST", "/", body, headers)
    assert answer.status == status
    assert "Something went wrong" not in answer.words
    assert _entries(page) == 0


@pytest.mark.parametrize("method", ["PUT", "DELETE", "OPTIONS", "TRACE", "X" * 100])
def test_other_methods_are_refused(page: Page, method: str) -> None:
    assert page.visitor().request(method, "/", b"", {}).status == 405
    assert page.visitor().request("HEAD", "/", b"", {}).status == 200


def test_who_sends_too_often_waits_and_others_do_not(page: Page) -> None:
    visitor = page.visitor()
    form = visitor.get("/").hidden
    statuses = [visitor.post("/", form | FIELDS | {"role": str(n)}).status for n in range(12)]
    assert statuses == [303] * 10 + [429] * 2
    assert "Too many attempts" in visitor.post("/", form | FIELDS).words
    assert page.visitor("192.0.2.2").send("/", FIELDS).status == 303
    assert page.visitor("2001:db8::1").send("/", FIELDS).status == 303


def test_who_looks_too_often_waits(page: Page) -> None:
    visitor = page.visitor()
    assert {visitor.get("/c/guess").status for _ in range(120)} == {410}
    assert 429 in {visitor.get("/c/guess").status for _ in range(120)}


def test_without_a_proxy_nobody_says_another_address(page: Page) -> None:
    statuses = []
    for n in range(11):
        visitor = page.visitor(x_forwarded_for=f"203.0.113.{n}")
        statuses.append(visitor.send("/", FIELDS).status)
    assert statuses[-1] == 429


def test_of_a_proxy_only_its_own_word_counts(workspace: Workspace, opened: Callable[..., Page]) -> None:
    page = opened(workspace, proxy=True)
    forged = [page.visitor(x_forwarded_for=f"203.0.113.{n}, 198.51.100.1").send("/", FIELDS) for n in range(11)]
    assert [answer.status for answer in forged][-2:] == [303, 429]
    assert page.visitor(x_forwarded_for="198.51.100.2").send("/", FIELDS).status == 303


def test_the_table_of_visitors_is_bounded_and_names_nobody() -> None:
    limit = Limit(2, 10.0, most=100)
    assert [limit.allows("a", 0.0) for _ in range(3)] == [True, True, False]
    assert not limit.allows("a", 9.0)
    assert limit.allows("a", 10.1)
    for n in range(1000):
        assert limit.allows(f"visitor {n}", 11.0)
    assert len(limit) == 100
    assert "visitor" not in str(limit.__dict__)


@pytest.mark.parametrize(
    ("address", "counts_as"),
    [
        ("192.0.2.1", "192.0.2.1"),
        ("::ffff:192.0.2.1", "192.0.2.1"),
        ("2001:db8:1:2:3::4", "2001:db8:1:2::/64"),
        ("fe80::1%eth0", "fe80::/64"),
        ("", "unknown"),
        ("x" * 9000, "unknown"),
    ],
)
def test_what_counts_as_one_visitor(address: str, counts_as: str) -> None:
    assert household(address) == counts_as


def test_a_store_that_does_not_serve_loses_nothing_typed(page: Page, monkeypatch: pytest.MonkeyPatch) -> None:
    visitor = page.visitor()
    form = visitor.get("/").hidden

    def locked(*_: object, **__: object) -> None:
        raise StoreError("locked")

    monkeypatch.setattr(page.site, "enter", locked)
    told = visitor.post("/", form | FIELDS)
    assert told.status == 503
    assert "Nothing was lost" in told.words
    assert 'value="Öko e. V."' in told.text
    monkeypatch.setattr(page.site, "shown", locked)
    assert visitor.get("/").status == 503


def test_a_fault_of_ours_tells_nobody_what_was_entered(
    page: Page, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    visitor = page.visitor()
    form = visitor.get("/").hidden

    def broken(*_: object, **__: object) -> None:
        raise ValueError("Öko e. V. <ana@oeko.example>")

    monkeypatch.setattr(page.site, "enter", broken)
    told = visitor.post("/", form | FIELDS)
    assert told.status == 500
    assert "The fault is ours" in told.words
    assert "oeko" not in told.text
    assert caplog.messages == ["a request failed: ValueError"]
    assert "oeko" not in caplog.text


def test_no_visit_is_logged(page: Page, caplog: pytest.LogCaptureFixture, capfd: pytest.CaptureFixture[str]) -> None:
    with caplog.at_level("DEBUG", logger="correspondence"):
        page.visitor().send("/", FIELDS)
        page.visitor().send(page.link(), {})
    assert caplog.text == ""
    assert "".join(capfd.readouterr()) == ""


@pytest.mark.parametrize("language", ["en", "es", "fr", "de", "ar"])
def test_every_page_speaks_every_language(page: Page, language: str) -> None:
    visitor = page.visitor()
    page.visitor().send(f"/?lang={language}", FIELDS)
    mail = page.mails()[-1]
    assert mail["Content-Language"] == language
    link = page.link()
    direction = "rtl" if language == "ar" else "ltr"
    wrong = visitor.send(f"/?lang={language}", {})
    pages = [visitor.get(f"{path}?lang={language}") for path in ("/", "/sent", "/thanks", "/nowhere", "/c/x", link)]
    for answer in (*pages, wrong, visitor.get(link)):
        assert f'<html lang="{language}" dir="{direction}">' in answer.text
        assert not re.search(r"\{[a-z]+\}", answer.words)
        assert '<article lang="en" dir="ltr">' in answer.text or "<article" not in answer.text
    assert f"/sent?lang={language}" in visitor.send(f"/?lang={language}", FIELDS).header("location")


def test_all_languages_say_the_same_things(workspace: Workspace) -> None:
    known = catalogs(workspace.template_folders())
    assert list(known) == ["en", "ar", "de", "es", "fr"]
    holes = {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in known["en"].texts.items()}
    for words in known.values():
        assert {name: sorted(re.findall(r"\{\w+\}", text)) for name, text in words.texts.items()} == holes
        assert all(text.strip() for text in words.texts.values())


def test_a_workspace_has_words_of_its_own(workspace: Workspace, opened: Callable[..., Page]) -> None:
    folder = workspace.root / "templates" / "page"
    folder.mkdir(parents=True)
    (folder / "de.toml").write_text('title = "Bitte lesen <b>"\n', encoding="utf-8")
    (folder / "it.toml").write_text('title = "Leggere e firmare"\n', encoding="utf-8")
    page = opened(workspace)
    assert "<h1>Bitte lesen &lt;b&gt;</h1>" in page.visitor().get("/?lang=de").text
    italian = page.visitor().get("/?lang=it").text
    assert "<h1>Leggere e firmare</h1>" in italian
    assert "Sign this letter" in italian


@pytest.mark.parametrize(
    ("header", "found"),
    [
        ("de", "de"),
        ("de-AT,de;q=0.9,en;q=0.8", "de"),
        ("nl, fr;q=0.5, es;q=0.9", "es"),
        ("nl", "ar"),
        ("", "ar"),
        ("en;q=0, de;q=x", "ar"),
        ("," * 5000 + "de", "ar"),
        ("*", "ar"),
    ],
)
def test_the_browsers_language_or_the_letters(header: str, found: str) -> None:
    assert wished(header, ["en", "es", "fr", "de", "ar"], "ar-EG") == found


@pytest.mark.parametrize(("given", "found"), ADDRESSES.items())
def test_an_address_that_is_given_is_one_that_mails_can_bear(given: str, found: str | None) -> None:
    if found is None:
        with pytest.raises(CorrespondenceError):
            base_address(given)
    else:
        assert base_address(given) == found


def test_the_names_of_a_server() -> None:
    own = hosts(own_address("127.0.0.1", 8080), "127.0.0.1", 8080)
    assert own == {"127.0.0.1:8080", "localhost:8080", "[::1]:8080"}
    assert hosts("https://letters.example/x", "0.0.0.0", 80) == {"letters.example", "letters.example:443"}
    with pytest.raises(CorrespondenceError, match="--base-url"):
        own_address("0.0.0.0", 8080)
    assert personal("https://letters.example", "abcde") == "https://letters.example/i/abcde"
