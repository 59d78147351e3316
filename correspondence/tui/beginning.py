"""Beginning a thread in the terminal UI: what it is about, and who is on its other side."""

from collections.abc import Mapping

from correspondence.errors import CorrespondenceError
from correspondence.text.names import slug
from correspondence.tui.screens.fields import Field, FieldsScreen, Going
from correspondence.workspace import Workspace

_ABOUT = "The words exchanged with a company or an investor over the years, its questions and its letters."
_FIELDS = (
    Field("title", "About", hint="what the correspondence is about"),
    Field("organizations", "With", hint="Name; company, investor, …; web address – one in each line", lines=2),
    Field("contacts", "Who writes", hint="Ms. Name <address>; role; organization – one in each line", lines=3),
    Field("language", "Language", value="en", hint="en, es, fr, de, ar, …"),
    Field("due", "Days to reply", hint="within how many days a reply is expected"),
    Field("slug", "Short name", hint="else made of the title; commands and folders use it"),
)


def thread_form(workspace: Workspace) -> FieldsScreen:
    """Asks for what a thread begins with, and begins it."""

    def act(values: Mapping[str, str], _going: Going) -> str:
        return f"begun: {begin(workspace, values)}. Press l to log what was written so far"

    return FieldsScreen("A new thread", _FIELDS, about=_ABOUT, act=act)


def short_name(values: Mapping[str, str]) -> str:
    """The one that was given, or one made of the title; empty when its script has no such letters."""
    return values["slug"] or slug(values["title"])


def begin(workspace: Workspace, values: Mapping[str, str]) -> str:
    """Begin a thread; its short name.

    Raises:
        CorrespondenceError: something is missing, or is none that a thread can have.
    """
    from correspondence.bundle import parties
    from correspondence.letters.parties import contact, organization
    from correspondence.store.change import change

    if not values["title"]:
        raise CorrespondenceError("say what the correspondence is about")
    name = short_name(values)
    if not name:
        raise CorrespondenceError("give a short name, of Latin letters, digits and hyphens: the title has none")
    if values["due"] and not values["due"].isdecimal():
        raise CorrespondenceError(f"days to reply: {values['due']!r} is no number")
    fields = {"reply_due_days": int(values["due"])} if values["due"] else {}
    with change(workspace, "thread new", name) as done:
        parties.begin(
            done.session,
            name,
            values["title"],
            values["language"] or "en",
            fields=fields,
            organizations=[organization(line) for line in values["organizations"].splitlines() if line.strip()],
            contacts=[contact(line) for line in values["contacts"].splitlines() if line.strip()],
        )
    return name
