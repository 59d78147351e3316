"""Plain text and Markdown, in whatever character set it came."""

import codecs
import re

from charset_normalizer import from_bytes

from correspondence.readers.extract import Extract, Note, Remark, UnreadableError
from correspondence.readers.quoted import mark
from correspondence.text.normalise import normalise

_BOMS = (
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
# Names that mails give for what is another set in practice (WHATWG Encoding, section 4.2).
_MEANT = {"iso-8859-1": "cp1252", "latin-1": "cp1252", "us-ascii": "utf-8", "ascii": "utf-8", "ks_c_5601-1987": "cp949"}
_MOST_GUESSED = 100_000
_MOST_CONTROLS = 0.03  # of random bytes every tenth is one; texts hold stray ones
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def read(content: bytes) -> Extract:
    """Read a text file; earlier mail and signatures in it are marked.

    Raises:
        UnreadableError: it is no text.
    """
    if not content.startswith(tuple(bom for bom, _ in _BOMS)) and _is_binary(content):
        raise UnreadableError(
            "is no text and of no kind that is known here: open it where it came from, and save as PDF"
        )
    text, notes = decode(content)
    text = mark(normalise(text).replace("\x00", "").replace("\f", "\n"))
    if not text.strip():
        notes = (*notes, Note(Remark.NO_TEXT, "the file holds nothing but white space"))
    return Extract(text=text, media_type="text/plain", notes=notes)


def decode(content: bytes, declared: str = "") -> tuple[str, tuple[Note, ...]]:
    """Text from bytes; it never fails, and says when it had to guess or to replace.

    Args:
        content: the bytes.
        declared: the character set that they are said to be in.
    """
    for bom, charset in _BOMS:
        if content.startswith(bom):
            return content.decode(charset, "replace").lstrip("\ufeff"), ()
    wanted = declared.strip().strip("'\"").lower()
    for charset in dict.fromkeys(filter(None, (_MEANT.get(wanted, wanted), "utf-8"))):
        try:
            return content.decode(charset), ()
        except (UnicodeDecodeError, LookupError, ValueError):
            continue
    guess = from_bytes(content[:_MOST_GUESSED]).best()
    charset = guess.encoding if guess is not None else "cp1252"
    what = f"is said to be in {wanted[:40]} and is not" if wanted else "does not say its character set"
    return content.decode(charset, "replace"), (Note(Remark.CHARSET, f"the text {what}; read as {charset}"),)


def _is_binary(content: bytes) -> bool:
    head = content[:_MOST_GUESSED]
    # UTF-16 without a mark has a NUL beside each ASCII letter.
    if re.match(rb"(?:[\t\n\r -~]\x00){8}|(?:\x00[\t\n\r -~]){8}", head):
        return False
    return len(head.translate(None, _CONTROLS)) < len(head) * (1 - _MOST_CONTROLS)
