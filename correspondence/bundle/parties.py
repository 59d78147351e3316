"""A thread's own data as a person gives it: its title and days, and who is on the other side, one by one.

A bundle brings all of that at once; here it is begun and mended by hand.
"""

from collections.abc import Mapping, Sequence
from typing import Any, TypeVar

from pydantic import ValidationError
from sqlmodel import Session, select

from correspondence.bundle import load, schema, transfer
from correspondence.errors import CorrespondenceError
from correspondence.records.base import Record
from correspondence.records.thread import Contact, Organization
from correspondence.store.named import thread_named

Entry = Mapping[str, Any]
Kind = TypeVar("Kind", bound=schema.Entry)


def begin(
    session: Session,
    slug: str,
    title: str,
    language: str,
    *,
    fields: Entry | None = None,
    organizations: Sequence[Entry] = (),
    contacts: Sequence[Entry] = (),
) -> None:
    """Begin a thread, with what is known of its other side; the rest is as for `put`.

    Raises:
        CorrespondenceError: there is such a thread already, or a value is none that it can have.
    """
    bundle = transfer.begin(slug, title, language, ())
    if transfer.is_there(session, slug):
        raise CorrespondenceError(f"there is a thread {slug!r} already: `thread set {slug}` changes what it has")
    transfer.import_thread(session, bundle)
    put(session, slug, fields=fields, organizations=organizations, contacts=contacts)


def put(
    session: Session,
    slug: str,
    *,
    fields: Entry | None = None,
    organizations: Sequence[Entry] = (),
    contacts: Sequence[Entry] = (),
) -> list[str]:
    """Change a thread's data, and add its organizations and contacts or mend what is known of them.

    Args:
        session: of the change under way.
        slug: the thread's.
        fields: of `schema.Thread`, by name; an empty text takes a value away.
        organizations: of `schema.Organization`, each with its `name`.
        contacts: of `schema.Contact`, each with its `name`; without an organization, they are of the only one.

    Returns:
        What was added or is another now: names of fields, of organizations and of people.

    Raises:
        NotFoundError: there is no such thread.
        CorrespondenceError: a value is none that a thread, organization or contact can have.
    """
    thread = thread_named(session, slug)
    assert thread.id is not None
    now = {name: getattr(thread, name) for name in ("slug", "title", "language", "summary", "reply_due_days")}
    for name in ("title", "language"):
        if (fields or {}).get(name) == "":
            raise CorrespondenceError(f"a thread needs a {name}")
    said = {name: None if value == "" else value for name, value in (fields or {}).items()}
    wanted = _checked(schema.Thread, {"format": 1, **now, **said})
    changed = _mend(session, thread, {name: getattr(wanted, name) for name in fields or {}})
    known = load.Known.of(session, thread.id)
    parties = list({one.name: one for one in (_checked(schema.Organization, e) for e in organizations)}.values())
    new = [party for party in parties if party.name not in known.organizations]
    for party in parties:
        if party.name in known.organizations:
            changed += _mend(session, session.get_one(Organization, known.organizations[party.name]), _said(party))
    names = [*known.organizations, *(party.name for party in new)]
    placed = (_placed(entry, names, known.contacts) for entry in contacts)
    people = list({one.name: one for one in (_checked(schema.Contact, entry) for entry in placed)}.values())
    newcomers = [person for person in people if person.name not in known.contacts]
    added = schema.Thread(
        format=1, slug=slug, title="-", language="en", organization=tuple(new), contact=tuple(newcomers)
    )
    load.add(session, thread.id, schema.ThreadBundle(thread=added), known, parts=added)
    for person in people:
        if person not in newcomers:
            mended = _said(person)
            if person.organization:
                mended["organization_id"] = known.organizations[person.organization]
            row = session.exec(
                select(Contact).where(Contact.thread_id == thread.id, Contact.name == person.name)
            ).first()
            assert row is not None
            changed += _mend(session, row, mended)
    changed += [*(party.name for party in new), *(person.name for person in newcomers)]
    if changed:
        thread.version += 1
        session.add(thread)
    return list(dict.fromkeys(changed))


def _placed(entry: Entry, organizations: Sequence[str], known: Mapping[str, int]) -> dict[str, Any]:
    """A contact with the organization: the one named, which the thread must have, or the only one there is."""
    named = entry.get("organization")
    if named and named not in organizations:
        there = ", ".join(organizations) or "none"
        raise CorrespondenceError(f"the thread has no organization {named!r} (it has: {there}): add it first")
    if not named and len(organizations) == 1 and entry.get("name") not in known:
        return {**entry, "organization": organizations[0]}
    return dict(entry)


def _said(entry: schema.Organization | schema.Contact) -> dict[str, Any]:
    """What a person gave of an organization or a contact, but for its name and what lies in other tables."""
    given = entry.model_dump(include=entry.model_fields_set, exclude={"name", "organization", "parent"})
    return {name: value for name, value in given.items() if value is not None}


def _mend(session: Session, row: Record, values: Entry) -> list[str]:
    """Set what is another one; the names by which a person knows what changed."""
    changed = [name for name, value in values.items() if getattr(row, name) != value]
    for name in changed:
        setattr(row, name, values[name])
    session.add(row)
    named = getattr(row, "name", "")
    return [named] if named and changed else changed


def _checked(kind: type[Kind], values: Entry) -> Kind:
    try:
        return kind.model_validate(dict(values))
    except ValidationError as error:
        fault = error.errors()[0]
        where = ".".join(str(part) for part in fault["loc"]) or kind.__name__.lower()
        raise CorrespondenceError(f"{where}: {fault['msg'].removeprefix('Value error, ')}") from None
