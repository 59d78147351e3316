"""What fills an appendix: the pool by undertaking, the timeline, contradictions, a campaign's replies."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import chain
from typing import Any

from correspondence.letters.render import markdown
from correspondence.letters.templates import Template
from correspondence.overview import campaigns, questions, timeline
from correspondence.overview.letters import AppendixRow, LetterDetail
from correspondence.overview.questions import PassageRow, QuestionRow, UndertakingRow
from correspondence.overview.timeline import MessageRow
from correspondence.store.reading import Reader
from correspondence.text.escape import for_markdown
from correspondence.text.locale import colon, comma
from correspondence.text.mailboxes import name_alone
from correspondence.vocabulary import AppendixKind, AppendixShow, Verdict

Context = dict[str, Any]

SETTLED = frozenset({"fulfilled", "withdrawn"})
_OUTSTANDING = "❖"
# With more companies than this in a row, nobody reads the columns: then companies stand one under the other.
_MOST_COLUMNS = 5
_COLUMNS = {
    AppendixKind.UNRESOLVED_QUESTIONS: ("undertaking", "open-questions"),
    AppendixKind.ALL_QUESTIONS: ("undertaking", "questions"),
    AppendixKind.TIMELINE: ("date", "document"),
    AppendixKind.CONTRADICTIONS: ("earlier", "later"),
    AppendixKind.CAMPAIGN_TABLE: ("question",),
    AppendixKind.TEXT: (),
}


def labels(rows: Sequence[AppendixRow], template: Template) -> list[str]:
    """What each appendix is called: as given, else the language's word and the next letter that nobody has taken."""
    word, counters = template.words.get("appendix", "Appendix"), template.catalog.letters
    taken = {row.label for row in rows if row.label}
    names = (f"{word} {n}" for n in chain(counters, range(1, len(rows) + 1)))
    free = (name for name in names if name not in taken)
    return [row.label or next(free) for row in rows]


