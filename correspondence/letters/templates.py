"""Templates of letters: found by name, the workspace's own before those shipped.

A template is `NAME.md.jinja`: TOML options between two lines of `+++`, then Markdown with Jinja. Its twin `NAME.docx`
gives page set-up, letterhead and styles.
"""

import re
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from correspondence.errors import NoTemplateError, TemplateError
from correspondence.text.locale import Paper

DEFAULT = "open-letter"
SUFFIX = ".md.jinja"
CITATIONS = ("links", "footnotes", "endnotes")

_FENCE = "+++\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MAX_BYTES = 1 << 20
_OPTIONS = {"name": str, "title": str, "citations": str, "marks": dict, "words": dict}


@dataclass(frozen=True, slots=True)
class Template:
    """A letter's template.

    Attributes:
        name: as letters name it.
        path: its file.
        source: Markdown with Jinja, without the options.
        first_line: the line of the file on which `source` begins, for messages.
        citations: `links`, `footnotes` or `endnotes`: what a citation of a message becomes.
        marks: what stands for an undertaking's status.
        words: the few words of its own that a letter prints.
    """

    name: str
    path: Path
    source: str
    first_line: int
    citations: str = "links"
    marks: dict[str, str] = field(default_factory=dict)
    words: dict[str, str] = field(default_factory=dict)


def find(name: str, folders: Sequence[Path]) -> Template:
    """The template of that name in the first folder that has it.

    Raises:
        NoTemplateError: there is none.
        TemplateError: it cannot be read.
    """
    path = _search(name, (SUFFIX,), folders)
    if path is None:
        known = ", ".join(names(folders)) or "none"
        raise NoTemplateError(f"there is no template {name!r} (there is: {known})")
    return _read(name, path)


def reference_document(name: str, folders: Sequence[Path], paper: Paper = "a4") -> bytes:
    """The bytes of the template's DOCX twin; without one, of the default template's.

    A twin `NAME.us-letter.docx` is for that paper; one without a paper in its name is for any.

    Raises:
        TemplateError: it cannot be read.
    """
    found = (_search(twin, (f".{paper}.docx", ".docx"), folders) for twin in (name, DEFAULT))
    path = next(filter(None, found), None)
    if path is None:
        raise TemplateError(f"there is no reference document {name}.docx")
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read: {error.strerror or error}") from error


def names(folders: Sequence[Path]) -> list[str]:
    """The names of all templates there are, sorted."""
    return sorted({path.name.removesuffix(SUFFIX) for folder in folders for path in folder.glob(f"*{SUFFIX}")})


def _search(name: str, suffixes: Sequence[str], folders: Sequence[Path]) -> Path | None:
    if not _NAME.fullmatch(name):
        raise TemplateError(f"{name!r} is not the name of a template: letters, digits, dots and hyphens only")
    paths = (folder / f"{name}{suffix}" for folder in folders for suffix in suffixes)
    return next((path for path in paths if path.is_file()), None)


def _read(name: str, path: Path) -> Template:
    try:
        raw = path.read_bytes()
        source = raw[: _MAX_BYTES + 1].decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(raw) > _MAX_BYTES:
        raise TemplateError(f"{path}: larger than {_MAX_BYTES >> 20} MB")
    if not source.startswith(_FENCE):
        return Template(name=name, path=path, source=source, first_line=1)
    front, fence, rest = source.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not fence:
        raise TemplateError(f"{path}: line 1: the options must end with a line of +++")
    return Template(name=name, path=path, source=rest, first_line=front.count("\n") + 4, **_options(path, front))


def _options(path: Path, front: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(front)
    except tomllib.TOMLDecodeError as error:
        raise TemplateError(f"{path}: its options are not TOML: {error}") from error
    for key, value in data.items():
        if key not in _OPTIONS:
            raise TemplateError(f"{path}: unknown option {key!r} (there is: {', '.join(_OPTIONS)})")
        if not isinstance(value, _OPTIONS[key]):
            raise TemplateError(f"{path}: option {key!r} is of the wrong kind")
        if isinstance(value, dict) and not all(isinstance(entry, str) for entry in value.values()):
            raise TemplateError(f"{path}: every entry of [{key}] must be text")
    if data.get("citations", "links") not in CITATIONS:
        raise TemplateError(f"{path}: citations must be one of {', '.join(CITATIONS)}")
    return {key: data[key] for key in ("citations", "marks", "words") if key in data}
