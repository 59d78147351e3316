"""A letterhead comes along with its pictures and words; names, links and foreign parts do not."""

import io
import re
import struct
import zipfile
import zlib
from pathlib import Path

import pytest
from lxml import etree
from openxml_audit import OpenXmlValidator

from correspondence.document.parse import parse
from correspondence.errors import ReferenceDocumentError
from correspondence.writers.docx import write
from tests.writers.conftest import LETTERS, OFFICE, REFERENCE, RELATIONSHIPS, W, exchanged, part, parts

DOCUMENT = LETTERS["everything"]
SECRET = "anna.kowalska"  # whatever holds this must not reach a letter


def _chunk(kind: bytes, content: bytes) -> bytes:
    return struct.pack(">I", len(content)) + kind + content + struct.pack(">I", zlib.crc32(kind + content))


_IHDR = _chunk(b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0))
_IDAT, _IEND = _chunk(b"IDAT", zlib.compress(b"\x00\x80")), _chunk(b"IEND", b"")
PNG = b"\x89PNG\r\n\x1a\n" + _IHDR + _chunk(b"tEXt", b"Author\x00" + SECRET.encode()) + _IDAT + _IEND + SECRET.encode()
BARE_PNG = b"\x89PNG\r\n\x1a\n" + _IHDR + _IDAT + _IEND


def _segment(marker: int, content: bytes) -> bytes:
    return struct.pack(">BBH", 0xFF, marker, len(content) + 2) + content


_JFIF, _TABLE = _segment(0xE0, b"JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00"), _segment(0xDB, bytes(65))
_SCANS = (_segment(0xDA, b"\x01\x01\x00\x00\x3f\x00") + b"\x12\xff\x00\x34\xff\xd0\x56") * 2
_FRAME = _segment(0xC0, b"\x08\x00\x01\x00\x01\x01\x01\x11\x00")
JPEG = (
    b"\xff\xd8" + _JFIF + _segment(0xE1, b"Exif\x00\x00" + SECRET.encode()) + _segment(0xFE, SECRET.encode())
    + b"\xff" + _TABLE + _FRAME + _SCANS + b"\xff\xd9" + SECRET.encode()
)  # fmt: skip
BARE_JPEG = b"\xff\xd8" + _JFIF + _TABLE + _FRAME + _SCANS + b"\xff\xd9"


def _relationships(*entries: tuple[str, str, str]) -> str:
    lines = (
        f'<Relationship Id="{identifier}" Type="{OFFICE}/{kind}" Target="{target}"'
        + (' TargetMode="External"/>' if "://" in target else "/>")
        for identifier, kind, target in entries
    )
    return f'<Relationships xmlns="{RELATIONSHIPS}">{"".join(lines)}</Relationships>'


def _picture(blip: str, inside: str = "", description: str = "Our logo") -> str:
    """A drawing that shows a picture by relationships: `embed=rId1`, `link=rId2`."""
    named = re.sub(r"(\w+)=(\w+)", r'r:\1="\2"', blip)
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9525" cy="9525"/>'
        f'<wp:docPr id="1" name="{SECRET}.png" descr="{description}">{inside}</wp:docPr><a:graphic><a:graphicData '
        'uri="http://schemas.openxmlformats.org/drawingml/2006/picture"><pic:pic><pic:nvPicPr>'
        f'<pic:cNvPr id="1" name="C:\\{SECRET}.png"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip {named}>'
        '<a:extLst><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}"><a:svgBlip r:embed="rId7"/></a:ext></a:extLst>'
        "</a:blip>"
        '<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:prstGeom prst="rect"><a:avLst/></a:prstGeom>'
        "</pic:spPr></pic:pic></a:graphicData></a:graphic></wp:inline></w:drawing></w:r>"
    )


def _paragraph(inside: str) -> str:
    return f"<w:p>{inside}</w:p>"


def _run(inside: str) -> str:
    return f"<w:r>{inside}</w:r>"


def _control(bound_to: str, shown: str) -> str:
    binding = f'<w:dataBinding w:xpath="/ns1:coreProperties[1]/ns0:{bound_to}[1]" w:storeItemID="{{1}}"/>'
    return f"<w:sdt><w:sdtPr>{binding}</w:sdtPr><w:sdtContent>{_run(f'<w:t>{shown}</w:t>')}</w:sdtContent></w:sdt>"


