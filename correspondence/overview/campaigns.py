"""Campaigns: their letters, and how each company dealt with each question."""

import re
from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from correspondence.errors import NotFoundError
from correspondence.overview.progress import AnswerRow, ExchangeRow, exchanges
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.text.names import did_you_mean


@dataclass(frozen=True, slots=True)
class CampaignRow:
    """One campaign at a glance: how many letters it has, how many are frozen, how many companies have replied."""

    id: str
    title: str
    template: str
    date: str | None
    letters: int
    frozen: int
    replied: int

    @property
    def own_title(self) -> str:
        """Its title without the place for a company's name."""
        return _without_company(self.title)


@dataclass(frozen=True, slots=True)
class CampaignLetterRow:
    """A campaign's letter in one thread.

    Attributes:
        thread: the thread's slug.
        letter: the letter's identifier.
        organization: whom it is to: the addressee's organization, else the thread's first, else the thread's title.
        language: BCP 47.
        revisions: how many are frozen.
        own_text: whether its body differs from the campaign's.
        replied: the day of the first reply, or None.
        reply: the message that is that reply, or empty.
    """

    thread: str
    letter: str
    organization: str
    language: str
    revisions: int
    own_text: bool
    replied: str | None
    reply: str


@dataclass(frozen=True, slots=True)
class CampaignDetail:
    """A campaign as a whole; absent texts are empty. `version` counts changes to it."""

    id: str
    title: str
    template: str
    language: str
    date: str | None
    reply_by: str
    embargo: str
    body: str
    version: int
    letters: tuple[CampaignLetterRow, ...]

    @property
    def own_title(self) -> str:
        """Its title without the place for a company's name."""
        return _without_company(self.title)


@dataclass(frozen=True, slots=True)
class CampaignQuestionRow:
    """A question that a campaign asks; `text` is Markdown, in the words of the first thread that has it."""

    id: str
    text: str


@dataclass(frozen=True, slots=True)
class CompanyRow:
    """How one company dealt with each of the table's questions.

    Attributes:
        letter: its letter.
        statuses: of each question in the table's order; empty where the company was not asked it.
    """

    letter: CampaignLetterRow
    statuses: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StandingRow:
    """How far a campaign's letter to one company is.

    Attributes:
        letter: the letter.
        exchange: when it was sent, until when a reply is expected and when it came; None before it is frozen with a
            date.
    """

    letter: CampaignLetterRow
    exchange: ExchangeRow | None

    def sent(self, today: date) -> str | None:
        """The partial date on which it was sent; None while it is a draft or its day is still to come."""
        if self.exchange is None or PartialDate.parse(self.exchange.sent).earliest() > today:
            return None
        return self.exchange.sent

    def late_days(self, today: date) -> int | None:
        """How many days late the reply came or is; None when it is not late."""
        return None if self.exchange is None else self.exchange.late_days(today)


@dataclass(frozen=True, slots=True)
class CampaignTable:
    """Company by question."""

    questions: tuple[CampaignQuestionRow, ...]
    companies: tuple[CompanyRow, ...]


_COMPANY = re.compile(r"^\s*\{organization\}\s*[:–—|·-]\s+|\s*[:–—|·-]\s+\{organization\}\s*$")

_ID = "SELECT id FROM campaign WHERE identifier = :identifier"

_CAMPAIGN = """
    SELECT identifier, title, template, language, date, reply_by, embargo, body, version
      FROM campaign WHERE id = :campaign
"""

_FIRST_REPLY = """
    SELECT m.identifier FROM message m
     WHERE m.thread_id = l.thread_id AND m.direction = 'incoming'
       AND (EXISTS (SELECT 1 FROM message_reply r WHERE r.message_id = m.id AND r.to_letter_id = l.id)
            OR (l.date IS NOT NULL AND coalesce(m.date, m.received) >= l.date
                AND EXISTS (SELECT 1 FROM revision v WHERE v.letter_id = l.id)))
     ORDER BY coalesce(m.date, m.received), m.identifier LIMIT 1
"""

_LETTERS = f"""
    SELECT t.slug, l.identifier,
           (SELECT coalesce(a.organization, o.name) FROM letter_addressee a
              LEFT JOIN contact p ON p.id = a.contact_id
              LEFT JOIN organization o ON o.id = p.organization_id
             WHERE a.letter_id = l.id AND NOT a.cc ORDER BY a.position LIMIT 1),
           (SELECT o.name FROM organization o WHERE o.thread_id = t.id ORDER BY o.position LIMIT 1),
           t.title, coalesce(l.language, t.language),
           (SELECT count(*) FROM revision r WHERE r.letter_id = l.id), l.body <> c.body,
           ({_FIRST_REPLY})
      FROM campaign_letter x
      JOIN campaign c ON c.id = x.campaign_id
      JOIN letter l ON l.id = x.letter_id
      JOIN thread t ON t.id = l.thread_id
     WHERE x.campaign_id = :campaign
     ORDER BY x.position
"""  # noqa: S608  # our own text

_DATES = """
    SELECT t.slug, m.identifier, coalesce(m.date, m.received)
      FROM campaign_letter x
      JOIN letter l ON l.id = x.letter_id
      JOIN thread t ON t.id = l.thread_id
      JOIN message m ON m.thread_id = t.id
     WHERE x.campaign_id = :campaign AND m.direction = 'incoming'
"""

