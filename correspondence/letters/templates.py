"""Templates of letters: found by name, the workspace's own before those shipped.

A template is `NAME.md.jinja`: TOML options between two lines of `+++`, then Markdown with Jinja. For letters in one
language `NAME.LANG.md.jinja` comes before it. It may include parts that several share, `parts/NAME.md.jinja`. Its twin
`NAME.docx` gives page set-up, letterhead and styles. The words that it prints of its own come from its options, else
from the catalog of the letter's language (`words`).
"""

import re
import tomllib
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from correspondence.document.nodes import PARTS
from correspondence.errors import NoTemplateError, Spot, TemplateError
from correspondence.letters.words import FALLBACK, Catalog, catalog, nearest
from correspondence.overview.letters import LetterDetail
from correspondence.text.locale import Paper
from correspondence.vocabulary import AppendixKind, AppendixShow
from correspondence.workspace import Workspace

DEFAULT = "open-letter"
SUFFIX = ".md.jinja"
PARTS_FOLDER = "parts"
CITATIONS = ("links", "footnotes", "endnotes")
APPENDIX_PAGES = ("first", "each", "none")
MARKS = {
    "outstanding": "❖",
    "partly-fulfilled": "✅❖",
    "fulfilled": "✅",
    "contradicted": "❖",
    "withdrawn": "❖",
    "unknown": "❖",  # nobody has said yet what became of it
}
OPENINGS = (
    "introduction",
    "replies",
    "promised",
    "contradictions",
    "asked-again",
    "open-questions",
    "request",
    "call",
    "press",
)

_FENCE = "+++\n"
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_PART = re.compile(r"""{%-?\s*include\s+["']parts/([a-z0-9][a-z0-9-]*)["']\s*-?%}""")
_LANGUAGE = re.compile(r"[a-z]{2,3}(-[A-Za-z0-9]+)*")
_MAX_BYTES = 1 << 20
_OPTIONS = {
    "name": str,
    "title": str,
    "citations": str,
    "appendix-pages": str,
    "public": bool,
    "expects": list,
    "opening": list,
    "appendices": list,
    "show": list,
    "salutation": str,
    "closing": str,
    "marks": dict,
    "words": dict,
    "letterhead": list,
}
_CHOICES: dict[str, Sequence[str]] = {
    "expects": tuple(sorted(PARTS - {"list-table"})),
    "opening": OPENINGS,
    "appendices": tuple(AppendixKind),
    "show": tuple(AppendixShow),
}


@dataclass(frozen=True, slots=True)
class Template:
    """A letter's template.

    Attributes:
        name: as letters name it.
        path: its file.
        source: Markdown with Jinja, without the options.
        first_line: the line of the file on which `source` begins, for messages.
        catalog: the words of the letter's language.
        title: what it is for.
        parts: the source of each part that it includes, by the name that it uses.
        citations: `links`, `footnotes` or `endnotes`: what a citation of a message becomes.
        appendix_pages: which appendices begin a page, of `APPENDIX_PAGES`; the others run on below what stands before.
        public: whether what is written with it is meant for everybody to read.
        expects: the letter parts without which it is not whole.
        opening: what the body of a new draft begins with, of `OPENINGS`.
        appendices: the kinds that a new draft has.
        show: what they say besides, of `AppendixShow`.
        salutation: which of the catalog's salutations a new draft has when it is not to one person.
        closing: which of the catalog's closings.
        marks: what stands for an undertaking's status.
        words: the few words of its own that a letter prints, in its language.
        letterhead: who writes, a line each, for the head of the first page where the reference document leaves it open.
    """

    name: str
    path: Path
    source: str
    first_line: int
    catalog: Catalog
    title: str = ""
    parts: Mapping[str, str] = field(default_factory=dict)
    citations: str = "links"
    appendix_pages: str = "first"
    public: bool = True
    expects: tuple[str, ...] = ("signature-block",)
    opening: tuple[str, ...] = ()
    appendices: tuple[str, ...] = ()
    show: tuple[str, ...] = ()
    salutation: str = "plain"
    closing: str = "letter"
    marks: Mapping[str, str] = field(default_factory=lambda: dict(MARKS))
    words: Mapping[str, str] = field(default_factory=dict)
    letterhead: tuple[str, ...] = ()


