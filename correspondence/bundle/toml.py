"""Canonical TOML, and where in a file a key stands.

`dumps` writes one form only, so that the same data are the same bytes: keys in the order given, basic strings,
short arrays on one line, tables last. Reading is the standard library's; `line_of` finds a key's line again, since
`tomllib` does not say it. TOML 1.0.0: https://toml.io/en/v1.0.0
"""

import json
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

Path = tuple[str | int, ...]

_BARE_KEY = re.compile(r"[A-Za-z0-9_-]+")
_KEY_PART = r"""(?:"(?:[^"\\]|\\.)*"|'[^']*'|[A-Za-z0-9_-]+)"""
_KEY = re.compile(rf"\s*({_KEY_PART}(?:\s*\.\s*{_KEY_PART})*)\s*=")
_HEADER = re.compile(rf"\s*(\[\[?)\s*({_KEY_PART}(?:\s*\.\s*{_KEY_PART})*)\s*\]")
_STRING = re.compile(r'"""|\'\'\'|"(?:[^"\\\n]|\\.)*"|\'[^\'\n]*\'|#[^\n]*|[\[\]{}]')
# What a multi-line string can hold before its end; up to two quotation marks may stand right before the delimiter.
_TO_THE_END = {
    '"""': re.compile(r'(?:[^"\\]|\\.|\\$|"(?!""))*"{3,5}'),
    "'''": re.compile(r"(?:[^']|'(?!''))*'{3,5}"),
}


def dumps(data: Mapping[str, Any]) -> str:
    """Write a document; its values are strings, integers, booleans, lists and mappings of them."""
    return "\n".join(_table(data, ())).removeprefix("\n")


def line_of(source: str, path: Path) -> int | None:
    """The line, counted from 1, of the key at `path` or of the nearest key above it; None if none is found.

    Args:
        source: the TOML text.
        path: keys and list positions from the root, as `("question", 3, "assessment", 0, "verdict")`.
    """
    found: dict[Path, int] = {}
    for number, key in _keys(source):
        found.setdefault(key, number)
    for length in range(len(path), 0, -1):
        if path[:length] in found:
            return found[path[:length]]
    return None


def _table(data: Mapping[str, Any], path: tuple[str, ...]) -> Iterator[str]:
    """The lines of a table: its values, then its sub-tables, with a blank line before each."""
    for key, value in data.items():
        if not _is_table(value):
            yield f"{_key(key)} = {_value(value)}"
    for key, value in data.items():
        if not _is_table(value):
            continue
        inner = (*path, key)
        name = ".".join(map(_key, inner))
        entries, brackets = (value, "[[{}]]") if isinstance(value, Sequence) else ([value], "[{}]")
        for entry in entries:
            yield ""
            yield brackets.format(name)
            yield from _table(entry, inner)
    if not path:
        yield ""


def _is_table(value: Any) -> bool:
    """Whether a value gets a section of its own: a mapping, or a list of nothing but mappings."""
    if isinstance(value, Mapping):
        return True
    return isinstance(value, list) and bool(value) and all(isinstance(entry, Mapping) for entry in value)


def _value(value: Any) -> str:
    match value:
        case bool():
            return "true" if value else "false"
        case int():
            return str(value)
        case str():
            # JSON's string escapes are TOML's, but for DEL, which TOML does not allow bare.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007F")
        case list() | tuple():
            return f"[{', '.join(map(_value, value))}]"
        case Mapping():
            return f"{{ {', '.join(f'{_key(key)} = {_value(entry)}' for key, entry in value.items())} }}"
    raise TypeError(f"TOML has no form for {type(value).__name__}")


def _key(key: str) -> str:
    return key if _BARE_KEY.fullmatch(key) else _value(key)


def _keys(source: str) -> Iterator[tuple[int, Path]]:
    """Every key of a document with its line; a key inside an inline table counts as its outer key."""
    table: Path = ()
    counts: dict[Path, int] = {}
    inside = ""  # the delimiter of a multi-line string that is open
    depth = 0  # of brackets that a value has opened
    for number, line in enumerate(source.split("\n"), start=1):
        position = 0
        if not inside and not depth:
            if header := _HEADER.match(line):
                table = _enter(_parts(header[2]), counts, is_array=header[1] == "[[")
                yield number, table
                continue
            if key := _KEY.match(line):
                position = key.end()
                yield number, (*table, *_parts(key[1]))
        inside, depth = _state_after(line, position, inside, depth)


def _enter(keys: tuple[str, ...], counts: dict[Path, int], *, is_array: bool) -> Path:
    """The path of a table header, with the position of the last entry of each array on the way."""
    path: Path = ()
    for key in keys[:-1]:
        path = (*path, key)
        if path in counts:
            path = (*path, counts[path] - 1)
    path = (*path, keys[-1]) if keys else path
    if is_array:
        counts[path] = counts.get(path, 0) + 1
        path = (*path, counts[path] - 1)
    return path


def _parts(dotted: str) -> tuple[str, ...]:
    """A dotted key's parts, with quotation marks and escapes read as TOML reads them."""
    parts = []
    try:
        rest: Any = tomllib.loads(f"{dotted} = 0")
    except tomllib.TOMLDecodeError:
        return (dotted,)
    while isinstance(rest, dict):
        [(part, rest)] = rest.items()
        parts.append(part)
    return tuple(parts)


def _state_after(line: str, position: int, inside: str, depth: int) -> tuple[str, int]:
    """What is still open at the end of a line: a multi-line string's delimiter, and how many brackets.

    Args:
        line: the line.
        position: where in it a value begins.
        inside: the delimiter that is open there, or nothing.
        depth: how many brackets are open there.
    """
    while True:
        if inside:
            end = _TO_THE_END[inside].match(line, position)
            if end is None:
                return inside, depth
            inside, position = "", end.end()
        token = _STRING.search(line, position)
        if token is None:
            return "", max(depth, 0)
        position = token.end()
        if token[0] in _TO_THE_END:
            inside = token[0]
        elif token[0] in "[{":
            depth += 1
        elif token[0] in "]}":
            depth -= 1
