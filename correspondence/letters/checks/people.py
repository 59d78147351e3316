"""Whether everybody whom a letter names is named with a role, still has it, and is who they seem."""

import re
from collections.abc import Iterable, Iterator
from itertools import combinations

from correspondence.errors import Finding
from correspondence.letters.checks.source import Source, blocks
from correspondence.letters.checks.subject import Subject
from correspondence.overview import organizations
from correspondence.overview.organizations import ContactRow
from correspondence.text.likeness import fold, skeleton

_LITTLE = 4  # letters: shorter words of a role (of, and, the) say nothing


def without_role(subject: Subject) -> list[Finding]:
    """People whom the letter names without saying what they are."""
    found = [
        Finding(
            "person-without-role",
            f"addressee {row.name}",
            "has no role: readers do not know why the letter is to them",
            "give the contact a role, or say it in the addressee's lines",
        )
        for row in subject.letter.addressees
        if row.name and not row.role
    ]
    introduced = {row.name for row in subject.letter.addressees}
    known = [row for row in subject.contacts if row.name not in introduced]
    return [*found, *(finding for row in known for finding in _named_bare(subject.body, row))]


def no_longer_there(subject: Subject) -> list[Finding]:
    """Addressees who have left the role that the letter gives them."""
    day = subject.letter.date or (subject.now.date().isoformat() if subject.now else "")
    return [
        Finding(
            "addressee-left",
            f"addressee {row.name}",
            f"has not been in this role since {row.until}",
            "address who holds it now",
        )
        for row in subject.letter.addressees
        if row.until and day > row.until and not day.startswith(row.until)
    ]


def alike(subject: Subject) -> list[Finding]:
    """Names of the thread that look the same and are not (UTS 39)."""
    known = list(organizations.names(subject.reader, subject.letter.thread, subject.letter.language))
    known += [row.name for row in subject.contacts]
    known += [name for row in subject.letter.addressees for name in (row.name, row.organization) if name]
    return [
        Finding("names-alike", f"name {one}", f"looks like {other} and is another", "see whether both are meant")
        for one, other in looking_alike(known)
    ]


def looking_alike(names: Iterable[str]) -> Iterator[tuple[str, str]]:
    """Pairs of different names that people take for one another."""
    by_look: dict[str, dict[str, str]] = {}
    for name in names:
        by_look.setdefault(skeleton(name), {}).setdefault(fold(name), name)
    for group in by_look.values():
        yield from combinations(group.values(), 2)


def _named_bare(source: Source, person: ContactRow) -> Iterator[Finding]:
    """The first place that names a person, when nothing beside it says who that is."""
    name = re.compile(rf"(?<!\w){re.escape(person.name)}(?!\w)")
    match = name.search(source.masked)
    if match is None:
        return
    block = next((span for span in blocks(source) if span[0] <= match.start() < span[1]), (0, len(source.text)))
    beside = source.masked[slice(*block)].casefold().replace(person.name.casefold(), " ")
    telling = [word for word in re.findall(r"\w+", person.role.casefold()) if len(word) >= _LITTLE]
    if any(word in beside for word in telling):
        return
    fix = f"say who that is: {person.name}, {person.role}" if person.role else "say who that is, and note their role"
    yield source.finding("person-without-role", match.start(), f"{person.name} is named without a role", fix)
