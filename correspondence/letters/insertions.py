"""What can be put into a letter's body by search: citations, quotations word for word, live parts, tables and notes."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from correspondence.letters.opening import inert
from correspondence.letters.templates import template_of
from correspondence.letters.words import Catalog
from correspondence.overview import questions, timeline
from correspondence.overview.letters import LetterDetail
from correspondence.overview.timeline import MessageDetail
from correspondence.passages import segment
from correspondence.store.reading import Reader
from correspondence.text.escape import for_markdown
from correspondence.text.locale import comma, format_date
from correspondence.text.mailboxes import name_alone
from correspondence.workspace import Workspace

_MOST_QUOTATIONS = 20_000


class Kind(StrEnum):
    """What an insertion is."""

    CITATION = "citation"
    QUOTATION = "quotation"
    LIVE = "live part"
    FORM = "form"


@dataclass(frozen=True, slots=True)
class Insertion:
    """Something to put into a body.

    Attributes:
        kind: what it is.
        date: of the message, or empty.
        label: what a person finds it by: a title, the quoted words, what a live part prints.
        source: the message that it comes from, or empty.
        text: Markdown with Jinja.
        target: of a citation, where it leads: words that are selected become its words.
    """

    kind: Kind
    date: str
    label: str
    source: str
    text: str
    target: str = ""

    def over(self, selected: str) -> str:
        """The text, with the words that are selected as those of the citation."""
        return f"[{selected}]({self.target})" if self.target and selected.strip() else self.text


def insertions(reader: Reader, workspace: Workspace, letter: LetterDetail) -> list[Insertion]:
    """All that can be put into a letter, the newest messages first.

    Raises:
        TemplateError: the letter's template, or its words, cannot be read.
    """
    catalog = template_of(letter, workspace).catalog
    rows = [row for row in timeline.timeline(reader, letter.thread) if not row.is_letter]
    messages = [timeline.message(reader, row.id, letter.thread) for row in reversed(rows)]
    found = [_citation(message, catalog, letter.language) for message in messages]
    for message in messages:
        found += _quotations(message, catalog, letter.language)
        if len(found) > _MOST_QUOTATIONS:
            break
    return [*found, *_live(reader, letter, messages), *_FORMS]


def _citation(message: MessageDetail, catalog: Catalog, language: str) -> Insertion:
    nouns = catalog.tables["messages"]
    noun = str(nouns.get(message.kind) or nouns.get("other") or message.id)
    target = f"message:{message.id}"
    date = f" {for_markdown(format_date(message.date, language))}" if message.date else ""
    words = for_markdown(noun) + date
    label = " · ".join(filter(None, (message.title or message.id, message.author)))
    return Insertion(Kind.CITATION, message.date or "", label, message.id, f"[{inert(words)}]({target})", target)


def _quotations(message: MessageDetail, catalog: Catalog, language: str) -> Iterator[Insertion]:
    """The message's own sentences, each in quotation marks with its source behind."""
    date = format_date(message.date, language) if message.date else ""
    named = name_alone(message.author) or message.title or message.id
    source = inert(for_markdown(comma(language).join(filter(None, (named, date)))))
    for start, end in segment.passages(message.body):
        for first, beyond in segment.sentences(message.body, start, end, message.language or "en"):
            exact = " ".join(message.body[first:beyond].split())
            quoted = catalog.quoted(inert(for_markdown(exact)))
            text = f"{quoted} ([{source}](message:{message.id}))"
            yield Insertion(Kind.QUOTATION, message.date or "", exact, message.id, text)


def _live(reader: Reader, letter: LetterDetail, messages: list[MessageDetail]) -> Iterator[Insertion]:
    """What is filled in when the letter is rendered."""

    def live(label: str, expression: str) -> Insertion:
        return Insertion(Kind.LIVE, "", label, "", f"{{{{ {expression} }}}}")

    yield live("how many questions are unresolved", "pool|length")
    yield live("how many questions this letter puts", "included|length")
    yield live("whom the letter is to", "thread.organization")
    yield live("the day of the letter", "letter.date")
    if letter.reply_by:
        yield live("the day by which a reply is asked for", "letter.reply_by|by")
    for number, appendix in enumerate(letter.appendices, start=1):
        named = appendix.title or appendix.label or appendix.kind
        yield live(f"what appendix {number} is called: {named}", f"appendix({number})")
    for question in questions.questions(reader, letter.thread):
        yield live(f"question: {question.text}", f'questions["{question.id}"].text')
    for undertaking in questions.undertakings(reader, letter.thread):
        yield live(f"undertaking: {undertaking.statement}", f'undertakings["{undertaking.id}"].statement')
    for message in messages:
        if message.date:
            yield live(f"the date of {message.title or message.id}", f'messages["{message.id}"].date')


_FORMS = (
    Insertion(
        Kind.FORM,
        "",
        "table whose cells hold more than a line",
        "",
        ':::: list-table {header-rows=1 widths="1 1"}\n- - Left\n  - Right\n- - A cell\n  - Another\n::::\n',
    ),
    Insertion(Kind.FORM, "", "table", "", "| Left | Right |\n|---|---|\n| A cell | Another |\n"),
    Insertion(Kind.FORM, "", "footnote", "", "[^note]\n\n[^note]: The words of the note.\n"),
    Insertion(Kind.FORM, "", "quotation set apart", "", "> The words.\n"),
)
