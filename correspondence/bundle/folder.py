"""A bundle's folder to a `ThreadBundle`, and a `ThreadBundle` to a folder.

Reading opens nothing but regular files below the folder and gives every fault a file, a line and a key. Writing is
canonical: one bundle, one set of bytes.
"""

import hashlib
import os
import tomllib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any, TypeVar

from pydantic import BaseModel, ValidationError

from correspondence.bundle import schema, toml
from correspondence.errors import BundleError
from correspondence.text.normalise import normalise, unstorable

FENCE = "+++\n"
MAX_ORIGINAL_BYTES = 256 << 20

_LEFT_BY_DESKTOPS = frozenset({"Thumbs.db", "desktop.ini"})
_PARENT_DATES = ("from", "until")

Model = TypeVar("Model", bound=BaseModel)


def read_thread(folder: Path) -> schema.ThreadBundle:
    """Read a bundle.

    Raises:
        BundleError: a file is missing, not allowed, or does not hold what the format asks; says file, line and key.
    """
    files = dict(_files(folder))
    if "thread.toml" not in files:
        raise BundleError(f"{folder}: no thread.toml here: give the folder of one thread")
    thread = _toml(files, "thread.toml", schema.Thread, before=_refuse_newer)
    undertakings = _toml(files, "undertakings.toml", schema.UndertakingsFile)
    questions = _toml(files, "questions.toml", schema.QuestionsFile)
    bundle = schema.ThreadBundle(
        thread=thread or schema.Thread(format=1, slug="none", title="-", language="en"),
        undertakings=undertakings.undertaking if undertakings else (),
        questions=questions.question if questions else (),
        messages=tuple(_messages(files)),
        letters=tuple(_letters(folder, files)),
        originals=tuple(_originals(files)),
    )
    if files:
        raise BundleError(f"{next(iter(files.values()))}: a bundle has no such file (nothing was imported)")
    return bundle


def told(path: Path, key: toml.Path, reason: str) -> BundleError:
    """An error that says file, line and what is wrong there, for a file that has been read.

    Args:
        path: the file.
        key: where in its TOML; empty when the file itself is meant.
        reason: what is wrong, beginning with the key.
    """
    line, first_line = None, 1
    if key:
        source = _text(path)
        if path.suffix == ".md":
            source, first_line = _front(source)[0], 2
        line = toml.line_of(source, key)
    at = f"line {line + first_line - 1}: " if line else ""
    return BundleError(f"{path}: {at}{reason}")


def read_directory(folder: Path) -> tuple[schema.Signatory, ...]:
    """Read a directory of signatories: one file, or every `*.toml` of a folder in the order of the files' names.

    Raises:
        BundleError: a file does not hold what the format asks, or there is none.
    """
    found: dict[str, schema.Signatory] = {}
    if not folder.exists():
        raise BundleError(f"{folder}: no such file or folder")
    for path in [folder] if folder.is_file() else sorted(folder.glob("*.toml")):
        _refuse_link(path)
        read = _toml({path.name: path}, path.name, schema.DirectoryFile)
        for n, entry in enumerate(read.signatory if read else ()):
            if entry.name in found:
                raise told(path, ("signatory", n, "name"), f"name: {entry.name!r} stands twice")
            found[entry.name] = entry
    return tuple(found.values())


def files_of(bundle: schema.ThreadBundle) -> dict[str, bytes]:
    """The files of a bundle: relative path with `/`, and bytes."""
    files = {"thread.toml": toml.dumps(_thread(bundle.thread)).encode()}
    if bundle.undertakings:
        files["undertakings.toml"] = toml.dumps({"undertaking": _entries(bundle.undertakings)}).encode()
    if bundle.questions:
        files["questions.toml"] = toml.dumps({"question": [_question(q) for q in bundle.questions]}).encode()
    for one in bundle.messages:
        files[f"messages/{one.message.id}.md"] = document(_message(one.message), one.body)
    for letter in bundle.letters:
        home = f"letters/{letter.letter.id}"
        files[f"{home}/letter.md"] = document(plain(letter.letter), letter.body)
        for revision in letter.revisions:
            name = f"{home}/revisions/{revision.revision.number:04d}.md"
            files[name] = document(plain(revision.revision), revision.body)
        if signons := plain(_signons_file(letter)):
            files[f"{home}/signons.toml"] = toml.dumps(signons).encode()
    for original in bundle.originals:
        files[f"files/{original.file_name}"] = original.content
    return files


