"""Lists of people and organizations as others write them: a line each, a table, or a directory's own files."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from correspondence.bundle import folder, schema
from correspondence.errors import CorrespondenceError
from correspondence.readers.worker import Worker
from correspondence.signons.call import Invited
from correspondence.signons.columns import Column, UnclearColumnsError, chosen, recognise, told
from correspondence.signons.directory import checked
from correspondence.signons.form_rows import is_person
from correspondence.signons.tables import as_meant
from correspondence.text.likeness import core
from correspondence.text.locale import language_name, language_tag
from correspondence.text.names import extension_of
from correspondence.text.normalise import normalise
from correspondence.vocabulary import SignatoryKind

_TABLES = (".csv", ".tsv", ".xlsx", ".xlsm", ".xls", ".ods")
_MOST = 32 << 20
_USED = (
    Column.NAME, Column.ORGANIZATION, Column.REPRESENTATIVE, Column.ROLE, Column.EMAIL, Column.LANGUAGE,
    Column.COUNTRY, Column.SIGN_AS,
)  # fmt: skip
# Languages that a table may name in words, and those in which it may.
_LANGUAGES = (
    "en", "es", "fr", "de", "ar", "pt", "it", "nl", "ca", "eu", "gl", "pl", "cs", "sk", "hu", "ro", "bg", "el", "sv",
    "da", "nb", "fi", "tr", "ru", "uk", "fa", "he", "ur", "hi", "bn", "sw", "id", "th", "vi", "ko", "ja", "zh",
)  # fmt: skip
_SPEAKERS = ("en", "es", "fr", "de", "ar", "pt")
_WITH_ADDRESS = re.compile(r"(?P<name>[^<>]*[^<>\s])\s*<(?P<address>[^<>\s]+)>")


@dataclass(frozen=True, slots=True)
class Table:
    """A table as it was read.

    Attributes:
        rows: its cells, the headings first.
        content: the file.
        extension: the ending of its name, in lower case, without the dot.
        remarks: what its reader had to say, a line each.
    """

    rows: tuple[tuple[str, ...], ...]
    content: bytes
    extension: str
    remarks: tuple[str, ...]


def table(path: Path) -> Table:
    """A table of a file, read in the isolated process.

    Raises:
        CorrespondenceError: it cannot be read, or is no table.
    """
    content = _bytes(path)
    with Worker() as worker:
        try:
            (extract,) = worker.read(content, path.name)
        except CorrespondenceError as error:
            raise CorrespondenceError(f"{path}: {error}") from None
    if not any(any(row) for row in extract.rows):
        raise CorrespondenceError(f"{path}: holds no table: save it as .csv or .xlsx, headings in the first row")
    rows = list(extract.rows)
    while not any(rows[0]):
        rows.pop(0)
    return Table(tuple(rows), content, extension_of(path.name), tuple(note.detail for note in extract.notes))


def invited_of(names: Iterable[str]) -> list[Invited]:
    """Whom to ask, from what a person wrote: files, names of the directory, and `NAME <ADDRESS>`.

    Raises:
        CorrespondenceError: a file cannot be read, or a line of it names nobody.
    """
    found: list[Invited] = []
    for text in names:
        path = Path(text).expanduser()
        if not _WITH_ADDRESS.fullmatch(text) and path.is_file():
            found += _invited_in(path)
        else:
            found.append(invited(text))
    return list({(one.name, one.address): one for one in found}.values())


def invited(line: str) -> Invited:
    """Somebody to be asked: `NAME <ADDRESS>`, or a name that the directory has.

    Raises:
        CorrespondenceError: the line names nobody.
    """
    text = " ".join(normalise(line).split())
    match = _WITH_ADDRESS.fullmatch(text)
    if match is not None:
        return Invited(match["name"], match["address"])
    if not text or "<" in text or "@" in text:
        raise CorrespondenceError(f"{text[:80]!r}: write NAME <ADDRESS>, or a name in the directory")
    return Invited(text)


@dataclass(frozen=True, slots=True)
class Directory:
    """A directory as it was read.

    Attributes:
        entries: who is in it.
        columns: of a table, a line for each column: what it holds, or that it is not used.
    """

    entries: tuple[schema.Signatory, ...]
    columns: tuple[str, ...] = ()


def directory_of(source: Path, columns: str | None = None) -> Directory:
    """The entries of a directory: a TOML file, a folder of them, or a table with a row for each.

    Args:
        source: where they are.
        columns: which column of a table holds what; None for what the headings say.

    Raises:
        BundleError: a TOML file does not hold what the format asks.
        CorrespondenceError: a table cannot be read, or a row of it is no entry.
    """
    if source.suffix.lower() not in _TABLES:
        return Directory(folder.read_directory(source))
    rows = table(source).rows
    found = _columns(rows[0], columns)
    entries: dict[str, schema.Signatory] = {}
    for place, row in enumerate(rows[1:], start=2):
        cells = {column: _cell(row, at) for column, at in found.items()}
        if not any(cells.values()):
            continue
        try:
            entry = checked(_entry(cells))
        except CorrespondenceError as error:
            raise CorrespondenceError(f"{source}: row {place}: {error}") from None
        entries.setdefault(entry.name, entry)
    return Directory(tuple(entries.values()), tuple(told(rows[0], found, _USED)))


def _entry(cells: dict[Column, str]) -> dict[str, Any]:
    organization, name = cells.get(Column.ORGANIZATION, ""), cells.get(Column.NAME, "")
    said = cells.get(Column.SIGN_AS, "")
    person = is_person(said) if said else Column.ORGANIZATION in cells and not organization
    kind = SignatoryKind.PERSON if person else SignatoryKind.ORGANIZATION if said else None
    contact = {
        "name": cells.get(Column.REPRESENTATIVE, "") or (name if organization else ""),
        "role": cells.get(Column.ROLE, ""),
        "email": cells.get(Column.EMAIL, ""),
    }
    spoken = cells.get(Column.LANGUAGE, "")
    return {
        "name": organization or name,
        "kind": kind,
        "country": cells.get(Column.COUNTRY, ""),
        "contacts": [contact | {"language": _language(spoken)} if spoken else contact] if any(contact.values()) else [],
    }


def _columns(headings: Sequence[str], said: str | None) -> dict[Column, int]:
    """What the columns hold, as recognised and as a person says over that."""
    try:
        found = recognise(headings)
    except UnclearColumnsError:
        if not said:
            raise
        found = {}
    return chosen(said, headings, found) if said else found


def _language(text: str) -> str:
    """The tag of a language that is given as one, or by its name.

    Raises:
        CorrespondenceError: it is neither.
    """
    try:
        return language_tag(text)
    except ValueError:
        wanted = core(text)
    for tag in _LANGUAGES:
        if wanted in (core(language_name(tag, speaker)) for speaker in (*_SPEAKERS, tag)):
            return tag
    raise CorrespondenceError(f"{text[:40]!r} is no language: write its tag, such as en, es, fr, de, ar")


def _invited_in(path: Path) -> list[Invited]:
    if path.suffix.lower() in _TABLES:
        return _invited_rows(path, table(path).rows)
    try:
        lines = _bytes(path).decode("utf-8-sig").splitlines()
    except UnicodeDecodeError as error:
        raise CorrespondenceError(f"{path}: is not UTF-8 (byte {error.start})") from None
    found = []
    for number, line in enumerate(lines, start=1):
        if not line.strip() or line.lstrip().startswith("#"):
            continue
        try:
            found.append(invited(line))
        except CorrespondenceError as error:
            raise CorrespondenceError(f"{path}: line {number}: {error}") from None
    return found


def _invited_rows(path: Path, rows: Sequence[Sequence[str]]) -> list[Invited]:
    columns = recognise(rows[0])
    found = []
    for place, row in enumerate(rows[1:], start=2):
        cells = {column: _cell(row, at) for column, at in columns.items()}
        organization, name = cells.get(Column.ORGANIZATION, ""), cells.get(Column.NAME, "")
        if not any(cells.values()):
            continue
        if not organization and not name:
            raise CorrespondenceError(f"{path}: row {place}: names nobody")
        kind = SignatoryKind.PERSON if Column.ORGANIZATION in columns and not organization else None
        contact = cells.get(Column.REPRESENTATIVE, "") or (name if organization else "")
        spoken = cells.get(Column.LANGUAGE, "")
        try:
            language = _language(spoken) if spoken else ""
        except CorrespondenceError as error:
            raise CorrespondenceError(f"{path}: row {place}: {error}") from None
        email = cells.get(Column.EMAIL, "")
        found.append(Invited(organization or name, email, language=language, kind=kind, contact=contact))
    return found


def _cell(row: Sequence[str], at: int) -> str:
    return " ".join(normalise(as_meant(row[at].strip())).replace("\x00", "").split()) if at < len(row) else ""


def _bytes(path: Path) -> bytes:
    try:
        if path.stat().st_size > _MOST:
            raise CorrespondenceError(f"{path}: larger than {_MOST >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise CorrespondenceError(f"{path}: cannot be read: {error.strerror or error}") from None
