"""The site's values for programs: JSON, and tables as CSV (RFC 4180) in which no cell is a formula."""

import csv
import dataclasses
import io
import json
from collections.abc import Iterable, Sequence
from typing import Any

from correspondence.publish.tracker.markup import Place, plain
from correspondence.publish.tracker.site import Public, Site
from correspondence.text.escape import for_sheet

FORMAT = 1
# fmt: off
_QUESTION_HEADS = (
    "thread", "question", "text", "status", "undertaking", "by", "undertaking_status", "first_asked", "times_asked",
    "decided_in", "decided_on", "passage",
)
# fmt: on
_BYTE_ORDER_MARK = "\ufeff"  # without it a spreadsheet takes UTF-8 for its own country's character set


def as_json(site: Site) -> str:
    """Everything that the site shows, with sorted keys."""
    data = {"format": FORMAT, **_plain(site)}
    return json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def questions(place: Place) -> str:
    """The questions as a table: a line for each."""
    language = place.thread.language
    rows = []
    for owner, question in _owned(place):
        documents = [place.documents[asked.document] for asked in question.asked]
        newest = question.said[0] if question.said else None
        rows.append(
            (
                place.thread.slug,
                question.id,
                plain(question.text, language),
                question.status,
                owner.id if owner else "",
                "; ".join(owner.by) if owner else "",
                owner.status if owner else "",
                min((row.date for row in documents if row.date), default=""),
                str(len(documents)),
                newest.document if newest else "",
                (place.documents[newest.document].date or "") if newest else "",
                " … ".join(quote.exact for quote in newest.quotes) if newest else "",
            )
        )
    return _table(_QUESTION_HEADS, rows)


def documents(place: Place) -> str:
    """The documents as a table."""
    rows = [
        (
            place.thread.slug,
            row.id,
            row.date or "",
            row.direction,
            row.kind,
            row.party,
            row.title,
            row.url,
            row.archive_url,
            "; ".join(row.in_reply_to),
        )
        for row in place.thread.documents
    ]
    heads = ("thread", "document", "date", "direction", "kind", "from", "title", "url", "archive_url", "in_reply_to")
    return _table(heads, rows)


def replies(place: Place) -> str:
    """What was sent, and the replies to it, as a table."""
    rows = [
        (
            place.thread.slug,
            row.document,
            "; ".join(row.parties),
            row.sent,
            row.due.isoformat() if row.due else "",
            row.reply,
            row.replied or "",
            "" if row.days is None else str(row.days),
            "" if row.late_days is None else str(row.late_days),
        )
        for row in place.thread.exchanges
    ]
    return _table(("thread", "document", "to", "sent", "due", "reply", "replied", "days", "days_late"), rows)


def _owned(place: Place) -> Iterable[tuple[Any, Any]]:
    """Each question with the undertaking that it belongs to, if that is shown."""
    for undertaking in place.thread.undertakings:
        for question in undertaking.questions:
            yield undertaking, question
    for question in place.thread.questions:
        yield None, question


def _table(heads: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    written = io.StringIO()
    writer = csv.writer(written)
    writer.writerow(heads)
    writer.writerows([for_sheet(cell) for cell in row] for row in rows)
    return _BYTE_ORDER_MARK + written.getvalue()


def _plain(value: Any) -> Any:
    if isinstance(value, Public):
        fields = {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
        return {name: kept for name, kept in fields.items() if name != "letter"}
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: _plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, tuple):
        return [_plain(entry) for entry in value]
    return value.isoformat() if hasattr(value, "isoformat") else value
