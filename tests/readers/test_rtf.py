"""Rich Text: words in every character set, tables, notes, what was deleted, hidden or remarked."""

import pytest

from correspondence.readers import kinds, rtf
from correspondence.readers.extract import Extract, Remark

FONTS = rb"{\fonttbl{\f0\fcharset0 Arial;}{\f1\fcharset204 Cyr;}{\f2\fcharset128 Gothic;}{\f3\fcharset2 Symbol;}}"


def _read(body: bytes) -> Extract:
    (extract,) = kinds.read(rb"{\rtf1\ansi\ansicpg1252\deff0" + FONTS + body + b"}", "a.rtf")
    return extract


def _remarks(extract: Extract) -> set[Remark]:
    return {note.remark for note in extract.notes}


@pytest.mark.parametrize(
    ("body", "text"),
    [
        (rb"We vet\par every customer.\par", "We vet\n\nevery customer.\n"),
        (rb"We vet\line every customer.", "We vet\nevery customer.\n"),
        (rb"Gr\'fc\'dfe \emdash  \ldblquote ja\rdblquote\~!", "Grüße — “ja” !\n"),
        (rb"{\f1 \'cf\'f0\'e8\'e2\'e5\'f2} {\f0 \'e9}", "Привет é\n"),
        (rb"{\f2 \'83\'5d\'83A\'83]}", "ゾアゾ\n"),
        (rb"{\f3 \'b7}\tab We vet.\par {\f3 a}", "- We vet.\n\nα\n"),
        (rb"\uc1\u8211? \u-10179?\u-8704?{\uc0\u233 t\'e9}", "– 😀été\n"),
        (rb"\uc2\u26085\'93\'fa\u26412\'96\'7b", "日本\n"),
        (rb"a\bin4 {}}{b", "ab\n"),
        (rb"{\*\unknown gone}{\pict\pngblip{\*\blipuid 00}89504e47}kept", "kept\n"),
        (rb"{\f0\b0\*\cs7 kept}", "kept\n"),
        (rb"{\list{\listlevel{\leveltext \'02\'00.}{\levelnumbers \'01;}}\listid1}kept\'02", "kept\n"),
        (rb"{\field{\*\fldinst HYPERLINK \"http://x.example\"}{\fldrslt here}}", "here\n"),
        (rb"{\upr{gone}{\*\ud{kept}}}", "kept\n"),
        (rb"{\info{\upr{\title a}{\*\ud{\title b}}}}kept", "kept\n"),
        (rb"{\shp{\*\shpinst{\sp{\sn a}{\sv b}}{\shptxt In a box\par}}{\shprslt In a box}}", "In a box\n"),
        (rb"{\listtext 1.\tab}We vet.\par{\listtext 2.\tab}We log.\par", "1. We vet.\n\n2. We log.\n"),
        (rb"\outlinelevel0 Vetting\par\pard We vet.", "# Vetting\n\nWe vet.\n"),
    ],
)
def test_words_come_out_as_they_are_read(body: bytes, text: str) -> None:
    assert _read(body).text == text


def test_a_table_is_one() -> None:
    row = rb"\trowd\cellx1\cellx2\pard\intbl %s\cell %s\cell\row "
    body = (
        rb"Before\par " + row % (b"Who", b"vets\\par and logs") + row % (b"The", b"board | all") + rb"\pard After\par"
    )
    assert _read(body).text == "Before\n\n| Who | vets and logs |\n| The | board \\| all |\n\nAfter\n"


def test_notes_comments_and_what_runs_along() -> None:
    extract = _read(
        rb"{\header Acme Ltd\par}{\headerf Acme Ltd\par}We vet{\super\chftn{\footnote\chftn  Since 2019.}} all"
        rb"{\*\atnid EL}{\*\atnauthor Eva Lund}{\*\annotation Is that so?}.\par"
    )
    assert extract.text == (
        "We vet[1] all.\n\n[1] Since 2019.\n\n# Comments\n\n[Eva Lund] Is that so?\n\n# Header and footer\n\nAcme Ltd\n"
    )
    assert Remark.COMMENTS in _remarks(extract)


def test_what_stands_in_the_header_alone_is_the_text() -> None:
    assert _read(rb"{\header Acme Ltd\par We vet.\par}").text == "Acme Ltd\n\nWe vet.\n"


def test_tracked_changes_are_told_and_read_as_accepted() -> None:
    extract = _read(rb"We vet {\deleted some }{\revised all }customers.")
    assert extract.text == "We vet all customers.\n"
    assert Remark.TRACKED_CHANGES in _remarks(extract)


def test_hidden_words_are_marked() -> None:
    extract = _read(rb"We vet {\v few }customers{\v\b  at all}.\v  Never.\v0  Eva")
    assert extract.text == "We vet [hidden: few]customers[hidden: at all]. [hidden: Never.] Eva\n".replace(". [", ".[")
    assert Remark.HIDDEN_TEXT in _remarks(extract)


def test_what_follows_the_document_is_none_of_it() -> None:
    assert rtf.to_text(rb"{\rtf1 We vet.\par}" + b"\n\xef\xbf\xbd8$DM") == "We vet.\n"


def test_a_document_without_words_says_so() -> None:
    assert Remark.NO_TEXT in _remarks(_read(rb"\par\par"))


@pytest.mark.parametrize(
    "broken", [b"{" * 5_000, b"}" * 50, b"\\", b"\\'", b"\\u99999999999", b"\\bin99999999 x", b"{\\footnote"]
)
def test_broken_groups_are_read_as_far_as_they_go(broken: bytes) -> None:
    assert _read(b"We vet. " + broken).text.startswith("We vet.")
