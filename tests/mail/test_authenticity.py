"""Who sent a mail: plain senders, spoofed ones, signatures of the sender and of others; never the network unasked."""

import time

import dkim
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from hypothesis import given
from hypothesis import strategies as st

from correspondence.mail.authenticity import Dkim, assess
from correspondence.text.domains import ascii_domain, imitation, related

BODY = b"Subject: Your letter\r\nDate: Mon, 4 Jul 2022 10:00:00 +0200\r\n\r\nWe vet every customer.\r\n"


@pytest.mark.parametrize(
    ("sender", "address"),
    [
        (b"Eva Ruiz <eva@ACME.example>", "eva@acme.example"),
        (b"eva@acme.example", "eva@acme.example"),
        (b'"Ruiz, Eva" <eva@acme.example>', "eva@acme.example"),
        (b"=?utf-8?q?Ruiz=2C_Eva?= <eva@acme.example>", "eva@acme.example"),
        (b'"eva@acme.example" <eva@acme.example>', "eva@acme.example"),
        (b"=?utf-8?q?Eva_=3Ceva=40acme=2Eexample=3E?=", "eva@acme.example"),
        (b"Eva \xe9 <eva@acme.example>", "eva@acme.example"),
    ],
)
def test_a_plain_sender_is_named(sender: bytes, address: str) -> None:
    found = assess(b"From: " + sender + b"\r\n" + BODY)
    assert found.sender is not None
    assert (found.sender.address, found.warnings, found.authentic) == (address, (), False)


@pytest.mark.parametrize(
    "senders",
    [
        b"",
        b"From:\r\n",
        b"From: ceo@apple.com <evil@evil.example>\r\n",
        b'From: "ceo@apple.com" <evil@evil.example>\r\n',
        b"From: <ceo@apple.com> <evil@evil.example>\r\n",
        b"From: =?utf-8?q?ceo=40apple.com?= <evil@evil.example>\r\n",
        b"From: ceo@apple.com (evil@evil.example)\r\n",
        b"From: ceo@apple.com, evil@evil.example\r\n",
        b"From: ceo@apple.com\r\nFrom: evil@evil.example\r\n",
        b"From: Board <board>\r\n",
        b"From: friends: ceo@apple.com, evil@evil.example;\r\n",
        b"From: " + b"(" * 20_000 + b"ceo@apple.com\r\n",
    ],
)
def test_a_sender_that_is_not_one_plain_mailbox_is_unclear_and_told(senders: bytes) -> None:
    found = assess(senders + BODY)
    assert found.unclear
    assert not found.authentic
    assert found.warnings


def test_answers_to_elsewhere_and_sending_for_another_are_told() -> None:
    head = b"From: eva@acme.example\r\nReply-To: eva@acme-desk.example\r\nSender: bot@mailer.example\r\n"
    told = " ".join(assess(head + BODY).warnings)
    assert "answers would go to another domain: eva@acme-desk.example" in told
    assert "bot@mailer.example in the name of eva@acme.example" in told
    assert assess(b"From: eva@acme.example\r\nReply-To: x@mail.acme.example\r\n" + BODY).warnings == ()


@pytest.mark.parametrize(
    ("domain", "told"),
    [
        ("аpple.com", "mixes letters of several scripts: аpple.com is xn--pple-43d.com"),
        ("xn--pple-43d.com", "mixes letters of several scripts: аpple.com is xn--pple-43d.com"),
        ("аррӏе.com", "looks like apple and is not"),
        ("münchen.example", ""),
        ("пример.рф", ""),
        ("例え.jp", ""),
        ("apple.com", ""),
        ("xn--99999999999999.com", ""),
    ],
)
def test_a_domain_that_imitates_another_is_told_with_its_ascii_form(domain: str, told: str) -> None:
    assert told in imitation(domain)
    assert bool(told) is bool(imitation(domain))
    warned = assess(f"From: Eva <eva@{domain}>\r\n".encode() + BODY).warnings
    assert bool(told) is bool(warned)


