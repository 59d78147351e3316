"""The body that a new draft begins with: what we answer, what was promised, what contradicts, what is still open.

Prose in the letter's language, from the sentences of its catalog. What will change (counts, dates, statuses, which
questions are still open) stays live; what people will want to edit is written out. Everything from the thread is
escaped both for Markdown and for Jinja.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from correspondence.letters.filters import Language, Markdown
from correspondence.letters.templates import Template
from correspondence.overview import questions, timeline
from correspondence.overview.questions import PassageRow
from correspondence.overview.timeline import MessageDetail
from correspondence.store.reading import Reader
from correspondence.text.escape import for_markdown
from correspondence.text.mailboxes import name_alone
from correspondence.vocabulary import Verdict, Visibility

_JINJA = re.compile(r"\{(?=[{%#])")
# More promises and contradictions than these make no letter: the appendix has them all.
_MOST_QUOTED = 12
_ENDS = (".", "!", "?", "…", "؟", ":", ";")


@dataclass(frozen=True, slots=True)
class Matter:
    """What a body is made from.

    Attributes:
        thread: the thread's slug.
        title: the letter's.
        template: its template.
        language: BCP 47.
        organization: whom the letter is to.
        company: whom it is about, which for a letter to an investor is another.
        in_reply_to: the messages that it answers.
        undertakings: identifiers of those that go in.
        questions: identifiers of those that go in.
        asking_appendix: the kind of the appendix that lists them, or empty.
        other_appendices: the kinds of the others that are made from records.
        reply_by: whether a reply is asked for by a day.
        summary: what the thread is about, or empty.
    """

    thread: str
    title: str
    template: Template
    language: str
    organization: str
    company: str
    in_reply_to: Sequence[str]
    undertakings: Sequence[str]
    questions: Sequence[str]
    asking_appendix: str
    other_appendices: Sequence[str]
    reply_by: bool
    summary: str


def body(reader: Reader, matter: Matter) -> str:
    """The Markdown with Jinja that a new letter's body begins with; empty when its template has no opening."""
    return _written(_Writing(reader, matter))


def shared_body(reader: Reader, matter: Matter) -> str:
    """The same for letters to several organizations: whatever differs between their threads stays live.

    Args:
        reader: an open look at the store.
        matter: of any of the letters; its questions say only whether there are any.
    """
    return _written(_Shared(reader, matter))


def _written(writing: "_Writing") -> str:
    sections: dict[str, Callable[[], list[str]]] = {
        "introduction": writing.introduction,
        "replies": writing.replies,
        "promised": writing.promised,
        "contradictions": writing.contradictions,
        "asked-again": writing.asked_again,
        "open-questions": writing.open_questions,
        "request": writing.request,
        "call": writing.call,
        "press": writing.press,
    }
    blocks = [block for name in writing.sections for block in sections[name]()]
    return "\n\n".join(blocks) + "\n" if blocks else ""


def inert(text: str) -> str:
    """Markdown as it may stand in a letter's body: what would begin something of Jinja does not."""
    return _JINJA.sub(r"{\\", text)


