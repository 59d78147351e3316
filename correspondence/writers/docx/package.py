"""The package: parts in a fixed order, with no clock and no compressor in it.

The parts are stored, not deflated: compressors differ between machines, and one revision must give the same bytes on
all of them.
"""

import io
import zipfile
from collections.abc import Mapping

from correspondence.writers.docx.xml import CONTENT_TYPES, DECLARATION, attribute

_EPOCH = (1980, 1, 1, 0, 0, 0)  # the first moment that ZIP can write
_WORDPROCESSING = "application/vnd.openxmlformats-officedocument.wordprocessingml"
_OVERRIDES = {
    "word/document.xml": f"{_WORDPROCESSING}.document.main+xml",
    "word/styles.xml": f"{_WORDPROCESSING}.styles+xml",
    "word/settings.xml": f"{_WORDPROCESSING}.settings+xml",
    "word/numbering.xml": f"{_WORDPROCESSING}.numbering+xml",
    "word/footnotes.xml": f"{_WORDPROCESSING}.footnotes+xml",
    "word/endnotes.xml": f"{_WORDPROCESSING}.endnotes+xml",
    "word/fontTable.xml": f"{_WORDPROCESSING}.fontTable+xml",
    "word/theme/theme1.xml": "application/vnd.openxmlformats-officedocument.theme+xml",
    "docProps/core.xml": "application/vnd.openxmlformats-package.core-properties+xml",
}
_MEDIA = {"png": "image/png", "jpeg": "image/jpeg"}


def build(parts: Mapping[str, bytes]) -> bytes:
    """The bytes of a package that holds these parts, each by its name without a leading slash."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name, content in ({"[Content_Types].xml": _content_types(parts)} | dict(parts)).items():
            entry = zipfile.ZipInfo(name, _EPOCH)
            entry.create_system = 0
            archive.writestr(entry, content)
    return target.getvalue()


def _content_types(parts: Mapping[str, bytes]) -> bytes:
    endings = sorted({name.rpartition(".")[2].lower() for name in parts} & set(_MEDIA))
    lines = [
        f'{DECLARATION}<Types xmlns="{CONTENT_TYPES}">',
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>',
        '<Default Extension="xml" ContentType="application/xml"/>',
        *(f'<Default Extension="{ending}" ContentType="{_MEDIA[ending]}"/>' for ending in endings),
    ]
    for name in parts:
        kind = _OVERRIDES.get(name)
        if kind is None and name.startswith(("word/header", "word/footer")) and name.endswith(".xml"):
            kind = f"{_WORDPROCESSING}.{name[5:11]}+xml"
        if kind is not None:
            lines.append(f'<Override PartName={attribute("/" + name)} ContentType="{kind}"/>')
    return ("".join(lines) + "</Types>").encode()
