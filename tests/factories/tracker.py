"""A store of which a part is public: every field that nobody may see holds a canary, in every row of every table."""

import json
import sqlite3

from sqlalchemy import CheckConstraint, Column, Table
from sqlmodel import select

from correspondence.bundle import schema
from correspondence.records.base import Json
from correspondence.records.campaign import Campaign, CampaignLetter
from correspondence.records.letter import Letter
from correspondence.records.tables import METADATA
from correspondence.store.change import change
from correspondence.workspace import Workspace
from tests.factories.calls import with_call
from tests.factories.threads import digest, full_thread, stored

CANARY = "canary"
WATCHED = "watched"
# What the public may read of a row that is public. Every other column of text gets a canary, and one that is new too.
PUBLIC = {
    "campaign": {"title"},
    "letter": {"title"},
    "letter_addressee": {"organization"},
    "message": {"author", "title", "url", "archive_url", "body"},
    "organization": {"name", "names"},
    "passage": {"exact"},
    "publication": {"printed"},
    "question": {"text"},
    "question_asked": {"wording"},
    "revision": {"body"},
    "signon": {"name", "role"},
    "thread": {"title"},
    "undertaking": {"statement"},
}
# What can hold no words of its own: names that others refer to, dates, tags of languages, digests.
_NO_WORDS = {
    "campaign": {"identifier", "date", "language"},
    "letter": {"identifier", "language", "date", "reply_by", "embargo"},
    "message": {"identifier", "date", "received", "language"},
    "question": {"identifier", "withdrawn"},
    "undertaking": {"identifier"},
    "assessment": {"retracted_at"},
    "thread": {"slug", "language"},
    "signon": {"revision", "evidence"},
    "signon_answer": {"revision", "evidence", "key"},
    "signon_call": {"revision"},
    "signon_mail": {"revision", "earlier"},
    "publication": {"revision", "published_at"},
    "message_file": {"sha256"},
    "original": {"sha256", "extension"},
    "revision": {"digest"},
    "journal": {"at", "actor", "act", "subject", "detail", "previous", "digest"},  # by the acts themselves
}
_SHAPES: dict[str, object] = {"names": {"xx": CANARY}, "cells": {CANARY: CANARY}, "remarks": [[CANARY, CANARY]]}
_SECRET_MAIL = f"> {CANARY} earlier mail\n> {CANARY} more of it\n\nAnd:\n\n> {CANARY} on a line alone\n"
_CITED = f"[as we know](message:{CANARY}-aside)<message:{CANARY}-aside>"
_REPLY = f"Every customer is vetted.\n\n> How is it done?\n\nWe never comment.\n\n{_SECRET_MAIL}\n"


def _message(name: str, direction: str, day: str, body: str, **more: object) -> schema.MessageDocument:
    return schema.MessageDocument(message=schema.Message(id=name, direction=direction, date=day, **more), body=body)


def _secret(name: str, direction: str, day: str, **more: object) -> schema.MessageDocument:
    texts = dict.fromkeys(("author", "title", "url", "archive_url"), f"{CANARY} of {name}")
    return _message(f"{CANARY}-{name}", direction, day, f"{CANARY}: the words of {name}.", **texts, **more)


def _quote(message: str, words: str) -> schema.Passage:
    return schema.Passage(message=message, exact=words, prefix=f"{CANARY} before", suffix=f"{CANARY} behind")


def _question(
    name: str, text: str, places: tuple[object, ...], *verdicts: schema.Assessment, **more: object
) -> schema.Question:
    asked = tuple(place if isinstance(place, schema.Asked) else schema.Asked(id=str(place)) for place in places)
    return schema.Question(id=name, text=text, asked_in=asked, assessment=verdicts, **more)


def _verdict(message: str, verdict: str, *passages: schema.Passage) -> schema.Assessment:
    return schema.Assessment(message=message, verdict=verdict, passage=passages)


