"""The sign-on page before whatever somebody sends it: no fault of ours, nothing acts, nothing of it in a header."""

import re
from itertools import count
from urllib.parse import quote

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from selectolax.lexbor import LexborHTMLParser

from correspondence.overview import mailing
from correspondence.store.migrate import migrate
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.conftest import ACTOR
from tests.web.conftest import FIELDS, REFERENCE, Page, signable
from tests.web.visitor import Answer

PAYLOADS = [
    "<script>alert(1)</script>", '" onfocus=alert(1) autofocus x="', "'><img src=x onerror=alert(1)>",
    "</title><script>",
    "javascript:alert(1)", "{{ 7*7 }}{% for x in y %}", "${jndi:ldap://x}", "X\r\nSet-Cookie: a=b",
    "X\r\nBcc: e@x.example",
    "\u202egpj.exe", "\u2066open", "\x00", "\x1b]0;title\x07", "=cmd|' /C calc'!A0", "'; DROP TABLE signon_answer; --",
    "../../etc/passwd", "%00%0d%0a", "a" * 20_000, "\u200b", "🏳️‍🌈", "مرحبا\u200f", "&lt;b&gt;",
    "{name}{hours}{deadline}",
]  # fmt: skip
nasty = st.one_of(st.sampled_from(PAYLOADS), st.text(max_size=60), st.sampled_from(list(FIELDS.values())))
names = st.one_of(st.sampled_from([*FIELDS, "token", "text", "fax", "kind", "lang"]), st.text(max_size=8))
paths = st.one_of(
    st.sampled_from(["/", f"/i/{REFERENCE}", "/i/x", "/c/x", "/sent", "/?lang=ar", "/?lang=%3Cscript%3E"]),
    nasty.map(lambda text: f"/{quote(text[:300], safe='')}"),
    nasty.map(lambda text: f"/c/{quote(text[:300], safe='')}"),
    nasty.map(lambda text: f"/i/{quote(text[:300], safe='')}?lang={quote(text[:50], safe='')}"),
)
_ELEMENTS = frozenset(
    {"html", "head", "meta", "title", "link", "style", "body", "ul", "ol", "li", "a", "header", "nav", "span", "main",
     "h1", "h2", "h3", "p", "div", "article", "section", "figure", "table", "caption", "colgroup", "col", "thead",
     "tbody", "tr", "th", "td", "sup", "em", "strong", "form", "input", "fieldset", "legend", "label", "button",
     "footer", "dl", "dt", "dd", "bdi", "time"}
)  # fmt: skip
_ATTRIBUTE = re.compile(r"on\w+|style|srcset|formaction|srcdoc")


EVERYBODY = count()


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Page:
    """One page for all that is sent."""
    root = tmp_path_factory.mktemp("hostile-page")
    workspace = Workspace(root, None, ACTOR)
    migrate(workspace)
    return Page(signable(workspace), root / "mails", proxy=True)


def _is_harmless(answer: Answer) -> None:
    assert answer.status < 500
    for name, value in answer.headers:
        assert "\n" not in name + value
        assert "\r" not in name + value
    assert len(answer.text) < 200_000
    for node in LexborHTMLParser(answer.text).css("*"):
        assert node.tag in _ELEMENTS
        assert not any(_ATTRIBUTE.fullmatch(name) for name in node.attributes)
        target = node.attributes.get("href") or ""
        assert re.match(r"#|/|\?|mailto:letters@|data:,$|https://example\.org/report$", target) or not target


@settings(max_examples=120)
@given(
    path=paths,
    fields=st.dictionaries(names, nasty, max_size=10),
    honest=st.booleans(),
)
def test_whatever_a_form_holds(page: Page, path: str, fields: dict[str, str], *, honest: bool) -> None:
    number = next(EVERYBODY)  # everybody has an address of their own: limits must hide nothing
    visitor = page.visitor(x_forwarded_for=f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}")
    shown = visitor.get(path)
    _is_harmless(shown)
    sent = {name: value.encode("utf-8", "replace").decode() for name, value in fields.items()}
    known = FIELDS | shown.hidden if honest else {}
    _is_harmless(visitor.post(path, known | sent))


@given(body=st.binary(max_size=400), kind=st.sampled_from(["application/x-www-form-urlencoded", "text/plain", ""]))
def test_whatever_bytes_come(page: Page, body: bytes, kind: str) -> None:
    visitor = page.visitor(x_forwarded_for=f"10.9.{len(body) % 250}.{sum(body) % 250}")
    _is_harmless(visitor.request("POST", "/", body, {"content-type": kind}))


HEADERS = ["cookie", "accept-language", "origin", "sec-fetch-site", "x-forwarded-for", "content-type", "referer"]


@given(headers=st.dictionaries(st.sampled_from(HEADERS), nasty, max_size=4))
def test_whatever_headers_come(page: Page, headers: dict[str, str]) -> None:
    sent = {name: value.encode("ascii", "replace").decode()[:500] for name, value in headers.items()}
    visitor = page.visitor()
    _is_harmless(visitor.get("/", sent))
    _is_harmless(visitor.request("POST", "/", b"name=x", sent))


def test_what_was_sent_is_shown_and_kept_as_it_was(page: Page) -> None:
    """Runs last: the entries of all that were taken are confirmed, and the store holds together."""
    visitor = page.visitor(x_forwarded_for="172.16.0.1")
    name = "<b>*Öko*</b> {{ 7*7 }} & Söhne"
    visitor.send("/", FIELDS | {"name": name, "email": "last@oeko.example"})
    link = page.link()
    asked = visitor.get(link)
    _is_harmless(asked)
    assert name in asked.words
    visitor.send(link, {})
    with reading(page.workspace) as reader:
        assert [answer.name for answer in mailing.answers(reader, "t/l")] == [name]
        assert verify(reader).findings == ()
