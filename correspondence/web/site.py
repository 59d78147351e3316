"""What the page shows and does: looks at the store, and calls jobs; each call stands for itself."""

from collections import OrderedDict
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from correspondence.errors import RefusedError
from correspondence.overview import letters, mailing, page
from correspondence.overview.page import EntryRow, InvitationRow
from correspondence.publish.export import Format, text_alone
from correspondence.signons import page as jobs
from correspondence.signons.call import Deadline
from correspondence.signons.outbox import digest_of as digest_of_reference
from correspondence.signons.page_form import Submission
from correspondence.store.change import change, jotting, now
from correspondence.store.reading import Reader, reading
from correspondence.workspace import Workspace

_MOST_TEXTS = 4


@dataclass(frozen=True, slots=True)
class Shown:
    """The letter as the page shows it.

    Attributes:
        title: the letter's.
        language: the letter's.
        revision: the number of its newest frozen text.
        digest: that text's.
        same: the digests of all revisions that are this text, editorial changes aside.
        html: that text, to stand in a page.
        deadline: until when it can be signed; None without end.
        over: whether that has passed.
    """

    title: str
    language: str
    revision: int
    digest: str
    same: frozenset[str]
    html: str
    deadline: datetime | None
    over: bool


class Site:
    """One letter's page.

    Args:
        workspace: whose store.
        letter: `thread/letter`.
        clock: tells the time, UTC, ISO 8601.
    """

    def __init__(self, workspace: Workspace, letter: str, *, clock: Callable[[], str] = now) -> None:
        self.workspace = workspace
        self.letter = letter
        self._thread, _, self._identifier = letter.partition("/")
        self._clock = clock
        self._texts: OrderedDict[str, str] = OrderedDict()

    def shown(self) -> Shown:
        """The letter with its newest frozen text.

        Raises:
            NotFoundError: there is no such letter any more.
            RefusedError: it has no frozen text.
        """
        with reading(self.workspace) as reader:
            letter = letters.letter(reader, self.letter)
            if not letter.revisions:
                raise RefusedError(
                    f"{self.letter} has no frozen text that could be signed: "
                    f"freeze it first (`correspondence letter freeze {self.letter}`)"
                )
            newest = letter.revisions[-1]
            call = mailing.call(reader, self.letter)
            html = self._text(reader, newest.digest, newest.number)
        return Shown(
            title=letter.title,
            language=letter.language,
            revision=newest.number,
            digest=newest.digest,
            same=frozenset(one.digest for one in letter.revisions if one.text_number == newest.text_number),
            html=html,
            deadline=Deadline(call.deadline, call.zone).moment() if call else None,
            over=jobs.is_over(call, self._clock()),
        )

    def invitation(self, reference: str) -> InvitationRow | None:
        """Whose personal link holds that reference."""
        with reading(self.workspace) as reader:
            return page.invitation(reader, self.letter, digest_of_reference(reference))

    def entry(self, token: str) -> EntryRow | None:
        """The entry that waits for that token, or was confirmed by it; None when its time is over."""
        with reading(self.workspace) as reader:
            found = page.entry(reader, self.letter, jobs.digest_of(token))
        return found if found is not None and found.expires_at > self._clock() else None

    def enter(self, entered: Submission, *, text: str, language: str, invited: int | None) -> None:
        """Take an entry; whether its address is written to, nobody learns.

        Raises:
            OverError: the deadline is over.
            ChangedTextError: the text shown is not the newest.
            BusyError: too much waits.
        """
        with jotting(self.workspace) as session:
            jobs.enter(
                session,
                self._thread,
                self._identifier,
                entered,
                text=text,
                language=language,
                at=self._clock(),
                invited=invited,
            )

    def confirm(self, token: str, *, text: str) -> None:
        """Confirm an entry: it is on record when this returns.

        Raises:
            TokenError: no entry waits for it.
            ChangedTextError: the text shown is not the newest.
        """
        with change(self.workspace, "signon page", self.letter) as act:
            answer = jobs.confirm(act.session, self._thread, self._identifier, token, text=text, at=self._clock())
            act.detail["answer"] = answer.number

    def _text(self, reader: Reader, digest: str, number: int) -> str:
        """A frozen text as HTML; written once for all visitors."""
        if digest not in self._texts:
            content = text_alone(reader, self.workspace, self.letter, number, Format.HTML, fragment=2)
            self._texts[digest] = content.decode()
            while len(self._texts) > _MOST_TEXTS:
                self._texts.popitem(last=False)
        return self._texts[digest]