def find(name: str, folders: Sequence[Path], language: str = FALLBACK) -> Template:
    """The template of that name in the first folder that has it, with the words of a language.

    In each folder a version for the language, or for the nearest there is, comes before the one for any.

    Raises:
        NoTemplateError: there is none.
        TemplateError: it cannot be read.
    """
    path = search(name, [*(f".{tag}{SUFFIX}" for tag in nearest(language)), SUFFIX], folders)
    if path is None:
        known = ", ".join(names(folders)) or "none"
        raise NoTemplateError(f"there is no template {name!r} (there is: {known})")
    return read(name, path, folders, language)


def template_of(letter: LetterDetail, workspace: Workspace) -> Template:
    """The template that a letter names, or the default one.

    Raises:
        TemplateError: there is none of that name.
    """
    return find(letter.template or DEFAULT, workspace.template_folders(), letter.language)


def template_if_there(letter: LetterDetail, workspace: Workspace) -> Template | None:
    """The template of a letter, or None when it has gone: a text that is written already can do without."""
    try:
        return template_of(letter, workspace)
    except NoTemplateError:
        return None


def reference_document(name: str, folders: Sequence[Path], paper: Paper = "a4") -> bytes:
    """The bytes of the template's DOCX twin; without one, of the default template's.

    A twin `NAME.us-letter.docx` is for that paper; one without a paper in its name is for any.

    Raises:
        TemplateError: it cannot be read.
    """
    found = (search(twin, (f".{paper}.docx", ".docx"), folders) for twin in (name, DEFAULT))
    path = next(filter(None, found), None)
    if path is None:
        raise TemplateError(f"there is no reference document {name}.docx")
    try:
        return path.read_bytes()
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read: {error.strerror or error}") from error


def names(folders: Sequence[Path]) -> list[str]:
    """The names of all templates there are, sorted; a version for one language has the name of its template."""
    files = {path.name.removesuffix(SUFFIX) for folder in folders for path in folder.glob(f"*{SUFFIX}")}
    return sorted(name for name in files if base(name, files) == name)


def base(name: str, names_there: Container[str]) -> str:
    """The template that a file of this name is a version of, for one language; itself when it is none."""
    stem, dot, tag = name.rpartition(".")
    return stem if dot and stem in names_there and _LANGUAGE.fullmatch(tag) else name


def search(name: str, suffixes: Sequence[str], folders: Sequence[Path]) -> Path | None:
    """The file of a template, or of its twin, in the first folder that has it.

    Raises:
        TemplateError: no template can have that name.
    """
    if not _NAME.fullmatch(name):
        raise TemplateError(f"{name!r} is not the name of a template: letters, digits, dots and hyphens only")
    paths = (folder / f"{name}{suffix}" for folder in folders for suffix in suffixes)
    return next((path for path in paths if path.is_file()), None)


def read(name: str, path: Path, folders: Sequence[Path], language: str) -> Template:
    """A template from its file, with the words of a language.

    Raises:
        TemplateError: it cannot be read; says on which line, when it is a line's fault.
    """
    words = catalog(language, folders)
    source = _text(path)
    parts = {
        f"{PARTS_FOLDER}/{match[1]}": _text(_part(path, match[1], folders, source.count("\n", 0, match.start()) + 1))
        for match in _PART.finditer(source)
    }
    if not source.startswith(_FENCE):
        return Template(name, path, source, 1, words, parts=parts, words=dict(words.tables["words"]))
    front, fence, rest = source.removeprefix(_FENCE).partition(f"\n{_FENCE}")
    if not fence:
        raise _fault(path, 1, "the options must end with a line of +++")
    options = _options(path, front)
    options["words"] = {**words.tables["words"], **_own_words(options.get("words", {}), words.language)}
    options["marks"] = MARKS | options.get("marks", {})
    first_line = front.count("\n") + 4
    return Template(name=name, path=path, source=rest, first_line=first_line, catalog=words, parts=parts, **options)


