"""What a template may see: frozen plain values drawn from the thread.

Names and titles are data and get escaped when they are printed; statements, findings and questions are Markdown by
the people who keep the thread, and are marked as such.
"""

from typing import TYPE_CHECKING, Any

from correspondence.errors import Finding
from correspondence.letters.render import markdown
from correspondence.letters.templates import Template
from correspondence.overview import questions, threads, timeline
from correspondence.overview.letters import AddresseeRow, AppendixRow, LetterDetail
from correspondence.overview.questions import QuestionRow, UndertakingRow
from correspondence.overview.timeline import MessageRow
from correspondence.store.reading import Reader
from correspondence.text.escape import for_markdown
from correspondence.text.locale import format_date
from correspondence.vocabulary import AppendixKind, Verdict

if TYPE_CHECKING:
    from collections.abc import Iterable

Context = dict[str, Any]

_OUTSTANDING = "❖"


def build(reader: Reader, letter: LetterDetail, template: Template) -> tuple[Context, list[Finding]]:
    """The context of a letter, and what a person should know of it.

    Returns:
        `letter`, `thread`, `messages`, `undertakings`, `questions`, `pool`, `appendices`, `words`; every date as the
        letter's language prints it.
    """
    thread = threads.thread(reader, letter.thread)
    entries = questions.questions(reader, letter.thread)
    undertakings = questions.undertakings(reader, letter.thread)
    messages = [row for row in timeline.timeline(reader, letter.thread) if not row.is_letter]
    drawn = _Drawn(reader, letter, template, entries, undertakings, messages)
    appendices = [drawn.appendix(row) for row in letter.appendices]
    context = {
        "letter": _letter(letter, drawn.messages),
        "thread": {
            "slug": thread.slug,
            "title": thread.title,
            "summary": thread.summary,
            "organizations": list(thread.organizations),
        },
        "messages": drawn.messages,
        "undertakings": drawn.undertakings,
        "questions": drawn.questions,
        "pool": [drawn.questions[entry.id] for entry in entries if entry.unresolved],
        "appendices": appendices,
        "words": template.words,
    }
    return context, drawn.left_out()


