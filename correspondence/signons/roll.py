"""The roll of a letter: who is on it, found by name however it is written, by address, and by domain."""

from sqlmodel import Session, select

from correspondence.records.signon import Signatory, SignOn
from correspondence.signons.likely import Party, domain_of
from correspondence.text.likeness import fold
from correspondence.vocabulary import SignatoryKind, SignOnStatus


class Roll:
    """All sign-ons of a letter and the directory, read once; new sign-ons are to be added to it.

    Attributes:
        letter_id: whose.
        signons: those of the letter.
        directory: all signatories of the store.
    """

    def __init__(self, session: Session, letter_id: int) -> None:
        self.letter_id = letter_id
        self.signons: list[SignOn] = []
        self.directory = list(session.exec(select(Signatory).order_by(Signatory.name)).all())
        self._by_name: dict[str, SignOn] = {}
        self._by_address: dict[str, list[SignOn]] = {}
        self._by_signatory: dict[int, SignOn] = {}
        self._known: dict[str, Signatory] = {}
        for entry in self.directory:
            for name in names_of(entry):
                self._known.setdefault(fold(name), entry)
        for row in session.exec(select(SignOn).where(SignOn.letter_id == letter_id).order_by(SignOn.id)).all():  # type: ignore[arg-type]  # a column
            self.add(row)

    def add(self, row: SignOn) -> None:
        """Put a sign-on on the roll."""
        self.signons.append(row)
        self._by_name.setdefault(fold(row.name), row)
        if row.signatory_id is not None:
            self._by_signatory.setdefault(row.signatory_id, row)
        if row.email:
            self._by_address.setdefault(row.email.lower(), []).append(row)

    def named(self, name: str) -> SignOn | None:
        """The sign-on of that name, whatever its case and spaces, or of a signatory who has it for another name."""
        found = self._by_name.get(fold(name))
        if found is None and (entry := self._known.get(fold(name))) is not None and entry.id is not None:
            found = self._by_signatory.get(entry.id)
        return found

    def of_address(self, address: str) -> list[SignOn]:
        """The sign-ons with that address."""
        return self._by_address.get(address.lower(), [])

    def known(self, name: str) -> Signatory | None:
        """The directory's entry that has that name, in any language, or as an alias."""
        return self._known.get(fold(name))

    def signatory_of(self, row: SignOn) -> Signatory | None:
        """The directory's entry of a sign-on."""
        return next((entry for entry in self.directory if entry.id == row.signatory_id), None)

    def domains_of(self, row: SignOn) -> frozenset[str]:
        """The domains that mail of a signatory may come from."""
        entry = self.signatory_of(row)
        own = {domain_of(row.email)} if row.email else set()
        return frozenset((own | (domains_of(entry) if entry else set())) - {""})

    def parties(self) -> list[Party]:
        """Everybody on the roll, to be compared."""
        return [
            self.party(row.name, domains=self.domains_of(row), person=row.kind == SignatoryKind.PERSON)
            for row in self.signons
            if row.status != SignOnStatus.WITHDRAWN
        ]

    def party(self, name: str, *, domains: frozenset[str], person: bool) -> Party:
        """Somebody of that name to be compared, with what the directory knows of whom they are not."""
        entry = self.known(name)
        return Party(name, domains=domains, distinct=distinct_of(entry) if entry else frozenset(), person=person)


def names_of(entry: Signatory) -> list[str]:
    """All names of a signatory: the printed one, those in other languages, aliases."""
    return [entry.name, *(entry.names or {}).values(), *(entry.aliases or ())]


def distinct_of(entry: Signatory) -> frozenset[str]:
    """The names of those who are somebody else than a signatory, as a person has said, without case and spaces."""
    return frozenset(map(fold, entry.distinct_from or ()))


def domains_of(entry: Signatory) -> set[str]:
    """A signatory's domains: those it gives, that of its address, those of its contacts."""
    found = {domain.lower().removeprefix("www.") for domain in entry.domains or ()}
    if entry.url:
        found.add(domain_of(entry.url))
    found |= {domain_of(address) for address in addresses_of(entry)}
    return found - {""}


def addresses_of(entry: Signatory) -> list[str]:
    """The e-mail addresses of a signatory's contacts, in order."""
    given = [c if isinstance(c, str) else str(c.get("email") or "") for c in entry.contacts or ()]
    return [address for address in given if "@" in address]
