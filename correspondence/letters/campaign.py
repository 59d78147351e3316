"""A campaign: one text for several organizations, a thread each; names, promises and replies filled in for each.

What the letters share is the campaign's: its template, its days and one body of Markdown with Jinja. Each letter keeps
a copy of the body, so that its thread stands alone; a letter whose copy was changed goes its own way.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from pydantic import ValidationError
from sqlmodel import Session, col, select

from correspondence.assess import questions as asking
from correspondence.bundle import schema
from correspondence.errors import ChangedElsewhereError, CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters import new, opening, revisions, templates
from correspondence.letters.edit import save_body, save_data
from correspondence.letters.render import Renderer
from correspondence.letters.words import catalog, is_foreign
from correspondence.overview import campaigns, letters, questions, threads
from correspondence.records.campaign import Campaign, CampaignLetter
from correspondence.records.letter import Letter
from correspondence.records.question import Question
from correspondence.records.thread import Thread
from correspondence.store.reading import Reader
from correspondence.text.locale import colon
from correspondence.text.names import slug
from correspondence.text.normalise import normalise, unstorable
from correspondence.vocabulary import AppendixKind
from correspondence.workspace import Workspace

# What a campaign gives each of its letters, and changes in all of them.
SHARED = ("template", "language", "date", "reply_by", "embargo")
_ASKING = (AppendixKind.UNRESOLVED_QUESTIONS, AppendixKind.ALL_QUESTIONS)


@dataclass(frozen=True, slots=True)
class Request:
    """What a person chose for a new campaign.

    Attributes:
        name: the campaign's identifier, and that of its letter in each thread.
        threads: slugs, in the order in which the companies are to stand.
        template: of every letter.
        title: of every letter; `{organization}` in it is whom the letter is to. Empty: the template's in words.
        language: BCP 47, of all letters; else each letter has its thread's, and the shared draft the first thread's.
        date: partial date, or None.
        reply_by: partial date, or None.
        embargo: a time with its zone or a partial date, or None.
        questions: what all are asked; those that a thread has in these very words are taken, the others are added.
        appendices: kinds; None for those of the template.
    """

    name: str
    threads: Sequence[str]
    template: str = templates.DEFAULT
    title: str = ""
    language: str = ""
    date: str | None = None
    reply_by: str | None = None
    embargo: str | None = None
    questions: Sequence[str] = ()
    appendices: Sequence[str] | None = None


@dataclass(frozen=True, slots=True)
class Planned:
    """A campaign before it is stored.

    Attributes:
        campaign: its data.
        body: the draft that the letters share; one in another language has a draft of its own.
        letters: one for each thread.
        questions: names and texts of what all are asked.
        notes: what a person should know of the languages, a sentence each.
    """

    campaign: schema.Campaign
    body: str
    letters: tuple[tuple[str, schema.LetterDocument], ...]
    questions: tuple[tuple[str, str], ...]
    notes: tuple[str, ...] = ()


def plan(reader: Reader, workspace: Workspace, request: Request, today: date) -> Planned:
    """The letters that a request makes. Nothing is stored.

    Raises:
        NotFoundError: there is no such thread.
        RefusedError: no thread is named, or one twice, or one has a letter of the campaign's name.
        TemplateError: there is no such template, or its words cannot be read.
        CorrespondenceError: a value is none that a letter can have; says for which thread.
    """
    if not request.threads:
        raise RefusedError("a campaign needs threads: name one for each company (--thread SLUG)")
    if len(set(request.threads)) != len(request.threads):
        raise RefusedError("a thread is named twice: a campaign has one letter in each")
    if any(row.id == request.name for row in campaigns.campaigns(reader)):
        raise RefusedError(f"there is a campaign {request.name!r} already: give another name")
    first = threads.thread(reader, request.threads[0])
    language = request.language or first.language
    made = validated(
        {
            "id": request.name,
            "title": request.title or _title(workspace, request, language),
            **{name: getattr(request, name) for name in SHARED if getattr(request, name)},
            "language": language,
            "threads": list(request.threads),
        }
    )
    asked = _named_questions(reader, request)
    tongues = {thread: _language(reader, workspace, request, thread, language) for thread in request.threads}
    bodies: dict[str, str] = {}
    planned = []
    for thread, tongue in tongues.items():
        title = made.title if tongue == language or request.title else _title(workspace, request, tongue)
        wanted, document = _letter(
            reader, workspace, replace(request, title=title, language=tongue), made, thread, asked, today
        )
        if tongue not in bodies:
            template = templates.find(request.template, workspace.template_folders(), tongue)
            bodies[tongue] = _shared_body(reader, (wanted, document), template, tongue, asks=bool(asked))
        planned.append((thread, document.model_copy(update={"body": bodies[tongue]})))
    notes = tuple(_notes(reader, request, language, tongues))
    return Planned(made, bodies[tongues[request.threads[0]]], tuple(planned), asked, notes)


def add(session: Session, planned: Planned) -> None:
    """Store a campaign that `plan` made, with its letters and the questions that its threads do not have yet.

    Raises:
        RefusedError: a thread has a letter of that name.
        NotFoundError: a thread is gone.
    """
    row = Campaign(
        identifier=planned.campaign.id,
        title=planned.campaign.title,
        **{name: getattr(planned.campaign, name) for name in SHARED},
        body=planned.body,
    )
    session.add(row)
    session.flush()
    for thread, document in planned.letters:
        _ask(session, thread, planned.questions)
        new.add(session, thread, document)
    session.flush()


def save_shared(
    session: Session, name: str, *, body: str | None = None, changes: Mapping[str, Any] | None = None, read_version: int
) -> list[str]:
    """Change what the letters of a campaign share, in the campaign and in each letter that has it as it was.

    Args:
        session: of the change under way.
        name: the campaign's.
        body: a new shared body, or None to leave it.
        changes: new values of `SHARED`; None or an empty text takes one away.
        read_version: the campaign's version when it was read.

    Returns:
        The letters that were changed, as `thread/letter`.

    Raises:
        NotFoundError: there is no such campaign.
        ChangedElsewhereError: somebody changed it in between.
        CorrespondenceError: a value is none that a letter can have.
    """
    row = session.exec(select(Campaign).where(Campaign.identifier == name)).first()
    if row is None:
        raise NotFoundError(f"there is no campaign {name!r}")
    text = row.body if body is None else normalise(body)
    if why := unstorable(text):
        raise CorrespondenceError(f"the campaign's body {why}")
    before = {key: getattr(row, key) for key in SHARED}
    given = {key: value or None for key, value in (changes or {}).items() if key in SHARED}
    validated({"id": row.identifier, "title": row.title, **{k: v for k, v in (before | given).items() if v}})
    given = {key: value for key, value in given.items() if value != before[key]}
    if text == row.body and not given:
        return []
    if row.version != read_version:
        raise ChangedElsewhereError(
            f"the campaign {name} was changed since you read it; your text was not saved over it",
            theirs=row.body,
            ours=text,
            version=row.version,
        )
    changed = _pass_on(session, row, text, given, before)
    row.body = text
    for key, value in given.items():
        setattr(row, key, value)
    row.version += 1
    session.add(row)
    session.flush()
    return changed


def validated(data: Mapping[str, Any]) -> schema.Campaign:
    """A campaign's data, seen to be such.

    Raises:
        CorrespondenceError: a value is none that a campaign can have; says which.
    """
    try:
        return schema.Campaign.model_validate(dict(data))
    except ValidationError as error:
        fault = error.errors(include_url=False)[0]
        key = ".".join(str(part) for part in fault["loc"]) or "campaign"
        raise CorrespondenceError(f"{key}: {fault['msg'].removeprefix('Value error, ')}") from None


def _title(workspace: Workspace, request: Request, language: str) -> str:
    template = templates.find(request.template, workspace.template_folders(), language)
    kind = template.catalog.text("titles", template.name) or template.title or template.name
    return f"{kind}{colon(language)}{{organization}}"


def _language(reader: Reader, workspace: Workspace, request: Request, thread: str, shared: str) -> str:
    """What language a thread's letter is in: its own when there are words of letters in it, else the shared one."""
    own = threads.thread(reader, thread).language
    if request.language or own == shared or is_foreign(catalog(own, workspace.template_folders()), own):
        return shared
    return own


