"""Pictures lose what they tell, and nothing of what they show."""

import pytest

from correspondence.document.nodes import Document, Image, Paragraph
from correspondence.writers import docx, html, markdown, plain
from correspondence.writers.docx.readback import verify
from correspondence.writers.pictures import bare
from tests.conftest import REPOSITORY
from tests.writers.conftest import parts
from tests.writers.pictures import BARE_JPEG, BARE_PNG, JPEG, PNG, SECRET


def _letter() -> Document:
    images = tuple(Image("files/x", words, bare(content)) for words, content in (("A chart", PNG), ("A map", JPEG)))
    return Document("T", "en", (Paragraph(images), Paragraph(images[:1])))


@pytest.mark.parametrize(("content", "kept"), [(PNG, BARE_PNG), (JPEG, BARE_JPEG)])
def test_only_the_image_is_kept(content: bytes, kept: bytes) -> None:
    assert bare(content).content == kept
    assert bare(kept).content == kept


def test_their_size_is_known() -> None:
    assert (bare(PNG).width, bare(PNG).height) == (8, 4)
    assert (bare(JPEG).width, bare(JPEG).height) == (16, 8)


@pytest.mark.parametrize("content", [b"", b"GIF89a", PNG[:40], JPEG[:-80], b"\xff\xd8\xff\xd9", BARE_PNG[:20]])
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"is (damaged|neither PNG nor JPEG)"):
        bare(content)


def test_a_page_holds_its_pictures_itself() -> None:
    page = html.write(_letter())
    assert page.count('src="data:image/png;base64,') == 2
    assert 'alt="A map"' in page
    assert 'src="http' not in page


def test_a_word_document_holds_each_once_with_its_words() -> None:
    package = docx.write(_letter(), (REPOSITORY / "templates" / "open-letter.docx").read_bytes())
    verify(package, _letter())
    assert SECRET.encode() not in package
    document = parts(package)["word/document.xml"]
    described = [str(e.get("descr")) for e in document.iter("{*}docPr")]
    assert described == ["A chart", "A map", "A chart"]
    assert len([name for name in _names(package) if name.startswith("word/media/picture")]) == 2


def _names(package: bytes) -> list[str]:
    import io
    import zipfile

    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return archive.namelist()


def test_where_there_are_no_pictures_their_words_stand() -> None:
    assert "[A chart]" in plain.write(_letter())
    assert "![A chart](files/x)" in markdown.write(_letter())
