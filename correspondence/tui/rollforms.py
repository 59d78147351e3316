"""The forms about a letter's call: whom to ask, what was said by other means, how mails go out."""

from collections.abc import Sequence
from datetime import date

from textual.suggester import SuggestFromList

from correspondence.overview.letters import SignOnRow
from correspondence.overview.mailing import MailRow
from correspondence.overview.signatories import SignatoryRow
from correspondence.text.locale import language_name
from correspondence.tui.calling import DRY, EVERYBODY, FILES, NOBODY, SERVER, Calling, own_zone, zones
from correspondence.tui.paths import PathSuggester
from correspondence.tui.roll import Roll
from correspondence.tui.screens.fields import Field, FieldsScreen
from correspondence.vocabulary import Channel, SignatoryKind

_WHOM = "Name <address>, a name in the directory, or the path of a list; one in each line"
_SAYS = (("signs", "add"), ("withdraws", "withdraw"), ("declines", "decline"))
_UNCONFIRMED = (("nothing: refuse", "refuse"), ("left out", "leave-out"), ("printed all the same", "print"))


def call_form(calling: Calling, found: Roll, directory: Sequence[SignatoryRow]) -> FieldsScreen:
    """Asks whom to ask, and by when; what would come of it is seen first."""
    call = found.call
    moment, _, time = (call.deadline if call else "").partition("T")
    languages = sorted({contact.language for row in directory for contact in row.contacts if contact.language})
    everybody = [("nobody else of it", NOBODY), (f"all {len(directory)} in it", EVERYBODY)]
    everybody += [(f"those one writes to in {language_name(one, 'en')}", one) for one in languages]
    attach = " ".join(call.attach) if call else "docx"
    ways = tuple((" and ".join(one.upper().split()), one) for one in dict.fromkeys(("docx", "pdf", "docx pdf", attach)))
    return FieldsScreen(
        f"Ask for signatures under {found.letter.title}",
        [
            Field("whom", "Whom", hint=_WHOM, lines=5),
            Field("directory", "Directory", NOBODY, options=tuple(everybody)),
            Field("deadline", "By when", f"{moment} {time}".strip(), "2026-12-01 09:00"),
            Field(
                "zone", "Time zone", call.zone if call else own_zone(), "Europe/Berlin",
                suggester=SuggestFromList(zones(), case_sensitive=False),
            ),
            Field("attach", "Text as", attach, options=ways),
            Field("template", "Mail", call.template if call else "", "sign-on-mail"),
        ],
        look=calling.look,
        act=calling.ask,
        keys="Ctrl+S shows what would come of it; nobody is written to before the queue is sent",
    )  # fmt: skip


def hand_form(calling: Calling, row: SignOnRow | None, *, says: str = "add", published: bool = False) -> FieldsScreen:
    """Asks for what somebody said by other means.

    Args:
        calling: the call.
        row: somebody on the roll to begin with.
        says: `add`, `withdraw` or `decline`.
        published: whether the text has been published.
    """
    about = "The published text stays as it is; its addendum will say so." if published and says == "withdraw" else ""
    kinds = (("as known", "known"), *((str(kind), str(kind)) for kind in SignatoryKind))
    if says == "withdraw":
        fields = [
            Field("name", "Who", row.name if row else "", "the name on the roll"),
            Field("evidence", "Evidence", hint="a file in which they said so; it is kept", suggester=PathSuggester()),
        ]
        return FieldsScreen(
            f"{row.name if row else 'Somebody'} withdraws", fields, about=about,
            act=lambda values, going: calling.by_hand({"says": says, "revision": ""} | dict(values), going),
        )  # fmt: skip
    fields = [
        Field("name", "Who", row.name if row else "", "the name as it shall be printed, letter for letter"),
        Field("says", "They", says, options=_SAYS),
        Field("kind", "Kind", "known", options=kinds),
        Field("representative", "Signed by", row.representative if row else "", "who signs for the organization"),
        Field("role", "Role", row.role if row else "", "theirs"),
        Field("email", "Address", hint="of their e-mail"),
        Field("country", "Country", row.country if row else "", "two letters, or as it shall be printed"),
        Field("channel", "Through", str(Channel.MANUAL), options=tuple((str(one), str(one)) for one in Channel)),
        Field("revision", "Text", hint="the revision’s number; empty for the newest"),
        Field("evidence", "Evidence", hint="a file in which they said so; it is kept", suggester=PathSuggester()),
    ]
    return FieldsScreen("What was said by other means", fields, act=calling.by_hand)


