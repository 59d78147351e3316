"""What was read becomes messages: their data, their originals, who answers whom, and nothing twice."""

import hashlib
from dataclasses import replace

import pytest
from hypothesis import given as examples
from hypothesis import strategies as st

from correspondence.bundle import dump, schema
from correspondence.errors import NotFoundError
from correspondence.intake.draft import Given, MessageDataError, draft, identifier
from correspondence.intake.log import Logged, guess_direction, keep
from correspondence.intake.sources import Source
from correspondence.overview.timeline import MessageDetail, message
from correspondence.readers.extract import Attachment, Extract, Note, Remark
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

MAIL = Extract(
    text="We vet every customer.\n",
    media_type="message/rfc822",
    title="Re: Your letter",
    author="Eva Ruiz <eva@acme.example>",
    recipients=("Tracefield <desk@tracefield.example>",),
    date="2022-07-04T23:30:00-05:00",
    message_id="b@acme.example",
    in_reply_to=("a@tracefield.example",),
    references=("0@tracefield.example", "a@tracefield.example"),
    sender_address="eva@acme.example",
)
ASKED = Extract(text="How?\n", media_type="message/rfc822", title="Your vetting", message_id="a@tracefield.example")


def _kept(store: Workspace, *extracts: Extract, content: bytes = b"x", given: Given | None = None) -> list[Logged]:
    return keep(store, "t", Source("x.eml", "x.eml", content), extracts, given or Given())


@pytest.mark.parametrize("odd", ["0\n0", "a\x00b", "a\u2028b", "x" * 2_000])
def test_an_identifier_that_no_mail_system_would_take_is_none(odd: str) -> None:
    assert draft(replace(MAIL, message_id=odd), "x.eml", b"x", Given(), "incoming", "2025-01-01").message_id == ""


def _shown(store: Workspace, name: str) -> MessageDetail:
    with reading(store) as reader:
        return message(reader, name, "t")


def _exported(store: Workspace) -> schema.ThreadBundle:
    with change(store, "thread export", "t") as act:
        act.nothing_done = True
        return dump.dump(act.session, "t")


@pytest.fixture
def threaded(store: Workspace) -> Workspace:
    """A store with an empty thread."""
    organization = schema.Organization(name="Acme", url="https://www.acme.example/about")
    party = schema.Thread(format=1, slug="t", title="T", language="en", organization=(organization,))
    return stored(store, schema.ThreadBundle(thread=party))


def test_a_mail_becomes_a_message_with_its_original_and_what_was_in_it(threaded: Workspace) -> None:
    letter = Attachment(name="letter.pdf", media_type="application/pdf", content=b"%PDF-1.7")
    logged = _kept(threaded, replace(MAIL, attachments=(letter,)), content=b"raw mail")
    assert [one.identifier for one in logged] == ["2022-07-04-re-your-letter"]
    found = _shown(threaded, "2022-07-04-re-your-letter")
    assert (found.direction, found.kind, found.date, found.received) == ("incoming", "email", "2022-07-04", None)
    assert (found.author, found.message_id) == ("Eva Ruiz <eva@acme.example>", "b@acme.example")
    assert found.body == "We vet every customer.\n"
    assert [(file.name, file.sha256) for file in found.files] == [
        ("x.eml", hashlib.sha256(b"raw mail").hexdigest()),
        ("letter.pdf", hashlib.sha256(b"%PDF-1.7").hexdigest()),
    ]
    assert {original.content for original in _exported(threaded).originals} == {b"raw mail", b"%PDF-1.7"}
    with reading(threaded) as reader:
        assert verify(reader).findings == ()


def test_what_a_person_says_goes_before_what_the_file_says(threaded: Workspace) -> None:
    given = Given(direction="reference", kind="policy", date="2021-03", author="Acme", title="Policy", language="en-gb")
    (logged,) = _kept(threaded, MAIL, given=given.checked())
    found = _shown(threaded, logged.identifier)
    assert logged.identifier == "2021-03-policy"
    assert (found.direction, found.kind, found.author, found.language) == ("reference", "policy", "Acme", "en-GB")


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (Given(direction="sideways"), "must be one of incoming, outgoing, reference"),
        (Given(date="18.2.2021"), "write 2021, 2021-02 or 2021-02-18"),
        (Given(language="not a language"), "language"),
    ],
)
def test_a_value_that_cannot_be_is_told(given: Given, told: str) -> None:
    with pytest.raises(MessageDataError, match=told):
        given.checked()


def test_the_same_file_is_logged_once(threaded: Workspace) -> None:
    first = _kept(threaded, MAIL)
    again = _kept(threaded, MAIL)
    assert [one.identifier for one in again] == [one.identifier for one in first]
    assert ([one.new for one in first], [one.new for one in again]) == ([True], [False])
    assert len(_exported(threaded).messages) == 1


