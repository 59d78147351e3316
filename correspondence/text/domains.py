"""Domain names: of web addresses, and those made to look like others (Unicode Technical Standard 39)."""

import unicodedata

_PREFIX = "xn--"  # of a label in ASCII form (RFC 5890)
_LONGEST = 255
# Scripts that are written together (UTS 39, section 5.2, “Highly Restrictive”).
_TOGETHER = (
    frozenset({"LATIN", "CJK", "HIRAGANA", "KATAKANA"}),
    frozenset({"LATIN", "CJK", "BOPOMOFO"}),
    frozenset({"LATIN", "CJK", "HANGUL"}),
)
_DRAWN_TOGETHER = frozenset({"LATIN", "CYRILLIC", "GREEK", "ARMENIAN"})
# Letters that are drawn as a Latin one, by the script's letter.
_DRAWN_ALIKE = (
    ("аԁеһіјӏорԛсѕԝхуѵүгзбмнвткп", "adehijlopqcswxyvyr36mhbtkn"),  # Cyrillic
    ("αονυικρτχγϲϳ", "aovuikptxycj"),  # Greek
    ("օսցհոզ", "oughnq"),  # Armenian
)
_CAPITALS = ("АВЕЅІЈКМНОРСТУХԌԚԜΑΒΕΖΗΙΚΜΝΟΡΤΥΧՍՕ", "ABESIJKMHOPCTYXGQWABEZHIKMNOPTYXUO")
_LOOKS_LIKE_CAPITAL = dict(zip(*_CAPITALS, strict=True))
_LOOKS_LIKE = {letter: latin for letters, drawn in _DRAWN_ALIKE for letter, latin in zip(letters, drawn, strict=True)}


def ascii_domain(domain: str) -> str:
    """A domain as machines write it: each label that is not ASCII in Punycode, in lower case."""
    labels = unicodedata.normalize("NFC", domain[:_LONGEST].lower()).split(".")
    return ".".join(one if one.isascii() else _PREFIX + one.encode("punycode").decode("ascii") for one in labels)


def shown_domain(domain: str) -> str:
    """A domain as people read it: labels in Punycode decoded."""
    labels = []
    for label in domain[:_LONGEST].lower().split("."):
        try:
            shown = label[len(_PREFIX) :].encode("ascii").decode("punycode") if label.startswith(_PREFIX) else label
        except UnicodeError:
            shown = label
        labels.append(shown)
    return ".".join(labels)


def domain_of(url: str) -> str:
    """The domain of a web address in lower case, without `www.`; empty when it names none."""
    if not url:
        return ""
    from urllib.parse import urlsplit

    try:
        host = urlsplit(url if "//" in url else f"//{url}").hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")


def is_within(domain: str, above: str) -> bool:
    """Whether a domain is another one, or lies below it."""
    return domain == above or domain.endswith(f".{above}")


def imitation(domain: str) -> str:
    """Why a domain may be made to look like another, with its ASCII form; "" when nothing suggests it."""
    shown = shown_domain(domain)
    if shown.isascii():
        return ""
    labels = shown.split(".")
    where = f"{shown} is {ascii_domain(shown)}"
    for label in labels:
        scripts = _scripts(label)
        if len(scripts) > 1 and not any(scripts <= together for together in _TOGETHER):
            return f"mixes letters of several scripts: {where}"
        drawn = drawn_alike(label)
        if scripts and "LATIN" not in scripts and drawn.isascii() and labels[-1].isascii():
            return f"looks like {drawn} and is not: {where}"
    return ""


def drawn_alike(text: str) -> str:
    """Lower-case text with every letter of another script that is drawn as a Latin one replaced by that."""
    return text if text.isascii() else "".join(_LOOKS_LIKE.get(letter, letter) for letter in text)


def in_latin(word: str) -> str:
    """A word with every letter of another script that is drawn as a Latin one replaced by that, in its case."""
    return "".join(_LOOKS_LIKE_CAPITAL.get(letter) or _LOOKS_LIKE.get(letter, letter) for letter in word)


def mixes_scripts(word: str) -> bool:
    """Whether a word has letters of scripts that look alike and never share a word, such as Latin and Cyrillic."""
    scripts = frozenset() if word.isascii() else _scripts(word)
    return len(scripts & _DRAWN_TOGETHER) > 1


def related(domain: str, other: str) -> bool:
    """Whether two domains are the same, or one lies within the other."""
    one, two = ascii_domain(domain.strip(".")), ascii_domain(other.strip("."))
    return bool(one and two) and (one == two or one.endswith(f".{two}") or two.endswith(f".{one}"))


def _scripts(label: str) -> frozenset[str]:
    """The scripts of a label's letters, by the first word of their names."""
    return frozenset(unicodedata.name(letter, "?").partition(" ")[0] for letter in label if letter.isalpha())
