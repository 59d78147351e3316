"""Markdown as a reader sees it."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.escape import for_markdown
from correspondence.text.unmarked import unmarked


@pytest.mark.parametrize(
    ("markdown", "read"),
    [
        ("It **never** published *it*.", "It never published it."),
        ("In [their reply](message:2021-reply) they said: “No.”[^1]", "In their reply they said: “No.”"),
        ("## What is still open\n\nMuch.", "What is still open\n\nMuch."),
        ("::: appendix\n# Appendix A\n:::\n", "\nAppendix A\n\n"),
        (':::: list-table {header-rows=1 widths="1 1"}\n- - Undertaking\n  - Status', "\nUndertaking\nStatus"),
        ("1. One\n2) Two", "One\nTwo"),
        ("> Quoted\n> too", "Quoted\ntoo"),
        ("| A | B |\n|---|---|\n| c | d |", "A | B\n\nc | d"),
        (r"A\*B and 3 \* 4, \[sic\]", "A*B and 3 * 4, [sic]"),
        ("snake_case stays, _this_ does not", "snake_case stays, this does not"),
        ("See <https://example.org/a>, <message:reply>.", "See https://example.org/a, ."),
        ("![A chart](files/x.png){width=3}", "A chart"),
        ("{% if included %}\nDear {{ thread.organization }},\n{% endif %}", "\nDear …,\n"),
        ("2 < 3 &amp; 4 – 5 * 6", "2 < 3 & 4 – 5  6"),
    ],
)
def test_it_reads(markdown: str, read: str) -> None:
    assert unmarked(markdown) == read


@given(st.text(alphabet=st.characters(exclude_categories=("Cs", "Cc")), min_size=1, max_size=60))
def test_what_was_escaped_reads_as_it_was(text: str) -> None:
    assert " ".join(unmarked(for_markdown(text)).split()) == " ".join(text.split())


@pytest.mark.parametrize("piece", ["[", "![", "{{", "{%", "*_", "|", "> ", "- ", "`", "\\", "<message:", "[^", "]("])
def test_it_takes_no_longer_than_its_text_is_long(piece: str) -> None:
    began = time.perf_counter()
    unmarked(piece * 50_000)
    assert time.perf_counter() - began < 2