def test_domains_are_related_when_one_lies_in_the_other() -> None:
    assert related("acme.example", "Mail.ACME.example.")
    assert not related("acme.example", "notacme.example")
    assert not related("", "acme.example")
    assert ascii_domain("MÜNCHEN.example") == "xn--mnchen-3ya.example"


class _Key:
    """A signing key and the record that would stand in the DNS."""

    def __init__(self) -> None:
        key = rsa.generate_private_key(public_exponent=65537, key_size=2048)
        self.private = key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.TraditionalOpenSSL, serialization.NoEncryption()
        )
        public = key.public_key().public_bytes(
            serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.record = b"v=DKIM1; k=rsa; p=" + b"".join(public.splitlines()[1:-1])
        self.asked: list[str] = []

    def signed(self, mail: bytes, domain: bytes, *, length: bool = False) -> bytes:
        return bytes(dkim.sign(mail, b"key", domain, self.private, length=length)) + mail

    def resolve(self, name: str) -> bytes | None:
        self.asked.append(name)
        return self.record


@pytest.fixture(scope="module")
def key() -> _Key:
    return _Key()


MAIL = b"From: Eva Ruiz <eva@acme.example>\r\n" + BODY


def test_the_network_is_asked_only_when_somebody_brings_a_resolver(key: _Key) -> None:
    assert assess(key.signed(MAIL, b"acme.example")).dkim is Dkim.NOT_ASKED
    assert assess(MAIL, resolver=key.resolve).dkim is Dkim.NONE


def test_a_signature_of_the_senders_domain_makes_a_mail_authentic(key: _Key) -> None:
    found = assess(key.signed(MAIL, b"acme.example"), resolver=key.resolve)
    assert (found.dkim, found.authentic) == (Dkim.PASSED, True)
    assert key.asked[-1].rstrip(".") == "key._domainkey.acme.example"


@pytest.mark.parametrize(
    ("mail", "dkim_result"),
    [
        (lambda key: key.signed(MAIL, b"mailer.example"), Dkim.OTHER_DOMAIN),
        (lambda key: key.signed(MAIL, b"acme.example").replace(b"every", b"no"), Dkim.FAILED),
        (lambda key: key.signed(MAIL, b"acme.example", length=True), Dkim.FAILED),
        (lambda _: b"DKIM-Signature: v=1; d=acme.example; nonsense\r\n" + MAIL, Dkim.FAILED),
        (lambda key: b"From: ceo@apple.com\r\n" + key.signed(MAIL, b"acme.example"), Dkim.FAILED),
    ],
    ids=["another domain", "altered", "only the first bytes", "malformed", "a second From"],
)
def test_a_signature_that_does_not_vouch_for_the_sender_is_told(key: _Key, mail: object, dkim_result: Dkim) -> None:
    assert callable(mail)
    found = assess(mail(key), resolver=key.resolve)
    assert found.dkim is dkim_result
    assert found.warnings
    assert not found.authentic


@given(st.binary(max_size=300))
def test_whatever_bytes_come_there_is_an_answer(noise: bytes) -> None:
    found = assess(b"From: " + noise, resolver=lambda _: None)
    assert found.unclear or found.sender is not None


@pytest.mark.parametrize(
    "head",
    [
        b"From: " + b"a@b.example, " * 40_000,
        b"From: " + b"=?utf-8?q?x?= " * 40_000,
        b"From: x\r\n" + b" y@z.example\r\n" * 60_000,
        b"X: y\r\n" * 100_000 + b"From: a@b.example\r\n",
        b"From: " + b'"' * 60_000 + b"<a@b.example>",
        b"From: " + b"<" * 60_000 + b"a@b.example",
    ],
)
def test_floods_of_header_take_no_time(head: bytes) -> None:
    began = time.process_time()
    assess(head + b"\r\n" + BODY)
    assert time.process_time() - began < 2
