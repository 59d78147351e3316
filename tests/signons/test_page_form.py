"""What may be entered on the sign-on page: names to the letter, addresses that are some, nothing unseen."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.bundle import schema
from correspondence.signons.page_form import FIELDS, LONGEST, Fault, read, web_address
from correspondence.text.escape import for_print
from correspondence.vocabulary import SignatoryKind

FINE = {
    "kind": "organization",
    "name": "Öko e. V.",
    "representative": "Ana Ferreira",
    "role": "Director",
    "email": "Ana@OEKO.example",
    "country": "Germany",
    "url": "oeko.example/about",
    "publish": "yes",
}
NASTY = st.one_of(
    st.text(max_size=400),
    st.sampled_from(
        ["X\r\nBcc: e@example.org", "\u202eevil", "\x00", "\ud800", "=cmd()", "<script>", "{{ 7*7 }}", "a" * 10_000]
    ),
)


def test_an_entry_is_kept_to_the_letter() -> None:
    taken = read(FINE).submission
    assert taken is not None
    assert (taken.kind, taken.name, taken.email) == (SignatoryKind.ORGANIZATION, "Öko e. V.", "Ana@oeko.example")
    assert taken.url == "https://oeko.example/about"


@pytest.mark.parametrize(
    "name", ["مؤسسة \u200fحرية\u200e (HRC)", "می\u200cخواهم", "*Foo* [bar] <b>", "= Equal", "A  B", "👩\u200d⚖️"]
)
def test_names_of_every_kind_are_taken(name: str) -> None:
    taken = read(FINE | {"name": name}).submission
    assert taken is not None
    assert taken.name == name


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("kind", "", Fault.MISSING),
        ("kind", "band", Fault.MISSING),
        ("name", " \t", Fault.MISSING),
        ("name", "a" * 301, Fault.TOO_LONG),
        ("name", "X\r\nBcc: e@example.org", Fault.ONE_LINE),
        ("name", "X\u2028Y", Fault.ONE_LINE),
        ("name", "X\x0bY", Fault.ONE_LINE),
        ("name", "X\u202eY", Fault.UNSEEN),
        ("name", "X\u2066Y", Fault.UNSEEN),
        ("name", "X\u200bY", Fault.UNSEEN),
        ("name", "X\x00", Fault.UNSEEN),
        ("name", "X\ud800", Fault.UNSEEN),
        ("name", "\u200e", Fault.UNSEEN),
        ("name", "X\x1b[2J", Fault.UNSEEN),
        ("representative", "", Fault.MISSING),
        ("role", "a\nb", Fault.ONE_LINE),
        ("email", "", Fault.MISSING),
        ("email", "ana", Fault.NO_ADDRESS),
        ("email", "a@example.org, b@example.org", Fault.NO_ADDRESS),
        ("email", "Ana <a@example.org>", Fault.NO_ADDRESS),
        ("country", "a" * 101, Fault.TOO_LONG),
        ("url", "javascript:alert(1)", Fault.NO_LINK),
        ("url", "data:text/html,x", Fault.NO_LINK),
        ("url", "https://user:word@example.org", Fault.NO_LINK),
        ("url", "https://[::1", Fault.NO_LINK),
        ("url", "nowhere", Fault.NO_LINK),
        ("publish", "", Fault.MISSING),
        ("publish", "on", Fault.MISSING),
    ],
)
def test_what_cannot_be_taken_is_told_by_its_field(field: str, value: str, fault: Fault) -> None:
    found = read(FINE | {field: value})
    assert found.submission is None
    assert found.faults == {field: fault}


def test_a_person_signs_for_nobody() -> None:
    taken = read(FINE | {"kind": "person", "representative": ""}).submission
    assert taken is not None
    assert taken.representative == ""
    spare = read(FINE | {"kind": "person", "representative": "x\ny"}).submission
    assert spare is not None
    assert spare.representative == ""


def test_web_addresses_with_a_port_are_some() -> None:
    assert web_address("example.org:8080/x") == "https://example.org:8080/x"


@given(given_=st.dictionaries(st.sampled_from(FIELDS) | st.text(max_size=5), NASTY, max_size=8))
def test_whatever_is_sent_is_read(given_: dict[str, str]) -> None:
    found = read(given_)
    assert set(found.values) == set(FIELDS)
    assert all(len(value) <= LONGEST.get(name, 20) + 50 for name, value in found.values.items())
    assert (found.submission is None) == bool(found.faults)


@given(name=NASTY, role=NASTY, email=NASTY)
def test_what_is_taken_can_be_an_answer_and_is_printed_as_it_is(name: str, role: str, email: str) -> None:
    found = read(FINE | {"name": name, "role": role} | ({"email": email} if "@" in email else {}))
    if found.submission is None:
        return
    taken = found.submission
    assert for_print(taken.name) == taken.name
    answer = schema.Answer(
        number=1, key="0" * 64, channel="web", state="pending", says="signs", name=taken.name, role=taken.role,
        email=taken.email, received_at="2026-11-20",
    )  # fmt: skip
    assert answer.name == taken.name
