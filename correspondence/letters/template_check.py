"""What is wrong with a template, with the line of its file: tried out on a letter that holds one of everything."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from correspondence.document.nodes import PARTS, Document, Part, fill_part
from correspondence.document.parse import parse
from correspondence.errors import (
    CorrespondenceError,
    DocumentError,
    Finding,
    NoTemplateError,
    Severity,
    Spot,
    TemplateError,
)
from correspondence.letters import sample, templates
from correspondence.letters.render import Renderer
from correspondence.letters.templates import DEFAULT, SUFFIX, Template
from correspondence.letters.words import languages, nearest

_LETTER_PART = re.compile(r"(?m)^[ \t]*:{3,}[ \t]*([^\s{:][^\n{]*)")
_FIRST_HEADING = re.compile(r"(?m)^# ")
_BODY = re.compile(r"\{\{-?\s*body\b")
_MAIL = re.compile(r"\{[{%][^}]*\bmail\.")
_RENDERS_NOT = "template-renders-not"


def check(name: str, folders: Sequence[Path]) -> tuple[Finding, ...]:
    """Everything that is wrong with a template and its versions for a language, in the order of their files.

    Raises:
        NoTemplateError: there is none of that name.
    """
    found: list[Finding] = []
    with Renderer() as renderer:
        for path in _files(name, folders):
            found += _one(name, path, folders, renderer)
    return tuple(dict.fromkeys(found))


def _files(name: str, folders: Sequence[Path]) -> list[Path]:
    """The template's file, and its versions for a language."""
    first = templates.search(name, (SUFFIX,), folders)
    versions = [
        path
        for folder in folders
        for path in sorted(folder.glob(f"{name}.*{SUFFIX}"))
        if templates.base(path.name.removesuffix(SUFFIX), {name}) == name
    ]
    if first is None and not versions:
        known = ", ".join(templates.names(folders)) or "none"
        raise NoTemplateError(f"there is no template {name!r} (there is: {known})")
    return [*([first] if first else []), *versions]


def _one(name: str, path: Path, folders: Sequence[Path], renderer: Renderer) -> list[Finding]:
    tag = path.name.removesuffix(SUFFIX).removeprefix(name).removeprefix(".")
    spoken = [tag] if tag else _languages(name, folders)
    try:
        read = [templates.read(name, path, folders, language) for language in spoken]
    except TemplateError as error:
        return [_fault("template-unreadable", error)]
    is_mail = _MAIL.search(read[0].source) is not None
    names = list(sample.mail("en", "call") if is_mail else sample.letter(read[0], "en") | {"body": ""})
    try:
        faults = [_fault("template-syntax", error) for error in renderer.inspect(read[0], names)]
    except TemplateError as error:
        faults = [_fault("template-syntax", error)]
    if faults:
        return faults
    found: list[Finding] = []
    told: set[tuple[str, str]] = set()
    for template, language in zip(read, spoken, strict=True):
        tried = list(_tried(template, language, renderer, is_mail=is_mail))
        for finding in tried:
            # What is wrong in every language is said once.
            if (finding.code, finding.reason) not in told:
                found.append(finding)
            told.add((finding.code, finding.reason))
        if any(finding.code == _RENDERS_NOT for finding in tried):
            break  # to be mended first; a loop without end would take its time in every language
    return [*found, *([] if is_mail else _settings(read[0], folders))]


def _languages(name: str, folders: Sequence[Path]) -> list[str]:
    """The languages that have words and no version of their own, English first."""
    own = {path.name for folder in folders for path in folder.glob(f"{name}.*{SUFFIX}")}
    there = [tag for tag in languages(folders) if not any(f"{name}.{one}{SUFFIX}" in own for one in nearest(tag))]
    return sorted(there, key=lambda tag: tag != "en") or ["en"]


def _tried(template: Template, language: str, renderer: Renderer, *, is_mail: bool) -> Iterator[Finding]:
    """What goes wrong when the template is filled, in one language."""
    if is_mail:
        contexts = [sample.mail(language, kind) for kind in ("call", "reminder", "confirmation")]
    else:
        contexts = [sample.letter(template, language), sample.bare(template, language)]
    for n, context in enumerate(contexts):
        try:
            text = renderer.render(template, "" if is_mail else sample.BODY, context, language=language)
            document = parse(text, language=language)
        except TemplateError as error:
            yield _fault(_RENDERS_NOT, error, language)
            return
        except DocumentError as error:
            yield _document_fault(template, error, language)
            return
        if is_mail and not _FIRST_HEADING.search(text):
            yield _finding(template, "mail-without-subject", 1, "a mail's subject is its first heading (# …)")
        if not is_mail and n == 0:
            yield from _whole(template, document, text)