class _Writing:
    def __init__(self, reader: Reader, matter: Matter) -> None:
        self._reader = reader
        self._matter = matter
        self._catalog = matter.template.catalog
        self._words = Language(matter.language, self._catalog.plain())
        self._messages: dict[str, MessageDetail] = {}

    @property
    def sections(self) -> tuple[str, ...]:
        """What the body has, in order."""
        return self._matter.template.opening

    def introduction(self) -> list[str]:
        name = self._matter.template.name
        sentence = name if name in self._catalog.tables["sentences"] else "open-letter"
        return [self._say(sentence, company=self._company())]

    def replies(self) -> list[str]:
        cited = [self._letter_of(self._message(name)) for name in self._matter.in_reply_to]
        if not cited:
            return []
        paragraph = str(self._words.phrase("replies", letters=self._words.listed(cited)))
        told_below = "open-questions" in self._matter.template.opening
        if self._matter.questions and self._matter.asking_appendix and not told_below:
            paragraph += f" {self._counted('open-listed')}"
        return [paragraph]

    def promised(self) -> list[str]:
        entries = []
        for name in self._matter.undertakings[:_MOST_QUOTED]:
            passage = self._citable(questions.undertaking_passages(self._reader, name, self._matter.thread))
            if passage is None:
                said = f"{{{{ undertakings[{_string(name)}].statement|inline }}}}"
            else:
                said = self._stated(passage)
            status = f'{{{{ phrase("status-" ~ (undertakings[{_string(name)}].status or "unknown")) }}}}'
            entries.append(f"- {said} {status}")
        return [self._heading("promised"), "\n".join(entries)] if entries else []

    def contradictions(self) -> list[str]:
        blocks: list[str] = []
        for name in self._matter.questions:
            for verdict in questions.evidence(self._reader, name, self._matter.thread):
                if verdict.verdict != Verdict.CONTRADICTED:
                    continue
                earlier = self._citable([p for p in verdict.passages if p.message != verdict.message])
                later = self._citable([p for p in verdict.passages if p.message == verdict.message])
                if earlier and later and len(blocks) < _MOST_QUOTED:
                    lines = "\n".join(f"- {self._stated(passage)}" for passage in (earlier, later))
                    blocks += [lines, self._say("contradicted")]
        return [self._heading("contradictions"), *blocks] if blocks else []

    def asked_again(self) -> list[str]:
        if not self._matter.questions:
            return []
        return [
            "{% if repeated %}\n" + self._heading("asked-again"),
            '{{ counted("asked-again-lead", repeated|length) }}',
            f"{_LIST.format(questions='repeated', asked=_ASKED)}\n{{% endif %}}",
        ]

    def open_questions(self) -> list[str]:
        if not self._matter.questions:
            return []
        blocks = ["{% if included %}\n" + self._heading("open-questions")]
        if self._matter.asking_appendix:
            return [*blocks, self._counted("open-listed") + "\n{% endif %}"]
        asked = "{% if question.asked_before %}" + _ASKED + "{% endif %}"
        return [*blocks, self._counted("open-lead"), _LIST.format(questions="included", asked=asked) + "\n{% endif %}"]

    def request(self) -> list[str]:
        sentences = []
        if self._matter.questions:
            appendix = self._appendix()
            if self._matter.template.name == "investor-letter":
                sentences.append(self._say("investor-ask", company=self._company()))
            else:
                sentences.append(self._say("answer-listed", appendix=appendix) if appendix else self._say("answer"))
        sentences += [
            self._say(f"{kind}-listed", appendix=Markdown(f'{{{{ appendix("{kind}") }}}}'))
            for kind in self._matter.other_appendices
        ]
        sentences += self._by_when("reply")
        sentences.append(self._say("publish" if self._matter.template.public else "confidence"))
        return [self._heading("request"), " ".join(sentences)]

    def call(self) -> list[str]:
        blocks = [self._say("call-invite", subject=self._subject()), *self._about()]
        how = " ".join(self._by_when("call-how-text") or [str(self._words.phrase("call-how-text", by=Markdown("")))])
        return [*blocks, self._heading("call-how"), " ".join(how.split()), self._say("call-text")]

    def press(self) -> list[str]:
        lead = self._counted("press-lead", organization=_ORGANIZATION) if self._matter.questions else ""
        before, after = self._catalog.quotes
        blocks = [lead or self._say("press-lead-none")]
        blocks += self._promises()
        blocks.append(self._say("press-quote", open=Markdown(before), close=Markdown(after)))
        blocks += self._by_when("press-asks")
        heading = f"## {inert(for_markdown(self._matter.template.words.get('notes', '')))}"
        return [*blocks, heading, self._say("press-contact")]

    def _promises(self) -> list[str]:
        """What was promised, without a heading."""
        return self.promised()[1:]

    def _by_when(self, sentence: str) -> list[str]:
        """A sentence with the day by which we ask for something, when there is one."""
        if not self._matter.reply_by:
            return []
        return [self._say(sentence, by=Markdown("{{ letter.reply_by|by }}"))]

    def _say(self, sentence: str, **fields: str) -> str:
        known = {"organization": Markdown(self._organization())}
        known |= {name: Markdown(value) for name, value in fields.items()}
        return str(self._words.phrase(sentence, **known))

    def _counted(self, sentence: str, **fields: str) -> str:
        """A live sentence with how many questions there are."""
        arguments = "".join(f", {name}={value}" for name, value in fields.items())
        if sentence == "open-listed":
            arguments += f', appendix=appendix("{self._matter.asking_appendix}")'
        return f'{{{{ counted("{sentence}", included|length{arguments}) }}}}'

    def _appendix(self) -> str:
        kind = self._matter.asking_appendix
        return f'{{{{ appendix("{kind}") }}}}' if kind else ""

    def _heading(self, sentence: str) -> str:
        return f"## {self._words.phrase(sentence)}"

    def _organization(self) -> str:
        return self._data(self._matter.organization)

    def _company(self) -> str:
        return self._data(self._matter.company)

    def _subject(self) -> str:
        return self._data(self._matter.title)

    def _about(self) -> list[str]:
        return [self._heading("call-about"), self._data(self._matter.summary)] if self._matter.summary else []

    def _data(self, text: str) -> str:
        return inert(for_markdown(text))

    def _message(self, name: str) -> MessageDetail:
        if name not in self._messages:
            self._messages[name] = timeline.message(self._reader, name, self._matter.thread)
        return self._messages[name]

    def _letter_of(self, message: MessageDetail) -> Markdown:
        nouns = self._catalog.tables["messages"]
        noun = nouns.get(message.kind) or nouns.get("other", message.id)
        dated = f" {{{{ messages[{_string(message.id)}].date|of }}}}" if message.date else ""
        return Markdown(f"[{noun}](message:{message.id}){dated}")

    def _citable(self, passages: Sequence[PassageRow]) -> PassageRow | None:
        """The first passage that the letter may quote: in a public letter, of no private message."""
        for passage in passages:
            private = self._message(passage.message).visibility == Visibility.PRIVATE
            if not (private and self._matter.template.public):
                return passage
        return None

    def _stated(self, passage: PassageRow) -> str:
        source = self._message(passage.message)
        exact = " ".join(passage.exact.split())
        end = "" if exact.endswith(_ENDS) else "."
        quote = Markdown(self._catalog.quoted(self._data(exact)) + end)
        if source.date:
            printed = self._words.filters()["on"](self._words.date(source.date))
        else:
            printed = source.title or source.id
        date = Markdown(inert(for_markdown(_capital(printed))))
        if not (speaker := name_alone(source.author)):
            return str(self._words.phrase("stated-nobody", on=date, id=Markdown(source.id), quote=quote))
        author = Markdown(self._data(speaker))
        return str(self._words.phrase("stated", on=date, id=Markdown(source.id), author=author, quote=quote))


