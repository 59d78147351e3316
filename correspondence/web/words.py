"""The words of the sign-on page by language: `templates/page/LANG.toml`, the workspace's before ours.

A workspace's file may hold a few entries only: the rest is the shipped one's. A language without a file has English.
"""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from correspondence.errors import TemplateError
from correspondence.text.locale import Direction, direction
from correspondence.workspace import shipped

FOLDER = "page"
FALLBACK = "en"
_MOST_BYTES = 256 << 10
_MOST_WISHES = 20


@dataclass(frozen=True, slots=True)
class Words:
    """What the page says in one language."""

    language: str
    texts: Mapping[str, str]

    @property
    def direction(self) -> Direction:
        """Which way the language is written."""
        return direction(self.language)

    def __call__(self, name: str, /, **values: object) -> str:
        """An entry with its `{names}` filled in; values keep their own direction."""
        text = self.texts[name]
        for key, value in values.items():
            text = text.replace(f"{{{key}}}", str(value))
        return text


def catalogs(folders: Sequence[Path]) -> dict[str, Words]:
    """The words of every language that there are some for, English first.

    Raises:
        TemplateError: a file of words cannot be read.
    """
    searched = [*dict.fromkeys((*folders, shipped("templates")))]
    found: dict[str, dict[str, str]] = {}
    for folder in reversed(searched):
        for path in sorted((folder / FOLDER).glob("*.toml")):
            found.setdefault(path.stem, {}).update(_read(path))
    if FALLBACK not in found:
        raise TemplateError(f"there are no words for the page, not even {FALLBACK}.toml: is the installation whole?")
    english = found[FALLBACK]
    order = [FALLBACK, *sorted(found.keys() - {FALLBACK})]
    return {language: Words(language, english | found[language]) for language in order}


def wished(header: str, available: Sequence[str], otherwise: str) -> str:
    """The language that a browser asks for (RFC 9110, section 12.5.4), of those there are.

    Args:
        header: its `Accept-Language`.
        available: the languages there are.
        otherwise: a language tag to take the nearest of, when it asks for none of them.
    """
    wishes: list[tuple[float, str]] = []
    for part in header[:1000].split(",")[:_MOST_WISHES]:
        tag, _, weight = part.partition(";")
        try:
            quality = float(weight.strip().removeprefix("q=")) if weight.strip() else 1.0
        except ValueError:
            continue
        if 0 < quality <= 1:
            wishes.append((-quality, tag.strip()))
    for _, tag in sorted(wishes, key=lambda wish: wish[0]):
        if (found := nearest(tag, available)) is not None:
            return found
    return nearest(otherwise, available) or FALLBACK


def nearest(tag: str, available: Sequence[str]) -> str | None:
    """The language of that tag or, region left out, its nearest; None when there is none."""
    subtags = tag.lower().split("-")
    by_lower = {language.lower(): language for language in available}
    names = ("-".join(subtags[:length]) for length in range(len(subtags), 0, -1))
    return next((by_lower[name] for name in names if name in by_lower), None)


def _read(path: Path) -> dict[str, str]:
    try:
        data = tomllib.loads(path.read_bytes()[:_MOST_BYTES].decode("utf-8"))
    except (OSError, ValueError, RecursionError) as error:
        raise TemplateError(f"{path}: cannot be read: {error}") from error
    for name, value in data.items():
        if not isinstance(value, str):
            raise TemplateError(f"{path}: {name!r} must be text")
    return data
