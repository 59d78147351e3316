"""What a template may see: frozen plain values drawn from the thread.

Names and titles are data and get escaped when they are printed; statements, findings and questions are Markdown by
the people who keep the thread, and are marked as such.
"""

from collections.abc import Mapping
from typing import Any

from correspondence.errors import Finding
from correspondence.letters.appendix import SETTLED, Appendices, Context
from correspondence.letters.render import dated, markdown
from correspondence.letters.templates import Template
from correspondence.letters.words import honorific_in
from correspondence.overview import letters, organizations, questions, threads, timeline
from correspondence.overview.letters import AddresseeRow, AskedBeforeRow, LetterDetail
from correspondence.overview.questions import QuestionRow, UndertakingRow
from correspondence.overview.timeline import MessageRow
from correspondence.store.reading import Reader
from correspondence.text.locale import comma
from correspondence.text.mailboxes import name_alone
from correspondence.vocabulary import AppendixKind, OrganizationKind

_MOST_REPEATED = 5


def build(reader: Reader, letter: LetterDetail, template: Template) -> tuple[Context, list[Finding]]:
    """The context of a letter, and what a person should know of it.

    Returns:
        `letter`, `thread`, `messages`, `undertakings`, `questions`, `pool`, `included`, `repeated`, `promised`,
        `appendices`, `words`; every date as the letter's language prints it.
    """
    thread = threads.thread(reader, letter.thread)
    entries = questions.questions(reader, letter.thread)
    undertakings = questions.undertakings(reader, letter.thread)
    messages = [row for row in timeline.timeline(reader, letter.thread) if not row.is_letter]
    asked = letters.asked_before(reader, letter.id, letter.thread)
    drawn = {
        "messages": {row.id: _message(row, letter.language) for row in messages},
        "questions": {row.id: _question(row, asked.get(row.id), letter.language) for row in entries},
        "undertakings": {row.id: _undertaking(row) for row in undertakings},
    }
    appendices = Appendices(
        reader, letter, template, entries=entries, undertakings=undertakings, dated=messages, drawn=drawn
    )
    names = organizations.names(reader, letter.thread, letter.language)
    included = [drawn["questions"][name] for name in appendices.included()]
    counterpart = _counterpart(letter, thread)
    company = company_of(reader, letter.thread, counterpart, {})
    counterpart = names.get(counterpart, counterpart)
    context = {
        "letter": _letter(letter, drawn["messages"], template),
        "thread": {
            "slug": thread.slug,
            "title": thread.title,
            "summary": thread.summary,
            "organizations": [names.get(name, name) for name in thread.organizations],
            "organization": counterpart,
            "company": names.get(company, company),
        },
        **drawn,
        "pool": [drawn["questions"][entry.id] for entry in entries if entry.unresolved],
        "included": included,
        "repeated": _repeated(included),
        "promised": [drawn["undertakings"][row.id] for row in undertakings if row.status not in SETTLED],
        "appendices": appendices.all(),
        "words": dict(template.words),
    }
    return context, _left_out(letter, entries)


def _counterpart(letter: LetterDetail, thread: threads.ThreadRow) -> str:
    """The organization that the letter is to: the first addressee's, else the thread's first."""
    to = next((row.organization for row in letter.addressees if row.organization and not row.cc), "")
    return to or next(iter(thread.organizations), thread.title)


def company_of(reader: Reader, slug: str, organization: str, names: dict[str, str]) -> str:
    """Whom a letter is about: the addressee's organization, and in a letter to an investor the thread's company."""
    kinds = organizations.kinds(reader, slug)
    if kinds.get(organization) == OrganizationKind.INVESTOR:
        company = next((name for name, kind in kinds.items() if kind == OrganizationKind.COMPANY), organization)
        return names.get(company, company)
    return names.get(organization, organization)


def _repeated(included: list[Context]) -> list[Context]:
    """The questions that were put most often before, more than once all of them."""
    again = [question for question in included if question["asked_before"] > 1]
    return sorted(again, key=lambda question: -int(question["asked_before"]))[:_MOST_REPEATED]


def _left_out(letter: LetterDetail, entries: list[QuestionRow]) -> list[Finding]:
    """Unresolved questions that belong to an undertaking which no appendix of open questions lists."""
    pooled = [row for row in letter.appendices if row.kind == AppendixKind.UNRESOLVED_QUESTIONS]
    if not pooled or any(not row.undertakings and not row.questions for row in pooled):
        return []
    found = []
    for entry in entries:
        if not entry.unresolved:
            continue
        by_undertaking = [row for row in pooled if not row.questions]
        listed = {name for row in by_undertaking for name in row.undertakings}
        chosen = any(entry.id in row.questions for row in pooled)
        if chosen or (by_undertaking and (not entry.undertaking or entry.undertaking in listed)):
            continue
        add = f"add {entry.undertaking} to the appendix's undertakings" if by_undertaking else "tick it in the appendix"
        found.append(
            Finding(
                code="question-left-out",
                place=f"question {entry.id}",
                reason="is unresolved and in no appendix of this letter",
                fix=add,
            )
        )
    return found


def _message(row: MessageRow, language: str) -> Context:
    return {
        "id": row.id,
        "date": dated(row.date, language),
        "author": name_alone(row.author),
        "title": row.title,
        "kind": row.kind,
        "direction": row.direction,
    }


def _question(row: QuestionRow, before: AskedBeforeRow | None, language: str) -> Context:
    return {
        "id": row.id,
        "text": markdown(row.text),
        "status": str(row.status),
        "times_asked": row.times_asked,
        "first_asked": dated(row.first_asked, language),
        "asked_before": before.times if before else 0,
        "since": dated(before.first, language) if before else "",
        "undertaking": row.undertaking,
    }


def _undertaking(row: UndertakingRow) -> Context:
    return {
        "id": row.id,
        "by": list(row.by),
        "statement": markdown(row.statement),
        "status": row.status,
        "finding": markdown(row.finding) if row.finding else "",
        "open_questions": row.open_questions,
    }


def _letter(letter: LetterDetail, messages: Mapping[str, Context], template: Template) -> Context:
    printed = {
        name: dated(value or None, letter.language)
        for name, value in (("date", letter.date), ("reply_by", letter.reply_by), ("embargo", letter.embargo))
    }
    return {
        "id": letter.id,
        "title": letter.title,
        "language": letter.language,
        "salutation": letter.salutation,
        "closing": letter.closing,
        **printed,
        "addressees": [_addressee(row, template) for row in letter.addressees if not row.cc],
        "cc": [_addressee(row, template) for row in letter.addressees if row.cc],
        "in_reply_to": [messages[name] for name in letter.in_reply_to],
    }


def _addressee(row: AddresseeRow, template: Template) -> Context:
    honorific = honorific_in(template.catalog, row.honorific)
    name = " ".join(filter(None, (honorific, row.name)))
    lines = [line for line in (name, row.role, row.organization) if line]
    return {
        "name": row.name,
        "honorific": honorific,
        "role": row.role,
        "organization": row.organization,
        "lines": lines,
        "line": comma(template.catalog.language).join(lines),
    }


def used(context: Mapping[str, Any]) -> list[str]:
    """The identifiers of the questions that a letter with this context puts."""
    return [str(question["id"]) for question in context["included"]]
