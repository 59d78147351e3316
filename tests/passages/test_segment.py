"""A text in blocks: what is the author's own, and what is not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.passages.segment import Kind, blocks, passages, sentences

REPLY = """# Our reply

Dear Ms. Example,

We publish audits.
They are yearly.
- one
- two
[page 2]

| a | b |

> How?
> And when?

--
Eva Ruiz
Acme
"""


def test_a_reply_is_told_apart_into_blocks() -> None:
    found = [(block.kind, REPLY[block.start : block.end]) for block in blocks(REPLY)]
    assert found == [
        (Kind.HEADING, "# Our reply"),
        (Kind.PARAGRAPH, "Dear Ms. Example,"),
        (Kind.PARAGRAPH, "We publish audits.\nThey are yearly."),
        (Kind.ITEM, "- one"),
        (Kind.ITEM, "- two"),
        (Kind.PAGE, "[page 2]"),
        (Kind.ROW, "| a | b |"),
        (Kind.QUOTED, "> How?\n> And when?"),
        (Kind.SIGNATURE, "--\nEva Ruiz\nAcme"),
    ]


def test_only_the_authors_own_words_can_be_judged() -> None:
    words = [REPLY[start:end] for start, end in passages(REPLY)]
    assert words == ["Dear Ms. Example,", "We publish audits.\nThey are yearly.", "- one", "- two", "| a | b |"]


def test_a_long_line_is_a_paragraph_of_its_own() -> None:
    first, second = "word " * 40 + "end.", "Another " * 20 + "end."
    assert [len(passages(text)) for text in (f"{first}\n{second}", "short\nlines")] == [2, 1]


@given(st.text(st.sampled_from("ab .\n>-#|[]12•"), max_size=200))
def test_blocks_hold_everything_in_order_and_do_not_overlap(body: str) -> None:
    end = 0
    for block in blocks(body):
        assert block.start >= end
        assert not body[end : block.start].strip()
        assert body[block.start : block.end].strip() == body[block.start : block.end] != ""
        end = block.end
    assert not body[end:].strip()


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("Mr. Smith of Acme Ltd. replied. We agree.", "en", ["Mr. Smith of Acme Ltd. replied.", "We agree."]),
        ("M. Durand a répondu. Nous sommes d’accord.", "fr", ["M. Durand a répondu.", "Nous sommes d’accord."]),
        ("¿Cuándo? Lo publicaremos.", "es", ["¿Cuándo?", "Lo publicaremos."]),
    ],
)
def test_sentences_know_abbreviations(text: str, language: str, expected: list[str]) -> None:
    assert [text[start:end] for start, end in sentences(text, 0, len(text), language)] == expected


@given(st.text(max_size=120))
def test_sentences_are_places_of_the_text(text: str) -> None:
    found = sentences(text, 0, len(text))
    assert all(0 <= start <= end <= len(text) for start, end in found)
    assert list(found) == sorted(found)
