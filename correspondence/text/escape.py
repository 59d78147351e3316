"""Text from outside, made harmless for where it goes: a terminal, Markdown, XML.

A subject line can hold escape sequences that retitle the window or set the clipboard, and direction controls that
turn a name round. They are shown, never obeyed.
"""

import re

# C0 and C1 controls, direction controls (UAX #9), invisible formatting, tag characters, line separators.
# ZWNJ and ZWJ stay: Persian and Indic words and many emoji need them.
_DANGEROUS = re.compile(
    "[\x00-\x1f\x7f-\x9f\u00ad\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f"
    "\u3164\ufeff\uffa0\ufff0-\ufffb\U000e0000-\U000e0fff\ud800-\udfff]"
)
_XML_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_CONTROL_PICTURES = 0x2400
_DELETE_PICTURE = "\u2421"
_REPLACEMENT = "\ufffd"

# What can begin or end a construct of CommonMark anywhere in a line.
_ACTIVE = re.compile(r"[\\`*_\[\]<>&~|^{}$]|!(?=\[)|(?<!\w)@|https?:|www\.", re.IGNORECASE)
# What does so only at the beginning of a line: headings, lists, rules, fences, quotations, containers, front matter.
_ACTIVE_AT_START = re.compile(r"^(?:([#>=+:-])|(\d{1,9})([.)]))")


def for_terminal(text: str, *, multiline: bool = True) -> str:
    """Text in which every character is one that only shows itself.

    A control character becomes its picture (U+2400 and on), any other dangerous one U+FFFD.

    Args:
        text: anything.
        multiline: keep line feeds and tabs; without it they become pictures too.
    """

    def shown(match: re.Match[str]) -> str:
        character = match[0]
        if multiline and character in "\n\t":
            return character
        code = ord(character)
        if code < ord(" "):
            return chr(_CONTROL_PICTURES + code)
        return _DELETE_PICTURE if code == ord("\x7f") else _REPLACEMENT

    return _DANGEROUS.sub(shown, text)


def for_markdown(text: str) -> str:
    """Data for a line of Markdown, escaped so that it prints as it is.

    Line breaks become spaces: data cannot leave its paragraph.
    """
    line = " ".join(text.split())
    escaped = _ACTIVE.sub(_behind_backslash, line)
    return _ACTIVE_AT_START.sub(r"\2\\\1\3", escaped)


def for_xml(text: str) -> str:
    """Text without the characters that XML 1.0 does not allow; each becomes U+FFFD. No entity is escaped."""
    return _XML_ILLEGAL.sub(_REPLACEMENT, text)


def _behind_backslash(match: re.Match[str]) -> str:
    token = match[0]
    if len(token) == 1:
        return "\\" + token
    # An address that a linkifier would take for a link: break its first punctuation.
    return token[:-1] + "\\" + token[-1]
