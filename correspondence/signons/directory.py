"""The directory of those who sign: adding, changing, taking in files, and making one of two."""

from collections.abc import Iterable
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from correspondence.bundle import schema
from correspondence.errors import CorrespondenceError, NotFoundError, RefusedError
from correspondence.records.signon import Signatory, SignOn
from correspondence.signons.likely import Likely, Party, pairs
from correspondence.signons.roll import distinct_of, domains_of, names_of
from correspondence.text.likeness import fold
from correspondence.vocabulary import SignatoryKind

_FIELDS = tuple(schema.Signatory.model_fields)


def find(session: Session, name: str) -> Signatory:
    """A signatory by any of its names, whatever case and spaces.

    Raises:
        NotFoundError: nobody is called so.
        RefusedError: several are.
    """
    wanted = fold(name)
    rows = session.exec(select(Signatory)).all()
    exact = [row for row in rows if row.name == name]
    found = exact or [row for row in rows if wanted in map(fold, names_of(row))]
    if not found:
        raise NotFoundError(f"the directory has no signatory {name!r}: see `correspondence signatory list`")
    if len(found) > 1:
        raise RefusedError(f"several signatories are called {name!r}: {', '.join(row.name for row in found)}")
    return found[0]


def add(session: Session, **values: Any) -> Signatory:
    """Put somebody into the directory; the values are those of `signatories/*.toml`.

    Raises:
        CorrespondenceError: a value is none that an entry can have.
        RefusedError: the directory has somebody of that name, whatever case and spaces.
    """
    entry = checked(values)
    wanted = fold(entry.name)
    for row in session.exec(select(Signatory)).all():
        if wanted in map(fold, names_of(row)):
            raise RefusedError(f"{row.name} is in the directory already")
    row = Signatory(**_plain(entry))
    session.add(row)
    session.flush()
    return row


def edit(session: Session, name: str, /, **values: Any) -> Signatory:
    """Change what is given of an entry. A new name leaves the old one behind as an alias.

    Raises:
        NotFoundError: nobody is called so.
        CorrespondenceError: a value is none that an entry can have.
        RefusedError: somebody else is called so.
    """
    row = find(session, name)
    before = _entry(row)
    entry = checked(before.model_dump(mode="json", exclude_none=True) | values)
    if entry.name != before.name:
        others = [other for other in session.exec(select(Signatory)).all() if other.id != row.id]
        if taken := next((o for o in others if fold(entry.name) in map(fold, names_of(o))), None):
            raise RefusedError(f"{taken.name} is called so already: merge the two, if they are one")
        if before.name not in entry.aliases:
            entry = entry.model_copy(update={"aliases": (*entry.aliases, before.name)})
    if entry == before:
        return row
    _set(row, entry)
    session.add(row)
    session.flush()
    return row


def amend(session: Session, name: str, changes: dict[str, Any], *, drop: Iterable[str] = ()) -> Signatory:
    """Change an entry: lists are added to, other values are replaced, and what is dropped is taken out.

    A contact whose address is there already mends that one: what it does not say stays.

    Args:
        session: of the change under way.
        name: any of its names.
        changes: values of `signatories/*.toml`; an empty text takes a value out.
        drop: domains, aliases, addresses of contacts, and languages of names.

    Raises:
        NotFoundError: nobody is called so, or there is nothing of the kind to drop.
        CorrespondenceError: a value is none that an entry can have.
        RefusedError: somebody else is called so.
    """
    before = _entry(find(session, name)).model_dump(mode="json", exclude_none=True)
    names = {**before.get("names", {}), **changes.get("names", {})}
    lists = {key: [*before.get(key, ()), *changes.get(key, ())] for key in ("domains", "aliases")}
    lists["contacts"] = _mended(before.get("contacts", ()), changes.get("contacts", ()))
    for text in drop:
        kept = {
            "domains": [one for one in lists["domains"] if one != text],
            "aliases": [one for one in lists["aliases"] if one != text],
            "contacts": [one for one in lists["contacts"] if text not in (_address_of(one), _name_of(one))],
        }
        if kept == lists and text not in names:
            raise NotFoundError(f"{before['name']} has no {text!r}: see `correspondence signatory show`")
        lists = kept
        names.pop(text, None)
    values = changes | {key: _once(entries) for key, entries in lists.items()} | {"names": names}
    return edit(session, name, **values)


def take_in(session: Session, entries: Iterable[schema.Signatory]) -> tuple[list[str], list[str]]:
    """Add those entries of a directory's files that are new.

    Returns:
        The names that were added, and those that are there and differ, which stay as they are.
    """
    known = {row.name: row for row in session.exec(select(Signatory)).all()}
    added, differing = [], []
    for entry in entries:
        there = known.get(entry.name)
        if there is None:
            known[entry.name] = Signatory(**_plain(entry))
            session.add(known[entry.name])
            added.append(entry.name)
        elif _entry(there) != entry:
            differing.append(entry.name)
    session.flush()
    return added, differing