def _text(path: Path) -> str:
    try:
        raw = path.read_bytes()
        source = raw[: _MAX_BYTES + 1].decode("utf-8").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise TemplateError(f"{path}: is not UTF-8 (byte {error.start})") from error
    except OSError as error:
        raise TemplateError(f"{path}: cannot be read: {error.strerror or error}") from error
    if len(raw) > _MAX_BYTES:
        raise TemplateError(f"{path}: larger than {_MAX_BYTES >> 20} MB")
    return source


def _part(template: Path, name: str, folders: Sequence[Path], line: int) -> Path:
    found = next((path for folder in folders if (path := folder / PARTS_FOLDER / f"{name}{SUFFIX}").is_file()), None)
    if found is None:
        raise _fault(template, line, f"includes parts/{name}, and there is no {PARTS_FOLDER}/{name}{SUFFIX}")
    return found


def _options(path: Path, front: str) -> dict[str, Any]:
    try:
        data = tomllib.loads(front)
    except (ValueError, RecursionError) as error:
        raise _fault(path, *_shifted(str(error), front)) from error
    for key, value in data.items():
        line = _line_of(front, key)
        if key not in _OPTIONS:
            raise _fault(path, line, f"unknown option {key!r} (there is: {', '.join(_OPTIONS)})")
        if not isinstance(value, _OPTIONS[key]):
            raise _fault(path, line, f"option {key!r} is of the wrong kind")
        if why := _odd_entry(key, value):
            raise _fault(path, line, why)
    for key, known in (("citations", CITATIONS), ("appendix-pages", APPENDIX_PAGES)):
        if data.get(key, known[0]) not in known:
            raise _fault(path, _line_of(front, key), f"{key} must be one of {', '.join(known)}")
    return {
        key.replace("-", "_"): tuple(value) if isinstance(value, list) else value
        for key, value in data.items()
        if key != "name"
    }


def _fault(path: Path, line: int, reason: str) -> TemplateError:
    """What is wrong with a template's file, and on which of its lines."""
    return TemplateError(f"{path}: line {line}: {reason}", spot=Spot(str(path), line, 1), reason=reason)


def _odd_entry(key: str, value: Any) -> str:
    """What a list holds that its option does not know, or a table that is no text; empty when all is well."""
    known = _CHOICES.get(key)
    for entry in value if isinstance(value, list) else ():
        if known is None and not (isinstance(entry, str) and "\n" not in entry):
            return f"every entry of {key} must be a line of text"
        if known is not None and entry not in known:
            return f"{key} knows no {entry!r} (there is: {', '.join(known)})"
    for name, entry in value.items() if isinstance(value, dict) else ():
        by_language = key == "words" and isinstance(entry, dict) and _LANGUAGE.fullmatch(name)
        if not (isinstance(entry, str) or (by_language and all(isinstance(word, str) for word in entry.values()))):
            return f"every entry of [{key}] must be text"
    return ""


def _own_words(words: dict[str, Any], language: str) -> dict[str, str]:
    """A template's own words: those for every language, then those for this one."""
    plain = {name: word for name, word in words.items() if isinstance(word, str)}
    own: dict[str, str] = plain | words.get(language.partition("-")[0], {}) | words.get(language, {})
    return own


def _shifted(message: str, front: str) -> tuple[int, str]:
    """A TOML error with the line of the file: the options begin on its second."""
    head, at, tail = message.rpartition("(at line ")
    number = tail.split(",")[0]
    if not at or not number.isdigit():
        return front.count("\n") + 2, f"its options are not TOML: {message}"
    return int(number) + 1, f"its options are not TOML: {head.strip().rstrip('.')}"


def _line_of(front: str, key: str) -> int:
    """The line of the file on which an option stands."""
    pattern = re.compile(rf"\s*(\[\s*)?[\"']?{re.escape(key)}[\"']?\s*([=.\]]|$)")
    return next((n for n, line in enumerate(front.split("\n"), start=2) if pattern.match(line)), 2)