def directory_file(signatories: tuple[schema.Signatory, ...]) -> bytes:
    """A file of the directory of signatories."""
    return toml.dumps({"signatory": _entries(signatories)}).encode()


def write(files: Mapping[str, bytes], folder: Path) -> None:
    """Write files into a folder that is new or empty.

    Raises:
        BundleError: the folder holds something already, or cannot be written.
    """
    try:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise BundleError(f"{folder} holds something already: give a new or an empty folder")
        for name, content in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    except OSError as error:
        raise BundleError(f"{folder} cannot be written: {error.strerror or error}") from error


def plain(entry: BaseModel) -> dict[str, Any]:
    """A model as plain values for TOML: no key that holds nothing."""
    data: dict[str, Any] = _without_nothing(entry.model_dump(mode="json", by_alias=True))
    return data


def _without_nothing(value: Any) -> Any:
    if isinstance(value, dict):
        cleaned = {key: _without_nothing(entry) for key, entry in value.items()}
        return {key: entry for key, entry in cleaned.items() if entry not in (None, "", [], {}) and entry is not False}
    if isinstance(value, list):
        return [_without_nothing(entry) for entry in value]
    return value


def _entries(entries: tuple[BaseModel, ...]) -> list[dict[str, Any]]:
    return [plain(entry) for entry in entries]


def _thread(thread: schema.Thread) -> dict[str, Any]:
    data = plain(thread)
    for organization in data.get("organization", []):
        match organization.get("parent"):
            case [one]:
                organization["parent"] = one["name"]
                organization.update({key: one[key] for key in _PARENT_DATES if key in one})
    return data


def _question(question: schema.Question) -> dict[str, Any]:
    data = plain(question)
    if "asked_in" in data:
        # A tuple is written as an inline array: a place alone by its name, with its wording as a table.
        data["asked_in"] = tuple(a if "wording" in a else a["id"] for a in data["asked_in"])
    return data


def _message(message: schema.Message) -> dict[str, Any]:
    data = plain(message)
    if "files" in data:
        data["files"] = tuple(data["files"])
    return data


def document(front: dict[str, Any], body: str) -> bytes:
    """A file of front matter and prose."""
    return f"{FENCE}{toml.dumps(front)}{FENCE}{body}".encode()


