"""One form for all text: Unicode NFC and line feeds (Unicode Standard Annex #15)."""

import unicodedata


def normalise(text: str) -> str:
    """Bring text to NFC, with every line end as a single line feed."""
    if "\r" in text:
        text = text.replace("\r\n", "\n").replace("\r", "\n")
    return text if text.isascii() else unicodedata.normalize("NFC", text)


def unstorable(text: str) -> str | None:
    """Why a store could not hold this text, or None when it can.

    PostgreSQL has no place for NUL, and a lone surrogate has no UTF-8 form.
    """
    if "\x00" in text:
        return "holds a NUL character, which no database text can"
    if not text.isascii() and any("\ud800" <= character <= "\udfff" for character in text):
        return "holds half a surrogate pair, which is not a character"
    return None
