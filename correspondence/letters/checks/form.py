"""Whether a letter has the parts, headings and appendices that it should, in order."""

import re
from itertools import pairwise

from correspondence.document.nodes import Part, Table, plain_text, walk
from correspondence.errors import Finding
from correspondence.letters.appendix import labels
from correspondence.letters.checks.source import Source, plain
from correspondence.letters.checks.subject import Subject
from correspondence.letters.words import is_foreign
from correspondence.text.locale import language_name
from correspondence.vocabulary import AppendixKind

_HEADING = re.compile(r"(?m)^[ ]{0,3}(?P<marks>#{1,6})(?:[ \t](?P<words>[^\n]*+))?$")
_TITLE = 1
_FILLED_LATER = frozenset({"signature-block"})
_FIELDS = {"date": "--date", "addressee": "--to", "salutation": "--salutation", "closing": "--closing"}


def headings(subject: Subject) -> list[Finding]:
    """Headings that leave a level out, say nothing, or stand beside the title."""
    source = subject.body
    found: list[Finding] = []
    there = [
        (match.start("marks"), len(match["marks"]), match["words"] or "") for match in _HEADING.finditer(source.masked)
    ]
    for at, level, words in there:
        if not words.strip(" \t#"):
            found.append(source.finding("heading-empty", at, "a heading without words", "take it out"))
        if level == _TITLE:
            reason = "a second title: the template prints the letter's title above the body"
            found.append(source.finding("heading-title", at, reason, "begin with ##", remedy=(at, at + 1, "##")))
    for (_, above, _), (at, level, _) in pairwise([(0, _TITLE, ""), *there]):
        if level > above + 1:
            reason = f"a heading of level {level} under one of level {above}"
            marks = "#" * (above + 1)
            found.append(source.finding("heading-skips", at, reason, f"write {marks}", remedy=(at, at + level, marks)))
    return found


def missing_parts(subject: Subject) -> list[Finding]:
    """Parts without which the template says that a letter is not whole."""
    if subject.document is None:
        return []
    there = {
        block.name
        for block in subject.document.blocks
        if isinstance(block, Part) and (block.name in _FILLED_LATER or plain_text(block.blocks).strip())
    }
    return [
        Finding(
            "part-missing",
            f"part {name}",
            f"the letter has no {name.replace('-', ' ')}",
            f"set it (`letter set … {_FIELDS[name]}`)" if name in _FIELDS else f"put `::: {name}` in the template",
        )
        for name in subject.template.expects
        if name not in there
    ]


def appendices(subject: Subject) -> list[Finding]:
    """Appendices that the letter speaks of and does not have, and those that it has and does not speak of."""
    rows = subject.letter.appendices
    names = labels(rows, subject.template)
    found = [*_unknown_labels(subject, names)]
    for n, (row, label) in enumerate(zip(rows, names, strict=True), start=1):
        said = re.compile(rf"(?<!\w){re.escape(label)}(?!\w)", re.IGNORECASE)
        printed = plain(subject.markdown.partition("::: appendix")[0])
        if subject.document is not None and not said.search(printed):
            fix = f"refer to it: {{{{ appendix({n}) }}}}"
            found.append(Finding("appendix-unmentioned", f"appendix {n}", f"the letter does not speak of {label}", fix))
        if row.kind != AppendixKind.TEXT and subject.document is not None and not _fills(subject, label):
            found.append(Finding("appendix-empty", f"appendix {n}", f"{label} is empty", "leave it out"))
    return found


def foreign_words(subject: Subject) -> list[Finding]:
    """That what the template prints of its own is of another language than the letter."""
    catalog, language = subject.template.catalog, subject.letter.language
    if not is_foreign(catalog, language):
        return []
    wanted, had = language_name(language, "en"), language_name(catalog.language, "en")
    reason = f"there are no words in {wanted}: the letter's own are in {had}"
    fix = f"write templates/words/{language}.toml"
    return [Finding("words-foreign", f"letter {subject.letter.id}", reason, fix)]


def _unknown_labels(subject: Subject, names: list[str]) -> list[Finding]:
    word, letters = subject.template.words.get("appendix", "Appendix"), subject.template.catalog.letters
    label = re.compile(rf"(?<!\w){re.escape(word)} (?:[{re.escape(letters)}]|\d{{1,2}})(?!\w)")
    known = {name.casefold() for name in names}
    source: Source = subject.body
    return [
        source.finding(
            "appendix-unknown",
            match.start(),
            f"the letter has no {match[0]}",
            f"it has {', '.join(names)}" if names else "it has no appendix",
        )
        for match in label.finditer(source.masked)
        if match[0].casefold() not in known
    ]


def _fills(subject: Subject, label: str) -> bool:
    assert subject.document is not None
    for block in subject.document.blocks:
        if isinstance(block, Part) and block.name == "appendix" and plain_text(block.blocks).startswith(label):
            return any(isinstance(node, Table) and len(node.rows) > node.header_rows for node in walk(block.blocks))
    return True
