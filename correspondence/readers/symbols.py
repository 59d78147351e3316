"""Characters of Word's symbol fonts, whose codes are not Unicode's (ECMA-376, 17.3.3.30)."""

# The Symbol font from 0x20 on, by the vendor's table of its encoding; a space where there is none.
_SYMBOL = (
    " !∀#∃%&∋()∗+,−./0123456789:;<=>?≅ΑΒΧΔΕΦΓΗΙϑΚΛΜΝΟΠΘΡΣΤΥςΩΞΨΖ[∴]⊥_ αβχδεφγηιϕκλμνοπθρστυϖωξψζ{|}∼ "
    "                                €ϒ′≤⁄∞ƒ♣♦♥♠↔←↑→↓°±″≥×∝∂•÷≠≡≈… ⎯↵ℵℑℜ℘⊗⊕∅∩∪⊃⊇⊄⊂⊆∈∉∠∇®©™∏√⋅¬∧∨⇔⇐⇑⇒⇓◊〈®©™∑"
)
_WINGDINGS = {
    0x4A: "☺", 0x4C: "☹", 0x22: "✂", 0x28: "☎", 0x2A: "✉", 0x6C: "●", 0x6D: "❍", 0x6E: "■", 0x6F: "☐", 0x71: "❑",
    0x72: "❒", 0x73: "⬧", 0x74: "⧫", 0x75: "◆", 0x76: "❖", 0x77: "⬥", 0x9F: "•", 0xA7: "▪", 0xA8: "☐", 0xD8: "➢",
    0xDF: "←", 0xE0: "→", 0xE1: "↑", 0xE2: "↓", 0xE8: "➔", 0xF0: "⇨", 0xFB: "✗", 0xFC: "✓", 0xFD: "☒", 0xFE: "☑",
}  # fmt: skip
_PRIVATE = 0xF000
_FIRST = 0x20


def symbol(font: str, code: str) -> str:
    """The character of a symbol font, or a bullet when it is not known.

    Args:
        font: its name.
        code: hexadecimal; symbol fonts stand in the private area from F000.
    """
    try:
        number = int(code, 16)
        character = chr(number)
    except (ValueError, OverflowError):
        return ""
    own = number - _PRIVATE if number >= _PRIVATE else number
    if font.lower() == "symbol" and _FIRST <= own < _FIRST + len(_SYMBOL):
        return _SYMBOL[own - _FIRST].strip() or "•"
    if font.lower().startswith("wingdings") and own in _WINGDINGS:
        return _WINGDINGS[own]
    return "•" if number >= _PRIVATE or font.lower().startswith(("wingdings", "webdings")) else character
