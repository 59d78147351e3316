"""The directory of those who sign."""

import json
from dataclasses import dataclass
from typing import Any

from correspondence.errors import NotFoundError, RefusedError
from correspondence.store.reading import Reader
from correspondence.text.collation import sort_key
from correspondence.text.likeness import fold


@dataclass(frozen=True, slots=True)
class ContactOfSignatory:
    """Whom to write to; absent texts are empty, `language` is BCP 47."""

    name: str
    role: str
    email: str
    language: str


@dataclass(frozen=True, slots=True)
class SignatoryRow:
    """An organization or a person in the directory; absent texts are empty.

    Attributes:
        name: as it is printed.
        kind: `organization` or `person`, or empty.
        sort_as: what to sort it by, when that is not the name.
        country: as it was given.
        url: of its web site.
        logo: the name of a picture of its mark.
        names: by language, BCP 47.
        aliases: other names it is known by.
        distinct_from: names of others that it is not, as a person has said.
        domains: of its mail.
        contacts: in order; the first with an address is written to.
        signed: how many letters it has signed.
    """

    name: str
    kind: str
    sort_as: str
    country: str
    url: str
    logo: str
    names: dict[str, str]
    aliases: tuple[str, ...]
    distinct_from: tuple[str, ...]
    domains: tuple[str, ...]
    contacts: tuple[ContactOfSignatory, ...]
    signed: int


_SIGNATORIES = """
    SELECT d.name, d.kind, d.sort_as, d.country, d.url, d.logo, d.names, d.aliases, d.distinct_from, d.domains,
           d.contacts,
           (SELECT count(*) FROM signon s WHERE s.signatory_id = d.id AND s.status = 'signed')
      FROM signatory d
"""


def signatories(reader: Reader, language: str = "en") -> list[SignatoryRow]:
    """Everybody in the directory, in the order of the alphabet of a language (BCP 47)."""
    rows = [_row(row) for row in reader.rows(_SIGNATORIES)]
    return sorted(rows, key=lambda row: sort_key(row.sort_as or row.name, language))


def found(reader: Reader, name: str) -> SignatoryRow:
    """One entry of the directory by any of its names, whatever their case and spaces.

    Raises:
        NotFoundError: nobody is called so.
        RefusedError: several are.
    """
    rows = [_row(row) for row in reader.rows(_SIGNATORIES + " ORDER BY d.name")]
    wanted = fold(name)
    entries = [row for row in rows if row.name == name] or [
        row for row in rows if wanted in map(fold, (row.name, *row.names.values(), *row.aliases))
    ]
    if not entries:
        raise NotFoundError(f"the directory has no signatory {name!r}: see `correspondence signatory list`")
    if len(entries) > 1:
        raise RefusedError(f"several signatories are called {name!r}: {', '.join(row.name for row in entries)}")
    return entries[0]


def _row(row: tuple[Any, ...]) -> SignatoryRow:
    name, kind, sort_as, country, url, logo, names, aliases, distinct_from, domains, contacts, signed = row
    return SignatoryRow(
        name=name,
        kind=kind or "",
        sort_as=sort_as or "",
        country=country or "",
        url=url or "",
        logo=logo or "",
        names=json.loads(names or "{}"),
        aliases=tuple(json.loads(aliases or "[]")),
        distinct_from=tuple(json.loads(distinct_from or "[]")),
        domains=tuple(json.loads(domains or "[]")),
        contacts=tuple(_contact(one) for one in json.loads(contacts or "[]")),
        signed=signed,
    )


def _contact(one: Any) -> ContactOfSignatory:
    if isinstance(one, str):
        return ContactOfSignatory("", "", one, "")
    return ContactOfSignatory(*(one.get(key) or "" for key in ("name", "role", "email", "language")))
