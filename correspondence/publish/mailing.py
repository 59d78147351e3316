"""The mails of a call as they go out: rendered in the signatory's language, with the text and the date attached."""

import secrets
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from email.message import EmailMessage
from zoneinfo import ZoneInfo

from correspondence.document.nodes import Document, Heading, plain_text
from correspondence.document.parse import parse
from correspondence.errors import CorrespondenceError, NotFoundError
from correspondence.letters import templates
from correspondence.letters.render import render
from correspondence.mail.compose import Attached, Letter, compose, event
from correspondence.overview import letters, mailing
from correspondence.overview.letters import LetterDetail
from correspondence.overview.mailing import CallRow, MailRow
from correspondence.publish.export import Format, text_alone
from correspondence.signons.call import TEMPLATE
from correspondence.signons.outbox import due, new_reference
from correspondence.store.reading import Reader, reading
from correspondence.text.locale import format_moment
from correspondence.vocabulary import MailKind, MailState
from correspondence.workspace import Workspace
from correspondence.writers import html, plain

_MEDIA_TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}
_AT_ONCE = 40
UNSIGNED = "each mail ends with “[your name]” in its language"
"""What becomes of mails while nobody has said from whom they go."""
# What stands where a mail is signed while nobody has said from whom it goes: never the name of a login.
_YOUR_NAME = {"es": "[su nombre]", "fr": "[votre nom]", "de": "[Ihr Name]", "ar": "[اسمكم]"}
_GONE = (MailState.SENT, MailState.WRITTEN)

Files = dict[tuple[str, int, int | None], Attached]
"""What is attached, by what it is (`docx`, `pdf`, `redline`, `ics`), the text's number, and that of the one before."""


class Mailing:
    """Makes the mails of one letter's call: texts and redlines are written once each, and kept.

    Args:
        reader: an open look at the store.
        workspace: where templates are.
        identifier: the letter's.
        sender: name, which may be empty, and address; both empty when that is left to a mail program.
        attach: formats of the text; empty for those of the call.
        link: gives the address of a sign-on page for a reference; None when there is no page.
        files: texts that have been written before, to be gone on with.
    """

    def __init__(
        self,
        reader: Reader,
        workspace: Workspace,
        identifier: str,
        sender: tuple[str, str],
        *,
        attach: Sequence[str] = (),
        link: Callable[[str], str] | None = None,
        files: "Files | None" = None,
    ) -> None:
        self._reader = reader
        self._workspace = workspace
        self._letter: LetterDetail = letters.letter(reader, identifier)
        self._call = mailing.call(reader, self._letter.id, self._letter.thread)
        self._sender = sender
        self._attach = tuple(attach) or (self._call.attach if self._call else ()) or ("docx",)
        self._link = link
        name = self._call.template if self._call else TEMPLATE
        self._template = templates.find(name, workspace.template_folders())
        self._files: Files = {} if files is None else files
        self._mails = mailing.mails(reader, self._letter.id, self._letter.thread)

    @property
    def letter(self) -> LetterDetail:
        """Whose call it is."""
        return self._letter

    def rows(self) -> list[MailRow]:
        """The mails of the call."""
        return self._mails

    def composed(
        self, rows: Sequence[MailRow], reference: Callable[[], str]
    ) -> Iterator[tuple[MailRow, str, EmailMessage]]:
        """Many mails, with a reference for each, rendered many at a time.

        Raises:
            CorrespondenceError: one cannot be rendered, or a header cannot be.
        """
        for start in range(0, len(rows), _AT_ONCE):
            some = [(row, reference()) for row in rows[start : start + _AT_ONCE]]
            for (row, mark), markdown in zip(some, self._rendered(some), strict=True):
                yield row, mark, self._made(row, markdown)

    def _rendered(self, some: Sequence[tuple[MailRow, str]]) -> list[str]:
        """The Markdown of some mails, in one run of the sandbox."""
        apart = secrets.token_hex(16)  # nothing that a template or a name holds can be it
        loop = replace(
            self._template, source=f"{{% for mail in mails %}}{self._template.source}{apart}\n{{% endfor %}}"
        )
        text = render(loop, "", {"mails": [self._values(row, reference) for row, reference in some]})
        return text.split(apart)[: len(some)]

    def _values(self, row: MailRow, reference: str) -> dict[str, object]:
        """What a template sees as `mail`."""
        name, address = self._sender
        language = row.language.partition("-")[0].lower()
        return {
            "kind": row.kind,
            "name": row.name,
            "contact": row.contact,
            "language": language,
            "title": self._letter.title,
            "revision": row.revision,
            "earlier": row.earlier or 0,
            "deadline": _deadline(self._call, row.language),
            "reference": reference,
            "link": self._link(reference) if self._link else "",
            "sender": name or address or _YOUR_NAME.get(language, "[your name]"),
            "address": address,
            "round": row.round,
        }

    def _made(self, row: MailRow, markdown: str) -> EmailMessage:
        document = parse(_squeezed(markdown), language=row.language, title=self._letter.title)
        subject, body = _apart(document, self._letter.title)
        before = [
            mail.message_id
            for mail in self._mails
            if mail.name == row.name and mail.key < row.key and mail.state in _GONE
        ]
        return compose(
            Letter(
                sender=self._sender,
                to=(row.contact or row.name, row.address),
                subject=subject,
                text=plain.write(body),
                html=html.write(replace(body, title=subject)),
                language=row.language,
                message_id=row.message_id,
                answers=before,
                at=datetime.now(UTC),
                attached=self._attached(row),
            )
        )

    def _attached(self, row: MailRow) -> list[Attached]:
        found = [self._file(one, row.revision, None) for one in self._attach]
        if row.kind == MailKind.CONFIRMATION and row.earlier is not None:
            found.insert(0, self._file("redline", row.revision, row.earlier))
        if self._call is not None and row.kind != MailKind.CONFIRMATION:
            found.append(self._file("ics", row.revision, None))
        return found

    def _file(self, kind: str, number: int, earlier: int | None) -> Attached:
        key = (kind, number, earlier)
        if key not in self._files:
            self._files[key] = self._written(kind, number, earlier)
        return self._files[key]

    def _written(self, kind: str, number: int, earlier: int | None) -> Attached:
        letter = f"{self._letter.thread}/{self._letter.id}"
        name = f"{self._letter.id}-r{number}"
        if kind == "ics":
            assert self._call is not None
            return Attached(f"{self._letter.id}.ics", "text/calendar", deadline_file(self._letter, self._call))
        if kind == "redline":
            from correspondence.letters.redline import redline  # heavy, and seldom needed

            done = redline(self._reader, self._workspace, letter, str(earlier), str(number))
            return Attached(f"{name}-changes-since-r{earlier}.docx", _MEDIA_TYPES["docx"], done.content)
        try:
            form = Format(kind)
        except ValueError:
            raise CorrespondenceError(f"the text cannot be attached as {kind}: this version writes none") from None
        content = text_alone(self._reader, self._workspace, letter, number, form)
        return Attached(f"{name}.{kind}", _MEDIA_TYPES.get(kind, "application/octet-stream"), content)


