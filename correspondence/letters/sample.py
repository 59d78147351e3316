"""A letter that holds one of everything, for trying out a template: what `context.build` gives, made up."""

from itertools import count
from typing import Any

from correspondence.letters.appendix import labels
from correspondence.letters.render import dated, markdown
from correspondence.letters.templates import Template
from correspondence.overview.letters import AppendixRow
from correspondence.vocabulary import AppendixKind, AppendixShow

Context = dict[str, Any]

BODY = "## *Heading*\n\nA paragraph with a [citation](message:reply) and an [address](https://example.org/).\n\n- a\n"
# A name that prints as it is only when it is escaped.
_NAME = "Example *& Daughters* Ltd."


def letter(template: Template, language: str) -> Context:
    """A letter in which nothing is missing."""
    date = dated("2025-06-03", language)
    message = {
        "id": "reply",
        "date": date,
        "author": _NAME,
        "title": "A reply",
        "kind": "letter",
        "direction": "incoming",
    }
    question: Context = {
        "id": "why",
        "text": markdown("Why *so*?"),
        "status": "evaded",
        "standing": template.catalog.text("statuses", "evaded"),
        "times_asked": 3,
        "first_asked": dated("2019", language),
        "asked_before": 2,
        "since": dated("2019-05", language),
        "undertaking": "vetting",
    }
    undertaking = {
        "id": "vetting",
        "by": [_NAME],
        "statement": markdown("To **vet** every customer."),
        "status": "outstanding",
        "finding": markdown("Nothing was *seen*."),
        "open_questions": 1,
    }
    person = _addressee()
    return {
        "letter": {
            "id": "letter",
            "title": f"To {_NAME}",
            "language": language,
            "salutation": "Dear Ms. Example,",
            "closing": "Sincerely,",
            "date": date,
            "reply_by": date,
            "embargo": date,
            "addressees": [person, person],
            "cc": [person],
            "in_reply_to": [message],
        },
        "thread": {
            "slug": "example",
            "title": _NAME,
            "summary": "A summary.",
            "organizations": [_NAME],
            "organization": _NAME,
            "company": _NAME,
        },
        "messages": {"reply": message},
        "questions": {"why": question},
        "undertakings": {"vetting": undertaking},
        "pool": [question],
        "included": [question],
        "repeated": [question],
        "promised": [undertaking],
        "appendices": _appendices(template, question, undertaking),
        "words": dict(template.words),
    }


def bare(template: Template, language: str) -> Context:
    """A letter that says nothing but its title: what need not be there is not."""
    full = letter(template, language)
    empty = dict.fromkeys(("salutation", "closing", "date", "reply_by", "embargo"), "")
    nobody: Context = {"addressees": [], "cc": [], "in_reply_to": []}
    return full | {
        "letter": full["letter"] | empty | nobody,
        "thread": full["thread"] | {"summary": "", "organizations": []},
        **{name: [] for name in ("pool", "included", "repeated", "promised", "appendices")},
        **{name: {} for name in ("messages", "questions", "undertakings")},
    }


def mail(language: str, kind: str) -> Context:
    """What the template of a mail sees: a mail to somebody who is asked to sign."""
    return {
        "mail": {
            "kind": kind,
            "name": _NAME,
            "contact": "Ada Example",
            "language": language.partition("-")[0],
            "title": f"To {_NAME}",
            "revision": 2,
            "earlier": 1,
            "deadline": dated("2025-06-03", language),
            "reference": "c7-1f",
            "link": "https://example.org/sign",
            "sender": "Example Coalition",
            "address": "coalition@example.org",
            "round": 1,
        }
    }


def _addressee() -> Context:
    lines = ["Ms. Ada Example", "Head of *Compliance*", _NAME]
    return {
        "name": "Ada Example",
        "honorific": "Ms.",
        "role": lines[1],
        "organization": _NAME,
        "lines": lines,
        "line": ", ".join(lines),
    }


def _appendices(template: Template, question: Context, undertaking: Context) -> list[Context]:
    entries = [AppendixRow("", "", str(kind), (), (), "") for kind in AppendixKind]
    row = {"statement": undertaking["statement"], "mark": "❖", "finding": undertaking["finding"]}
    pooled = {"rows": [row | {"questions": [question, question]}], "legend": markdown("❖ outstanding")}
    filled: dict[AppendixKind, Context] = {
        AppendixKind.UNRESOLVED_QUESTIONS: pooled,
        AppendixKind.ALL_QUESTIONS: pooled,
        AppendixKind.TIMELINE: {
            "rows": [{"date": "2025", "document": markdown("[A reply](message:reply)"), "author": _NAME}]
        },
        AppendixKind.CONTRADICTIONS: {"rows": [{"earlier": markdown("“Yes.”"), "later": markdown("“No.”")}]},
        AppendixKind.CAMPAIGN_TABLE: {
            "rows": [{"cells": [markdown("Why?"), "evaded"]}],
            "columns": ["Question", _NAME],
            "notes": [markdown("Why?")],
        },
        AppendixKind.TEXT: {"rows": [], "body": markdown("Some words.")},
    }
    numbers = count(1)
    return [
        {
            "label": label,
            "title": f"Title {next(numbers)}",
            "heading": f"{label}: a title",
            "kind": entry.kind,
            "columns": ["First", "Second"],
            "show": list(AppendixShow),
            "listed": True,
            "legend": "",
            "notes": [],
            "body": "",
            **filled[AppendixKind(entry.kind)],
        }
        for entry, label in zip(entries, labels(entries, template), strict=True)
    ]