def _whole(template: Template, document: Document, text: str) -> Iterator[Finding]:
    """Whether a letter in which nothing is missing comes out with all that it should have."""
    there = {block.name for block in document.blocks if isinstance(block, Part)}
    for name in template.expects:
        if name not in there:
            reason = f"expects {name}, and never prints it"
            yield _finding(template, "part-missing", 1, reason, f"put `::: {name}` where it belongs, or expect it not")
    if "A paragraph with a" not in text:
        where = next((n for n, line in enumerate(template.source.split("\n"), 1) if _BODY.search(line)), 1)
        yield _finding(template, "body-missing", where, "does not print the letter's body", "put {{ body }} in it")


def _settings(template: Template, folders: Sequence[Path]) -> Iterator[Finding]:
    """Options that lead to nothing, and the reference document."""
    catalog = template.catalog
    for option, table, value in (
        ("salutation", "salutations", template.salutation),
        ("closing", "closings", template.closing),
    ):
        if value and not catalog.text(table, value):
            known = ", ".join(catalog.tables[table])
            reason = f"{option} {value!r} has no words ({catalog.language}.toml has: {known})"
            yield _finding(template, "option-without-words", _line_of(template, option), reason)
    if not template.title:
        yield _finding(template, "template-untitled", 1, "says nowhere what it is for", 'add title = "…"')
    yield from _reference(template, folders)


def _reference(template: Template, folders: Sequence[Path]) -> Iterator[Finding]:
    from correspondence.writers import docx

    found = templates.search(template.name, (".docx",), folders)
    if found is None and template.path.parent == folders[0]:
        reason = f"has no reference document: it is printed with the looks of {DEFAULT}"
        fix = f"put {template.name}.docx beside it, made in a word processor"
        yield _finding(template, "no-reference-document", 1, reason, fix, severity=Severity.WARNING)
    for paper in ("a4", "us-letter"):
        try:
            reference = templates.reference_document(template.name, folders, paper)
            tried = parse("# T\n\n::: signature-block\n:::\n", language="en")
            docx.write(replace(fill_part(tried, "signature-block", ()), letterhead=template.letterhead), reference)
        except CorrespondenceError as error:
            where = found or template.path
            yield Finding("reference-document", str(where), str(error), "make it anew", Severity.ERROR)
            return


def _document_fault(template: Template, error: DocumentError, language: str) -> Finding:
    """What does not hold together in the rendered text, at the line that wrote it when that can be told."""
    for source, text in ((template.path, template.source), *template.parts.items()):
        for match in _LETTER_PART.finditer(text):
            word = match[1].split()[0]
            if word not in PARTS and repr(word) in str(error):
                line = text.count("\n", 0, match.start()) + 1
                line += template.first_line - 1 if source == template.path else 0
                spot = Spot(str(source), line, 1)
                reason = f"there is no letter part {word!r} (there is: {', '.join(sorted(PARTS))})"
                return Finding("template-part", str(spot), reason, severity=Severity.ERROR, spot=spot)
    reason = f"what it prints does not hold together: {error}"
    return Finding("template-document", f"{template.path} ({language})", reason, severity=Severity.ERROR)


def _fault(code: str, error: TemplateError, language: str = "") -> Finding:
    place = f"{error.spot or 'the template'}{f' (in {language})' if language else ''}"
    return Finding(code, place, error.reason, severity=Severity.ERROR, spot=error.spot)


def _finding(
    template: Template, code: str, line: int, reason: str, fix: str = "", *, severity: Severity = Severity.ERROR
) -> Finding:
    spot = Spot(str(template.path), line, 1)
    return Finding(code, str(spot), reason, fix, severity, spot=spot)


def _line_of(template: Template, option: str) -> int:
    try:
        lines = template.path.read_text(encoding="utf-8").split("\n")
    except (OSError, ValueError):
        return 1
    return next((n for n, line in enumerate(lines, start=1) if line.split("=")[0].strip() == option), 1)