def _notes(reader: Reader, request: Request, language: str, tongues: Mapping[str, str]) -> Iterator[str]:
    """What letters in several languages mean for the draft that they share, and for what all are asked."""
    others = {thread: tongue for thread, tongue in tongues.items() if tongue != language}
    if others:
        named = ", ".join(f"{thread} ({tongue})" for thread, tongue in others.items())
        yield (
            f"the shared draft is in {language}; these letters are in their thread's language, each with a draft of "
            f"its own, which `campaign edit` leaves alone: {named}"
        )
        shared = " and ".join(filter(None, ("title" * bool(request.title), "questions" * bool(request.questions))))
        if shared:
            yield f"the {shared} given stand in them as you wrote them: translate them there"
    for thread, tongue in tongues.items():
        own = threads.thread(reader, thread).language
        if not request.language and own != tongue:
            yield f"{thread} is in {own}, for which there are no words of letters: its letter is in {tongue}"


def _named_questions(reader: Reader, request: Request) -> tuple[tuple[str, str], ...]:
    """What all are asked, each under the name that it has in the first of the threads that ask it in these words."""
    known: dict[str, str] = {}
    for thread in request.threads:
        for row in questions.questions(reader, thread):
            known.setdefault(_words(row.text), row.id)
    return tuple((known.get(_words(text)) or _question_name(text), text) for text in request.questions)


def _words(text: str) -> str:
    return " ".join(text.split()).casefold()


