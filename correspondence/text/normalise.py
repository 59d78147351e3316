"""One form for all text: Unicode NFC and line feeds (Unicode Standard Annex #15)."""

import re
import unicodedata

_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def normalise(text: str) -> str:
    """Bring text to NFC, with every line end (CR LF, CR, LF) as a single line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unstorable(text: str) -> str | None:
    """Why a store could not hold this text, or None when it can.

    PostgreSQL has no place for NUL, and a lone surrogate has no UTF-8 form.
    """
    at = text.find("\x00")
    if at >= 0:
        return f"holds a NUL character (character {at + 1}), which no database text can"
    if not text.isascii() and (match := _LONE_SURROGATE.search(text)):
        return f"holds half a surrogate pair (character {match.start() + 1}), which is not a character"
    return None
