"""Plain text and Markdown, in whatever character set it came."""

import codecs
import contextlib
import re

from correspondence.readers.charset import guess, shifted
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
_MEANT = {
    "iso-8859-1": "cp1252", "iso8859-1": "cp1252", "latin-1": "cp1252", "latin1": "cp1252", "us-ascii": "utf-8",
    "ascii": "utf-8", "ansi_x3.4-1968": "utf-8", "ks_c_5601-1987": "cp949", "ks_c_5601": "cp949", "euc-kr": "cp949",
    "gb2312": "gb18030", "gbk": "gb18030", "x-gbk": "gb18030", "gb_2312-80": "gb18030", "chinesebig5": "big5hkscs",
    "big5": "big5hkscs", "shift_jis": "cp932", "shift-jis": "cp932", "x-sjis": "cp932", "sjis": "cp932",
    "windows-31j": "cp932", "iso-8859-9": "cp1254", "iso-8859-11": "cp874", "tis-620": "cp874", "windows-874": "cp874",
    "iso-8859-8-i": "iso-8859-8", "iso-2022-jp": "iso2022_jp_ext", "x-mac-roman": "mac-roman",
    "macintosh": "mac-roman", "unicode-1-1-utf-7": "utf-7", "utf8": "utf-8", "utf-8mb4": "utf-8",
}  # fmt: skip
_TOLERATED = 0.1  # of its characters beside ASCII may be broken before a text is not in the set that it names
_PREFERRED = ("utf-8", "iso2022_jp_ext", "gb18030", "big5hkscs", "cp932", "cp949", "euc_jp", "hz", "utf-7")
_JAPANESE_MAIL = re.compile(rb"\x1b\$[@B][!-~]|\x1b\([BJ]")
_KOREAN_MAIL = b"\x1b$)C"
_MOST_GUESSED = 100_000
_MOST_CONTROLS = 0.03  # of random bytes every tenth is one; texts hold stray ones
_CONTROLS = bytes(set(range(32)) - {9, 10, 12, 13, 27})


def read(content: bytes) -> Extract:
    """Read a text file; earlier mail and signatures in it are marked.

    Raises:
        UnreadableError: it is no text.
    """
    if is_binary(content):
        raise UnreadableError(
            "is no text and of no kind that is known here: open it where it came from, and save as PDF"
        )
    text, notes = decode(content)
    text = mark(normalise(text).replace("\x00", "").replace("\f", "\n"), pasted=True)
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
    wanted = declared.strip().strip("'\"").lower()[:40]
    if not wanted and b"\x1b" in content[:_MOST_GUESSED]:
        if _JAPANESE_MAIL.search(content[:_MOST_GUESSED]):
            wanted = "iso-2022-jp"
        elif _KOREAN_MAIL in content[:_MOST_GUESSED]:
            wanted = "iso-2022-kr"
    charset = _known(_MEANT.get(wanted, wanted)) if wanted else ""
    if charset.startswith("iso2022") and b"\x1b" in content:
        return _escaped(content, charset)
    for name in dict.fromkeys(filter(None, (charset, "utf-8"))):
        try:
            return content.decode(name), ()
        except (UnicodeDecodeError, ValueError):
            continue
    for name in dict.fromkeys(filter(None, (charset, "utf-8"))):
        text = content.decode(name, "replace")
        written = sum(character > "\x7f" for character in text)
        if name in _PREFERRED and text.count("\ufffd") <= _TOLERATED * written:
            return text, (Note(Remark.CHARSET, f"some bytes of the text are no {name}: they stand as \ufffd"),)
    read_as = guess(content[:_MOST_GUESSED])
    what = f"is said to be in {wanted} and is not" if wanted else "does not say its character set"
    return content.decode(read_as, "replace"), (Note(Remark.CHARSET, f"the text {what}; read as {read_as}"),)


def _escaped(content: bytes, charset: str) -> tuple[str, tuple[Note, ...]]:
    """Text in a set of seven bits with escapes; to other sets its bytes are ASCII, whatever is wrong with them."""
    with contextlib.suppress(UnicodeDecodeError):
        return content.decode(charset), ()
    said = charset
    if charset.startswith("iso2022_jp"):
        content, charset = shifted(content), "cp932"
        with contextlib.suppress(UnicodeDecodeError):
            text = content.decode(charset)
            if "\x1b" not in text:
                return text, ()
    text = content.decode(charset, "replace").replace("\x1b", "\ufffd")
    return text, (Note(Remark.CHARSET, f"some bytes of the text are no {said}: they stand as \ufffd"),)


def _known(charset: str) -> str:
    """The set of that name, or "" when there is none that makes text of bytes."""
    try:
        b"    ".decode(charset)
    except UnicodeDecodeError:
        return charset
    except (LookupError, ValueError):
        return ""
    return charset


def is_binary(content: bytes) -> bool:
    """Whether some bytes are text in no character set."""
    if content.startswith(tuple(bom for bom, _ in _BOMS)):
        return False
    head = content[:_MOST_GUESSED]
    # UTF-16 without a mark has a NUL beside each ASCII letter.
    if re.match(rb"(?:[\t\n\r -~]\x00){8}|(?:\x00[\t\n\r -~]){8}", head) or _KOREAN_MAIL in head:
        return False
    return len(head.translate(None, _CONTROLS)) < len(head) * (1 - _MOST_CONTROLS)
