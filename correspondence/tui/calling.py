"""What a person does about a letter's call in the terminal UI: asking, sending, fetching, publishing."""

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from textual.content import Content

from correspondence.errors import CorrespondenceError
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.tui.paths import typed_paths
from correspondence.tui.screens.fields import Going
from correspondence.vocabulary import Channel, SignatoryKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.signons.call import Called
    from correspondence.signons.outbox import Composed, Told

NOBODY, EVERYBODY = "nobody", "everybody"
SERVER, FILES, DRY = "server", "files", "dry"
_NAMED = 6  # of many, that are told one by one
_RATE = 30  # mails a minute


class Calling:
    """The call of one letter."""

    def __init__(self, workspace: Workspace, thread: str, letter: str) -> None:
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._subject = f"{thread}/{letter}"

    def look(self, values: Mapping[str, str]) -> Content:
        """Who would be asked, by when.

        Raises:
            CorrespondenceError: a value is none that a call can have.
        """
        called = self._ask(values, only_look=True)
        from correspondence.mail import settings
        from correspondence.signons.call import Deadline
        from correspondence.text.locale import format_moment

        deadline = Deadline.parse(f"{values['deadline']} {values['zone']}")
        name, address = settings.sender_if_any()
        whose = f", from {name or address}" if address else ""
        parts = [shown.words(f"Until {format_moment(deadline.moment(), 'en')}{whose}", "strong")]
        parts.append(shown.words(f"{_mails(len(called.queued))} would be queued", "good" if called.queued else "warn"))
        parts += _some(called.queued, "")
        if not address:
            parts.append(shown.words(_nobody(), "warn"))
        parts += [shown.words(f"not written to: {who}: {why}", "warn") for who, why in called.passed_over[:_NAMED]]
        if len(called.passed_over) > _NAMED:
            parts.append(shown.words(f"… and {len(called.passed_over) - _NAMED} more", "muted"))
        return shown.joined(parts)

    def ask(self, values: Mapping[str, str], _going: Going) -> str:
        """Ask people to sign: a mail to each is queued.

        Raises:
            CorrespondenceError: a value is none that a call can have.
        """
        return queued(self._ask(values, only_look=False))

    def _ask(self, values: Mapping[str, str], *, only_look: bool) -> "Called":
        from correspondence.letters import templates
        from correspondence.mail import settings
        from correspondence.signons import call as job
        from correspondence.signons.listed import invited_of
        from correspondence.store.change import change

        deadline = job.Deadline.parse(f"{values['deadline']} {values['zone']}")
        invited = invited_of(filter(None, (line.strip() for line in values["whom"].splitlines())))
        template = values["template"] or job.TEMPLATE
        templates.find(template, self._workspace.template_folders())  # a call without its mail is no call
        domain = settings.home()
        everybody = values["directory"]
        with change(self._workspace, "signon call", self._subject) as act:
            if everybody != NOBODY:
                invited += job.everybody(act.session, "" if everybody == EVERYBODY else everybody)
            called = job.call(
                act.session, self._thread, self._letter, invited, deadline=deadline, template=template,
                attach=values["attach"].split(), at=act.at, domain=domain,
            )  # fmt: skip
            act.nothing_done = only_look
            act.detail |= {"deadline": f"{deadline.at} {deadline.zone}", "queued": list(called.queued)}
        return called

    def send(self, values: Mapping[str, str], going: Going) -> str | Content:
        """Send the queued mails, write them as files, or make each and send none.

        Raises:
            CorrespondenceError: the settings name no server, it does not serve, or a mail cannot be made.
        """
        from correspondence.mail import settings
        from correspondence.overview import mailing
        from correspondence.publish.mailing import composed
        from correspondence.signons.page_address import base_address, personal

        sender = settings.sender() if values["how"] == SERVER else settings.sender_if_any()
        base = base_address(values["page"]) if values["page"] else ""
        with reading(self._workspace) as reader:
            waiting = mailing.progress(reader, self._letter, self._thread).mails.get("queued", 0)
        if not waiting:
            raise CorrespondenceError("the queue is empty: asking, reminding and asking again put mails into it")

        def go_on() -> bool:
            return not going.stopped

        link = (lambda reference: personal(base, reference)) if base else None
        mails = composed(self._workspace, self._subject, sender, link=link, go_on=go_on)
        if values["how"] == DRY:
            return _dry(mails, waiting, going, signed=bool(sender[1]))
        told = (
            self._written(mails, values["folder"])
            if values["how"] == FILES
            else self._posted(mails, values["rate"], going)
        )
        what = "written" if values["how"] == FILES else "sent"
        return _sent(told, waiting, going, what, signed=bool(sender[1]))

    def _written(self, mails: "Composed", folder: str) -> Iterator["Told"]:
        from correspondence.publish.files import write_file
        from correspondence.signons.outbox import write_files

        path = Path(folder).expanduser() if folder else self._workspace.root / "mails"
        try:
            path.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CorrespondenceError(f"{path} cannot be made: {error.strerror or error}") from None
        yield from write_files(self._workspace, self._subject, mails, path, write_file)

    def _posted(self, mails: "Composed", rate: str, going: Going) -> Iterator["Told"]:
        from correspondence.signons.outbox import post

        if not (rate or str(_RATE)).isdecimal() or int(rate or _RATE) < 1:
            raise CorrespondenceError(f"{rate!r} is no number of mails a minute")
        yield from post(self._workspace, self._subject, mails, rate=int(rate or _RATE), go_on=lambda: not going.stopped)

    def fetch(self, values: Mapping[str, str], going: Going) -> str:
        """Fetch the new mails of a folder of the mail server.

        Raises:
            CorrespondenceError: the settings name no server, or the server or the folder cannot be used.
        """
        from correspondence.mail import settings
        from correspondence.signons.inbox import fetch

        resolver = None
        if values["dkim"] == "dns":
            from correspondence.mail.resolver import dns_resolver

            resolver = dns_resolver()
        server, folder = settings.server("imap"), values["folder"] or "INBOX"
        going.tell(f"{server.host} …")
        seen = kept = doubtful = 0
        for one in fetch(self._workspace, self._thread, self._letter, server, folder, resolver=resolver):
            seen += 1
            kept += one.number is not None
            doubtful += bool(one.checks)
            going.tell(f"{seen} mails … Esc stops")
            if going.stopped:
                break
        doubts = f", {doubtful} with doubts" if doubtful else ""
        return f"{folder}: {seen} new mails, {kept} answers{doubts}" if seen else f"{folder}: no new mail"

    def by_hand(self, values: Mapping[str, str], _going: Going) -> str:
        """Take down what somebody said by other means.

        Raises:
            CorrespondenceError: a value is none that a sign-on can have, or the file cannot be read.
        """
        from correspondence.signons import signing
        from correspondence.store import originals
        from correspondence.store.change import change

        name, number = values["name"], values["revision"]
        if not name:
            raise CorrespondenceError("say who: the name as it shall be printed")
        if number and not number.isdecimal():
            raise CorrespondenceError(f"{number!r} is no revision's number")
        file = _file(values["evidence"])
        with change(self._workspace, f"signon {values['says']}", self._subject) as act:
            kept = originals.keep(act.session, file[0], extension=file[1]) if file else None
            if values["says"] == "add":
                row = signing.sign(
                    act.session, self._thread, self._letter, name, number=int(number) if number else None, at=act.at,
                    kind=SignatoryKind(values["kind"]) if values["kind"] != "known" else None,
                    representative=values["representative"] or None, role=values["role"] or None,
                    email=values["email"] or None, country=values["country"] or None,
                    channel=Channel(values["channel"]), evidence=kept,
                )  # fmt: skip
                act.detail |= {"revision": row.revision}
            else:
                job = signing.withdraw if values["says"] == "withdraw" else signing.decline
                row = job(act.session, self._thread, self._letter, name, at=act.at, evidence=kept)
            act.detail["name"] = row.name
        return f"{row.name}: {row.status}"

    def settle(self, message_id: str, values: Mapping[str, str]) -> str:
        """Say what became of a mail that is in doubt, or was refused.

        Raises:
            CorrespondenceError: nothing is to be said about it.
        """
        from correspondence.signons.outbox import decide
        from correspondence.store.change import change

        sent = values["gone"] == "sent"
        with change(self._workspace, "signon settle", self._subject) as act:
            mail = decide(act.session, self._thread, self._letter, message_id, sent=sent, at=act.at)
            act.detail |= {"message_id": mail.message_id, "sent": sent}
        return f"{mail.address}: {mail.state}"

    def cancel(self) -> str:
        """Take all mails that have not gone out of the queue."""
        from correspondence.signons import outbox
        from correspondence.store.change import change

        with change(self._workspace, "signon cancel", self._subject) as act:
            count = outbox.cancel(act.session, self._thread, self._letter)
            act.nothing_done = not count
            act.detail["mails"] = count
        return f"{_mails(count)} cancelled"

    def publish(self, values: Mapping[str, str], _going: Going) -> str:
        """Take down that the newest text was published, with the names that stand under it.

        Raises:
            CorrespondenceError: the day is none, or somebody has not confirmed the text.
        """
        from correspondence.publish import publication
        from correspondence.publish.gate import Unconfirmed
        from correspondence.store.change import change
        from correspondence.text.dates import PartialDate

        try:
            PartialDate.parse(values["day"])
        except ValueError as error:
            raise CorrespondenceError(f"{values['day']!r} is no day: {error}") from None
        with reading(self._workspace) as reader:
            number, printed, pictures = publication.to_print(
                reader, self._workspace, self._subject, number=None, unconfirmed=Unconfirmed(values["unconfirmed"])
            )
        with change(self._workspace, "signon publish", self._subject) as act:
            publication.record(
                act.session, self._thread, self._letter, number, printed, pictures, at=values["day"], by=act.actor,
                note=values["note"] or None,
            )  # fmt: skip
            act.detail |= {"revision": number, "signatories": len(printed)}
        return f"Revision {number} is published, with {len(printed)} signatures"

    def addendum(self, values: Mapping[str, str], _going: Going) -> str:
        """Write who has signed since the publication, and who has withdrawn.

        Raises:
            CorrespondenceError: nothing was published, or the file cannot be written.
        """
        from correspondence.publish import publication
        from correspondence.publish.export import Format
        from correspondence.publish.files import write_file

        path = Path(values["path"]).expanduser()
        with reading(self._workspace) as reader:
            done = publication.addendum(reader, self._workspace, self._subject, to=Format.of(path))
        write_file(done.content, path)
        return f"{path}: {done.signatories} signed since{f', {done.withdrawn} withdrew' if done.withdrawn else ''}"


