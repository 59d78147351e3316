"""Which character set some bytes are in, where nobody says: the one in which they look most like text.

Mails and tables are often too short for statistics of a whole language; what tells is the kind of character that comes
out: common letters of one script, capitals where they stand, no signs that nobody types.
"""

import re
import unicodedata
from functools import cache

_JIS = re.compile(rb"(\x1b\$\(?[@BD]|\x1b\([BJI])")
_MOST_WEIGHED = 6_000  # characters that are not ASCII
_MOST_BYTES = 200_000
_SINGLE = (
    "cp1252", "cp1250", "cp1251", "koi8-u", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp874", "iso8859-2",
    "iso8859-5", "iso8859-6", "mac-roman", "cp437", "cp850", "cp866",
)  # fmt: skip
_MULTIPLE = ("cp932", "euc-jp", "gb18030", "big5", "cp949")
_BEFORE = {name: -0.002 * place for place, name in enumerate((*_SINGLE[:1], *_MULTIPLE, *_SINGLE[1:]))}

# The letters beside ASCII that a language is written with.
_WEST = (
    "äöüß", "éèàçêâîôûëïùœæ", "áéíóúñü¿¡", "ãõáéíóúâêôçàü", "åäöæøéü", "áéíóúöæýðþ", "àèéìòù", "àçèéíïòóúü·", "éëïèöüó",
)  # fmt: skip
_CENTRAL = ("ąćęłńóśźż", "áéíóúýčďěňřšťůžäôľĺŕ", "áéíóöúüőű", "ăâîșțşţ", "čćđšž", "äöüß")
_NORTH = ("ąčęėįšųūž", "āčēģīķļņšūž", "õäöüšž")
_TURKISH = ("ışğüöçâîû",)
# Those of other scripts, the common ones first.
_CYRILLIC = ("оеаинтсрвлкмдпуяызьбгчйхжшюцщэфъё", "оаинівтерскдлупмязьгбчхйщжцшюєїґф", "оаиентрсвкдлпумбгзшјчћжцњљђџф")
_GREEK = ("αοιετσνηυρπκμλςωγδίόάέθχφβήύώξζψ",)
_HEBREW = ("יוהלאתבמשרנעדקחגפטסכזםןצךץף",)
_ARABIC = ("اليمنوترةبعدسفهكقحجشصطخذضزغثأإىئءؤآظ،ـ", "ایندرتمهوسبشکزگخلفپعقجحچطصذضغثژظئ")
_THAI = ("านรอกเงยมลวดทสตะปบคหแจพชขไใโผถซภศธณญฐฟ่้ัีิ์ืุู็ึำ",)
_EXPECTED = {
    "cp1252": _WEST, "mac-roman": _WEST, "cp437": _WEST[:5], "cp850": _WEST[:5], "cp1250": _CENTRAL,
    "iso8859-2": _CENTRAL, "cp1251": _CYRILLIC, "koi8-u": _CYRILLIC[:2], "iso8859-5": _CYRILLIC,
    "cp866": _CYRILLIC[:1], "cp1253": _GREEK, "cp1254": _TURKISH, "cp1255": _HEBREW, "cp1256": _ARABIC,
    "iso8859-6": _ARABIC[:1], "cp1257": _NORTH, "iso8859-13": _NORTH, "cp874": _THAI,
}  # fmt: skip
_LATIN = ("cp1252", "mac-roman", "cp437", "cp850", "cp1250", "iso8859-2", "cp1254", "cp1257", "iso8859-13")
_LESS_IN_USE = 0.02  # by which a set must read better than the one of western Europe
_COMMON_IDEOGRAPHS = frozenset(
    "的一是不了在人有我他这这個們來大为為上个国國我以要时時用们生到作地于於出就分对對成会會可主发發年动動同工也能下过過子说說产產种種面而方后後多"
    "定行学學法所民得经經公司您好本贵貴请請与與及其中文件信回复答问問题題关關部门門报報告人权權利业業务務員月日号號電话話先生謝谢此致敬理管内內容情况況"
    "日本語送受信確認会社様御社願返事件名当社"
)
_TYPED = "–—‘’‚“”„…«»•°§©®™€£·´№º、。，：；？！（）「」『』《》“”"


def guess(content: bytes) -> str:
    """The Python name of the set in which the bytes read most like text; cp1252 when nothing speaks for another."""
    sample = _sample(content[:_MOST_BYTES])
    best, most = "cp1252", float("-inf")
    for name, handicap in _BEFORE.items():
        text = _decoded(sample, name)
        if text is None:
            continue
        weight = _weight(text, name) + handicap - (_LESS_IN_USE if name in ("cp1250", "iso8859-2") else 0.0)
        if weight > most:
            best, most = name, weight
    return best


def shifted(content: bytes) -> bytes:
    """ISO-2022-JP as Windows writes it, with signs beyond the standard (① ㈱ №), in its Shift JIS (cp932)."""
    turned = []
    for number, piece in enumerate(_JIS.split(content)):
        # What is split by stands between the pieces: every other one.
        if number % 2:
            double = piece.startswith(b"\x1b$")
        elif number and double:
            turned.append(b"".join(_of_shift_jis(*pair) for pair in zip(piece[::2], piece[1::2], strict=False)))
        else:
            turned.append(piece)
    return b"".join(turned)


