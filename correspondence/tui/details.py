"""What stands beside a list: a message, a question, an undertaking or a letter as a whole, as content."""

from collections.abc import Sequence

from textual.content import Content

from correspondence.overview.files import OriginalRow
from correspondence.overview.letters import LetterDetail, SignOnRow
from correspondence.overview.matrix import ReplyColumn
from correspondence.overview.questions import AskedRow, EvidenceRow, JudgedRow, PassageRow, QuestionRow, UndertakingRow
from correspondence.overview.timeline import MessageDetail
from correspondence.overview.undertakings import HistoryRow
from correspondence.passages.anchor import find
from correspondence.passages.selectors import Passage
from correspondence.text.escape import for_terminal
from correspondence.tui import shown
from correspondence.vocabulary import QuestionStatus

_VERDICT_BACKGROUNDS = {"good": "on $success-muted", "warn": "on $warning-muted", "bad": "on $error-muted"}


def message(detail: MessageDetail, judged: Sequence[JudgedRow]) -> Content:
    """A message: its data, its text with the judged passages marked, and the questions they were judged on."""
    parts = [shown.words(detail.title or detail.id, "strong"), Content("")]
    parts += shown.labels(
        ("From", detail.author),
        ("To", "; ".join(detail.recipients)),
        ("Date", detail.date or ""),
        ("Received", detail.received or ""),
        ("Kind", " · ".join(filter(None, (detail.kind, detail.direction, detail.visibility)))),
        ("In reply to", ", ".join(detail.in_reply_to)),
        ("Address", detail.url or detail.archive_url),
        ("Files", ", ".join(file.name or file.sha256[:12] for file in detail.files)),
        ("Assessed", "yes" if detail.assessed else ""),
    )
    parts += [shown.words(f"! {remark}", "warn") for _, remark in detail.remarks]
    parts += [Content(""), _marked(detail.body, judged) if detail.body else shown.words("No text.", "muted")]
    if judged:
        parts += [Content(""), shown.heading("Judged")]
        parts += [_status_line(row.verdict, row.question) for row in judged]
    return shown.joined(parts)


def question(
    row: QuestionRow, verdicts: Sequence[EvidenceRow], asked: Sequence[AskedRow], reply: ReplyColumn | None = None
) -> Content:
    """A question: where it stands, the passages behind every verdict, `reply`'s first, and where it was asked."""
    mark, tone = shown.STATUS_MARKS[row.status]
    parts = [shown.words(row.text, "strong"), Content(""), shown.words(f"{mark} {row.status}", tone)]
    if reply is not None:
        verdicts = sorted(verdicts, key=lambda verdict: verdict.message != reply.id)
        parts.append(shown.words(f"→ {reply.date or 'undated'}  {reply.author}  {reply.title or reply.id}", "accent"))
    if row.withdrawn:
        parts.append(shown.label("Withdrawn", row.withdrawn))
    if row.superseded_by:
        parts.append(shown.label("Now", row.superseded_by))
    if row.undertaking:
        parts.append(shown.label("Undertaking", row.undertaking))
    if row.tags:
        parts.append(shown.label("Tags", ", ".join(row.tags)))
    parts += [Content(""), shown.heading("Evidence" if verdicts else "No reply has been assessed on it")]
    for verdict in verdicts:
        parts += [*_verdict(verdict), Content("")]
    parts += [Content(""), shown.heading(f"Asked {row.times_asked}×")]
    for place in asked:
        parts.append(shown.words(f"{place.date or 'undated'}  {place.place}"))
        if place.wording:
            parts.append(shown.words(f"    “{place.wording}”", "muted"))
    return shown.joined(parts)


def undertaking(row: UndertakingRow, events: Sequence[HistoryRow], questions: Sequence[QuestionRow]) -> Content:
    """An undertaking: who said what, what came of it since, and its questions."""
    mark, tone = shown.UNDERTAKING_MARKS.get(row.status, ("·", "muted"))
    parts = [shown.words(row.statement, "strong"), Content("")]
    parts.append(shown.words(f"{mark} {row.status or 'no status'}", tone))
    if row.by:
        parts.append(shown.label("By", ", ".join(row.by)))
    if row.finding:
        parts += [Content(""), shown.heading("Finding"), shown.words(row.finding)]
    if events:
        parts += [Content(""), shown.heading("History")]
        parts += [line for event in events for line in _event(event)]
    own = [entry for entry in questions if entry.undertaking == row.id]
    if own:
        parts += [Content(""), shown.heading(f"Questions: {row.open_questions} of {row.questions} open")]
        parts += [_status_line(entry.status, entry.text) for entry in own]
    return shown.joined(parts)


def file(row: OriginalRow) -> Content:
    """An original: what it is called, its digest, and with what it came."""
    parts = [shown.words(row.name or row.sha256, "strong"), Content("")]
    parts += [
        shown.label("Size", f"{row.size:,} bytes"),
        shown.label("Says it is", row.media_type or "nothing"),
        shown.label("Came with", row.title or row.message),
        shown.label("", f"{row.message}, {row.date or 'undated'}"),
        shown.words("SHA-256", "muted"),
        shown.words(row.sha256),
        Content(""),
        shown.words("o saves it as it came in. It is never opened here.", "muted"),
    ]
    return shown.joined(parts)


