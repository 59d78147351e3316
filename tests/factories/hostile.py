"""A thread whose every field holds what acts on terminals and on markup."""

import hashlib
from typing import Any

from correspondence.bundle import schema

ESCAPES = "\x1b[2J\x1b]0;owned\x07\x1b]52;c;b3duZWQ=\x07\x9b31m\x85\u202egnp.exe\u2066\u200b\u2060\ufeff\u200f"
MARKUP = (
    "[@click=app.quit]quit[/] [/] [/b] [link=https://example.org/x]link[/link] [bold red on white]loud[/] {{ 7*7 }}"
)
DANGEROUS = (
    "\x1b[2J",
    "\x1b]0;owned",
    "\x1b]52",
    "\x9b",
    "\x85",
    "\u202e",
    "\u2066",
    "\u200b",
    "\u2060",
    "\ufeff",
    "\u200f",
)
PAYLOAD = f"{MARKUP} {ESCAPES}"


def _call(text: str) -> dict[str, Any]:
    """What a call brings: a mail that went out, an answer that waits, a row to be mended, a publication."""
    answer = schema.Answer(
        number=1, key="0" * 64, channel="email", state="pending", says="signs", name=PAYLOAD, comments=PAYLOAD,
        representative=PAYLOAD, role=PAYLOAD, country=PAYLOAD, passage=PAYLOAD, sender=PAYLOAD, matched=PAYLOAD,
        dkim=PAYLOAD, checks=(PAYLOAD,), received_at="2024-01-02T00:00:00Z",
    )  # fmt: skip
    row = answer.model_copy(
        update={"number": 2, "key": "1" * 64, "state": "faulty", "fault": PAYLOAD, "cells": {PAYLOAD: PAYLOAD}}
    )
    mail = schema.Mail(
        message_id=PAYLOAD, name=PAYLOAD, address="a@example.org", kind="call", language="en", revision=text,
        state="failed", said=PAYLOAD,
    )  # fmt: skip
    published = schema.Publication(
        revision=text, at="2024-01-02", by=PAYLOAD, note=PAYLOAD, printed=(schema.Printed(name=PAYLOAD),)
    )
    return {"answers": (answer, row), "mails": (mail,), "publications": (published,)}


def hostile_thread() -> schema.ThreadBundle:
    """A thread with the payload in every field that holds words."""
    content = PAYLOAD.encode()
    digest = hashlib.sha256(content).hexdigest()
    body = f"{PAYLOAD}\n\n{PAYLOAD} A judged passage. {PAYLOAD}\n"
    start = body.index("A judged")
    passage = schema.Passage(message="m", exact="A judged passage.", start=start, end=start + 17)
    frozen = f"# {MARKUP}\n\n::: signature-block\n:::\n"
    return schema.ThreadBundle(
        thread=schema.Thread(
            format=1,
            slug="hostile",
            title=PAYLOAD,
            language="en",
            summary=PAYLOAD,
            reply_due_days=1,
            organization=(schema.Organization(name=PAYLOAD, names={"fr": PAYLOAD}, country=PAYLOAD, url=PAYLOAD),),
            contact=(schema.Contact(name=PAYLOAD, honorific=PAYLOAD, role=PAYLOAD, organization=PAYLOAD),),
        ),
        undertakings=(
            schema.Undertaking(
                id="u", by=(PAYLOAD,), statement=PAYLOAD, status="outstanding", finding=PAYLOAD, passage=(passage,)
            ),
        ),
        questions=(
            schema.Question(
                id="q",
                undertaking="u",
                text=PAYLOAD,
                asked_in=(schema.Asked(id="l", wording=PAYLOAD),),
                tags=(PAYLOAD,),
                assessment=(
                    schema.Assessment(message="m", verdict="evaded", note=PAYLOAD, by=PAYLOAD, passage=(passage,)),
                ),
            ),
            schema.Question(id="w", text=PAYLOAD, withdrawn=PAYLOAD),
        ),
        messages=(
            schema.MessageDocument(
                message=schema.Message(
                    id="m",
                    direction="incoming",
                    kind="letter",
                    date="2024-01-02",
                    received="2024-01-03",
                    author=PAYLOAD,
                    recipients=(PAYLOAD,),
                    title=PAYLOAD,
                    url=PAYLOAD,
                    archive_url=PAYLOAD,
                    message_id=PAYLOAD,
                    in_reply_to=("l",),
                    files=(schema.File(sha256=digest, name=PAYLOAD, media_type=PAYLOAD),),
                ),
                body=body,
            ),
        ),
        letters=(
            schema.LetterDocument(
                letter=schema.Letter(
                    id="l",
                    title=PAYLOAD,
                    date="2023-01-01",
                    template="open-letter",
                    in_reply_to=("m",),
                    salutation=PAYLOAD,
                    closing=PAYLOAD,
                    addressee=(schema.Addressee(name=PAYLOAD, role=PAYLOAD, organization=PAYLOAD),),
                    appendix=(
                        schema.Appendix(
                            label=PAYLOAD, title=PAYLOAD, kind="unresolved-questions", columns=(PAYLOAD, PAYLOAD)
                        ),
                    ),
                ),
                body="A body.",
                revisions=(
                    schema.RevisionDocument(
                        revision=schema.Revision(
                            number=1,
                            kind="substantive",
                            by=PAYLOAD,
                            note=PAYLOAD,
                            digest=hashlib.sha256(frozen.encode()).hexdigest(),
                        ),
                        body=frozen,
                    ),
                ),
                signons=(
                    schema.SignOn(
                        name=PAYLOAD,
                        signatory=PAYLOAD,
                        representative=PAYLOAD,
                        role=PAYLOAD,
                        country=PAYLOAD,
                        status="signed",
                    ),
                ),
                **_call(hashlib.sha256(frozen.encode()).hexdigest()),
            ),
        ),
        originals=(schema.Original(sha256=digest, extension="txt", content=content),),
    )
