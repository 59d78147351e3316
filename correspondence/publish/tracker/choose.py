"""From a store to a site: what is public goes in, and what rests on something private is left out and told."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from correspondence.errors import Finding, NotFoundError, RefusedError
from correspondence.letters import words
from correspondence.overview import campaigns, letters, threads
from correspondence.overview.find import letter_row
from correspondence.overview.organizations import names
from correspondence.publish.tracker.documents import documents
from correspondence.publish.tracker.site import Compared, ComparedCompany, ComparedQuestion, Site, Thread
from correspondence.publish.tracker.threads import public_part
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.workspace import Workspace


@dataclass(frozen=True, slots=True)
class Wish:
    """What to publish.

    Attributes:
        threads: slugs; without any, the campaign's, or the only thread that there is.
        campaign: a campaign, or empty.
        letters: letters that are public although nothing says that they were published, alone or as `thread/letter`.
        title: of the site; empty for the campaign's or the thread's own.
        language: of the site's own words; empty for the campaign's or the first thread's.
        base_url: where the site will stand; empty when nobody knows yet.
        as_of: the day that deadlines are counted to; None for that of the newest public document.
        findings: whether to publish what is known of each undertaking's status.
    """

    threads: tuple[str, ...] = ()
    campaign: str = ""
    letters: tuple[str, ...] = ()
    title: str = ""
    language: str = ""
    base_url: str = ""
    as_of: date | None = None
    findings: bool = False


def choose(
    reader: Reader, workspace: Workspace, wish: Wish, *, now: datetime | None = None
) -> tuple[Site, tuple[Finding, ...]]:
    """The site, and what a person should know of what is not in it.

    Args:
        reader: an open look at the store.
        workspace: whose words the site prints.
        wish: what to publish.
        now: for embargoes; nothing of it is in the site.

    Raises:
        NotFoundError: there is no such thread, campaign or letter, or nobody said which of several threads.
        RefusedError: nothing is public, or a letter that was asked for is under embargo.
        CorrespondenceError: a letter that was asked for has no frozen text.
    """
    campaign = campaigns.campaign(reader, wish.campaign) if wish.campaign else None
    rows = _rows(reader, wish, campaign)
    also = _letters(reader, wish, [row.slug for row in rows])
    language = wish.language or (campaign.language if campaign else "") or rows[0].language
    called = {row.slug: names(reader, row.slug, language) for row in rows}
    found = {
        row.slug: documents(reader, workspace, row.slug, also.get(row.slug, ()), called[row.slug], now) for row in rows
    }
    as_of = wish.as_of or _newest([document.date for one in found.values() for document in one.shown])
    shown, told = [], [finding for one in found.values() for finding in one.findings]
    for row in rows:
        part, more = public_part(
            reader, row, found[row.slug], called[row.slug], as_of=as_of, with_findings=wish.findings
        )
        shown.append(replace(part, title=wish.title) if wish.title and len(rows) == 1 else part)
        told += more
    own_title = campaign.own_title if campaign else shown[0].title if len(shown) == 1 else ""
    catalog = words.catalog(language, workspace.template_folders())
    site = Site(
        title=wish.title or own_title or catalog.text("tracker", "threads"),
        language=language,
        base_url=f"{wish.base_url.rstrip('/')}/" if wish.base_url else "",
        as_of=as_of,
        threads=tuple(shown),
        table=_compared(reader, wish.campaign, language, shown) if campaign else None,
    )
    return site, tuple(told)


def _rows(reader: Reader, wish: Wish, campaign: campaigns.CampaignDetail | None) -> list[threads.ThreadRow]:
    """The threads to publish, each once, in the order given."""
    wanted = [*wish.threads, *((row.thread for row in campaign.letters) if campaign else ())]
    known = {row.slug: row for row in threads.threads(reader)}
    if not wanted and len(known) == 1:
        return list(known.values())
    if not wanted:
        there = f"there are: {', '.join(sorted(known))}" if known else "there are no threads yet"
        raise NotFoundError(f"say what to publish with --thread or --campaign; {there}")
    return [known[slug] if slug in known else threads.thread(reader, slug) for slug in dict.fromkeys(wanted)]


def _letters(reader: Reader, wish: Wish, slugs: Sequence[str]) -> dict[str, set[str]]:
    """The letters that a person says are public, by thread."""
    found: dict[str, set[str]] = {}
    for name in wish.letters:
        having = [slug for slug in slugs if any(row.id == name for row in letters.letters(reader, slug))]
        _, slug, identifier = letter_row(reader, name, having[0] if len(having) == 1 else None)
        if slug not in slugs:
            raise NotFoundError(f"letter {identifier!r} is of thread {slug!r}, which is not among those to publish")
        found.setdefault(slug, set()).add(identifier)
    return found


def _newest(dates: Sequence[str | None]) -> date:
    """The day of the newest document.

    Raises:
        RefusedError: there is none, or none has a date.
    """
    if not dates:
        raise RefusedError(
            "nothing is public yet, so nothing was written: mark messages with "
            "`correspondence message correct ID --visibility public`, or name letters with --letter"
        )
    known = [PartialDate.parse(day).earliest() for day in dates if day]
    if not known:
        raise RefusedError("no public document has a date: say with --date which day the site is of")
    return max(known)


def _compared(reader: Reader, campaign: str, language: str, shown: Sequence[Thread]) -> Compared:
    """How each company dealt with each question of a campaign, as far as that is public.

    A question stands in the words of the first thread in the site's language that has it, else of the first.
    """
    statuses = {(thread.slug, question.id): question.status for thread in shown for question in thread.all_questions}
    ranked = sorted(shown, key=lambda thread: thread.language != language)
    texts = {
        question.id: ComparedQuestion(question.id, question.text, thread.language)
        for thread in reversed(ranked)
        for question in thread.all_questions
    }
    public = [row.id for row in campaigns.table(reader, campaign).questions if row.id in texts]
    return Compared(
        questions=tuple(texts[name] for name in public),
        companies=tuple(
            ComparedCompany(
                thread.slug,
                thread.organizations[0].name if thread.organizations else thread.title,
                tuple(statuses.get((thread.slug, name), "") for name in public),
            )
            for thread in shown
        ),
    )
