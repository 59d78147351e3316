"""Whether a letter's links lead anywhere."""

from dataclasses import replace
from difflib import get_close_matches
from urllib.parse import urlsplit

from correspondence.errors import Finding, Severity
from correspondence.letters.checks.source import citations
from correspondence.letters.checks.subject import Subject

_SCHEMES = frozenset({"http", "https", "mailto"})


def unknown(subject: Subject) -> list[Finding]:
    """Citations of messages that the thread does not have."""
    messages = subject.messages()
    found = []
    for source in subject.texts():
        for citation in citations(source):
            if not citation.message or citation.message in messages:
                continue
            near = get_close_matches(citation.message, messages, n=1)
            found.append(
                source.finding(
                    "citation-unknown",
                    citation.start,
                    f"the thread has no message {citation.message!r}",
                    f"did you mean message:{near[0]}?" if near else "log the message, or cite another",
                    severity=Severity.ERROR,
                )
            )
    return found


def leading_nowhere(subject: Subject) -> list[Finding]:
    """Links without an address, or with one that no reader can follow."""
    found = []
    for source in subject.texts():
        for citation in citations(source):
            if citation.message or source.masked[citation.start - 1 : citation.start] == "!":
                continue
            if urlsplit(citation.target).scheme.lower() not in _SCHEMES and not citation.target.startswith("#"):
                where = f"to {citation.target[:60]!r}, which nobody can follow" if citation.target else "nowhere"
                reason, fix = f"the link leads {where}", "write a whole address (https://…) or message:ID"
                found.append(source.finding("link-nowhere", citation.start, reason, fix))
    return found


def told_on_rendering(subject: Subject) -> list[Finding]:
    """What rendering had to say, with the places of the links and pictures that it is about."""
    return [_placed(subject, finding) for finding in subject.told]


def _placed(subject: Subject, finding: Finding) -> Finding:
    if not finding.about or finding.spot is not None:
        return finding
    for source in subject.texts():
        for citation in citations(source):
            if citation.target == finding.about:
                spot = source.spot(citation.start)
                return replace(finding, place=f"{spot}, {finding.place}", spot=spot)
    return finding