class Appendices:
    """The appendices of one letter, from a thread's records as plain values.

    Args:
        reader: an open look at the store.
        letter: whose appendices they are.
        template: whose words and marks they have.
        entries: the thread's questions.
        undertakings: the thread's.
        dated: the thread's messages.
        drawn: messages, questions and undertakings as plain values, by kind and identifier.
    """

    def __init__(
        self,
        reader: Reader,
        letter: LetterDetail,
        template: Template,
        *,
        entries: Sequence[QuestionRow],
        undertakings: Sequence[UndertakingRow],
        dated: Sequence[MessageRow],
        drawn: Mapping[str, dict[str, Context]],
    ) -> None:
        self._reader = reader
        self._letter = letter
        self._template = template
        self._entries = entries
        self._statements = {row.id: row for row in undertakings}
        self._timeline = dated
        self._drawn = drawn

    def all(self) -> list[Context]:
        """Every appendix with its label and what fills it, in order."""
        rows = self._letter.appendices
        return [self._appendix(row, label) for row, label in zip(rows, labels(rows, self._template), strict=True)]

    def included(self) -> list[str]:
        """The identifiers of the unresolved questions that the letter puts, in the thread's order.

        Those that its appendices of questions list; all of the pool when it has no such appendix.
        """
        unresolved = [entry for entry in self._entries if entry.unresolved]
        asking = [row for row in self._letter.appendices if row.kind in _ASKING]
        return [entry.id for entry in unresolved if not asking or any(_lists(row, entry) for row in asking)]

    def _appendix(self, row: AppendixRow, label: str) -> Context:
        kind = AppendixKind(row.kind)
        untitled = "" if row.label else self._template.catalog.text("titles", row.kind)
        title = row.title or untitled
        words = self._template.words
        columns = [*row.columns, *(words.get(name, name) for name in _COLUMNS[kind][len(row.columns) :])]
        filled = {
            AppendixKind.UNRESOLVED_QUESTIONS: self._pooled,
            AppendixKind.ALL_QUESTIONS: self._pooled,
            AppendixKind.TIMELINE: self._dated,
            AppendixKind.CONTRADICTIONS: self._contradictions,
            AppendixKind.CAMPAIGN_TABLE: self._campaign,
            AppendixKind.TEXT: _nothing,
        }[kind](row)
        return {
            "label": label,
            "title": title,
            "heading": colon(self._letter.language).join(filter(None, (label, title))),
            "kind": row.kind,
            "columns": columns,
            "show": list(row.show),
            "listed": _listed(row),
            "legend": "",
            "notes": [],
            "body": markdown(row.body) if row.body else "",
            **filled,
        }

    def _pooled(self, row: AppendixRow) -> Context:
        """Questions by undertaking: those listed, else those with anything open; loose questions at the end."""
        all_of_them = row.kind == AppendixKind.ALL_QUESTIONS
        drawn = {name: self._standing(question) for name, question in self._drawn["questions"].items()}
        gathered: dict[str, list[Context]] = {}
        for entry in self._entries:
            if (all_of_them or entry.unresolved) and (not row.questions or entry.id in row.questions):
                gathered.setdefault(entry.undertaking, []).append(drawn[entry.id])
        listed: Iterable[str] = row.undertakings or (
            name
            for name, record in self._statements.items()
            if name in gathered or (not row.questions and record.status not in SETTLED)
        )
        statuses = []
        rows = []
        for name in listed:
            record = self._drawn["undertakings"][name]
            statuses.append(record["status"])
            rows.append(
                {
                    "statement": record["statement"],
                    "mark": self._mark(record["status"]),
                    "finding": record["finding"],
                    "questions": gathered.get(name, []),
                }
            )
        if loose := gathered.get(""):
            mark = "" if _listed(row) else self._mark("outstanding")
            other = self._template.words.get("other-questions", "Other questions")
            rows.append({"statement": other, "mark": mark, "finding": "", "questions": loose})
            if mark:
                statuses.append("outstanding")
        legend = self._legend(statuses) if AppendixShow.LEGEND in row.show else ""
        return {"rows": rows, "legend": legend}

    def _standing(self, question: Context) -> Context:
        """A question with the words for where it stands."""
        status = question["status"]
        return {**question, "standing": self._template.catalog.text("statuses", status) or status}

    def _mark(self, status: str) -> str:
        return self._template.marks.get(status or "unknown", _OUTSTANDING)

    def _legend(self, statuses: Iterable[str]) -> Any:
        """What the marks that stand in a table mean: `❖ outstanding, withdrawn · ✅ fulfilled`."""
        meant: dict[str, list[str]] = {}
        for status in dict.fromkeys(status or "unknown" for status in statuses):
            meaning = self._template.catalog.text("marks", status) or status
            meant.setdefault(self._mark(status), []).append(meaning)
        return markdown(" · ".join(f"{for_markdown(mark)} {', '.join(names)}" for mark, names in meant.items()))

    def _dated(self, _row: AppendixRow) -> Context:
        """The correspondence in the order of time; what is private stays out."""
        messages = self._drawn["messages"]
        rows = [
            {
                "date": messages[row.id]["date"],
                "document": markdown(f"[{for_markdown(row.title or row.id)}](message:{row.id})"),
                "author": name_alone(row.author),
            }
            for row in self._timeline
            if not row.private
        ]
        return {"rows": rows}

    def _contradictions(self, row: AppendixRow) -> Context:
        """Each contradiction: the earlier words left, the later ones right, each with its source.

        In a public letter one that rests on something marked private is left out.
        """
        hidden = timeline.marked_private(self._reader, self._letter.thread) if self._template.public else frozenset()
        rows = []
        for entry in self._entries:
            if row.questions and entry.id not in row.questions:
                continue
            for verdict in questions.evidence(self._reader, entry.id, entry.thread):
                if verdict.verdict != Verdict.CONTRADICTED or hidden.intersection(p.message for p in verdict.passages):
                    continue
                later = [p for p in verdict.passages if p.message == verdict.message]
                earlier = [p for p in verdict.passages if p.message != verdict.message]
                rows.append({"earlier": self._quoted(earlier), "later": self._quoted(later)})
        return {"rows": rows}

    def _quoted(self, passages: Iterable[PassageRow]) -> Any:
        parts = []
        for passage in passages:
            source = self._drawn["messages"][passage.message]
            named = filter(None, (source["title"] or passage.message, source["date"]))
            name = comma(self._template.catalog.language).join(named)
            quote = self._template.catalog.quoted(for_markdown(passage.exact))
            parts.append(f"{quote} ([{for_markdown(name)}](message:{passage.message}))")
        return markdown("\n\n".join(parts))

    def _campaign(self, row: AppendixRow) -> Context:
        """Company by question; many companies stand one under the other, and the questions below by their numbers."""
        name = row.campaign or campaigns.campaign_of(self._reader, self._letter.id, self._letter.thread)
        if not name:
            return {"rows": []}
        table = campaigns.table(self._reader, name, shared=True)
        catalog, words = self._template.catalog, self._template.words
        texts = [markdown(question.text) for question in table.questions]

        def cell(company: campaigns.CompanyRow, n: int) -> str:
            status = company.statuses[n]
            if status == "open" and company.letter.replied is None:
                return words.get("no-reply", "")
            return catalog.text("statuses", status) or status

        names = [company.letter.organization for company in table.companies]
        if len(names) <= _MOST_COLUMNS:
            rows = [
                {"cells": [text, *(cell(company, n) for company in table.companies)]} for n, text in enumerate(texts)
            ]
            return {"rows": rows, "columns": [row.columns[0] if row.columns else words.get("question", ""), *names]}
        rows = [
            {"cells": [company.letter.organization, *(cell(company, n) for n in range(len(texts)))]}
            for company in table.companies
        ]
        first = row.columns[0] if row.columns else words.get("organization", "")
        return {"rows": rows, "columns": [first, *(str(n + 1) for n in range(len(texts)))], "notes": texts}


_ASKING = frozenset({AppendixKind.UNRESOLVED_QUESTIONS, AppendixKind.ALL_QUESTIONS})


def _lists(row: AppendixRow, entry: QuestionRow) -> bool:
    if row.questions and entry.id not in row.questions:
        return False
    return not row.undertakings or entry.undertaking == "" or entry.undertaking in row.undertakings


def _listed(row: AppendixRow) -> bool:
    """Whether each question stands on a line of its own: with more to it than its words, they would run together."""
    return row.kind == AppendixKind.ALL_QUESTIONS or AppendixShow.ASKED in row.show


def _nothing(_row: AppendixRow) -> Context:
    return {"rows": []}