def _question_name(text: str) -> str:
    name = slug(text)
    if not name:
        raise RefusedError(f"a question needs words of letters: {text[:40]!r}")
    return name


def _letter(
    reader: Reader,
    workspace: Workspace,
    request: Request,
    made: schema.Campaign,
    thread: str,
    asked: Sequence[tuple[str, str]],
    today: date,
) -> tuple[new.Request, schema.LetterDocument]:
    """One thread's letter, its title and language those of the request; what is wrong with it names the thread."""
    wanted = new.Request(
        thread=thread,
        template=request.template,
        identifier=made.id,
        title=request.title,
        language=request.language,
        date=made.date,
        reply_by=made.reply_by,
        appendices=request.appendices,
        campaign=made.id,
    )
    try:
        document = new.plan(reader, workspace, wanted, today)
    except CorrespondenceError as error:
        raise _named(thread, error) from None
    data: dict[str, Any] = {"embargo": made.embargo, "campaign": made.id}
    kinds = [appendix.kind for appendix in document.letter.appendix]
    if asked and not any(kind in _ASKING for kind in kinds) and request.appendices is None:
        template = templates.find(request.template, workspace.template_folders(), request.language)
        if any(kind in _ASKING for kind in template.appendices):
            show = tuple(template.show)
            pooled = schema.Appendix(kind=AppendixKind.UNRESOLVED_QUESTIONS, show=show)
            data["appendix"] = (pooled, *document.letter.appendix)
    letter = document.letter.model_copy(update=data)
    return wanted, document.model_copy(update={"letter": letter})


def _named(thread: str, error: CorrespondenceError) -> CorrespondenceError:
    """An error of the same exit status that says which thread it is about."""
    told = CorrespondenceError(f"{thread}: {error}")
    told.exit_status = error.exit_status
    return told


def _shared_body(
    reader: Reader,
    planned: tuple[new.Request, schema.LetterDocument],
    template: templates.Template,
    language: str,
    *,
    asks: bool,
) -> str:
    wanted, document = planned
    asking_in = next((str(entry.kind) for entry in document.letter.appendix if entry.kind in _ASKING), "")
    matter = opening.Matter(
        thread=wanted.thread,
        title="",
        template=template,
        language=language,
        organization="",
        company="",
        in_reply_to=(),
        undertakings=(),
        questions=("any",) if asks or asking_in or template.opening else (),
        asking_appendix=asking_in,
        other_appendices=[str(entry.kind) for entry in document.letter.appendix if entry.kind in new.TOLD],
        reply_by=document.letter.reply_by is not None,
        summary="",
    )
    return opening.shared_body(reader, matter)


def _ask(session: Session, thread: str, asked: Sequence[tuple[str, str]]) -> None:
    """Have a thread ask what the campaign asks; one of that name, or in these very words, is taken to be the same."""
    key = session.exec(select(Thread.id).where(Thread.slug == thread)).first()
    if key is None:
        raise NotFoundError(f"there is no thread {thread!r}")
    rows = session.exec(select(Question.identifier, Question.text).where(Question.thread_id == key)).all()
    there = {name for name, _ in rows} | {_words(text) for _, text in rows}
    for name, text in asked:
        if name not in there and _words(text) not in there:
            asking.ask(session, key, text, identifier=name)


def _pass_on(
    session: Session, row: Campaign, body: str, given: Mapping[str, Any], before: Mapping[str, Any]
) -> list[str]:
    """Change the letters that have the shared text and values as they were."""
    statement = (
        select(Letter, Thread.slug)
        .join(CampaignLetter, col(CampaignLetter.letter_id) == col(Letter.id))
        .join(Thread, col(Thread.id) == col(Letter.thread_id))
        .where(CampaignLetter.campaign_id == row.id)
        .order_by(col(CampaignLetter.position))
    )
    changed = []
    for letter, thread in session.exec(statement).all():
        version = letter.version
        ours = {key: value for key, value in given.items() if getattr(letter, key) == before[key]}
        if ours:
            save_data(session, thread, letter.identifier, ours, read_version=letter.version)
        if letter.body == row.body:
            save_body(session, thread, letter.identifier, body, read_version=letter.version)
        if letter.version != version:
            changed.append(f"{thread}/{letter.identifier}")
    return changed


def ready_all(
    reader: Reader,
    workspace: Workspace,
    detail: campaigns.CampaignDetail,
    *,
    now: datetime | None = None,
) -> Iterator[tuple[campaigns.CampaignLetterRow, revisions.Ready | CorrespondenceError]]:
    """Each letter of a campaign rendered and checked, or why it cannot be; what is wrong with one harms no other."""
    with Renderer() as renderer:
        for row in detail.letters:
            try:
                letter = letters.letter(reader, row.letter, row.thread)
                yield row, revisions.ready(reader, workspace, letter, now=now, renderer=renderer)
            except CorrespondenceError as error:
                yield row, error
