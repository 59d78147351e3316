import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from correspondence.text.escape import for_terminal, for_xml

# Marks that Unicode files under format characters although they are drawn.
VISIBLE_FORMAT = set("\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\U000110bd\U000110cd")
JOINERS = set("\u200c\u200d")
HOSTILE = (
    "\x1b\x07\x00\r\n\t\x7f\x9b\x85\u00ad\u061c\u200b\u200c\u200d\u200e\u202e\u2066\u2028\ufeff\ufe0f\ufe0e\U000e0041"
)
anything = st.text(alphabet=st.one_of(st.sampled_from(HOSTILE + "aé می❤👩"), st.characters(exclude_categories=[])))


def dangerous(text: str) -> set[str]:
    return {c for c in text if unicodedata.category(c) in {"Cc", "Cf", "Cs", "Zl", "Zp"}} - VISIBLE_FORMAT


def test_no_character_of_unicode_acts_alone() -> None:
    everything = " ".join(map(chr, range(0x110000)))
    assert dangerous(for_terminal(everything)) == {"\n", "\t"}
    assert dangerous(for_terminal(everything, multiline=False)) == set()


@given(anything)
def test_nothing_acts_in_any_text(text: str) -> None:
    assert dangerous(for_terminal(text)) <= {"\n", "\t"} | JOINERS
    assert dangerous(for_terminal(text, multiline=False)) <= JOINERS


@given(anything, st.booleans())
def test_escaped_text_stays(text: str, multiline: bool) -> None:
    once = for_terminal(text, multiline=multiline)
    assert for_terminal(once, multiline=multiline) == once
    assert len(once) == len(text)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("\x1b]0;title\x07", "␛]0;title␇"),
        ("\x1b[2J", "␛[2J"),
        ("\x9b2J\x7f", "�2J␡"),
        ("invoice\u202efdp.exe", "invoice�fdp.exe"),
        ("pay\u200cpal", "pay�pal"),
        ("pay\u200bpal", "pay�pal"),
        ("co\u00adoperate", "co‐operate"),
        ("a\u2028b\ufeff", "a�b�"),
        ("\ud83d", "�"),
        ("🏴\U000e0067\U000e0062\U000e007f", "🏴���"),
        ("x\ufe00\ufe01\ufe02", "x\ufe00��"),
        ("two\nlines\tand a tab\r\n", "two\nlines\tand a tab␍\n"),
    ],
)
def test_what_acts_is_shown(text: str, shown: str) -> None:
    assert for_terminal(text) == shown


def test_one_line_stays_one_line() -> None:
    assert for_terminal("Subject\nBcc: all\t!", multiline=False) == "Subject␊Bcc: all␉!"


@pytest.mark.parametrize(
    "text",
    [
        "R3D: Red en Defensa de los Derechos Digitales",
        "می\u200cخواهم",
        "क्\u200dष ක්\u200dර",
        "👩\u200d💻 👩🏽\u200d⚕\ufe0f 🏳\ufe0f\u200d🌈 ❤\ufe0f",
        "ൻ ന്\u200d",
        "مركز الخليج لحقوق الإنسان",
        "ᠮᠣᠩᠭᠣᠯ᠋ 葛\U000e0100",
        "",
    ],
)
def test_words_that_need_their_joiners_keep_them(text: str) -> None:
    assert for_terminal(text) == text


@given(anything)
def test_xml_holds_only_what_xml_allows(text: str) -> None:
    from lxml import etree

    element = etree.Element("text")
    element.text = for_xml(text)
    # A parser reads a carriage return in character data as a line feed (XML 1.0, 2.11), so the serializer refers to it.
    parsed = etree.fromstring(etree.tostring(element, encoding="utf-8"))
    assert (parsed.text or "") == for_xml(text)
    assert len(for_xml(text)) == len(text)


def test_xml_keeps_what_it_may() -> None:
    assert for_xml("a\tb\nc\r<&>😀\ufffd\x85") == "a\tb\nc\r<&>😀\ufffd\x85"
    assert for_xml("\x00\x0b\x1b\ud800\ufffe\uffff") == "\ufffd" * 6
