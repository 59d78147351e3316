"""Which way a message went, where nobody says: out, when it plainly went to the other side and not from it."""

from dataclasses import dataclass
from email.utils import parseaddr

from sqlmodel import Session, select

from correspondence.readers.extract import Extract
from correspondence.records.thread import Contact, Organization
from correspondence.text.domains import domain_of, is_within
from correspondence.vocabulary import Direction


@dataclass(frozen=True, slots=True)
class Parties:
    """The other side of a thread: its contacts' addresses and its organizations' domains, in lower case."""

    addresses: frozenset[str]
    domains: frozenset[str]

    @classmethod
    def of(cls, session: Session, thread_id: int) -> "Parties":
        """Those of a thread in the store."""
        addresses = session.exec(select(Contact.email).where(Contact.thread_id == thread_id)).all()
        urls = session.exec(select(Organization.url).where(Organization.thread_id == thread_id)).all()
        domains = {domain_of(url) for url in urls if url} | {a.rpartition("@")[2].lower() for a in addresses if a}
        return cls(frozenset(a.lower() for a in addresses if a), frozenset(filter(None, domains)))

    def direction(self, extract: Extract) -> Direction:
        """Incoming, unless the sender is none of the parties and a recipient is one."""
        if extract.sender_address and not self._is_theirs(extract.sender_address):
            to = (parseaddr(recipient[:1000])[1] for recipient in extract.recipients[:100])
            if any(self._is_theirs(address) for address in to if address):
                return Direction.OUTGOING
        return Direction.INCOMING

    def _is_theirs(self, address: str) -> bool:
        address = address.lower()
        domain = address.rpartition("@")[2]
        return address in self.addresses or any(is_within(domain, d) for d in self.domains)
