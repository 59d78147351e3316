"""Making the changes of text that findings bring along."""

import re
from collections.abc import Iterable, Sequence

from sqlmodel import Session

from correspondence.bundle import dump
from correspondence.errors import Finding, Fix
from correspondence.letters.checks.source import BODY
from correspondence.letters.edit import find, save_body, save_data

_APPENDIX = re.compile(r"appendix (\d+)")


def apply(
    session: Session, thread: str, identifier: str, findings: Iterable[Finding], *, read_version: int
) -> tuple[Finding, ...]:
    """Change a letter's body and data as the findings say.

    Args:
        session: of the change under way.
        thread: the thread's slug.
        identifier: the letter's.
        findings: of its checks; those without a remedy are left.
        read_version: the version of the letter that was checked.

    Returns:
        The findings that were mended.

    Raises:
        NotFoundError: there is no such letter.
        ChangedElsewhereError: somebody changed it since it was checked.
    """
    done: list[Finding] = []
    letter = find(session, thread, identifier)
    before = dump.letter(session, thread, identifier)
    assert before is not None
    data = before.model_dump(mode="json", by_alias=True)
    changes: dict[str, object] = {}
    body = letter.body
    for part, ours in _by_part(findings).items():
        numbered = _APPENDIX.fullmatch(part)
        if part == BODY:
            body = replaced(letter.body, [finding.remedy for finding in ours if finding.remedy])
        elif numbered:
            appendices = changes.setdefault("appendix", data["appendix"])
            entry = appendices[int(numbered[1]) - 1]  # type: ignore[index]  # a list of mappings, as it is dumped
            entry["body"] = replaced(entry["body"], [finding.remedy for finding in ours if finding.remedy])
        else:
            changes[part] = replaced(data[part], [finding.remedy for finding in ours if finding.remedy])
        done += ours
    if body != letter.body:
        read_version = save_body(session, thread, identifier, body, read_version=read_version)
    if changes:
        save_data(session, thread, identifier, changes, read_version=read_version)
    return tuple(done)


def replaced(text: str, remedies: Sequence[Fix]) -> str:
    """A text with each remedy's words in their places, from the end on; of two that overlap, the later stands."""
    free = len(text)
    for remedy in sorted(remedies, key=lambda one: (one.start, one.end), reverse=True):
        if remedy.end <= free:
            text = text[: remedy.start] + remedy.text + text[remedy.end :]
            free = remedy.start
    return text


def _by_part(findings: Iterable[Finding]) -> dict[str, list[Finding]]:
    """The findings that can be mended, without those that overlap another, by the text that they are about."""
    gathered: dict[str, list[Finding]] = {}
    for finding in findings:
        if finding.remedy is not None:
            gathered.setdefault(finding.remedy.part, []).append(finding)
    return {part: _apart(ours) for part, ours in gathered.items()}


def _apart(findings: list[Finding]) -> list[Finding]:
    kept: list[Finding] = []
    free = 0
    for finding in sorted(findings, key=lambda one: (one.remedy.start, one.remedy.end) if one.remedy else (0, 0)):
        if finding.remedy is not None and finding.remedy.start >= free:
            kept.append(finding)
            free = max(finding.remedy.end, finding.remedy.start + 1)
    return kept