def _files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file of the folder by its relative path; what a desktop or a version control leaves is passed over."""
    if not folder.is_dir():
        raise BundleError(f"{folder}: no such folder")

    def refused(error: OSError) -> None:
        raise BundleError(f"{error.filename}: cannot be read: {error.strerror}") from error

    for root, folders, names in os.walk(folder, onerror=refused):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted([*folders, *names]):
            _refuse_link(Path(root, name))
        for name in sorted(names):
            path = Path(root, name)
            if name.startswith(".") or name in _LEFT_BY_DESKTOPS:
                continue
            if not path.is_file():
                raise BundleError(f"{path}: not a regular file")
            yield path.relative_to(folder).as_posix(), path


def _refuse_link(path: Path) -> None:
    if path.is_symlink():
        raise BundleError(f"{path}: a bundle may not hold symbolic links")


def _messages(files: dict[str, Path]) -> Iterator[schema.MessageDocument]:
    for name in [n for n in files if n.startswith("messages/") and n.count("/") == 1 and n.endswith(".md")]:
        path = files.pop(name)
        message, body = front_matter(path, schema.Message)
        _same_name(path, path.stem, message.id)
        yield schema.MessageDocument(message=message, body=body)


def _letters(folder: Path, files: dict[str, Path]) -> Iterator[schema.LetterDocument]:
    homes = sorted({name.split("/")[1] for name in files if name.startswith("letters/") and name.count("/") > 1})
    for home in homes:
        path = files.pop(f"letters/{home}/letter.md", None)
        if path is None:
            raise BundleError(f"{folder / 'letters' / home}: no letter.md here")
        letter, body = front_matter(path, schema.Letter)
        _same_name(path, home, letter.id)
        signons = _toml(files, f"letters/{home}/signons.toml", schema.SignOnsFile)
        yield schema.LetterDocument(
            letter=letter,
            body=body,
            revisions=tuple(_revisions(files, f"letters/{home}/revisions/")),
            **_signon_parts(signons or schema.SignOnsFile()),
        )


def _signon_parts(file: schema.SignOnsFile) -> dict[str, Any]:
    """What `signons.toml` holds, by the names that a letter's document has for it."""
    return {
        "signons": file.signon,
        "call": file.call,
        "answers": file.answer,
        "mails": file.mail,
        "publications": file.publication,
    }


def _signons_file(letter: schema.LetterDocument) -> schema.SignOnsFile:
    return schema.SignOnsFile(
        call=letter.call,
        signon=letter.signons,
        answer=letter.answers,
        mail=letter.mails,
        publication=letter.publications,
    )


def _revisions(files: dict[str, Path], prefix: str) -> Iterator[schema.RevisionDocument]:
    names = [name for name in files if name.startswith(prefix) and name.endswith(".md")]
    for number, name in enumerate(names, start=1):
        path = files.pop(name)
        revision, body = front_matter(path, schema.Revision)
        if path.name != f"{revision.number:04d}.md" or revision.number != number:
            rule = "revisions are numbered 1, 2, 3 … and named 0001.md, 0002.md, 0003.md …"
            raise told(path, ("number",), f"number: {rule}")
        if hashlib.sha256(body.encode()).hexdigest() != revision.digest:
            raise told(
                path, ("digest",), "digest: is not the SHA-256 of the text below it: the frozen text was altered"
            )
        yield schema.RevisionDocument(revision=revision, body=body)


def _originals(files: dict[str, Path]) -> Iterator[schema.Original]:
    for name in [n for n in files if n.startswith("files/") and n.count("/") == 1]:
        path = files.pop(name)
        digest, _, extension = path.name.partition(".")
        content = _bytes(path, MAX_ORIGINAL_BYTES)
        if hashlib.sha256(content).hexdigest() != digest:
            raise BundleError(f"{path}: its name is not the SHA-256 of its bytes: the original was altered or renamed")
        try:
            yield schema.Original(sha256=digest, extension=extension, content=content)
        except ValidationError as error:
            raise BundleError(f"{path}: originals are named SHA256.EXT, with a short lower-case ending") from error


def _same_name(path: Path, stem: str, identifier: str) -> None:
    if stem != identifier:
        raise told(path, ("id",), f"id: is {identifier!r}, but the file's name says {stem!r}")


def _refuse_newer(path: Path, data: dict[str, Any]) -> None:
    found = data.get("format")
    if isinstance(found, int) and found > schema.FORMAT_VERSION:
        known = f"this program reads {schema.FORMAT_VERSION}: update it"
        raise told(path, ("format",), f"format: this bundle has format {found}, and {known}")
    if found != schema.FORMAT_VERSION or isinstance(found, bool):
        raise told(path, ("format",), f"format: must be {schema.FORMAT_VERSION}")


def _toml(files: dict[str, Path], name: str, model: type[Model], *, before: Any = None) -> Model | None:
    path = files.pop(name, None)
    if path is None:
        return None
    return _validated(path, _text(path), model, first_line=1, before=before)