def zones() -> list[str]:
    """The names of all time zones."""
    from zoneinfo import available_timezones

    return sorted(available_timezones())


def own_zone() -> str:
    """The name of this machine's time zone, or UTC."""
    from babel.localtime import get_localzone

    found = get_localzone()
    return found.key if isinstance(found, ZoneInfo) else "UTC"


def queued(called: "Called") -> str:
    """What was put on the queue, in a line."""
    passed = f", {len(called.passed_over)} passed over" if called.passed_over else ""
    return f"{_mails(len(called.queued))} queued{passed}" + (
        "" if not called.queued else ": s sends them" if len(called.queued) > 1 else ": s sends it"
    )


def _nobody() -> str:
    """What becomes of mails while the settings do not say from whom they go."""
    from correspondence.publish.mailing import UNSIGNED
    from correspondence.workspace import settings_file

    return f'{settings_file()} does not say from whom mails go: {UNSIGNED}; say it with [mail] from = "Name <address>"'


def _dry(mails: "Composed", waiting: int, going: Going, *, signed: bool) -> Content:
    parts: list[Content] = []
    for count, (row, _, message) in enumerate(mails, start=1):
        files = ", ".join(part.get_filename() or "" for part in message.iter_attachments())
        parts.append(shown.words(f"{row.name} <{row.address}>", "strong"))
        parts.append(shown.words(shown.line(f"  {message['Subject']} [{files}]"), "muted"))
        going.tell(f"{count} of {waiting} mails made … Esc stops")
    later = waiting - len(parts) // 2
    left = f"; {later} {'were not made' if going.stopped else 'wait until later'}" if later else ""
    doubt = [] if signed else [shown.words(_nobody(), "warn")]
    return shown.joined([shown.words(f"{_mails(len(parts) // 2)}, none sent{left}", "good"), *doubt, *parts])


