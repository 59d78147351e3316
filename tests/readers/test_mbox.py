"""Mailboxes: cut where messages begin, whole or in pieces, the same messages."""

from hypothesis import given
from hypothesis import strategies as st

from correspondence.intake.draft import Given
from correspondence.intake.log import log_source
from correspondence.intake.sources import Source
from correspondence.readers import mbox
from correspondence.readers.extract import UnreadableError
from correspondence.readers.worker import Worker
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread

_LINES = st.lists(
    st.sampled_from(
        [
            b"From ana Mon Jan  1",
            b">From here",
            b"From: Ana",
            b"Subject: x",
            b"",
            b"Words.",
            b"From the start",
            b"From ",
        ]
    ),
    max_size=30,
)


def _mail(n: int, words: str = "Words.") -> bytes:
    return f"From - Mon Jan  1 00:00:00 2018\nMessage-ID: <{n}@x>\nSubject: Mail {n}\n\n{words} {n}\n\n".encode()


def _texts(content: bytes) -> list[tuple[str, bytes]]:
    try:
        found = list(mbox.read(content, inner=lambda *_: (_ for _ in ()).throw(UnreadableError("no"))))
    except UnreadableError:
        return []
    return [(extract.text, extract.source) for extract in found]


@given(_LINES, st.sampled_from([b"\n", b"\r\n"]), st.integers(1, 60))
def test_pieces_are_the_whole_and_hold_the_same_messages(lines: list[bytes], end: bytes, size: int) -> None:
    content = end.join(lines)
    pieces = list(mbox.pieces(content, size))
    assert b"".join(pieces) == content
    if len(pieces) > 1:
        assert [text for piece in pieces for text in _texts(piece)] == _texts(content)


def test_a_separator_is_a_line_before_a_header() -> None:
    content = _mail(1) + b"From the start we said so.\n\n" + _mail(2) + b"From - x\r\nSubject: Mail 3\r\n\r\nThree.\r\n"
    assert [text.strip() for text, _ in _texts(content)] == [
        "Words. 1\n\nFrom the start we said so.",
        "Words. 2",
        "Three.",
    ]


def test_a_large_mailbox_is_logged_in_pieces(workspace: Workspace) -> None:
    stored(workspace, thread("t"))
    content = b"".join(_mail(n, "Words of a mail. " * 1_000) for n in range(1_300))
    assert len(list(mbox.pieces(content))) > 1
    told: list[int] = []
    with Worker() as worker:
        source = Source("box.mbox", "box.mbox", content)
        result = log_source(workspace, worker, "t", source, Given(), progress=told.append)
        assert (result.error, len(result.messages)) == ("", 1_300)
        assert told == sorted(told)
        assert len(told) > 2
        again = log_source(workspace, worker, "t", source, Given())
    assert not any(message.new for message in again.messages)
    with reading(workspace) as reader:
        assert reader.rows("SELECT count(*) FROM message") == [(1_300,)]