def composed(
    workspace: Workspace,
    identifier: str,
    sender: tuple[str, str],
    *,
    attach: Sequence[str] = (),
    link: Callable[[str], str] | None = None,
    go_on: Callable[[], bool] = lambda: True,
) -> Iterator[tuple[MailRow, str, EmailMessage]]:
    """The mails of a letter's call whose time has come, a batch at a time, and none that went meanwhile.

    Between batches nobody looks at the store, so that what becomes of each mail can be put on record.

    Args:
        workspace: whose.
        identifier: the letter's.
        sender: name, which may be empty, and address; both empty when that is left to a mail program.
        attach: formats of the text; empty for those of the call.
        link: as for `Mailing`.
        go_on: asked before each mail.

    Raises:
        NotFoundError: there is no such letter.
        CorrespondenceError: a mail cannot be made.
    """
    files: Files = {}
    done: set[int] = set()
    while go_on():
        with reading(workspace) as reader:
            mails = Mailing(reader, workspace, identifier, sender, attach=attach, link=link, files=files)
            rows = [row for row in due(mails.rows()) if row.key not in done][:_AT_ONCE]
            batch = list(mails.composed(rows, new_reference))
        if not batch:
            return
        for row, reference, message in batch:
            if not go_on():
                return
            done.add(row.key)
            yield row, reference, message


def deadline_file(letter: LetterDetail, call: CallRow) -> bytes:
    """A calendar file with the deadline of a call."""
    at = datetime.fromisoformat(call.deadline).replace(tzinfo=ZoneInfo(call.zone))
    return event(
        f"Sign-on deadline: {letter.title}", at, identifier=f"{letter.thread}.{letter.id}.deadline@correspondence",
        stamp=datetime.now(UTC),
    )  # fmt: skip


def calendar(reader: Reader, identifier: str) -> bytes:
    """The calendar file of a letter's call.

    Raises:
        NotFoundError: there is no such letter, or no call for it.
    """
    letter = letters.letter(reader, identifier)
    call = mailing.call(reader, letter.id, letter.thread)
    if call is None:
        raise NotFoundError(f"{letter.thread}/{letter.id} has no call yet: make one with `correspondence signon call`")
    return deadline_file(letter, call)


def _deadline(call: CallRow | None, language: str) -> str:
    if call is None:
        return ""
    at = datetime.fromisoformat(call.deadline).replace(tzinfo=ZoneInfo(call.zone))
    return format_moment(at, language)


def _apart(document: Document, title: str) -> tuple[str, Document]:
    """The subject, which is the first heading, and the rest."""
    first = next((n for n, block in enumerate(document.blocks) if isinstance(block, Heading)), None)
    if first is None:
        return title, document
    heading = document.blocks[first]
    rest = (*document.blocks[:first], *document.blocks[first + 1 :])
    return " ".join(plain_text((heading,)).split()), replace(document, blocks=rest)


def _squeezed(markdown: str) -> str:
    """Without the runs of blank lines that a template's branches leave."""
    lines: list[str] = []
    for line in markdown.strip().split("\n"):
        if line.strip() or (lines and lines[-1].strip()):
            lines.append(line)
    return "\n".join(lines) + "\n"