class _Drawn:
    """A thread's records as plain values, in one letter's language."""

    def __init__(
        self,
        reader: Reader,
        letter: LetterDetail,
        template: Template,
        entries: list[QuestionRow],
        undertakings: list[UndertakingRow],
        messages: list[MessageRow],
    ) -> None:
        self._reader = reader
        self._letter = letter
        self._template = template
        self._entries = entries
        self._statements = {row.id: row for row in undertakings}
        self._timeline = messages
        self.messages = {row.id: self._message(row) for row in messages}
        self.questions = {row.id: self._question(row) for row in entries}
        self.undertakings = {row.id: self._undertaking(row) for row in undertakings}

    def appendix(self, row: AppendixRow) -> Context:
        """One appendix with what fills it."""
        words = self._template.words
        heading = ": ".join(part for part in (row.label, row.title) if part) or row.kind
        fill, columns = {
            AppendixKind.UNRESOLVED_QUESTIONS: (self._pooled, ("undertaking", "open-questions")),
            AppendixKind.ALL_QUESTIONS: (self._pooled, ("undertaking", "questions")),
            AppendixKind.TIMELINE: (self._dated, ("date", "document")),
            AppendixKind.CONTRADICTIONS: (self._contradictions, ("earlier", "later")),
            AppendixKind.TEXT: (_nothing, ()),
        }[AppendixKind(row.kind)]
        given = [*row.columns, *(words.get(name, name) for name in columns[len(row.columns) :])]
        return {
            "label": row.label,
            "title": row.title,
            "heading": heading,
            "kind": row.kind,
            "columns": given,
            "rows": fill(row),
            "body": markdown(row.body) if row.body else "",
        }

    def left_out(self) -> list[Finding]:
        """Unresolved questions that belong to an undertaking which no appendix of open questions lists."""
        pooled = [row for row in self._letter.appendices if row.kind == AppendixKind.UNRESOLVED_QUESTIONS]
        if not pooled or any(not row.undertakings for row in pooled):
            return []
        listed = {name for row in pooled for name in row.undertakings} | {""}
        missing = [entry for entry in self._entries if entry.unresolved and entry.undertaking not in listed]
        return [
            Finding(
                code="question-left-out",
                place=f"question {entry.id}",
                reason="is unresolved and in no appendix of this letter",
                fix=f"add {entry.undertaking} to the appendix's undertakings",
            )
            for entry in missing
        ]

    def _message(self, row: MessageRow) -> Context:
        return {
            "id": row.id,
            "date": self._date(row.date),
            "author": row.author,
            "title": row.title,
            "kind": row.kind,
            "direction": row.direction,
        }

    def _question(self, row: QuestionRow) -> Context:
        return {
            "id": row.id,
            "text": markdown(row.text),
            "status": str(row.status),
            "times_asked": row.times_asked,
            "first_asked": self._date(row.first_asked),
            "undertaking": row.undertaking,
        }

    def _undertaking(self, row: UndertakingRow) -> Context:
        return {
            "id": row.id,
            "by": list(row.by),
            "statement": markdown(row.statement),
            "status": row.status,
            "finding": markdown(row.finding) if row.finding else "",
            "open_questions": row.open_questions,
        }

    def _date(self, date: str | None) -> str:
        return format_date(date, self._letter.language) if date else ""

    def _pooled(self, row: AppendixRow) -> list[Context]:
        """Questions by undertaking: those listed, else those with anything open; loose questions at the end."""
        all_of_them = row.kind == AppendixKind.ALL_QUESTIONS
        gathered: dict[str, list[Context]] = {}
        for entry in self._entries:
            if all_of_them or entry.unresolved:
                gathered.setdefault(entry.undertaking, []).append(self.questions[entry.id])
        listed: Iterable[str] = row.undertakings or (
            name for name, record in self._statements.items() if name in gathered or record.status not in _SETTLED
        )
        rows = [self._pooled_row(name, gathered.get(name, [])) for name in listed]
        if loose := gathered.get(""):
            words = self._template.words
            rows.append(
                {
                    "statement": words.get("other-questions", "Other questions"),
                    "mark": self._mark(""),
                    "finding": "",
                    "questions": loose,
                }
            )
        return rows

    def _pooled_row(self, name: str, entries: list[Context]) -> Context:
        record = self.undertakings[name]
        return {
            "statement": record["statement"],
            "mark": self._mark(record["status"]),
            "finding": record["finding"],
            "questions": entries,
        }

    def _mark(self, status: str) -> str:
        return self._template.marks.get(status or "outstanding", _OUTSTANDING)

    def _dated(self, _row: AppendixRow) -> list[Context]:
        """The correspondence in the order of time; what is private stays out."""
        public = [row for row in self._timeline if not row.private]
        return [
            {
                "date": self._date(row.date),
                "document": markdown(f"[{for_markdown(row.title or row.id)}](message:{row.id})"),
                "author": row.author,
            }
            for row in public
        ]

    def _contradictions(self, _row: AppendixRow) -> list[Context]:
        """Each contradiction: the earlier words left, the later ones right, each with its source."""
        rows = []
        for entry in self._entries:
            for verdict in questions.evidence(self._reader, entry.id, entry.thread):
                if verdict.verdict != Verdict.CONTRADICTED:
                    continue
                later = [p for p in verdict.passages if p.message == verdict.message]
                earlier = [p for p in verdict.passages if p.message != verdict.message]
                rows.append({"earlier": self._quoted(earlier), "later": self._quoted(later)})
        return rows

    def _quoted(self, passages: list[questions.PassageRow]) -> Any:
        parts = []
        for passage in passages:
            source = self.messages[passage.message]
            name = ", ".join(filter(None, (source["title"] or passage.message, source["date"])))
            parts.append(f"“{for_markdown(passage.exact)}” ([{for_markdown(name)}](message:{passage.message}))")
        return markdown("\n\n".join(parts))


_SETTLED = frozenset({"fulfilled", "withdrawn"})


def _nothing(_row: AppendixRow) -> list[Context]:
    return []


def _letter(letter: LetterDetail, messages: dict[str, Context]) -> Context:
    printed = {
        name: format_date(value[:10], letter.language) if value else ""
        for name, value in (("date", letter.date), ("reply_by", letter.reply_by), ("embargo", letter.embargo))
    }
    return {
        "id": letter.id,
        "title": letter.title,
        "language": letter.language,
        "salutation": letter.salutation,
        "closing": letter.closing,
        **printed,
        "addressees": [_addressee(row) for row in letter.addressees if not row.cc],
        "cc": [_addressee(row) for row in letter.addressees if row.cc],
        "in_reply_to": [messages[name] for name in letter.in_reply_to],
    }


def _addressee(row: AddresseeRow) -> Context:
    name = " ".join(filter(None, (row.honorific, row.name)))
    lines = [line for line in (name, row.role, row.organization) if line]
    return {
        "name": row.name,
        "honorific": row.honorific,
        "role": row.role,
        "organization": row.organization,
        "lines": lines,
        "line": ", ".join(lines),
    }
