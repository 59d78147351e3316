"""A letter's sign-ons as they are shown: a line each, the whole of one, and how far the call has come."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from textual.content import Content

from correspondence.overview import letters, mailing
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.mailing import AnswerRow, CallRow, MailRow
from correspondence.overview.publications import publications
from correspondence.store.reading import Reader
from correspondence.tui import shown
from correspondence.tui.widgets.rows import Column, Row

SIGNONS = (Column("", 1), Column("State", 15), Column("Text", 4, right=True), Column("Channel", 7), Column("Name"))
ANSWERS = (Column("No", 3, right=True), Column("", 1), Column("Says", 12), Column("Channel", 7), Column("From"))
MAILS = (Column("", 1), Column("Kind", 12), Column("When", 10), Column("To"))
_ANSWER_STATES = {
    "pending": ("?", "warn"),
    "faulty": ("!", "bad"),
    "accepted": ("✓", "good"),
    "rejected": ("✗", "muted"),
    "duplicate": ("=", "muted"),
}
_MAIL_STATES = {
    "queued": ("…", "warn"),
    "sending": ("?", "bad"),
    "sent": ("✓", "good"),
    "written": ("✓", "good"),
    "failed": ("!", "bad"),
    "cancelled": ("–", "muted"),
}
_BAR = 12


@dataclass(frozen=True, slots=True)
class Roll:
    """All that came of a letter's call.

    Attributes:
        letter: whose.
        signons: by name, in the order to print them.
        answers: by number.
        mails: by key.
        call: by when; None without a call.
        evidence: the digest of the file in which each signatory said so.
        published: the numbers of the texts that were published, with the day of each.
    """

    letter: LetterDetail
    signons: Mapping[str, SignOnRow]
    answers: Mapping[int, AnswerRow]
    mails: Mapping[int, MailRow]
    call: CallRow | None
    evidence: Mapping[str, str]
    published: Mapping[int, str]

    @property
    def newest(self) -> int | None:
        """The number of its newest text, as `SignOnRow.state` takes it; None while nothing is frozen."""
        return self.letter.newest_text

    @property
    def waiting(self) -> list[AnswerRow]:
        """The answers that a person has to decide on."""
        return [row for row in self.answers.values() if row.undecided]

    def count(self, state: str) -> int:
        """How many sign-ons are in that state."""
        return sum(row.state(self.newest) == state for row in self.signons.values())

    def queued(self) -> int:
        """How many mails wait to be sent."""
        return sum(row.state == "queued" for row in self.mails.values())

    def doubtful(self) -> int:
        """How many mails may have gone or not, which a person has to find out."""
        return sum(row.in_doubt for row in self.mails.values())


def read(reader: Reader, thread: str, letter: str) -> Roll:
    """What the store knows.

    Raises:
        NotFoundError: there is no such letter.
    """
    return Roll(
        letter=letters.letter(reader, letter, thread),
        signons={row.name: row for row in letters.signons(reader, letter, thread)},
        answers={row.number: row for row in mailing.answers(reader, letter, thread)},
        mails={row.key: row for row in mailing.mails(reader, letter, thread)},
        call=mailing.call(reader, letter, thread),
        evidence=mailing.evidence_of(reader, letter, thread),
        published={row.revision: row.at[:10] for row in publications(reader, letter, thread)},
    )


def progress(roll: Roll, today: date) -> Content:
    """How far the call has come, in one line or two."""
    signed, again = roll.count("confirmed") + roll.count("unbound"), roll.count("to-be-confirmed")
    asked = signed + again + roll.count("invited") + roll.count("declined")
    done = round(_BAR * signed / asked) if asked else 0
    parts = [
        Content.assemble(("━" * done, shown.TONES["good"]), ("─" * (_BAR - done), "dim")),
        shown.words(f" {signed} of {asked} signed", "strong"),
    ]
    for count, what, tone in (
        (again, "to confirm", "bad"),
        (roll.count("invited"), "asked", ""),
        (roll.count("declined"), "declined", "muted"),
        (len(roll.waiting), "answer waits" if len(roll.waiting) == 1 else "answers wait", "warn"),
        (roll.queued(), "mail queued" if roll.queued() == 1 else "mails queued", "warn"),
        (roll.doubtful(), "mail in doubt" if roll.doubtful() == 1 else "mails in doubt", "bad"),
    ):
        if count:
            parts += [Content(" · "), shown.words(f"{count} {what}", tone)]
    return Content("").join([*parts, Content("\n"), _by_when(roll, today)])


def signon(row: SignOnRow, newest: int | None) -> Row:
    """A line of the roll."""
    state = row.state(newest)
    mark, tone = shown.SIGNON_MARKS.get(state, ("–", "muted"))
    return Row(
        key=row.name,
        cells=(
            (mark, tone),
            (state, tone),
            (str(row.revision or ""), ""),
            (row.channel, "muted"),
            (shown.line(row.name), "" if row.status == "signed" else "muted"),
        ),
        search=f"{row.name} {row.representative} {row.role} {row.kind} {state} {row.channel}".casefold(),
    )


def answer(row: AnswerRow) -> Row:
    """A line of the answers."""
    mark, tone = _ANSWER_STATES.get(row.state, ("·", "muted"))
    doubtful = row.checks and row.undecided
    return Row(
        key=str(row.number),
        cells=(
            (str(row.number), "muted"),
            (mark, tone),
            (row.says, "bad" if doubtful else ""),
            (row.channel, "muted"),
            (shown.line(_whom(row)), "" if row.undecided else "muted"),
        ),
        search=f"{row.name} {row.signon} {row.sender} {row.says} {row.state} {row.channel} {row.passage}".casefold(),
    )


def mail(row: MailRow) -> Row:
    """A line of the mails."""
    mark, tone = _MAIL_STATES.get(row.state, ("·", "muted"))
    return Row(
        key=str(row.key),
        cells=(
            (mark, tone),
            (row.kind, ""),
            ((row.sent_at or row.queued_at)[:10], "muted"),
            (shown.line(f"{row.name} <{row.address}>"), ""),
        ),
        search=f"{row.name} {row.address} {row.kind} {row.state}".casefold(),
    )


def signon_detail(roll: Roll, name: str) -> Content:
    """A sign-on: who, which text, through which channel, on what evidence."""
    row = roll.signons[name]
    state = row.state(roll.newest)
    mark, tone = shown.SIGNON_MARKS.get(state, ("–", "muted"))
    parts = [shown.words(row.name, "strong"), Content(""), shown.words(f"{mark} {state}", tone)]
    parts += shown.labels(
        ("Kind", row.kind),
        ("Represented", row.representative),
        ("Role", row.role),
        ("Signed", f"revision {row.revision}" if row.revision else ""),
        ("Channel", row.channel),
        ("When", row.at),
        ("Evidence", _file(roll.evidence.get(name, ""))),
    )
    came = [one for one in roll.answers.values() if one.signon == name]
    sent = [one for one in roll.mails.values() if one.name == name]
    if came:
        for one in came:
            parts += [Content(""), shown.heading(f"Answer {one.number}: {one.says}"), *_behind(one)]
    if sent:
        parts += [Content(""), shown.heading("Mails to them")]
        parts += [
            shown.words(
                f"{(one.sent_at or one.queued_at)[:10]}  {one.kind}, {'in doubt' if one.in_doubt else one.state}"
            )
            for one in sent
        ]
    return shown.joined(parts)


def answer_detail(row: AnswerRow) -> Content:
    """An answer: what it says, whom it is from, and what speaks against believing that."""
    return shown.joined([shown.words(_whom(row), "strong"), Content(""), *_behind(row)])


def _behind(row: AnswerRow) -> list[Content]:
    """All that is behind an answer."""
    mark, tone = _ANSWER_STATES.get(row.state, ("·", "muted"))
    state = "to be mended" if row.state == "faulty" else f"{row.state}: {row.says}"
    parts = [shown.words(f"{mark} {state}", tone)]
    if row.fault:
        parts.append(shown.words(row.fault, "bad"))
    parts += [shown.words(f"! {check}", "bad") for check in row.checks]
    if row.passage:
        parts += [Content(""), shown.words(shown.quoted(row.passage))]
    if row.comments:
        parts += [Content(""), shown.words(row.comments)]
    parts += [Content("")]
    parts += shown.labels(
        ("On the roll", row.signon),
        ("To print", row.name),
        ("Kind", row.kind),
        ("Represented", row.representative),
        ("Role", row.role),
        ("Address", row.email),
        ("Country", row.country),
        ("Text", f"revision {row.revision}" if row.revision else ""),
        ("Sender", row.sender),
        ("Matched", row.matched),
        ("DKIM", row.dkim),
        ("Said", row.said_at),
        ("Received", row.received_at),
        ("Decided", " ".join(filter(None, (row.decided_at, row.decided_by)))),
        ("Evidence", _file(row.evidence, row.place)),
    )
    if row.cells:
        parts += [Content(""), shown.heading("As it came")]
        parts += [Content.assemble((f"{shown.line(k)}: ", "dim"), Content(shown.line(v))) for k, v in row.cells.items()]
    return parts


def mail_detail(row: MailRow) -> Content:
    """A mail: to whom, how far it has come, what the server said."""
    mark, tone = _MAIL_STATES.get(row.state, ("·", "muted"))
    said = "in doubt: look for its Message-ID in your server’s log, then press t" if row.in_doubt else row.state
    parts = [shown.words(f"{row.name} <{row.address}>", "strong"), Content(""), shown.words(f"{mark} {said}", tone)]
    parts += shown.labels(
        ("Kind", f"{row.kind}{f', {row.round}' if row.round > 1 else ''}"),
        ("Text", f"revision {row.revision}" + (f" in place of {row.earlier}" if row.earlier else "")),
        ("Language", row.language),
        ("Queued", row.queued_at),
        ("Tried", f"{row.tried_at} ({row.tries})" if row.tried_at else ""),
        ("Sent", row.sent_at),
        ("Not before", row.not_before),
        ("Server", row.said),
        ("Message-ID", row.message_id),
    )
    return shown.joined(parts)


def _by_when(roll: Roll, today: date) -> Content:
    newest = roll.letter.revisions[-1].number if roll.letter.revisions else 0
    text = f"Revision {newest}" if newest else "Nothing is frozen yet"
    for number, day in roll.published.items():
        text += f", published {day}" if number == newest else f" · revision {number} published {day}"
    if roll.call is None:
        return shown.words(f"{text} · no call yet: a asks for signatures", "muted")
    at = roll.call.moment
    days = (at.date() - today).days
    left = f"in {days} days" if days > 1 else {1: "tomorrow", 0: "today"}.get(days, f"{-days} days ago")
    tone = "bad" if days < 0 else "warn" if days <= 1 else "muted"
    return Content.assemble(
        (f"{text} · ", "dim"), (f"until {at:%Y-%m-%d %H:%M} {roll.call.zone}, {left}", shown.TONES[tone])
    )


def _file(digest: str, row: int | None = None) -> str:
    """The evidence by as much of its digest as tells it from others, with the row of a form that is meant."""
    return f"{digest[:12]}…{f', row {row}' if row else ''} (v reads it)" if digest else ""


def _whom(row: AnswerRow) -> str:
    return row.whom or "nobody knows who"