def _frozen(number: int, body: str) -> schema.RevisionDocument:
    return schema.RevisionDocument(
        revision=schema.Revision(number=number, kind="substantive", digest=digest(body)), body=body
    )


def _letter(name: str, day: str, title: str, *texts: str, **more: object) -> schema.LetterDocument:
    data = schema.Letter(
        id=name,
        title=title,
        date=day,
        template="open-letter",
        addressee=(schema.Addressee(name=f"{CANARY} addressee", organization="Acme"),),
        appendix=(schema.Appendix(kind="text", body=CANARY),),
    )
    frozen = tuple(_frozen(number, text) for number, text in enumerate(texts, start=1))
    return schema.LetterDocument(letter=data, body=f"{CANARY} draft", revisions=frozen, **more)


_PUBLISHED = (
    "# Our open letter\n\nAs they [wrote to us](message:canary-aside) and [told all](message:reply), "
    "<message:canary-aside>.\n\n"
    "::: signature-block\n:::\n"
)
_SENT = "# A second letter\n\nWhere is it?\n\n::: signature-block\n:::\n"


def watched_thread() -> schema.ThreadBundle:
    """The thread: what is public in it says so, and what is not holds canaries."""
    withdrawn = {"withdrawn": f"{CANARY}: asked by mistake"}
    return schema.ThreadBundle(
        thread=schema.Thread(
            format=1,
            slug=WATCHED,
            title="What Acme promised",
            language="en",
            summary=CANARY,
            reply_due_days=30,
            organization=(
                schema.Organization(name="Acme", kind="company", names={"de": "Acme GmbH"}),
                schema.Organization(name=f"{CANARY} adviser", kind="law-firm"),
            ),
            contact=(schema.Contact(name=f"{CANARY} contact", organization="Acme", email="canary@example.org"),),
        ),
        undertakings=(
            schema.Undertaking(
                id="vetting",
                by=("Acme",),
                statement=f"To vet *every* customer, {_CITED}.",
                status="outstanding",
                finding=f"{CANARY}: what we found",
                passage=(
                    _quote("reply", "Every customer is vetted."),
                    _quote(f"{CANARY}-aside", f"{CANARY}: the words"),
                ),
            ),
            schema.Undertaking(
                id=f"{CANARY}-undertaking",
                by=(f"{CANARY} adviser",),
                statement=f"{CANARY} statement",
                passage=(_quote(f"{CANARY}-aside", f"{CANARY}: the words"),),
            ),
        ),
        questions=(
            _question(
                "how",
                f"How is *each* customer vetted, {_CITED}?",
                ("ask", schema.Asked(id=f"{CANARY}-note", wording=f"{CANARY} wording"), "open-letter"),
                _verdict(f"{CANARY}-aside", "answered", _quote(f"{CANARY}-aside", f"{CANARY}: the words")),
                _verdict("reply", "evaded", _quote("reply", "We never comment.")),
                undertaking="vetting",
                tags=(CANARY,),
                passage=(_quote(f"{CANARY}-aside", f"{CANARY}: the words"),),
            ),
            _question(
                "who",
                f"Who vets? ![A list](files/{digest(CANARY)}.png)",
                (schema.Asked(id="ask", wording=f"Who does the vetting, {_CITED}?"),),
            ),
            _question("secret-place", f"{CANARY}: asked in private", (f"{CANARY}-note",)),
            _question(
                "secret-answer",
                f"{CANARY}: decided in private",
                ("ask",),
                _verdict("reply", "evaded", _quote("reply", "We never comment.")),
                _verdict(f"{CANARY}-late", "answered", _quote(f"{CANARY}-late", f"{CANARY}: the words")),
            ),
            _question("dropped", f"{CANARY}: withdrawn", ("ask",), **withdrawn),
        ),
        messages=(
            _message(
                "ask",
                "outgoing",
                "2024-01-10",
                "How is it done?\n",
                kind="letter",
                visibility="public",
                title="Our questions",
                recipients=("Acme",),
                author=f"{CANARY} staff",
            ),
            _secret("aside", "incoming", "2024-01-20", in_reply_to=("ask",), visibility="private", assessed=True),
            _secret("late", "incoming", "2024-09-01", visibility="private"),
            _secret("note", "outgoing", "2024-02-02"),
            _secret("source", "reference", "2024-02-03"),
            _message(
                "policy",
                "reference",
                "2023",
                "Our policy.\n",
                kind="policy",
                visibility="public",
                author="Acme press office",
                title="Policy",
                url="https://acme.example/policy",
                archive_url="https://archive.example/policy",
            ),
            _message(
                "reply",
                "incoming",
                "2024-03-01",
                _REPLY,
                kind="email",
                visibility="public",
                assessed=True,
                title="Our reply",
                author="E. Canary, Acme",
                in_reply_to=("ask", f"{CANARY}-note"),
                files=(schema.File(sha256=digest(CANARY), name=f"{CANARY}.eml"),),
            ),
        ),
        letters=(
            _letter(
                "open-letter",
                "2024-05-01",
                "Open letter to Acme",
                f"# {CANARY} first text",
                _PUBLISHED,
                signons=(schema.SignOn(name=f"{CANARY} who declined", status="declined"),),
                publications=(
                    schema.Publication(
                        revision=digest(_PUBLISHED),
                        at="2024-05-02",
                        printed=(
                            schema.Printed(name="Access for All", representative=f"{CANARY} representative"),
                            schema.Printed(name="Ana Ruiz", kind="person", role="Professor"),
                            schema.Printed(name="Öko", role=f"{CANARY} role"),
                        ),
                    ),
                ),
            ),
            _letter(
                "second",
                "2024-06-01",
                "A second letter",
                _SENT,
                signons=(
                    schema.SignOn(name="Öko e. V.", status="signed", revision=digest(_SENT), representative=CANARY),
                ),
            ),
            _letter(f"{CANARY}-frozen", "2024-07-01", f"{CANARY} title", f"# {CANARY}"),
            _letter(f"{CANARY}-draft", "2024-08-01", f"{CANARY} title"),
        ),
        originals=(schema.Original(sha256=digest(CANARY), extension="eml", content=CANARY.encode()),),
    )