class _Shared(_Writing):
    """A body for several threads: names, promises and replies are filled in for each."""

    @property
    def sections(self) -> tuple[str, ...]:
        # What contradicts what is told in words of one thread; an appendix has it for each.
        return tuple(name for name in super().sections if name != "contradictions")

    def replies(self) -> list[str]:
        told_below = "open-questions" in self._matter.template.opening
        listed = self._matter.questions and self._matter.asking_appendix and not told_below
        # No statement of Jinja may end a line: it would take the line's end with it.
        counted = self._counted("open-listed").removeprefix("{{ ").removesuffix(" }}")
        pooled = f' {{{{ {counted} if included else "" }}}}' if listed else ""
        answered = '{{ phrase("replies", letters=letter.in_reply_to|cited) }}'
        return [f"{{% if letter.in_reply_to %}}\n{answered}{pooled}\n{{% endif %}}"]

    def promised(self) -> list[str]:
        status = '{{ phrase("status-" ~ (undertaking.status or "unknown")) }}'
        entry = f"- {{{{ undertaking.statement|inline }}}} {status}"
        return [
            "{% if promised %}\n" + self._heading("promised"),
            f"{{% for undertaking in promised %}}\n{entry}\n{{% endfor %}}\n{{% endif %}}",
        ]

    def _promises(self) -> list[str]:
        return ["{% if promised %}\n" + self.promised()[1]]

    def _organization(self) -> str:
        return "{{ thread.organization }}"

    def _company(self) -> str:
        return "{{ thread.company }}"

    def _subject(self) -> str:
        return "{{ letter.title }}"

    def _about(self) -> list[str]:
        about = self._heading("call-about")
        return [f"{{% if thread.summary %}}\n{about}", "{{ thread.summary }}\n{% endif %}"]


_ORGANIZATION = "thread.organization"
_ASKED = ' ({{ counted("asked-since", question.asked_before, on=question.since|on, since=question.since|since) }})'
_LIST = "{{% for question in {questions} %}}\n- {{{{ question.text|inline }}}}{asked}\n{{% endfor %}}"


def _string(name: str) -> str:
    """An identifier as Jinja writes a string; identifiers hold letters, digits and hyphens only."""
    return f'"{name}"'


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]