def _sent(mails: Iterable["Told"], waiting: int, going: Going, what: str, *, signed: bool) -> str | Content:
    """What became of mails; those with trouble are told one by one."""
    done = 0
    trouble: list[Content] = []
    for told in mails:
        done += 1
        if told.in_doubt or told.state not in ("sent", "written"):
            state = "in doubt" if told.in_doubt else "later" if told.state == "queued" else str(told.state)
            trouble.append(shown.words(f"{told.name} <{told.address}>: {state}: {told.said}", "bad"))
        going.tell(f"{done} of {waiting} mails {what} … Esc stops")
        if going.stopped:
            break
    text = f"{done - len(trouble)} of {waiting} mails {what}"
    if not signed:
        trouble.append(shown.words(_nobody(), "warn"))
    if going.stopped:
        return shown.joined([shown.words(f"stopped: {text}; sending again goes on", "warn"), *trouble])
    return shown.joined([shown.words(text, "strong"), *trouble]) if trouble else text


def _some(names: Iterable[str], tone: str) -> list[Content]:
    listed = list(names)
    more = f" … and {len(listed) - _NAMED} more" if len(listed) > _NAMED else ""
    return [shown.words(", ".join(listed[:_NAMED]) + more, tone)] if listed else []


def _mails(count: int) -> str:
    return f"{count} mail{'s' * (count != 1)}"


def _file(typed: str) -> tuple[bytes, str] | None:
    """The bytes of a file and the ending of its name; None when none was named."""
    from correspondence.text.names import extension_of

    if not typed:
        return None
    (path, *_) = typed_paths(typed)
    try:
        return path.read_bytes(), extension_of(path.name)
    except OSError as error:
        raise CorrespondenceError(f"{path} cannot be read: {error.strerror or error}") from None
