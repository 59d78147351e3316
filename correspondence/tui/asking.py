"""The forms for questions and undertakings, prefilled from what is selected or what is known."""

from correspondence.overview import letters, questions, threads, timeline
from correspondence.store.reading import Reader
from correspondence.tui.desk import Desk
from correspondence.tui.screens.form import Choice, FormScreen
from correspondence.vocabulary import Direction, UndertakingStatus

_LONGEST_LABEL = 80


def question_form(reader: Reader, desk: Desk, words: str, *, proposed: str = "", undertaking: str = "") -> FormScreen:
    """Asks for a question.

    Args:
        reader: an open look at the store.
        desk: the reply.
        words: what is selected in it.
        proposed: the question to begin with; else one has to be made of the words.
        undertaking: which undertaking it is likely about.
    """
    undertakings = [(row.statement, row.id) for row in questions.undertakings(reader, desk.thread)]
    places = [
        (f"{row.date or 'undated'}  {row.title or row.id}", row.id)
        for row in reversed(timeline.timeline(reader, desk.thread))
        if row.direction == Direction.OUTGOING
    ]
    drafts = [
        (f"in preparation  {row.title}", row.id) for row in letters.letters(reader, desk.thread) if not row.revisions
    ]
    return FormScreen(
        "New question",
        about=words,
        text=proposed or " ".join(words.split()),
        choices=(
            Choice("asked_in", "Asked in", _short(drafts + places), none="not asked yet"),
            Choice("undertaking", "Undertaking", _short(undertakings), undertaking),
        ),
    )


def undertaking_form(reader: Reader, desk: Desk, words: str) -> FormScreen:
    """Asks for an undertaking that the reply's author gave."""
    parties = threads.parties(reader, desk.thread)
    return FormScreen(
        "New undertaking",
        about=words,
        text=" ".join(words.split()),
        choices=(
            Choice(
                "by",
                "By",
                tuple((party.name, party.name) for party in parties),
                threads.party_of(parties, desk.author),
                none="nobody named",
            ),
        ),
    )


def report_form(row: questions.UndertakingRow) -> FormScreen:
    """Asks what has become of an undertaking."""
    statuses = tuple((shown_as, shown_as) for shown_as in map(str, UndertakingStatus))
    return FormScreen(
        "What has become of it? The finding:",
        about=row.statement,
        text=row.finding,
        choices=(Choice("status", "Status", statuses, row.status, none="as it is"),),
        needs_text=False,
    )


def withdrawal_form(row: questions.QuestionRow) -> FormScreen:
    """Asks why a question is asked no more."""
    return FormScreen("Ask it no more. Why?", about=row.text)


def _short(options: list[tuple[str, str]]) -> tuple[tuple[str, str], ...]:
    return tuple(
        (label if len(label) <= _LONGEST_LABEL else f"{label[: _LONGEST_LABEL - 1]}…", value)
        for label, value in options
    )
