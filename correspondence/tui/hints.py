"""What to look at while a reply is read: vague terms, sentences that look like undertakings, what was said before."""

from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.assess import leads
from correspondence.overview.find import message_row
from correspondence.store.reading import reading
from correspondence.tui.desk import Desk, Earlier
from correspondence.tui.widgets.spans import Span
from correspondence.workspace import Workspace

_MOST_EARLIER = 12


@dataclass(frozen=True, slots=True)
class Hints:
    """What the program noticed in a reply; it judges nothing.

    Attributes:
        vague: the vague terms, in order.
        undertakings: the sentences that look like undertakings, in order.
        earlier: what the same party said before, to be asked for what resembles some words; None until it is read.
    """

    vague: tuple[leads.VagueTerm, ...] = ()
    undertakings: tuple[Span, ...] = ()
    earlier: leads.Earlier | None = None

    @property
    def underlined(self) -> list[Span]:
        """Where the vague terms stand."""
        return [(term.start, term.end) for term in self.vague]

    def question_on(self, spans: Sequence[Span]) -> str:
        """The question to ask about the first vague term among some words; empty when there is none."""
        within = (t for t in self.vague if any(start <= t.start and t.end <= end for start, end in spans))
        return next((term.question for term in within), "")

    def said_before(self, selected: str, question: str) -> list[Earlier]:
        """What the party said on the matter of some words, the likeliest first."""
        if self.earlier is None or not selected.strip():
            return []
        found = (one.statement for one in self.earlier.on(selected, question, top=_MOST_EARLIER))
        return [Earlier(one.message, (one.date or "")[:10], one.exact) for one in found]


def read_hints(workspace: Workspace, desk: Desk) -> Hints:
    """Look a reply over; takes a moment."""
    with reading(workspace) as reader:
        key, _, _ = message_row(reader, desk.message, desk.thread)
        found = leads.read_leads(reader, key)
    likely = leads.likely_undertakings(found.body, found.language, found.names)
    return Hints(
        vague=leads.vague_terms(found.body, found.language, found.asks_in),
        undertakings=tuple((one.start, one.end) for one in likely),
        earlier=leads.Earlier(found.statements),
    )
