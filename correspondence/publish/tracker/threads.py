"""The public part of one thread: what rests on something private is left out, so that nothing false is said either."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date

from correspondence.errors import Finding
from correspondence.overview import figures, progress, questions
from correspondence.overview.organizations import kinds
from correspondence.overview.progress import ExchangeRow, LifeRow
from correspondence.overview.questions import EvidenceRow, PassageRow
from correspondence.overview.threads import ThreadRow
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.publish.tracker.documents import Documents
from correspondence.publish.tracker.site import (
    Asked,
    Exchange,
    Organization,
    Question,
    Quote,
    Said,
    Thread,
    Undertaking,
)
from correspondence.store.reading import Reader
from correspondence.vocabulary import QuestionStatus


def public_part(
    reader: Reader,
    row: ThreadRow,
    found: Documents,
    names: Mapping[str, str],
    *,
    as_of: date,
    with_findings: bool,
) -> tuple[Thread, list[Finding]]:
    """The public part of a thread, and what a person should know of what is not in it.

    A question is public when it was put in a public document and no private message decides where it stands. An
    undertaking is public when it was given in a public message. What we sent counts when it is public, and so are the
    replies to it, if there are any.

    Args:
        reader: an open look at the store.
        row: the thread.
        found: its public documents.
        names: what organizations are called on the site.
        as_of: the day that deadlines are counted to.
        with_findings: whether to publish what is known of each undertaking's status.
    """
    lives = progress.lives(reader, row.slug)
    shown = {life.id: life.known_from(found.ids) for life in lives if _may_be_shown(life, found)}
    asked = _questions(reader, row, shown, found)
    owners = {question.id: question.undertaking for question in questions.questions(reader, row.slug)}
    undertakings = [
        replace(one, questions=tuple(question for name, question in asked.items() if owners[name] == one.id))
        for one in _undertakings(reader, row, found, names, with_findings=with_findings)
    ]
    given = len(questions.undertakings(reader, row.slug))
    known = {undertaking.id for undertaking in undertakings}
    counted = [_for_counting(life, owners[life.id], known, names) for life in shown.values()]
    exchanges = [one.known_from(found.ids) for one in progress.exchanges(reader, row.slug) if _is_public(one, found)]
    thread = Thread(
        slug=row.slug,
        title=row.title,
        language=row.language,
        organizations=(),
        documents=found.shown,
        undertakings=tuple(undertakings),
        questions=tuple(question for name, question in asked.items() if owners[name] not in known),
        exchanges=tuple(_exchange(exchange, names, as_of) for exchange in exchanges),
        replies=figures.replies(exchanges, as_of),
        course=tuple(figures.course(counted)),
        parties=tuple(figures.by_party(counted)),
    )
    told = _untold(row.slug, [life for life in lives if not life.asked_no_more], shown, given - len(known))
    return replace(thread, organizations=_organizations(reader, thread, names)), told


def _undertakings(
    reader: Reader, row: ThreadRow, found: Documents, names: Mapping[str, str], *, with_findings: bool
) -> Iterator[Undertaking]:
    """The undertakings that were given in public, without their questions."""
    for undertaking in questions.undertakings(reader, row.slug):
        quotes = _quotes(questions.undertaking_passages(reader, undertaking.id, row.slug), found)
        if quotes:
            yield Undertaking(
                id=undertaking.id,
                by=tuple(names.get(name, name) for name in undertaking.by),
                statement=found.markdown(undertaking.statement, row.language),
                status=undertaking.status,
                finding=found.markdown(undertaking.finding, row.language) if with_findings else "",
                quotes=quotes,
                questions=(),
            )


def _may_be_shown(life: LifeRow, found: Documents) -> bool:
    """Whether a question was put in public, and what decides it is public too."""
    if life.asked_no_more or not any(row.place in found.ids for row in life.put):
        return False
    return not life.verdicts or life.verdicts[-1].message in found.ids


def _is_public(exchange: ExchangeRow, found: Documents) -> bool:
    """Whether it was sent in public, and not answered in private alone."""
    answered = [row.message in found.ids for row in exchange.answers]
    return exchange.id in found.ids and (not answered or any(answered))


def _questions(reader: Reader, row: ThreadRow, shown: Mapping[str, LifeRow], found: Documents) -> dict[str, Question]:
    evidence = questions.thread_evidence(reader, row.slug)
    texts = {one.id: found.markdown(one.text, row.language) for one in questions.questions(reader, row.slug)}
    return {
        name: Question(
            id=name,
            text=texts[name],
            status=_status(life, found),
            asked=tuple(Asked(put.place, found.markdown(put.wording, row.language)) for put in life.put),
            said=tuple(_said(evidence.get(name, ()), found)),
        )
        for name, life in shown.items()
    }


def _status(life: LifeRow, found: Documents) -> str:
    """Where a question stands, by the rules of the view `question_state`, for somebody who sees what is public."""
    if life.verdicts:
        return str(life.verdicts[-1].verdict)
    first = life.first_asked
    replies = [row.date for row in found.shown if row.id in found.read and row.date]
    passed_over = first is not None and any(day >= first for day in replies)
    return str(QuestionStatus.PASSED_OVER if passed_over else QuestionStatus.OPEN)


def _said(evidence: Iterable[EvidenceRow], found: Documents) -> Iterable[Said]:
    """What public messages say to a question, the newest first, and of each the verdict that holds."""
    told: set[str] = set()
    for row in evidence:
        if row.message in found.ids and row.message not in told:
            told.add(row.message)
            yield Said(row.message, row.verdict, _quotes(row.passages, found))


def _quotes(passages: Iterable[PassageRow], found: Documents) -> tuple[Quote, ...]:
    """The passages that stand in what is shown of public messages."""
    bodies = {row.id: row for row in found.shown}
    quotes = []
    for row in passages:
        document = bodies.get(row.message)
        if document is None or document.letter is not None:
            continue
        place = find(Passage(row.exact, start=row.start, end=row.end), document.body)
        if place is not None:
            quotes.append(Quote(row.message, row.exact, place.start, place.end))
        elif not document.left_out:
            quotes.append(Quote(row.message, row.exact, None, None))
    return tuple(quotes)


def _for_counting(life: LifeRow, undertaking: str, known: set[str], names: Mapping[str, str]) -> LifeRow:
    """A question with whom it concerns, unless only an undertaking says so that is not shown."""
    parties = life.parties if not undertaking or undertaking in known else ()
    return replace(life, parties=tuple(names.get(name, name) for name in parties))


def _exchange(row: ExchangeRow, names: Mapping[str, str], as_of: date) -> Exchange:
    return Exchange(
        document=row.id,
        parties=tuple(names.get(name, name) for name in row.parties),
        sent=row.sent,
        due=row.due,
        reply=row.reply,
        replied=row.replied,
        days=row.days,
        late_days=row.late_days(as_of),
    )


def _organizations(reader: Reader, thread: Thread, names: Mapping[str, str]) -> tuple[Organization, ...]:
    """The organizations that something shown speaks of, in the thread's order."""
    spoken_of = {
        *(document.party for document in thread.documents),
        *(name for undertaking in thread.undertakings for name in undertaking.by),
        *(name for exchange in thread.exchanges for name in exchange.parties),
    }
    every = ((names.get(name, name), kind) for name, kind in kinds(reader, thread.slug).items())
    return tuple(Organization(name, kind) for name, kind in every if name in spoken_of)


def _untold(slug: str, lives: Sequence[LifeRow], shown: Mapping[str, LifeRow], undertakings: int) -> list[Finding]:
    """What rests on something private, as a count: a name in a message could itself tell."""
    counts = (
        (len(lives) - len(shown), "question", "put or decided in nothing that is public"),
        (undertakings, "undertaking", "given in nothing that is public"),
    )
    return [
        Finding(f"{kind}-left-out", f"thread {slug}", f"{count} {kind}{'' if count == 1 else 's'} left out: {why}")
        for count, kind, why in counts
        if count
    ]