def test_one_mail_from_two_mailboxes_is_logged_once_and_two_mails_of_one_identifier_are_two(
    threaded: Workspace,
) -> None:
    other = replace(MAIL, text="We vet nobody.\n")
    _kept(threaded, MAIL, content=b"as the sender's server wrote it")
    assert [one.new for one in _kept(threaded, MAIL, content=b"as ours did")] == [False]
    assert [one.new for one in _kept(threaded, other, content=b"another")] == [True]
    assert len(_exported(threaded).messages) == 2


def test_a_mail_that_stands_twice_in_a_mailbox_is_one(threaded: Workspace) -> None:
    one = replace(MAIL, source=b"the mail")
    logged = _kept(threaded, one, one, replace(ASKED, source=b"asked"))
    assert [message.new for message in logged] == [True, False, True]


@pytest.mark.parametrize("question_first", [True, False])
def test_an_answer_finds_its_question_whichever_comes_first(threaded: Workspace, question_first: bool) -> None:
    for extract in (ASKED, MAIL) if question_first else (MAIL, ASKED):
        _kept(threaded, extract, content=extract.text.encode())
    answer = next(m for m in _exported(threaded).messages if m.message.message_id == "b@acme.example")
    question = next(m for m in _exported(threaded).messages if m.message.message_id == "a@tracefield.example")
    assert answer.message.in_reply_to == (question.message.id,)


def test_without_references_the_subject_tells_the_question(threaded: Workspace) -> None:
    _kept(threaded, replace(ASKED, message_id=""), content=b"1")
    _kept(threaded, replace(MAIL, title="AW: Re: your VETTING", in_reply_to=(), references=()), content=b"2")
    answer = next(m.message for m in _exported(threaded).messages if m.message.title == "AW: Re: your VETTING")
    assert len(answer.in_reply_to) == 1


def test_an_answer_to_something_that_is_not_there_is_refused_and_nothing_stored(threaded: Workspace) -> None:
    with pytest.raises(NotFoundError, match="'nothing' in the thread"):
        _kept(threaded, MAIL, given=Given(in_reply_to=("nothing",)))
    assert _exported(threaded).messages == ()


def test_what_went_to_the_other_side_went_out(threaded: Workspace) -> None:
    ours = replace(MAIL, sender_address="desk@tracefield.example", recipients=("Eva <eva@mail.acme.example>",))
    assert guess_direction(threaded, "t", ours) == "outgoing"
    assert guess_direction(threaded, "t", MAIL) == "incoming"
    assert guess_direction(threaded, "t", replace(ours, recipients=("press@other.example",))) == "incoming"


def test_a_message_without_text_says_why_and_one_without_a_date_when_it_came(threaded: Workspace) -> None:
    (logged,) = _kept(threaded, Extract(text=" \n", media_type="application/pdf"))
    assert logged.remarks == (("no-text", "there is no text in it"),)
    found = _shown(threaded, logged.identifier)
    assert found.body == ""
    assert found.date is None
    assert found.received


def test_an_unknown_thread_is_told(store: Workspace) -> None:
    with pytest.raises(NotFoundError, match="there is no thread 't'"):
        _kept(stored(store, thread("other")), MAIL)


_anything = st.text(st.characters(), max_size=60)


@examples(
    extract=st.builds(
        Extract,
        text=_anything,
        media_type=_anything,
        title=_anything,
        author=_anything,
        recipients=st.lists(_anything, max_size=3).map(tuple),
        date=_anything,
        message_id=_anything,
        in_reply_to=st.lists(_anything, max_size=3).map(tuple),
        references=st.lists(_anything, max_size=3).map(tuple),
        language=_anything,
        notes=st.lists(st.builds(Note, st.sampled_from(Remark), _anything), max_size=2).map(tuple),
        attachments=st.lists(st.builds(Attachment, _anything, _anything, st.binary()), max_size=2).map(tuple),
    ),
    name=_anything,
)
def test_whatever_a_reader_gives_can_be_stored_in_a_bundle(extract: Extract, name: str) -> None:
    made = draft(extract, name, b"content", Given(), "incoming", "2025-01-01")
    kept = schema.Message(
        id=identifier(made, ()),
        direction=made.direction,
        kind=made.kind,
        date=made.date,
        received=made.received,
        author=made.author,
        recipients=made.recipients,
        title=made.title,
        language=made.language or None,
        message_id=made.message_id,
        files=tuple(schema.File(sha256="0" * 64, name=f.name, media_type=f.media_type) for f in made.files),
    )
    assert (kept.author or "", kept.title or "", kept.recipients) == (made.author, made.title, made.recipients)
    assert schema.MessageDocument(message=kept, body=made.body).body == made.body
