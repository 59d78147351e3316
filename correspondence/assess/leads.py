"""What to look at while a message is read: vague terms, likely undertakings, what the party said before.

`read_leads` looks into the store once; what follows needs no store and may run beside the screen. The rows are frozen.
"""

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from correspondence.matching import undertakings, vague
from correspondence.matching.earlier import Statements
from correspondence.matching.words import language_of
from correspondence.passages.segment import passages, sentences
from correspondence.store.reading import Reader
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.matching.meaning import Vectors


@dataclass(frozen=True, slots=True)
class VagueTerm:
    """A vague term in a message's own words.

    Attributes:
        start: where it begins, in code points of the body.
        end: where it ends, exclusive.
        exact: its words.
        kind: what it leaves open: `standard`, `exception`, `discretion`, `number`, `time` or `reference`.
        question: what to ask about it, in the thread's language.
    """

    start: int
    end: int
    exact: str
    kind: str
    question: str


@dataclass(frozen=True, slots=True)
class LikelyUndertaking:
    """A sentence that looks like an undertaking.

    Attributes:
        start: where the sentence begins, in code points of the body.
        end: where it ends, exclusive.
        exact: its words.
        signal_start: where the words begin that tell so, such as "we will".
        signal_end: where they end, exclusive.
    """

    start: int
    end: int
    exact: str
    signal_start: int
    signal_end: int


@dataclass(frozen=True, slots=True)
class Statement:
    """A passage of an earlier message or source of the same party.

    Attributes:
        message: the message's identifier.
        date: its partial date, or None.
        author: as the message names them.
        title: of the message, or empty.
        start: where the passage begins, in code points of that message's body.
        end: where it ends, exclusive.
        exact: its words.
    """

    message: str
    date: str | None
    author: str
    title: str
    start: int
    end: int
    exact: str


@dataclass(frozen=True, slots=True)
class SaidBefore:
    """A statement with how alike it is to what was selected: 0 to 1."""

    statement: Statement
    score: float


@dataclass(frozen=True, slots=True)
class Leads:
    """What `read_leads` found in the store.

    Attributes:
        message: the message's identifier.
        body: its text.
        language: its language, or empty.
        asks_in: the language of the thread, in which questions are proposed.
        names: of the party that wrote it: its organizations and people.
        statements: what the same party said before, oldest message first.
    """

    message: str
    body: str
    language: str
    asks_in: str
    names: tuple[str, ...]
    statements: tuple[Statement, ...]


_MESSAGE = """
    SELECT m.thread_id, m.identifier, m.body, m.language, t.language, m.author, coalesce(m.date, m.received, '')
      FROM message m JOIN thread t ON t.id = m.thread_id WHERE m.id = :message
"""
_EARLIER = """
    SELECT m.identifier, coalesce(m.date, m.received), m.author, m.title, m.body
      FROM message m
     WHERE m.thread_id = :thread AND m.id <> :message AND m.direction <> 'outgoing'
       AND (:date = '' OR coalesce(m.date, m.received, '') < :date)
     ORDER BY coalesce(m.date, m.received, ''), m.identifier
"""
_ORGANIZATIONS = "SELECT o.id, o.name, o.names FROM organization o WHERE o.thread_id = :thread"
_CONTACTS = "SELECT c.name, c.organization_id FROM contact c WHERE c.thread_id = :thread"
_FEWEST_WORDS = 6
_ARTICLE = 3  # letters: so few are no name by which a company calls itself
_PARENTS = """
    SELECT p.organization_id, p.parent_id
      FROM organization_parent p JOIN organization o ON o.id = p.organization_id WHERE o.thread_id = :thread
"""


def read_leads(reader: Reader, message: int) -> Leads:
    """A message, and what its author's side said before it.

    Args:
        reader: an open look at the store.
        message: the message's row.
    """
    thread, identifier, body, language, asks_in, author, date = reader.rows(_MESSAGE, message=message)[0]
    parties = _Parties(reader, thread)
    party = parties.of(author or "")
    found = [
        Statement(name, when, who or "", title or "", start, end, text[start:end])
        for name, when, who, title, text in reader.rows(_EARLIER, thread=thread, message=message, date=date)
        if parties.of(who or "") & party
        for start, end in passages(text)
        if says_something(text[start:end])
    ]
    names = parties.names(party, author or "")
    return Leads(identifier, body, language or "", asks_in or "", names, tuple(found))


def says_something(passage: str) -> bool:
    """Whether a passage has so many words that it may state anything: no salutation, date or heading."""
    return len(passage.split()) >= _FEWEST_WORDS