def _complex(instruction: str, shown: str) -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {instruction} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>{shown}</w:t></w:r>'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def _with_header(header: str, **more: bytes | str) -> bytes:
    """The house style with another header; `more` are its parts, named by what stands for them here."""
    entries = (
        ("rId1", "image", "media/logo.png"),
        ("rId2", "image", f"https://example.org/{SECRET}.png"),
        ("rId3", "hyperlink", f"https://example.org/{SECRET}"),
        ("rId4", "chart", "charts/chart1.xml"),
        ("rId5", "oleObject", "embeddings/secret.bin"),
        ("rId6", "image", "/word/media/photo.jpg"),
        ("rId7", "image", "media/logo.svg"),
        ("rId8", "image", "media/vector.emf"),
    )
    known = {"logo": "word/media/logo.png", "photo": "word/media/photo.jpg", "vector": "word/media/vector.emf"}
    changes: dict[str, str | bytes | None] = {
        "word/header1.xml": part("hdr", header),
        "word/_rels/header1.xml.rels": _relationships(*entries),
        "word/charts/chart1.xml": f"<chartSpace>{SECRET}</chartSpace>",
        "word/media/logo.svg": f"<svg>{SECRET}</svg>",
        "word/embeddings/secret.bin": SECRET,
    }
    return exchanged(REFERENCE, changes | {known[name]: content for name, content in more.items()})


def _header(reference: bytes, **letter: str) -> etree._Element:
    return parts(write(parse("# The title\n\nx\n", **letter), reference))["word/header1.xml"]


def _words(root: etree._Element) -> str:
    return "".join(t.text or "" for t in root.iter(f"{W}t"))


def _everywhere(package: bytes) -> bytes:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return b"".join(name.encode() + archive.read(name) for name in archive.namelist())


_UNUSABLE: dict[str, bytes] = {
    "broken header": _with_header("<w:p>"),
    "a vector": _with_header(_paragraph(_picture("embed=rId8")), vector=b"\x01\x00\x00\x00"),
    "a picture that is none": _with_header(_paragraph(_picture("embed=rId1")), logo=b"<svg/>"),
    "a picture cut short": _with_header(_paragraph(_picture("embed=rId1")), logo=BARE_PNG[:-13]),
    "a photograph cut short": _with_header(_paragraph(_picture("embed=rId6")), photo=BARE_JPEG[:-3]),
}


@pytest.mark.parametrize("name", _UNUSABLE)
def test_a_letterhead_that_cannot_be_carried_is_told(name: str) -> None:
    with pytest.raises(ReferenceDocumentError, match="the reference document"):
        write(DOCUMENT, _UNUSABLE[name])


def test_a_letterhead_keeps_its_pictures_and_they_lose_what_they_tell() -> None:
    header = _paragraph(_picture("embed=rId1") + _picture("embed=rId6 link=rId2")) + _paragraph(
        '<w:r><w:pict><v:shape id="x" style="width:9pt;height:9pt"><v:imagedata r:id="rId1" '
        f'o:title="{SECRET}"/></v:shape></w:pict></w:r>'
    )
    package = write(DOCUMENT, _with_header(header, logo=PNG, photo=JPEG))
    root = parts(package)["word/header1.xml"]
    relations = {r.get("Id"): r.get("Target") for r in parts(package)["word/_rels/header1.xml.rels"]}
    shown = [str(b.get(f"{{{OFFICE}}}embed")) for b in root.iter("{*}blip")]
    shown += [str(b.get(f"{{{OFFICE}}}id")) for b in root.iter("{*}imagedata")]
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        pictures = [archive.read(f"word/{relations[identifier]}") for identifier in shown]
    assert pictures == [BARE_PNG, BARE_JPEG, BARE_PNG]
    assert SECRET.encode() not in _everywhere(package)
    assert [e.get("descr") for e in root.iter("{*}docPr")] == ["Our logo"] * 2