def send_form(calling: Calling, found: Roll, *, how: str = SERVER) -> FieldsScreen:
    """Asks how the queued mails go out."""
    ways = (("through the server of the settings", SERVER), ("as files, to be sent by other means", FILES))
    count = found.queued()
    return FieldsScreen(
        f"{count} mail{'s' * (count != 1)} in the queue",
        [
            Field("how", "They go", how, options=(*ways, ("nowhere: make each and send none", DRY))),
            Field("folder", "Folder", hint="for files; else mails in the workspace", suggester=PathSuggester()),
            Field("page", "Sign-on page", hint="its address, for a personal link in each mail: https://…"),
            Field("rate", "A minute", "30", "so many mails"),
        ],
        about="Each goes once: stopped, or broken off, the next time goes on where it ended.",
        act=calling.send,
        keys="Ctrl+S begins; Esc stops after the mail under way, or leaves",
    )


def fetch_form(calling: Calling) -> FieldsScreen:
    """Asks from which folder of the mail server to fetch."""
    checks = (("not checked", "no"), ("checked: asking for their keys tells others whose mail you read", "dns"))
    return FieldsScreen(
        "Fetch answers from the mail server",
        [
            Field("folder", "Folder", "INBOX", "its name on the server"),
            Field("dkim", "Signatures", "no", options=checks),
        ],
        about="Only new mails; nothing there is deleted or marked. They wait for your word among the answers.",
        act=calling.fetch,
        keys="Ctrl+S fetches; Esc stops, or leaves",
    )


def settle_form(calling: Calling, row: MailRow) -> FieldsScreen:
    """Asks what became of a mail that is in doubt, or was refused."""
    options = (("it has gone", "sent"), ("it has not gone: into the queue again", "queued"))
    if row.in_doubt:
        why = f" (what is known: {row.said})" if row.said else ""
        about = f"Look for <{row.message_id}> in your server’s log{why}."
    else:
        about = f"The server refused it: {row.said}. To write to another address, ask again: a, then NAME <ADDRESS>."
    return FieldsScreen(
        f"What became of the mail to {row.name}?",
        [Field("gone", "The mail", "sent" if row.in_doubt else "queued", options=options)],
        about=about,
        act=lambda values, _going: calling.settle(row.message_id, values),
    )


def publish_form(calling: Calling, found: Roll, today: date) -> FieldsScreen:
    """Asks when the newest text was published."""
    number = found.letter.revisions[-1].number if found.letter.revisions else "?"
    return FieldsScreen(
        f"Revision {number} was published",
        [
            Field("day", "When", today.isoformat(), "2026-12-01"),
            Field("note", "Where", hint="on our site, for instance"),
            Field("unconfirmed", "Not confirmed", "refuse", options=_UNCONFIRMED),
        ],
        about="From then on it is exported with exactly these names, whoever signs or withdraws.",
        act=calling.publish,
    )


def addendum_form(calling: Calling, path: str) -> FieldsScreen:
    """Asks where to write what came after the publication."""
    return FieldsScreen(
        "Write the addendum: who signed or withdrew after the publication",
        [Field("path", "File", path, ".docx .html .pdf .md .txt", suggester=PathSuggester())],
        act=calling.addendum,
    )
