"""The few pieces of XML that every part is made of."""

import re
from collections.abc import Iterable
from html import escape  # XML's own helper would import an HTTP client

from correspondence.text.escape import for_xml

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELATIONSHIPS = "http://schemas.openxmlformats.org/package/2006/relationships"
CONTENT_TYPES = "http://schemas.openxmlformats.org/package/2006/content-types"
DECLARATION = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
NAMESPACES = f'xmlns:w="{W}" xmlns:r="{R}"'


# Most text holds nothing to escape: one look at it costs less than three replacements.
_PLAIN = re.compile(r"[^&<>\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]*")


def text(value: str) -> str:
    """Characters as XML content."""
    return value if _PLAIN.fullmatch(value) else escape(for_xml(value), quote=False)


def attribute(value: str) -> str:
    """Characters as an attribute's value, with its quotes."""
    return f'"{escape(for_xml(value), quote=True)}"'


def relationships(entries: Iterable[tuple[str, str, str, bool]]) -> bytes:
    """A relationships part: identifier, type's last word or whole address, target, whether it leads outside."""
    lines = [f'{DECLARATION}<Relationships xmlns="{PACKAGE_RELATIONSHIPS}">']
    for identifier, kind, target, external in entries:
        address = kind if "://" in kind else f"{R}/{kind}"
        mode = ' TargetMode="External"' if external else ""
        lines.append(f'<Relationship Id="{identifier}" Type="{address}" Target={attribute(target)}{mode}/>')
    return ("".join(lines) + "</Relationships>").encode()
