"""Text from outside, made harmless for where it goes: a terminal, Markdown, XML, a printed page.

A subject line can hold escape sequences that retitle the window or set the clipboard, and direction controls that
turn a name round. They are shown, never obeyed.
"""

import re

_REPLACEMENT = "\ufffd"
_SOFT_HYPHEN = "\u00ad"
_HYPHEN = "\u2010"
_DELETE = "\x7f"
_DELETE_PICTURE = "\u2421"
_CONTROL_PICTURES = 0x2400

# What a terminal may obey, and what it may not show. Controls C0 and C1, direction controls (UAX #9), characters
# that take no room (Unicode's Default_Ignorable_Code_Point), line separators, tags, surrogates, BMP noncharacters.
_SUSPECT = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ud800-\udfff\ufdd0-\ufdef\ufe00-\ufe0f\ufeff\uffa0\ufff0-\ufffb\ufffe\uffff"
    "\U00013430-\U0001345f\U0001bca0-\U0001bca3\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)
_JOINERS = "\u200c\u200d"
# What a joiner may follow: letters and marks of scripts from Hebrew on, and emoji. Latin, Greek and Cyrillic need
# none; there a joiner only hides that two names differ.
_JOINABLE = re.compile(
    "[\u0590-\u061b\u061d-\u115e\u1161-\u17b3\u17b6-\u180a\u1810-\u1dff\u2190-\u2bff\ua800-\uabff\ufb1d-\ufdcf"
    "\ufdf0-\ufdff\ufe0e\ufe0f\ufe70-\ufefc\U00010a00-\U0001342f\U0001f000-\U0001faff]"
)
_VARIATION_SELECTOR = re.compile("[\u180b-\u180d\u180f\ufe00-\ufe0f\U000e0100-\U000e01ef]")

# What XML 1.0 excludes from `Char` (production 2).
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")

# What begins a formula in a spreadsheet, also behind white space and in the wide forms of East Asian keyboards.
_FORMULA = re.compile(r"[\t\r\n]|\s*[=+\-@|%＝＋－＠]")

# Explicit direction controls (UAX #9, 2): embeddings and overrides, then isolates and what closes one.
_DIRECTION = re.compile("[\u202a-\u202e\u2066-\u2069]")
_ISOLATES = "\u2066\u2067\u2068"
_END_OF_ISOLATE = "\u2069"

_WHITE = " \t\n\r\f\v"
_SPACE = re.compile(f"[{_WHITE}]+")
_LINE_ENDS = re.compile(r"[\n\r]+")
# What can begin or end a construct of Markdown anywhere in a line. `_` inside a word and `&` that begins no character
# reference are left alone; at the data's edge they are not, because the template's text may follow.
_ACTIVE = re.compile(
    r"[\\`*\[\]<|~^{]"
    r"|(?<![^\W_])_|_(?![^\W_])"
    r"|&(?=\#?[0-9A-Za-z]*(?:;|\Z))"
    r"|!\Z"
    r"|(?<!\S)\#(?=\#*(?:\s|\Z))"
    # Jinja's statements and comments.
    r"|(?<=\{)[%#]"
)
# What does so only at the beginning of a line: headings, lists, rules, quotations, containers, front matter; a link's
# address or Jinja behind the template's own bracket or brace.
_ACTIVE_AT_START = re.compile(r" ?(?:[0-9]{1,9}(?=[.)](?:\s|\Z))|(?=[#>=+:(%-]))")


def for_terminal(text: str, *, multiline: bool = True) -> str:
    """Text in which every character only shows itself.

    A control character becomes its picture (U+2400 and on), a soft hyphen a hyphen, any other dangerous or invisible
    character U+FFFD: one cell each. Zero-width joiner and non-joiner stay where Persian, Indic scripts and emoji need
    them, which is behind a letter of such a script or an emoji; one variation selector stays behind what it varies.

    Args:
        text: anything.
        multiline: keep line feeds and tabs; without it they become pictures too.
    """
    if text.isascii() and text.isprintable():
        return text

    def shown(match: re.Match[str]) -> str:
        character = match[0]
        if multiline and character in "\n\t":
            return character
        code = ord(character)
        if code < ord(" "):
            return chr(_CONTROL_PICTURES + code)
        if code == ord(_DELETE):
            return _DELETE_PICTURE
        if character == _SOFT_HYPHEN:
            return _HYPHEN
        return character if _needed(text, match.start()) else _REPLACEMENT

    return _SUSPECT.sub(shown, text)


def _needed(text: str, at: int) -> bool:
    """Whether the invisible character there shapes the one before it."""
    before = text[at - 1] if at else " "
    if text[at] in _JOINERS:
        return _JOINABLE.match(before) is not None and (not _VARIATION_SELECTOR.match(before) or _needed(text, at - 1))
    if _VARIATION_SELECTOR.match(text[at]):
        # Only a first one varies anything; a row of them carries hidden bytes.
        return not before.isspace() and _SUSPECT.match(before) is None
    return False


def for_markdown(text: str, *, hard_breaks: bool = False) -> str:
    r"""Data for a paragraph, heading or table cell of Markdown, escaped so that it prints as it is.

    The dialect is CommonMark with tables, strikethrough, footnotes, containers and attributes; the escapes also keep
    Jinja from seeing a delimiter. Only what could act is escaped: `St. John (UK) Ltd.` stays. Not for a link's address.

    Args:
        text: anything; a run of white space becomes one space.
        hard_breaks: a line end becomes a hard break (a backslash before the line end) and not a space.
    """
    if not hard_breaks:
        return _line_for_markdown(text)
    # A parser strips what Unicode takes for white space off a paragraph's end, and a break before it would be bare.
    lines = (line.strip(_WHITE) for line in _LINE_ENDS.split(text) if line.strip())
    return "\\\n".join(map(_line_for_markdown, lines))


def _line_for_markdown(line: str) -> str:
    escaped = _ACTIVE.sub(r"\\\g<0>", _SPACE.sub(" ", line))
    start = _ACTIVE_AT_START.match(escaped)
    return f"{start[0]}\\{escaped[start.end() :]}" if start else escaped


def for_sheet(text: str) -> str:
    """A cell for a file that a spreadsheet opens: none is a formula, and none a command.

    A cell that begins as a formula does gets an apostrophe before it, which tells a spreadsheet that it is text; a line
    end stays, other controls become U+FFFD as in `for_xml`.
    """
    shown = for_xml(text)
    return f"'{shown}" if _FORMULA.match(shown) else shown


def for_xml(text: str) -> str:
    """Text without the characters that XML 1.0 forbids (its production 2, `Char`): each becomes U+FFFD.

    Markup characters are left to the serializer.
    """
    return _XML_ILLEGAL.sub(_REPLACEMENT, text)


def for_print(text: str) -> str:
    """Text for a page that people read: as `for_xml`, and no direction control acts on the words around it.

    Marks of direction (U+200E, U+200F, U+061C) stay, and so do isolates that the text itself closes (UAX #9): names in
    another script need them. Embeddings, overrides and isolates left open become U+FFFD.
    """
    if text.isascii():
        return for_xml(text)
    closed: set[int] = set()
    waiting: list[int] = []
    for match in _DIRECTION.finditer(text):
        if match[0] in _ISOLATES:
            waiting.append(match.start())
        elif match[0] == _END_OF_ISOLATE and waiting:
            closed |= {waiting.pop(), match.start()}
    return for_xml(_DIRECTION.sub(lambda match: match[0] if match.start() in closed else _REPLACEMENT, text))