@pytest.mark.parametrize(
    "header",
    [
        _picture("link=rId2"),
        _picture("embed=rId1", f'<a:hlinkClick r:id="rId3" tooltip="{SECRET}"/>'),
        _picture("embed=rId1", description=f"C:\\Users\\{SECRET}\\logo.png"),
        _run('<w:drawing><wp:inline><a:graphic><a:graphicData><c:chart r:id="rId4"/></a:graphicData></a:graphic>'
             "</wp:inline></w:drawing>"),
        _run('<w:object><o:OLEObject Type="Embed" ProgID="Package" ShapeID="x" r:id="rId5"/></w:object>'),
        _run(f'<w:pict><v:shape id="x" href="https://example.org/{SECRET}" o:gfxdata="{SECRET}"><v:imagedata '
             f'src="https://example.org/{SECRET}" r:href="rId2"/></v:shape></w:pict>'),
        _complex(f'INCLUDETEXT "https://example.org/{SECRET}"', SECRET),
        _complex(f"INCLUDEPICTURE C:\\{SECRET}", SECRET),
        _complex(f'DDEAUTO cmd "/c {SECRET}"', SECRET),
        _complex("AUTHOR", SECRET),
        _complex("FILENAME \\p", f"C:\\{SECRET}\\x.docx"),
        _complex("IF " + _complex("USERNAME", SECRET) + ' = "x"', SECRET),
        f'<w:fldSimple w:instr=" LASTSAVEDBY "><w:r><w:t>{SECRET}</w:t></w:r></w:fldSimple>',
        f'<w:del w:id="1" w:author="{SECRET}">' + _run(f"<w:delText>{SECRET}</w:delText>") + "</w:del>",
        f'<w:ins w:id="1" w:author="{SECRET}">' + _run("<w:t>kept</w:t>") + "</w:ins>",
        _run(f'<w:rPr><w:b/><w:rPrChange w:id="2" w:author="{SECRET}"><w:rPr/></w:rPrChange></w:rPr><w:t>kept</w:t>'),
        f'<w:permStart w:id="1" w:ed="{SECRET}"/><w:permEnd w:id="1"/>',
        f'<w:bookmarkStart w:id="1" w:name="{SECRET}"/><w:bookmarkEnd w:id="1"/>',
        '<w:commentRangeStart w:id="1"/><w:commentRangeEnd w:id="1"/><w:r><w:commentReference w:id="1"/></w:r>',
        '</w:p><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="9"/></w:numPr></w:pPr>',
        '<w:r w:rsidR="00AB12CD"><w:footnoteReference w:id="7"/></w:r>',
        _control("creator", SECRET),
        f"<!-- {SECRET} --><?x {SECRET}?><w:r><w:t>kept</w:t></w:r>",
        _run(f'<w:fldChar w:fldCharType="begin"><w:ffData><w:entryMacro w:val="{SECRET}"/></w:ffData></w:fldChar>'),
    ],
)  # fmt: skip
def test_nothing_private_or_foreign_comes_with_a_letterhead(header: str, tmp_path: Path) -> None:
    reference = _with_header(_paragraph(f"<w:r><w:t>Our house</w:t></w:r>{header}"), logo=PNG)
    reference = exchanged(
        reference, {"word/vbaProject.bin": SECRET, "word/comments.xml": SECRET, "docProps/app.xml": SECRET}
    )
    package = write(DOCUMENT, reference)
    everything = _everywhere(package)
    for trace in (SECRET, "rsid", "vba", 'footnoteReference w:id="7"', "commentR", "svg", "w:object"):
        assert trace.encode() not in everything
    written = parts(package)
    assert _words(written["word/header1.xml"]) in {"Our house", "Our housekept"}
    for name, root in written.items():
        if "header" in name and name.endswith(".rels"):
            assert "External" not in {r.get("TargetMode") for r in root}
        used = {v for e in root.iter() for k, v in e.attrib.items() if str(k).startswith(f"{{{OFFICE}}}")}
        folder, _, file = name.rpartition("/")
        related = written.get(f"{folder}/_rels/{file}.rels", etree.Element("none"))
        assert used <= {r.get("Id") for r in related}, name
    path = tmp_path / "letter.docx"
    path.write_bytes(package)
    assert [str(error) for error in OpenXmlValidator().validate(str(path)).errors] == []


def test_a_link_in_a_letterhead_keeps_its_words() -> None:
    link = '<w:hyperlink r:id="rId3"><w:r><w:t>our site</w:t></w:r></w:hyperlink>'
    root = _header(_with_header(_paragraph(link + _complex('HYPERLINK "https://example.org"', ", again"))))
    assert _words(root) == "our site, again"
    assert not list(root.iter(f"{W}hyperlink", f"{W}instrText", f"{W}fldChar"))


@pytest.mark.parametrize(
    "field",
    [
        f'<w:fldSimple w:instr=" title ">{_run("<w:t>An </w:t>")}{_run("<w:t>old letter</w:t>")}</w:fldSimple>',
        _complex("TITLE", "An old letter"),
        _control("title", "An old letter"),
    ],
    ids=["simple", "complex", "control"],
)  # fmt: skip
def test_the_running_title_is_this_letters(field: str) -> None:
    reference = _with_header(_paragraph(field + _complex("PAGE", "3")))
    assert _words(_header(reference)) == "The title3"
    arabic = parts(write(LETTERS["arabic"], reference))["word/header1.xml"]
    assert arabic.find(f"{W}p/{W}pPr/{W}bidi") is not None
    assert next(r.find(f"{W}rPr/{W}rtl") is not None for r in arabic.iter(f"{W}r") if _words(r))
    assert _header(reference).find(f".//{W}rtl") is None