def letter(detail: LetterDetail, signons: Sequence[SignOnRow], text: str = "") -> Content:
    """A letter: to whom, its frozen texts, who signed which, and the text that was searched for."""
    parts = [shown.words(detail.title, "strong"), Content("")]
    parts += shown.labels(
        ("Date", detail.date or ""),
        ("Template", detail.template),
        ("Language", detail.language),
        ("Replies to", ", ".join(detail.in_reply_to)),
        ("Reply by", detail.reply_by),
        ("Embargo", detail.embargo),
    )
    for addressee in detail.addressees:
        who = ", ".join(
            filter(None, (f"{addressee.honorific} {addressee.name}".strip(), addressee.role, addressee.organization))
        )
        parts.append(shown.label("Copy to" if addressee.cc else "To", who))
    parts += [Content(""), shown.heading("Revisions")]
    parts += [
        shown.words(f"{r.number}  {r.kind:<12} {r.digest[:12]}  {r.at[:10]}  {r.note}".rstrip())
        for r in detail.revisions
    ] or [shown.words("Nothing is frozen yet.", "muted")]
    newest = detail.newest_text
    parts += [Content(""), shown.heading("Sign-ons")]
    parts += [_signon(row, newest) for row in signons] or [shown.words("Nobody has answered yet.", "muted")]
    if text:
        parts += [Content(""), shown.heading("Text"), shown.words(text)]
    return shown.joined(parts)


def pointed(content: Content, text: str, marks: Sequence[tuple[int, int]]) -> tuple[Content, int]:
    """A detail in which words stand out, and where the first of them is.

    Args:
        content: the detail.
        text: a text that stands in it whole, from the store.
        marks: where the words stand in that text.
    """
    base = content.plain.rfind(for_terminal(text)) if text else -1
    if base < 0 or not marks:
        return content, 0
    for start, end in marks:
        content = content.stylize("bold reverse", base + start, base + end)
    return content, base + marks[0][0]


def _signon(row: SignOnRow, newest: int | None) -> Content:
    state = row.state(newest)
    mark, tone = shown.SIGNON_MARKS.get(state, ("–", "muted"))
    signed = f" (revision {row.revision})" if row.revision else ""
    return Content.assemble((f"{mark} {state:<16}", shown.TONES[tone]), Content(shown.line(row.name + signed)))


def _marked(body: str, judged: Sequence[JudgedRow]) -> Content:
    """A message's text with every judged passage on a ground that says how."""
    text = Content(for_terminal(body))
    for row in judged:
        place = find(Passage(row.exact, start=row.start, end=row.end), body)
        if place is not None:
            _, tone = shown.STATUS_MARKS[QuestionStatus(row.verdict)]
            text = text.stylize(_VERDICT_BACKGROUNDS[tone], place.start, place.end)
    return text


def _status_line(status: str, text: str) -> Content:
    """Where a question stands, or what a verdict on it says; then the question."""
    mark, tone = shown.STATUS_MARKS[QuestionStatus(status)]
    return Content.assemble((f"{mark} {status:<13}", shown.TONES[tone]), Content(shown.line(text)))


def _verdict(row: EvidenceRow) -> list[Content]:
    mark, tone = shown.STATUS_MARKS[QuestionStatus(row.verdict)]
    how = f" ({row.manner})" if row.manner else ""
    head = Content.assemble(
        (f"{mark} {row.verdict}{how}", shown.TONES[tone]),
        Content(shown.line(f"  {row.date or 'undated'}  {row.author}")),
    )
    lines = [head, *(line for passage in row.passages for line in _quoted(passage, own=row.message))]
    if row.note:
        lines.append(shown.words(f"    {row.note}", "muted"))
    if row.by:
        lines.append(shown.words(f"    judged by {row.by}{f', {row.at[:10]}' if row.at else ''}", "muted"))
    return lines


def _event(row: HistoryRow) -> list[Content]:
    if row.kind == "stated":
        head = shown.words(f"{row.date or 'undated'}  stated{f' by {row.author}' if row.author else ''}")
        return [
            head,
            shown.words(f"    {shown.quoted(row.words)}"),
            shown.words(f"    in {row.message}", "muted"),
        ]
    mark, tone = shown.UNDERTAKING_MARKS.get(row.status, ("·", "muted"))
    what = "put on record" if row.kind == "recorded" else "changed"
    state = f": {mark} {row.status}" if row.status else ""
    head = shown.words(f"{row.date or 'undated'}  {what} by {row.author}{state}", tone)
    return [head, shown.words(f"    {row.words}", "muted")] if row.words else [head]


def _quoted(passage: PassageRow, own: str = "") -> list[Content]:
    lines = [shown.words(f"    {shown.quoted(passage.exact)}")]
    if passage.message != own:
        lines.append(shown.words(f"    in {passage.message}", "muted"))
    return lines