# What a letter asks: the questions put in it or chosen for its appendices; all of the thread when none was chosen.
_STATUSES = """
    SELECT t.slug, q.identifier, q.text, s.status
      FROM campaign_letter x
      JOIN letter l ON l.id = x.letter_id
      JOIN thread t ON t.id = l.thread_id
      JOIN question q ON q.thread_id = t.id
      JOIN question_state s ON s.question_id = q.id
     WHERE x.campaign_id = :campaign AND s.status NOT IN ('withdrawn', 'superseded')
       AND (EXISTS (SELECT 1 FROM question_asked a WHERE a.question_id = q.id AND a.letter_id = l.id)
            OR EXISTS (SELECT 1 FROM letter_appendix_question k JOIN letter_appendix p ON p.id = k.appendix_id
                        WHERE p.letter_id = l.id AND k.question_id = q.id)
            OR NOT EXISTS (SELECT 1 FROM letter_appendix_question k JOIN letter_appendix p ON p.id = k.appendix_id
                            WHERE p.letter_id = l.id))
     ORDER BY x.position, q.position
"""


def campaigns(reader: Reader) -> list[CampaignRow]:
    """All campaigns, sorted by name."""
    rows = []
    for (identifier,) in reader.rows("SELECT identifier FROM campaign ORDER BY identifier"):
        one = campaign(reader, identifier)
        rows.append(
            CampaignRow(
                id=one.id,
                title=one.title,
                template=one.template,
                date=one.date,
                letters=len(one.letters),
                frozen=sum(row.revisions > 0 for row in one.letters),
                replied=sum(row.replied is not None for row in one.letters),
            )
        )
    return rows


def campaign(reader: Reader, identifier: str) -> CampaignDetail:
    """A campaign as a whole.

    Raises:
        NotFoundError: there is none of that name.
    """
    key = _key(reader, identifier)
    name, title, template, language, date, reply_by, embargo, body, version = reader.rows(_CAMPAIGN, campaign=key)[0]
    return CampaignDetail(
        id=name,
        title=title,
        template=template or "",
        language=language or "",
        date=date,
        reply_by=reply_by or "",
        embargo=embargo or "",
        body=body,
        version=version,
        letters=_letters(reader, key),
    )


def table(reader: Reader, identifier: str, *, shared: bool = False) -> CampaignTable:
    """How each company dealt with each question: the same question has the same identifier in every thread.

    Args:
        reader: an open look at the store.
        identifier: the campaign's.
        shared: only the questions that more than one company was asked, if there are any.

    Raises:
        NotFoundError: there is no such campaign.
    """
    key = _key(reader, identifier)
    texts: dict[str, str] = {}
    statuses: dict[tuple[str, str], str] = {}
    for slug, question, text, status in reader.rows(_STATUSES, campaign=key):
        texts.setdefault(question, text)
        statuses[slug, question] = status
    asked = Counter(question for _, question in statuses)
    if shared and (common := {question: text for question, text in texts.items() if asked[question] > 1}):
        texts = common
    companies = tuple(
        CompanyRow(row, tuple(statuses.get((row.thread, question), "") for question in texts))
        for row in _letters(reader, key)
    )
    return CampaignTable(tuple(CampaignQuestionRow(name, text) for name, text in texts.items()), companies)


def standings(reader: Reader, identifier: str) -> list[StandingRow]:
    """How far each letter of a campaign is, in the order of the companies.

    Raises:
        NotFoundError: there is no such campaign.
    """
    return [StandingRow(row, _exchange(reader, row)) for row in _letters(reader, _key(reader, identifier))]


def _exchange(reader: Reader, row: CampaignLetterRow) -> ExchangeRow | None:
    """The letter among what its thread sent, with the campaign's view of what answers it."""
    found = next((one for one in exchanges(reader, row.thread) if one.id == row.letter), None)
    answers = (AnswerRow(row.reply, row.replied),) if row.replied else ()
    return None if found is None else replace(found, answers=answers)


def campaign_of(reader: Reader, letter: str, slug: str) -> str:
    """The campaign that a letter belongs to, or the empty text."""
    sql = (
        "SELECT c.identifier FROM campaign c JOIN campaign_letter x ON x.campaign_id = c.id "
        "JOIN letter l ON l.id = x.letter_id JOIN thread t ON t.id = l.thread_id "
        "WHERE t.slug = :slug AND l.identifier = :letter"
    )
    rows = reader.rows(sql, slug=slug, letter=letter)
    return str(rows[0][0]) if rows else ""


def _key(reader: Reader, identifier: str) -> int:
    rows = reader.rows(_ID, identifier=identifier)
    if not rows:
        known = [row[0] for row in reader.rows("SELECT identifier FROM campaign ORDER BY identifier")]
        raise NotFoundError(f"there is no campaign {identifier!r}{did_you_mean(identifier, known, 'campaign')}")
    return int(rows[0][0])


def _letters(reader: Reader, key: int) -> tuple[CampaignLetterRow, ...]:
    dates = {(slug, message): date for slug, message, date in reader.rows(_DATES, campaign=key)}
    return tuple(
        CampaignLetterRow(
            thread=slug,
            letter=letter,
            organization=addressee or first or title,
            language=language,
            revisions=revisions,
            own_text=bool(own_text),
            replied=(dates.get((slug, reply)) or "")[:10] or None,
            reply=reply or "",
        )
        for slug, letter, addressee, first, title, language, revisions, own_text, reply in reader.rows(
            _LETTERS, campaign=key
        )
    )


def _without_company(title: str) -> str:
    """`{organization}: audits` is *Audits*, and `A letter to {organization}` is *A letter to …*."""
    rest = _COMPANY.sub("", title).replace("{organization}", "…").strip()
    return "" if rest == "…" else rest[:1].upper() + rest[1:]
