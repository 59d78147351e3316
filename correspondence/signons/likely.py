"""Who may be the same as whom: entries of the directory, and those who answer a call."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from correspondence.text import likeness

ALIKE = 90.0
# Mail providers whose domain says nothing about whom a person belongs to.
# fmt: off
COMMON_DOMAINS = frozenset({
    "gmail.com", "googlemail.com", "outlook.com", "hotmail.com", "live.com", "yahoo.com", "icloud.com",
    "proton.me", "protonmail.com", "gmx.de", "gmx.net", "web.de", "mail.com", "aol.com", "tutanota.com",
    "riseup.net", "posteo.de", "mailbox.org",
})
# fmt: on


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who can sign, by all the names that are known.

    Attributes:
        name: the first of them.
        others: names in other languages, and aliases.
        domains: of mail and web, in lower case.
        distinct: names of others that it is not, as a person has said.
        person: whether it is a person; people are not told by domain, acronym or a part of a name.
    """

    name: str
    others: tuple[str, ...] = ()
    domains: frozenset[str] = frozenset()
    distinct: frozenset[str] = frozenset()
    person: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """All its names."""
        return (self.name, *self.others)


@dataclass(frozen=True, slots=True)
class Likely:
    """Two that may be one, and why."""

    one: str
    other: str
    why: str


def domain_of(address: str) -> str:
    """The domain of an e-mail address or a web address, without `www.`; "" for a provider that anybody may use."""
    if "@" in address:
        domain = address.rpartition("@")[2].lower().rstrip(".")
    else:
        try:
            domain = (urlsplit(address if "//" in address else f"//{address}").hostname or "").lower()
        except ValueError:
            domain = ""
    domain = domain.removeprefix("www.")
    return "" if domain in COMMON_DOMAINS else domain


def pairs(parties: Sequence[Party]) -> list[Likely]:
    """All pairs that may be one, each once, with the strictest reason; in the order of the parties.

    Those that a person has said to be two are left out.
    """
    found: dict[tuple[int, int], str] = {}
    cores = [_cores(party) for party in parties]
    for why, keys_of in (
        ("the names differ in case or spaces only", map(_folds, parties)),
        ("the names differ in accents, punctuation or legal form only", cores),
        ("the names look alike", map(_skeletons, parties)),
        ("they share a domain", map(_domains, parties)),
    ):
        groups: dict[str, set[int]] = defaultdict(set)
        for n, keys in enumerate(keys_of):
            for key in keys:
                groups[key].add(n)
        for members in groups.values():
            ordered = sorted(members)
            for at, one in enumerate(ordered):
                for other in ordered[at + 1 :]:
                    found.setdefault((one, other), why)
    for one, other in _acronyms(parties):
        found.setdefault((one, other), "one may be the acronym of the other")
    for one, other, score in _alike(parties, cores):
        found.setdefault((one, other), f"the names are {score:.0f} % alike")
    return [
        Likely(parties[one].name, parties[other].name, why)
        for (one, other), why in sorted(found.items())
        if not _judged(parties[one], parties[other])
    ]


def _judged(one: Party, other: Party) -> bool:
    """Whether a person has said that they are two."""
    return any(
        not here.distinct.isdisjoint(map(likeness.fold, there.names))
        for here, there in ((one, other), (other, one))
        if here.distinct
    )


def _folds(party: Party) -> set[str]:
    return {likeness.fold(name) for name in party.names}


def _cores(party: Party) -> set[str]:
    return {likeness.core(name) for name in party.names} - {""}


def _skeletons(party: Party) -> set[str]:
    return {likeness.skeleton(name) for name in party.names}


def _acronyms(parties: Sequence[Party]) -> Iterable[tuple[int, int]]:
    """Organizations of which one is called by the first letters of the other's words."""
    short: dict[str, list[int]] = defaultdict(list)
    for n, party in enumerate(parties):
        for name in party.names if not party.person else ():
            if likeness.is_acronym(name):
                short[likeness.fold(name).replace(".", "")].append(n)
    for n, party in enumerate(parties):
        for name in party.names if not party.person else ():
            for other in short.get(likeness.initials(name), ()):
                if other != n:
                    yield min(n, other), max(n, other)


def _domains(party: Party) -> frozenset[str]:
    return frozenset() if party.person else party.domains


def _alike(parties: Sequence[Party], cores: Sequence[set[str]]) -> Iterable[tuple[int, int, float]]:
    """Pairs whose names score at least `ALIKE`: organizations by WRatio, people word by word."""
    import numpy as np  # heavy; only for a directory or an import
    from rapidfuzz import fuzz, process

    for person in (False, True):
        named = [(n, key) for n, party in enumerate(parties) if party.person == person for key in sorted(cores[n])]
        scorer = fuzz.token_sort_ratio if person else fuzz.WRatio
        keys = [key for _, key in named]
        for start in range(0, len(keys), _ROWS):
            # What stands before this batch was compared with it already: likeness goes both ways.
            scores = process.cdist(keys[start : start + _ROWS], keys[start:], scorer=scorer, score_cutoff=ALIKE)
            for row, column in np.argwhere(scores >= ALIKE):
                one, other = named[start + int(row)][0], named[start + int(column)][0]
                if one < other:
                    yield one, other, float(scores[row, column])


_ROWS = 500