def vague_terms(body: str, language: str = "", asks_in: str = "") -> tuple[VagueTerm, ...]:
    """The vague terms in a text's own passages, in order; nothing in quoted earlier mail and signatures.

    Args:
        body: a message's text.
        language: its language, BCP 47; told by its words when not given.
        asks_in: the language of the proposed questions; the text's own when not given.
    """
    spoken = language or language_of(body, "")
    return tuple(
        VagueTerm(start + one.start, start + one.end, one.exact, str(one.kind), vague.question(one, asks_in or spoken))
        for start, end in passages(body)
        for one in vague.terms(body[start:end], spoken)
    )


def likely_undertakings(body: str, language: str = "", names: tuple[str, ...] = ()) -> tuple[LikelyUndertaking, ...]:
    """The sentences of a text's own passages that look like undertakings, in order.

    Args:
        body: a message's text.
        language: its language, BCP 47; told by its words when not given.
        names: of the party that speaks, so that it counts when it names itself.
    """
    spoken = language or language_of(body, "")
    found = []
    for passage in passages(body):
        for start, end in sentences(body, *passage, spoken or "en"):
            tells = undertakings.signal(body[start:end], spoken, names)
            if tells:
                found.append(LikelyUndertaking(start, end, body[start:end], start + tells[0], start + tells[1]))
    return tuple(found)


class Earlier:
    """What a party said before, indexed once; each look-up takes milliseconds."""

    def __init__(self, statements: tuple[Statement, ...], vectors: "Vectors | None" = None) -> None:
        """Index statements.

        Args:
            statements: from `read_leads`.
            vectors: what their words mean (`matching.meaning.vectors`), one a row; without, shared words tell.
        """
        self._statements = statements
        self._index = Statements([one.exact for one in statements])
        self._vectors = vectors

    def on(
        self, selected: str, question: str = "", *, meaning: "Vectors | None" = None, top: int = 5
    ) -> tuple[SaidBefore, ...]:
        """The earlier statements on the matter of some selected words, the likeliest first.

        Args:
            selected: the words.
            question: the question that they speak of, when one is chosen.
            meaning: the vector of the selected words, where there is one.
            top: how many at most.
        """
        cosines = (self._vectors @ meaning).tolist() if self._vectors is not None and meaning is not None else None
        return tuple(
            SaidBefore(self._statements[one.number], one.score)
            for one in self._index.on(selected, question, cosines=cosines, top=top)
        )


def said_before(
    workspace: Workspace, statements: tuple[Statement, ...], chosen: tuple[str, ...], top: int = 5
) -> tuple[tuple[SaidBefore, ...], ...]:
    """For each of several texts the earlier statements on its matter, by meaning as well where the model is there.

    It takes seconds: about 20 ms for each statement and each text whose meaning is not known yet.
    """
    if not statements or not chosen:
        return ((),) * len(chosen)
    from correspondence.store.vectors import vectors  # numpy is not needed where words are enough

    meant = vectors(workspace, [*(one.exact for one in statements), *chosen])
    if meant is None:
        by_words = Earlier(statements)
        return tuple(by_words.on(words, top=top) for words in chosen)
    index = Earlier(statements, meant[: len(statements)])
    return tuple(
        index.on(words, meaning=meaning, top=top)
        for words, meaning in zip(chosen, meant[len(statements) :], strict=True)
    )


class _Parties:
    """Who belongs to whom in a thread: a message's author is known by the names in it."""

    def __init__(self, reader: Reader, thread: int) -> None:
        self._names: dict[int, list[str]] = {}
        for key, name, names in reader.rows(_ORGANIZATIONS, thread=thread):
            self._names[key] = [name, *(json.loads(names).values() if names else ())]
        self._people = [(name, key) for name, key in reader.rows(_CONTACTS, thread=thread) if key is not None]
        self._parents = reader.rows(_PARENTS, thread=thread)

    def of(self, author: str) -> frozenset[int | str]:
        """The organizations that an author speaks for, with owners and subsidiaries; else the author's own name."""
        said = author.casefold()
        found = {key for key, names in self._names.items() if any(name.casefold() in said for name in names)}
        found |= {key for name, key in self._people if name.casefold() in said}
        if not found:
            return frozenset({said} if said else ())
        near = {parent for child, parent in self._parents if child in found}
        near |= {child for child, parent in self._parents if parent in found}
        return frozenset(found | near)

    def names(self, party: frozenset[int | str], author: str) -> tuple[str, ...]:
        """What the party calls itself: names of organizations whole and by their first word, and the author's."""
        own = [name for key, names in self._names.items() if key in party for name in names]
        firsts = [word for name in own for word in name.split()[:1] if len(word) > _ARTICLE]
        return tuple(dict.fromkeys((*own, *firsts, *([author] if author else ()))))
