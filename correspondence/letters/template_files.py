"""The templates that there are, and beginning one of your own."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from correspondence.errors import RefusedError, TemplateError
from correspondence.letters import templates
from correspondence.letters.templates import SUFFIX
from correspondence.letters.words import languages
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class TemplateRow:
    """A template at a glance.

    Attributes:
        name: as letters name it.
        path: its file, the workspace's before the shipped one.
        own: whether it is the workspace's.
        title: what it is for; why it cannot be read, when it cannot.
        readable: whether it can.
        public: whether what is written with it is meant for everybody to read.
        citations: `links`, `footnotes` or `endnotes`.
        versions: the languages that it has a file of their own for.
        reference: its reference document, or None when it has the default one's looks.
    """

    name: str
    path: Path
    own: bool
    title: str
    readable: bool
    public: bool
    citations: str
    versions: tuple[str, ...]
    reference: Path | None


def listed(workspace: Workspace) -> tuple[TemplateRow, ...]:
    """All templates, sorted by name."""
    folders = workspace.template_folders()
    return tuple(_row(name, folders) for name in templates.names(folders))


def spoken(workspace: Workspace) -> tuple[str, ...]:
    """The languages that letters have words in."""
    return tuple(languages(workspace.template_folders()))


def begin(
    workspace: Workspace, name: str, *, source: str, title: str = "", with_document: bool = True
) -> dict[Path, bytes]:
    """Begin a template as a copy of another, in the workspace's folder.

    Args:
        workspace: whose.
        name: the new template's.
        source: the template that it begins as.
        title: what it is for; else as the other says.
        with_document: copy the reference document too, so that its looks can be changed in a word processor.

    Returns:
        The files to write, in the workspace's folder; none of them is there.

    Raises:
        NoTemplateError: there is no such source.
        RefusedError: the workspace has a template of that name.
        TemplateError: a template cannot have that name, or the source cannot be read.
    """
    folders = workspace.template_folders()
    if templates.search(name, (SUFFIX,), folders[:1]):
        raise RefusedError(f"the workspace has a template {name!r} already: give another name, or edit it")
    template = templates.find(source, folders)
    text = _renamed(template.path.read_text(encoding="utf-8"), name, title)
    files = {folders[0] / f"{name}{SUFFIX}": text.encode()}
    if with_document and not templates.search(name, (".docx",), folders[:1]):
        files[folders[0] / f"{name}.docx"] = templates.reference_document(source, folders)
    return files


def _renamed(text: str, name: str, title: str) -> str:
    """A template's text under another name; the first `name` and `title` of its options give way."""
    for option, value in (("name", name), ("title", title)):
        if value:
            line = f"{option} = {json.dumps(value, ensure_ascii=False)}"  # a JSON string is a TOML string
            pattern = re.compile(rf"(?m)^{option}[ \t]*=.*$")
            front, fence, rest = text.partition("\n+++\n")
            match = pattern.search(front)
            start, end = match.span() if match else (len(front), len(front))
            front = f"{front[:start]}{'' if match else chr(10)}{line}{front[end:]}" if fence else front
            text = front + fence + rest
    return text


def _row(name: str, folders: Sequence[Path]) -> TemplateRow:
    path = templates.search(name, (SUFFIX,), folders)
    assert path is not None
    files = {file.name.removesuffix(SUFFIX) for folder in folders for file in folder.glob(f"{name}.*{SUFFIX}")}
    versions = tuple(sorted(file.removeprefix(f"{name}.") for file in files if templates.base(file, {name}) == name))
    try:
        template = templates.find(name, folders)
        title, readable = template.title, True
        public, citations = template.public, template.citations
    except TemplateError as error:
        title, readable, public, citations = str(error), False, False, ""
    return TemplateRow(
        name=name,
        path=path,
        own=path.parent == folders[0],
        title=title,
        readable=readable,
        public=public,
        citations=citations,
        versions=versions,
        reference=templates.search(name, (".docx",), folders),
    )
