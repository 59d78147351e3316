"""The words that a letter or a tracker prints of its own, by language: `templates/words/LANG.toml`.

The workspace's file goes before ours and may hold a few entries only: the rest is the shipped one's. A language without
a file has English.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import MappingProxyType
from typing import Any

from correspondence.errors import TemplateError
from correspondence.text.locale import direction
from correspondence.workspace import shipped

FOLDER = "words"
FALLBACK = "en"

_MAX_BYTES = 256 << 10
_TABLES = (
    "words",
    "titles",
    "marks",
    "statuses",
    "dates",
    "salutations",
    "closings",
    "honorifics",
    "messages",
    "times",
    "sentences",
    "tracker",
)
_LISTS = ("numbers", "quotes")


@dataclass(frozen=True, slots=True)
class Catalog:
    """What one language has.

    Attributes:
        language: whose words they are; another than asked for when there are none in that.
        numbers: small numbers in words, from nothing on.
        letters: what appendices are counted with.
        quotes: the marks before and after a quotation.
        tables: the entries by table; an entry is text, or a table by plural form or precision of a date.
    """

    language: str
    numbers: tuple[str, ...]
    letters: str
    quotes: tuple[str, str]
    tables: Mapping[str, Mapping[str, Any]]

    def text(self, table: str, name: str) -> str:
        """An entry that is one text; the empty text when there is none."""
        entry = self.tables[table].get(name, "")
        return entry if isinstance(entry, str) else ""

    def quoted(self, words: str) -> str:
        """Words between the language's quotation marks."""
        return f"{self.quotes[0]}{words}{self.quotes[1]}"

    def plain(self) -> dict[str, Any]:
        """The catalog as plain values, for the process in which templates run."""
        return {
            "language": self.language,
            "numbers": list(self.numbers),
            "quotes": list(self.quotes),
            **{name: dict(table) for name, table in self.tables.items()},
        }


def catalog(language: str, folders: Sequence[Path]) -> Catalog:
    """The words of a language, or of the nearest there is: `pt-BR`, `pt`, English.

    Raises:
        TemplateError: a file of words cannot be read.
    """
    searched = dict.fromkeys((*folders, shipped("templates")))
    for candidate in (*nearest(language), FALLBACK):
        files = [path for folder in searched if (path := folder / FOLDER / f"{candidate}.toml").is_file()]
        if files:
            return _merged(candidate, [_read(path, path.stat().st_mtime_ns) for path in reversed(files)])
    raise TemplateError(f"there are no words for letters, not even {FALLBACK}.toml: is the installation whole?")


def languages(folders: Sequence[Path]) -> list[str]:
    """The languages that there are words for, sorted."""
    return sorted({path.stem for folder in folders for path in (folder / FOLDER).glob("*.toml")})


def nearest(language: str) -> list[str]:
    """A language, and the more general ones that it is a form of: `pt-BR`, `pt`."""
    subtags = language.split("-")
    return ["-".join(subtags[:length]) for length in range(len(subtags), 0, -1)]


@lru_cache(maxsize=32)
def _read(path: Path, _changed: int) -> dict[str, Any]:
    """A file of words; read anew when it has changed."""
    try:
        raw = path.read_bytes()
        data = tomllib.loads(raw[:_MAX_BYTES].decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TemplateError(f"{path}: cannot be read: {error}") from error
    for name, value in data.items():
        if not _is_valid(name, value):
            raise TemplateError(f"{path}: unknown or misshapen entry {name!r} (there is: {', '.join(_ALL)})")
    return data


_ALL = (*_LISTS, "letters", *_TABLES)


def _is_valid(name: str, value: Any) -> bool:
    if name == "letters":
        return isinstance(value, str) and value != ""
    if name in _LISTS:
        short = name == "quotes" and (not isinstance(value, list) or len(value) != len(("before", "after")))
        return isinstance(value, list) and all(isinstance(entry, str) for entry in value) and not short
    return name in _TABLES and isinstance(value, dict) and all(_is_entry(entry) for entry in value.values())


def _is_entry(entry: Any) -> bool:
    if isinstance(entry, dict):
        return all(isinstance(form, str) for form in entry.values())
    return isinstance(entry, str)


def _merged(language: str, layers: list[dict[str, Any]]) -> Catalog:
    """Later layers over earlier ones, entry by entry."""
    tables: dict[str, dict[str, Any]] = {name: {} for name in _TABLES}
    last: dict[str, Any] = {"numbers": [], "letters": "ABCDEFGHIJKLMNOPQRSTUVWXYZ", "quotes": ["“", "”"]}
    for layer in layers:
        for name, value in layer.items():
            if name in tables:
                tables[name] |= value
            else:
                last[name] = value
    before, after = last["quotes"]
    frozen = {name: MappingProxyType(table) for name, table in tables.items()}
    return Catalog(language, tuple(last["numbers"]), last["letters"], (before, after), MappingProxyType(frozen))


def is_foreign(catalog: Catalog, language: str) -> bool:
    """Whether the words are of another language than the letter's."""
    return catalog.language.partition("-")[0] != language.partition("-")[0].lower() or (
        direction(catalog.language) != direction(language)
    )


def gender(honorific: str) -> str:
    """Whether an honorific is a woman's (`f`) or a man's (`m`); empty when it says neither."""
    return _HONORIFICS.get(honorific.rstrip(".").casefold(), ("", ""))[0]


def honorific_in(catalog: Catalog, honorific: str) -> str:
    """An honorific in the catalog's language: `Ms.` in a German letter is `Frau`; what is not known stays."""
    kind, language = _HONORIFICS.get(honorific.rstrip(".").casefold(), ("", ""))
    if not kind or language == catalog.language.partition("-")[0]:
        return honorific
    return catalog.text("honorifics", kind) or honorific


_HONORIFICS = {
    name: (kind, language)
    for kind, language, names in (
        ("f", "en", ("ms", "mrs", "miss")),
        ("f", "es", ("sra", "señora", "srta")),
        ("f", "fr", ("mme", "madame", "mlle")),
        ("f", "de", ("frau",)),
        ("f", "ar", ("السيدة", "الأستاذة")),
        ("m", "en", ("mr",)),
        ("m", "es", ("sr", "señor")),
        ("m", "fr", ("m", "monsieur")),
        ("m", "de", ("herr",)),
        ("m", "ar", ("السيد", "الأستاذ")),
    )
    for name in names
}