def _of_shift_jis(row: int, cell: int) -> bytes:
    """Two bytes of JIS X 0208 in Shift JIS; line ends and other controls as they are."""
    if not (0x21 <= row <= 0x7E and 0x21 <= cell <= 0x7E):  # noqa: PLR2004  # what the set has places for
        return bytes((row, cell))
    first = ((row - 0x21) >> 1) + (0x81 if row < 0x5F else 0xC1)  # noqa: PLR2004  # a gap for half-width katakana
    second = cell + (0x1F + (cell >= 0x60) if row & 1 else 0x7E)  # noqa: PLR2004  # a gap at DEL
    return bytes((first, second))


def _sample(content: bytes) -> bytes:
    """The lines that hold more than ASCII, as much as is weighed."""
    lines, size = [], 0
    for line in content.split(b"\n"):
        if not line.isascii():
            lines.append(line[:4_000])
            size += len(lines[-1])
            if size > _MOST_WEIGHED * 4:
                break
    return b"\n".join(lines)


def _decoded(sample: bytes, name: str) -> str | None:
    try:
        return sample.decode(name)
    except UnicodeDecodeError:
        # A text may be cut, or hold a stray byte; most of it still has to be good.
        text = sample.decode(name, "replace")
        return text if text.count("\ufffd") * 40 < len(text) else None


def _weight(text: str, name: str) -> float:
    """How much, on average, a character that is not ASCII looks as if somebody had typed it: from about -3 to 1."""
    languages = _weights(name) or ({},)
    totals = [0.0] * len(languages)
    common = 0.0
    seen = 0
    before = " "
    for character in text:
        if character >= "\x80":
            common += _in_place(character, before, name)
            if unicodedata.category(character)[0] in "LM":
                for n, letters in enumerate(languages):
                    totals[n] += letters.get(character, -0.6) if letters else _of_pairs(character, name)
            else:
                common += _sign(character, before)
            seen += 1
            if seen >= _MOST_WEIGHED:
                break
        elif before >= "\x80" and character in "<>{}|\\^~`" and name in _MULTIPLE:
            common -= 0.3  # the second half of a pair that was none
        elif before >= "\uac00" and character.islower() and name in _MULTIPLE:
            common -= 0.6
        before = character
    return (max(totals) + common) / seen if seen else 0.0


def _in_place(character: str, before: str, name: str) -> float:
    """What speaks against a letter where it stands."""
    weight = 0.0
    if before.islower() and character.isupper():
        weight -= 1.2
    if name in _LATIN:
        if before >= "\x80" and before.isalpha() and character.isalpha():
            weight -= 0.35  # in Latin script two of them seldom meet
    elif before.isascii() and before.isalpha() and (name in _SINGLE or before.islower()):
        weight -= 0.8
    return weight


def _sign(character: str, before: str) -> float:
    """How likely somebody typed a character that is no letter."""
    if character == "\ufffd" or unicodedata.category(character) in ("Cc", "Cn", "Co", "Cs"):
        return -3.0
    if character in _TYPED:
        # An opening sign within a word was none.
        return -0.3 if character in "«“„‘°§©®™£€¿¡" and before.isalpha() else 0.7
    return 0.1 if character == "\xa0" else -1.0


def _of_pairs(character: str, name: str) -> float:
    script = _script(character)
    if script == "HIRAGANA" or (script == "KATAKANA" and character < "\uff60"):
        return 1.0 if name in ("cp932", "euc-jp") else 0.2
    if script == "HANGUL":
        return 0.95 if name == "cp949" and character in _syllables_in_use() else -0.2
    if script == "CJK":
        return 1.0 if character in _COMMON_IDEOGRAPHS else 0.62 if character in _in_daily_use() else 0.1
    return -0.2  # half-width and other letters that these sets hold besides


@cache
def _weights(name: str) -> tuple[dict[str, float], ...]:
    """For each language that is written in a set, its letters with their weights; capitals weigh a little less."""
    fall = 0.06 if name in _LATIN else 0.8
    found = []
    for letters in _EXPECTED.get(name, ()):
        lower = {letter: 1.0 - fall * place / len(letters) for place, letter in enumerate(letters)}
        upper = {letter.upper(): weight - 0.05 for letter, weight in lower.items() if len(letter.upper()) == 1}
        found.append(upper | lower)
    return tuple(found)


@cache
def _syllables_in_use() -> frozenset[str]:
    """The Hangul syllables that the national standard has (KS X 1001); the rest of all that can be made is rare."""
    pairs = (bytes((row, cell)) for row in range(0xB0, 0xC9) for cell in range(0xA1, 0xFF))
    return frozenset("".join(pair.decode("euc_kr", "ignore") for pair in pairs))


@cache
def _in_daily_use() -> frozenset[str]:
    """The ideographs of the first levels of the national standards: those in everyday use."""
    simplified = {bytes((row, cell)) for row in range(0xB0, 0xD8) for cell in range(0xA1, 0xFF)}
    traditional = {bytes((row, cell)) for row in range(0xA4, 0xC7) for cell in (*range(0x40, 0x7F), *range(0xA1, 0xFF))}
    japanese = {bytes((row, cell)) for row in range(0xB0, 0xD0) for cell in range(0xA1, 0xFF)}
    decoded = {pair.decode("gb2312", "ignore") for pair in simplified}
    decoded |= {pair.decode("big5", "ignore") for pair in traditional}
    return frozenset(decoded | {pair.decode("euc-jp", "ignore") for pair in japanese})


@cache
def _script(character: str) -> str:
    return unicodedata.name(character, "?").partition(" ")[0]