def front_matter(path: Path, model: type[Model]) -> tuple[Model, str]:
    """A file's front matter as a model, and its prose.

    Raises:
        BundleError: it does not hold what the format asks; says file, line and key.
    """
    front, body = _front(_text(path))
    if body is None:
        raise BundleError(f"{path}: line 1: must begin with TOML between two lines of +++")
    return _validated(path, front, model, first_line=2), body


def _front(source: str) -> tuple[str, str | None]:
    """A file's front matter and what follows it; None when it has no front matter."""
    if not source.startswith(FENCE):
        return "", None
    front, fence, body = source.removeprefix(FENCE).partition(f"\n{FENCE}")
    if fence:
        return front, body
    return (source[len(FENCE) : -3], "") if source.endswith("\n+++") else ("", None)


def _validated(path: Path, source: str, model: type[Model], *, first_line: int, before: Any = None) -> Model:
    try:
        data = tomllib.loads(source)
    except (ValueError, RecursionError) as error:  # ValueError: a number of 5,000 digits
        raise BundleError(f"{path}: {_shifted(str(error), first_line - 1)}") from error
    if before is not None:
        before(path, data)
    try:
        return model.model_validate(data)
    except ValidationError as error:
        raise BundleError(_explain(path, source, error, first_line)) from error


def _shifted(message: str, by: int) -> str:
    """A TOML error with the line of the file, not of the front matter."""
    head, at, tail = message.rpartition("(at line ")
    number = tail.split(",")[0]
    if not at or not number.isdigit():
        return f"is not TOML: {message}"
    return f"line {int(number) + by}: is not TOML: {head.strip().rstrip('.')}"


def _explain(path: Path, source: str, error: ValidationError, first_line: int) -> str:
    """One line for one fault, a key that the format does not have before others: file, line, key, and what is wrong."""
    faults = error.errors(include_url=False)
    fault = next((fault for fault in faults if fault["type"] == "extra_forbidden"), faults[0])
    where = tuple(
        part for part in fault["loc"] if not (isinstance(part, str) and part.startswith(("function-", "Dir")))
    )
    line = toml.line_of(source, where)
    key = ".".join(str(part + 1) if isinstance(part, int) else part for part in where)
    match fault["type"]:
        case "extra_forbidden":
            reason = "unknown key"
        case "missing":
            reason = "is missing"
        case "enum":
            reason = f"must be one of {fault['ctx']['expected']}"
        case "string_type" if fault["input"].__class__.__module__ == "datetime":
            reason = "a date is written in quotes"
        case "string_type":
            reason = "must be text in quotes"
        case "int_type" | "int_parsing":
            reason = "must be a whole number"
        case "bool_type" | "bool_parsing":
            reason = "must be true or false"
        case "model_type" | "dict_type" | "model_attributes_type":
            reason = "must be a table, { key = value, … }"
        case "list_type" | "tuple_type":
            reason = "must be a list"
        case _:
            reason = fault["msg"].removeprefix("Value error, ")
    more = error.error_count() - 1
    rest = f" (and {more} more)" if more else ""
    at = f"line {line + first_line - 1}: " if line else ""
    return f"{path}: {at}{key}: {reason}{rest}"


def _text(path: Path) -> str:
    try:
        text = normalise(_bytes(path, schema.MAX_TEXT_BYTES).decode("utf-8"))
    except UnicodeDecodeError as error:
        raise BundleError(f"{path}: is not UTF-8 (byte {error.start})") from error
    if why := unstorable(text):
        raise BundleError(f"{path}: {why}")
    return text


def _bytes(path: Path, limit: int) -> bytes:
    try:
        if path.stat().st_size > limit:
            raise BundleError(f"{path}: larger than {limit >> 20} MB")
        return path.read_bytes()
    except OSError as error:
        raise BundleError(f"{path}: cannot be read: {error.strerror or error}") from error