def watched(store: Workspace) -> Workspace:
    """The store with the thread, a campaign of one of its letters, and threads that nobody publishes; all poisoned."""
    stored(with_call(stored(store, full_thread())), watched_thread())
    with change(store, "campaign new", "makers") as act:
        letter = act.session.exec(select(Letter).where(Letter.identifier == "second")).one()
        campaign = Campaign(identifier="makers", title="All makers", body=CANARY)
        act.session.add(campaign)
        act.session.flush()
        act.session.add(CampaignLetter(campaign_id=campaign.id or 0, position=0, letter_id=letter.id or 0))
    if store.database_url is None:
        _poison(store)
    return store


def _poison(store: Workspace) -> None:
    """Put a canary into each column of text that is not public."""
    with sqlite3.connect(store.database_file) as connection:
        for table in METADATA.sorted_tables:
            for column in table.columns:
                public = column.name in PUBLIC.get(table.name, set())
                if _holds_words(table, column) and not public:
                    value = json.dumps(_SHAPES.get(column.name, [CANARY]))
                    set_to = value if isinstance(column.type, Json) else f"{CANARY} {table.name}.{column.name}"
                    unique = " || rowid" if column.unique else ""
                    connection.execute(f'UPDATE "{table.name}" SET "{column.name}" = ?{unique}', (set_to,))


def _holds_words(table: Table, column: Column[object]) -> bool:
    checked = " ".join(str(check.sqltext) for check in table.constraints if isinstance(check, CheckConstraint))
    return (column.type.python_type in (str, object) or isinstance(column.type, Json)) and not (
        column.name in _NO_WORDS.get(table.name, set())
        or column.name in checked.split()
        or f"({column.name})" in checked
    )