def merge(session: Session, kept: str, gone: str) -> dict[str, Any]:
    """Make one entry of two that a person says are one. It is final.

    What `kept` does not say is taken from the other; its names become aliases; all sign-ons that refer to it refer to
    `kept` from then on.

    Returns:
        What was merged, for the journal: the whole entry that is gone, and how many sign-ons moved.

    Raises:
        NotFoundError: one of them is not in the directory.
        RefusedError: they are one already.
    """
    one, other = find(session, kept), find(session, gone)
    if one.id == other.id:
        raise RefusedError(f"{kept!r} and {gone!r} are one entry already: {one.name}")
    into, lost = _entry(one), _entry(other)
    aliases = (*into.aliases, lost.name, *lost.aliases, *lost.names.values())
    values: dict[str, Any] = lost.model_dump(mode="json", exclude_none=True)
    values |= into.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    for name in ("domains", "contacts"):
        both = [*getattr(into, name), *getattr(lost, name)]
        values[name] = _once(x if isinstance(x, str) else x.model_dump(mode="json", exclude_none=True) for x in both)
    values["names"] = dict(lost.names) | dict(into.names)
    here = {into.name, *into.names.values()}
    values["aliases"] = _once(name for name in aliases if name not in here)
    own = set(map(fold, (*here, *values["aliases"])))
    others = (*into.distinct_from, *lost.distinct_from)
    values["distinct_from"] = _once(text for text in others if fold(text) not in own)
    _set(one, checked(values | {"name": into.name}))
    moved = session.exec(select(SignOn).where(SignOn.signatory_id == other.id)).all()
    for row in moved:
        row.signatory_id = one.id
        session.add(row)
    session.flush()
    session.delete(other)
    session.add(one)
    session.flush()
    gone_entry = lost.model_dump(mode="json", exclude_none=True, exclude_defaults=True)
    return {"kept": one.name, "gone": gone_entry, "signons": sorted(row.id or 0 for row in moved)}


def distinguish(session: Session, name: str, other: str, *, undo: bool = False) -> tuple[Signatory, Signatory]:
    """A person says that two entries are two, and is not asked about them again; or takes that back.

    Raises:
        NotFoundError: one of them is not in the directory, or there is nothing to take back.
        RefusedError: they are one entry, or it has been said already.
    """
    one, two = find(session, name), find(session, other)
    if one.id == two.id:
        raise RefusedError(f"{name!r} and {other!r} are one entry: {one.name}")
    said = False
    for here, there in ((one, two), (two, one)):
        names = set(map(fold, names_of(there)))
        kept = [text for text in here.distinct_from or () if fold(text) not in names]
        said = said or len(kept) != len(here.distinct_from or ())
        if undo and len(kept) != len(here.distinct_from or ()):
            _set(here, _entry(here).model_copy(update={"distinct_from": tuple(kept)}))
            session.add(here)
    if undo and not said:
        raise NotFoundError(f"nobody has said that {one.name} and {two.name} are two")
    if not undo and said:
        raise RefusedError(f"it has been said already that {one.name} and {two.name} are two")
    if not undo:
        _set(one, _entry(one).model_copy(update={"distinct_from": (*(one.distinct_from or ()), two.name)}))
        session.add(one)
    session.flush()
    return one, two


def duplicates(session: Session) -> list[Likely]:
    """Pairs of entries that may be one and have not been said to be two, for a person to decide."""
    rows = session.exec(select(Signatory).order_by(col(Signatory.name))).all()
    return pairs([party(row) for row in rows])


def party(row: Signatory) -> Party:
    """An entry by all that it may be known by."""
    first, *others = names_of(row)
    return Party(
        first, tuple(others), frozenset(domains_of(row)), distinct_of(row), person=row.kind == SignatoryKind.PERSON
    )


def checked(values: dict[str, Any]) -> schema.Signatory:
    """An entry of these values.

    Raises:
        CorrespondenceError: one of them is none that an entry can have; the line names it.
    """
    try:
        return schema.Signatory.model_validate({key: value for key, value in values.items() if value is not None})
    except ValidationError as error:
        faults = error.errors(include_url=False)
        # A contact may be a text or a table: what is wrong with the table says more than that it is no text.
        fault = next((one for one in faults if one["type"] != "string_type"), faults[0])
        parts = (part for part in fault["loc"] if not str(part).startswith(("function", "Directory")))
        key = ".".join(str(part + 1) if isinstance(part, int) else part for part in parts)
        raise CorrespondenceError(f"{key}: {fault['msg'].removeprefix('Value error, ')}") from None


def _entry(row: Signatory) -> schema.Signatory:
    return schema.Signatory(**{name: getattr(row, name) for name in _FIELDS if getattr(row, name) is not None})


def _plain(entry: schema.Signatory) -> dict[str, Any]:
    return entry.model_dump(mode="json")


def _set(row: Signatory, entry: schema.Signatory) -> None:
    for name, value in _plain(entry).items():
        setattr(row, name, value)
    row.version += 1


def _mended(contacts: Iterable[Any], given: Iterable[Any]) -> list[Any]:
    """Contacts and those that are given: one whose address is there already says what is new about it."""
    found = list(contacts)
    for one in given:
        address = _address_of(one).casefold()
        same = [n for n, there in enumerate(found) if address and _address_of(there).casefold() == address]
        if not same:
            found.append(one)
        elif not isinstance(one, str):
            there = found[same[0]]
            found[same[0]] = ({} if isinstance(there, str) else there) | one
    return found


def _address_of(contact: Any) -> str:
    return contact if isinstance(contact, str) else str(contact.get("email") or "")


def _name_of(contact: Any) -> str:
    return "" if isinstance(contact, str) else str(contact.get("name") or "")


def _once(values: Iterable[Any]) -> list[Any]:
    found: list[Any] = []
    for value in values:
        if value not in found:
            found.append(value)
    return found
