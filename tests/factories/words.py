"""Word documents as Word itself writes them, put together by hand: parts, relationships, runs cut to pieces."""

import io
import zipfile

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_OTHERS = (
    'xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" '
    'xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" xmlns:v="urn:schemas-microsoft-com:vml"'
)
WHO = 'w:author="{}" w:date="2025-05-20T10:0{}:00Z"'
_RELATED = '<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{}</Relationships>'


def part(name: str, content: str) -> str:
    """A part with that root."""
    return f'<w:{name} xmlns:w="{W}" xmlns:r="{R}" {_OTHERS}>{content}</w:{name}>'


def package(body: str, related: str = "", **parts: str | bytes) -> bytes:
    """A document of that body; `related` are relationships of its main part."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        office = f'<Relationship Id="r" Type="{R}/officeDocument" Target="word/document.xml"/>'
        archive.writestr("_rels/.rels", _RELATED.format(office))
        archive.writestr("word/_rels/document.xml.rels", _RELATED.format(related))
        archive.writestr("word/document.xml", part("document", f"<w:body>{body}</w:body>"))
        for name, content in parts.items():
            archive.writestr(f"word/{name}.xml", content)
    return packed.getvalue()


def run(text: str, properties: str = "") -> str:
    """A run, with an identifier of an editing session as Word gives it."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f'<w:r w:rsidR="00A77B3E">{looks}<w:t xml:space="preserve">{text}</w:t></w:r>'


def paragraph(*inside: str, properties: str = "") -> str:
    """A paragraph."""
    return f'<w:p w14:paraId="1A2B3C4D" w:rsidR="00A77B3E"><w:pPr>{properties}</w:pPr>{"".join(inside)}</w:p>'


def inserted(*inside: str, by: str = "Ana", minute: int = 1) -> str:
    """What somebody put in."""
    return f'<w:ins w:id="{minute}" {WHO.format(by, minute)}>{"".join(inside)}</w:ins>'


def deleted(text: str, *, by: str = "Ana", minute: int = 1, properties: str = "") -> str:
    """What somebody took out."""
    looks = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    words = f'<w:r>{looks}<w:delText xml:space="preserve">{text}</w:delText></w:r>'
    return f'<w:del w:id="{minute}" {WHO.format(by, minute)}>{words}</w:del>'
