"""Nothing that is not public stands in any file of a site: a canary in every private field of every table."""

import re
from datetime import UTC, date, datetime

import pytest

from correspondence.bundle import schema
from correspondence.errors import RefusedError
from correspondence.publish.tracker.choose import Wish, choose
from correspondence.publish.tracker.render import render
from correspondence.publish.tracker.site import ComparedQuestion
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import digest, letter, stored, thread
from tests.factories.tracker import CANARY, WATCHED, watched

WISHES = {
    "thread": Wish(threads=(WATCHED,)),
    "with a letter": Wish(threads=(WATCHED,), letters=("second",), base_url="https://example.org/t"),
    "campaign": Wish(campaign="makers", letters=("second",)),
    "in German": Wish(threads=(WATCHED,), language="de", as_of=date(2030, 1, 1)),
    "in Arabic": Wish(threads=(WATCHED,), language="ar"),
}
UNPUBLISHED = "is frozen, and nothing says that it was published: it is left out"
# What the public shall read; without it the test of canaries would be content with empty files.
SHOWN = (
    "What Acme promised",
    "Our questions",
    "Our reply",
    "Every customer is vetted.",
    "We never comment.",
    "To vet <em>every</em> customer, as we know.",
    "How is <em>each</em> customer vetted, as we know?",
    "Who does the vetting, as we know?",
    "Our open letter",
    "wrote to us",
    "Access for All",
    "Ana Ruiz, Professor",
    "Acme press office",
    "https://archive.example/policy",
)


@pytest.fixture
def store_(workspace: Workspace) -> Workspace:
    return watched(Workspace(workspace.root, None, f"{CANARY} actor"))


def files(store: Workspace, wish: Wish) -> dict[str, bytes]:
    with reading(store) as reader:
        site, _ = choose(reader, store, wish, now=datetime(2026, 1, 1, tzinfo=UTC))
    return render(site, store.template_folders())


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_no_file_holds_a_canary(store_: Workspace, wish: Wish) -> None:
    written = files(store_, wish)
    secrets = re.compile(f"{CANARY}|{digest(CANARY)}".encode(), re.IGNORECASE)
    found = {name: secrets.search(content) for name, content in written.items()}
    assert {name: match[0] for name, match in found.items() if match} == {}
    assert not [name for name in written if CANARY in name]


@pytest.mark.parametrize("wish", WISHES.values(), ids=WISHES)
def test_what_is_public_is_there(store_: Workspace, wish: Wish) -> None:
    everything = b"\n".join(files(store_, wish).values()).decode()
    assert [words for words in SHOWN if words not in everything] == []
    assert ("A second letter" in everything) == ("second" in wish.letters)
    assert ("Öko e. V." in everything) == ("second" in wish.letters)


def test_the_canaries_would_be_found(store_: Workspace) -> None:
    """The findings on undertakings are published when somebody says so, and are poisoned here."""
    written = files(store_, Wish(threads=(WATCHED,), findings=True))
    assert CANARY.encode() in written["index.html"]


def test_what_rests_on_something_private_is_left_out_and_told(store_: Workspace) -> None:
    with reading(store_) as reader:
        site, findings = choose(reader, store_, WISHES["thread"])
    (thread,) = site.threads
    assert {question.id: question.status for question in thread.all_questions} == {
        "how": "evaded",
        "who": "passed-over",
    }
    assert [row.id for row in thread.undertakings] == ["vetting"]
    assert [row.name for row in thread.organizations] == ["Acme"]
    assert [row.id for row in thread.documents] == ["policy", "ask", "reply", "open-letter"]
    assert [(finding.code, finding.place, finding.reason) for finding in findings] == [
        ("message-left-out", "thread watched", "4 messages are not marked public and left out"),
        ("letter-left-out", "letter watched/canary-frozen", UNPUBLISHED),
        ("letter-left-out", "letter watched/second", UNPUBLISHED),
        ("question-left-out", "thread watched", "2 questions left out: put or decided in nothing that is public"),
        ("undertaking-left-out", "thread watched", "1 undertaking left out: given in nothing that is public"),
    ]


def test_a_private_reply_is_neither_denied_nor_told(store_: Workspace) -> None:
    with reading(store_) as reader:
        site, _ = choose(reader, store_, WISHES["thread"])
    exchanges = {row.document: row for row in site.threads[0].exchanges}
    # It was answered in private first: nobody says how long that took.
    assert (exchanges["ask"].reply, exchanges["ask"].days, exchanges["ask"].late_days) == ("reply", None, None)
    # It was answered in private alone: it counts for nothing.
    assert "open-letter" not in exchanges
    assert site.threads[0].replies.sent == 1


def test_mail_that_a_reply_quotes_is_shown_only_where_it_is_public_anyway(store_: Workspace) -> None:
    with reading(store_) as reader:
        site, _ = choose(reader, store_, WISHES["thread"])
    reply = next(row for row in site.threads[0].documents if row.id == "reply")
    assert reply.left_out
    assert " ".join(reply.body.split()) == "Every customer is vetted. > How is it done? We never comment. And:"


def test_a_private_message_decides_over_a_letter_of_its_name(workspace: Workspace) -> None:
    data = schema.Message(id="l", direction="outgoing", date="2024-05-01", visibility="private")
    public = schema.Message(id="m", direction="reference", date="2024-05-02", visibility="public")
    messages = tuple(schema.MessageDocument(message=one, body="Words.") for one in (data, public))
    stored(workspace, thread(messages=messages, letters=(letter(["substantive"]),)))
    with reading(workspace) as reader:
        site, findings = choose(reader, workspace, Wish(letters=("l",)))
    assert [row.id for row in site.threads[0].documents] == ["m"]
    assert "letter-is-message" in {finding.code for finding in findings}


def test_nothing_public_nothing_written(store_: Workspace) -> None:
    with reading(store_) as reader, pytest.raises(RefusedError, match="nothing is public yet"):
        choose(reader, store_, Wish(threads=("full",)))


def test_both_engines_say_the_same(store: Workspace) -> None:
    watched(store)
    with reading(store) as reader:
        site, _ = choose(reader, store, WISHES["campaign"])
    (thread,) = site.threads
    assert [row.id for row in thread.documents] == ["policy", "ask", "reply", "open-letter", "second"]
    assert site.table is not None
    assert site.table.questions == (
        ComparedQuestion("how", "How is *each* customer vetted, as we know?", "en"),
        ComparedQuestion("who", "Who vets? ![A list]()", "en"),
    )
    assert [row.late_days for row in thread.exchanges] == [None]
