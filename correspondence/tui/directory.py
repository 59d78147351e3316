"""The directory of those who sign on screen: entries, pairs that may be one, and the forms for them."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING, Any

from textual.content import Content
from textual.suggester import SuggestFromList

from correspondence.overview.signatories import SignatoryRow, signatories
from correspondence.signons.written import contact, contact_line, named
from correspondence.store.reading import reading
from correspondence.text.locale import language_name
from correspondence.tui import shown
from correspondence.tui.paths import PathSuggester, typed_paths
from correspondence.tui.screens.fields import Field, FieldsScreen
from correspondence.tui.widgets.rows import Column, Row
from correspondence.vocabulary import SignatoryKind
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.signons.likely import Likely

ENTRIES = (
    Column("Kind", 12, roomy=60),
    Column("Name"),
    Column("Country", 7, roomy=60),
    Column("Signed", 6, right=True),
    Column("Address", roomy=110),
)
PAIRS = (Column("One"), Column("Other"), Column("Why", roomy=110))
_KINDS = (("not said", ""), *((str(kind), str(kind)) for kind in SignatoryKind))
_NAMED = 6  # of many, that are told one by one


@dataclass(frozen=True, slots=True)
class Directory:
    """Everybody in it, by name, in the order of the alphabet."""

    entries: Mapping[str, SignatoryRow]


def read(workspace: Workspace) -> Directory:
    """What the store knows."""
    with reading(workspace) as reader:
        return Directory({row.name: row for row in signatories(reader)})


def likely(workspace: Workspace) -> "list[Likely]":
    """Pairs that may be one; takes a second or two among thousands."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    with change(workspace, "signatory duplicates", "") as act:
        act.nothing_done = True
        return directory.duplicates(act.session)


def entry(row: SignatoryRow) -> Row:
    """A line of the directory."""
    address = next((one.email for one in row.contacts if one.email), "")
    words = (
        row.name, row.kind, row.country, row.sort_as, row.url, *row.names.values(), *row.aliases, *row.domains,
        *(f"{one.name} {one.role} {one.email}" for one in row.contacts),
    )  # fmt: skip
    return Row(
        key=row.name,
        cells=(
            (row.kind, "muted"), (shown.line(row.name), "strong"), (shown.line(row.country), "muted"),
            (str(row.signed or ""), ""), (shown.line(address), "muted"),
        ),
        search=" ".join(words).casefold(),
    )  # fmt: skip


def pair(number: int, one: "Likely") -> Row:
    """A line of those that may be one."""
    return Row(
        key=str(number),
        cells=((shown.line(one.one), "strong"), (shown.line(one.other), "strong"), (shown.line(one.why), "muted")),
        search=f"{one.one} {one.other} {one.why}".casefold(),
    )


def detail(row: SignatoryRow) -> list[Content]:
    """All that is known of somebody."""
    parts = [shown.words(row.name, "strong"), Content("")]
    parts += shown.labels(
        ("Kind", row.kind),
        ("Sorted as", row.sort_as),
        ("Country", row.country),
        ("Web", row.url),
        ("Mark", row.logo),
        ("Has signed", f"{row.signed} letter{'s' * (row.signed != 1)}" if row.signed else ""),
    )
    for title, lines in (
        ("Names by language", [f"{language_name(tag, 'en')}: {name}" for tag, name in row.names.items()]),
        ("Also called", row.aliases),
        ("Is not the same as", row.distinct_from),
        ("Mail comes from", row.domains),
        ("Whom to write to", [contact_line(asdict(one)) for one in row.contacts]),
    ):
        if lines:
            parts += [Content(""), shown.heading(title), *(shown.words(shown.line(line)) for line in lines)]
    return parts


def pair_detail(found: Directory, one: "Likely") -> Content:
    """Both of a pair, one under the other, and why they may be one."""
    parts = [shown.words(f"They may be one: {one.why}", "warn")]
    for name in (one.one, one.other):
        row = found.entries.get(name)
        parts += [Content(""), *(detail(row) if row is not None else [shown.words(name, "strong")])]
    return shown.joined(parts)


def entry_form(workspace: Workspace, row: SignatoryRow | None) -> FieldsScreen:
    """Asks for an entry, or for what shall be changed of one."""
    lines = {
        "names": [f"{tag}={name}" for tag, name in row.names.items()] if row else [],
        "aliases": list(row.aliases) if row else [],
        "distinct_from": list(row.distinct_from) if row else [],
        "domains": list(row.domains) if row else [],
        "contacts": [contact_line(asdict(one)) for one in row.contacts] if row else [],
    }
    text = {key: "\n".join(value) for key, value in lines.items()}
    return FieldsScreen(
        f"Change {row.name}" if row else "A new entry",
        [
            Field("name", "Name", row.name if row else "", "as it shall be printed, letter for letter"),
            Field("kind", "Kind", row.kind if row else "", options=_KINDS),
            Field("names", "By language", text["names"], "es=Observatorio de la Red; one in each line", lines=2),
            Field("sort_as", "Sorted as", row.sort_as if row else "", "without an article, a family name first"),
            Field("aliases", "Also called", text["aliases"], "one in each line", lines=2),
            *(
                [Field("distinct_from", "Is not", text["distinct_from"], "whoever only looks like it", lines=2)]
                if row and row.distinct_from
                else []
            ),
            Field("country", "Country", row.country if row else "", "two letters, or as it shall be printed"),
            Field("url", "Web", row.url if row else "", "https://…"),
            Field("logo", "Mark", row.logo if row else "", "a picture in the workspace’s folder signatories"),
            Field("domains", "Mail comes from", text["domains"], "example.org; one in each line", lines=2),
            Field("contacts", "Contacts", text["contacts"], "Name <address>; role; language, in each line", lines=2),
        ],
        act=lambda values, _going: _keep(workspace, row.name if row else "", values),
    )


def merge_form(workspace: Workspace, one: str, other: str, found: Directory) -> FieldsScreen:
    """Asks which of two stays; what would come of it is seen first."""
    if other:
        fields = [Field("kept", "Stays", one, options=((one, one), (other, other)))]
    else:
        names = SuggestFromList(found.entries, case_sensitive=False)
        fields = [Field("other", "Is the same as", hint="another name in the directory", suggester=names)]

    def both(values: Mapping[str, str]) -> tuple[str, str]:
        if not other:
            return one, values["other"]
        return (one, other) if values["kept"] == one else (other, one)

    return FieldsScreen(
        f"Make one entry of {one} and {other or 'another'}", fields,
        about="Only you can say so, and it cannot be undone.",
        look=lambda values: _merged(workspace, *both(values), only_look=True),
        act=lambda values, _going: _merged(workspace, *both(values), only_look=False).plain.partition("\n")[0],
        keys="Ctrl+S shows what would become of them",
    )  # fmt: skip


def distinguish(workspace: Workspace, one: str, other: str, *, undo: bool) -> str:
    """Say that two are two, or take it back.

    Raises:
        CorrespondenceError: one of them is not there any more, or it has been said by somebody else.
    """
    from correspondence.signons import directory
    from correspondence.store.change import change

    with change(workspace, "signatory one again" if undo else "signatory distinct", one) as act:
        here, there = directory.distinguish(act.session, one, other, undo=undo)
        act.subject, act.detail["other"] = here.name, there.name
        told = f"{here.name} and {there.name}"
    return f"{told} may be one again" if undo else f"{told} are two: u takes it back, as does e on {here.name}"


def import_form(workspace: Workspace) -> FieldsScreen:
    """Asks for a directory's files."""
    hint = "a table (.csv, .xlsx), a .toml file, or a folder of them"
    return FieldsScreen(
        "Take in a directory",
        [
            Field("path", "File", hint=hint, suggester=PathSuggester()),
            Field("columns", "Columns", hint="of a table, where they are not told: name=2,email=4"),
        ],
        about="Who is there already stays as it is.",
        act=lambda values, _going: _take_in(workspace, values),
    )


def _keep(workspace: Workspace, name: str, values: Mapping[str, str]) -> str | Content:
    """Add an entry, or change the one of that name."""
    from correspondence.signons import directory
    from correspondence.store.change import change

    given = _given(values)
    with change(workspace, "signatory edit" if name else "signatory add", name or values["name"]) as act:
        before = directory.find(act.session, name).version if name else 0
        row = directory.edit(act.session, name, **given) if name else directory.add(act.session, **given)
        act.subject, act.nothing_done = row.name, row.version == before
        act.detail |= {"changed" if name else "entry": {key: value for key, value in given.items() if value}}
        alike = [] if name else [one for one in directory.duplicates(act.session) if row.name in (one.one, one.other)]
        told = row.name
    if not alike:
        return f"{told}: {'changed' if name else 'added'}"
    others = [f"May be {one.one if one.other == told else one.other}: {one.why}" for one in alike[:_NAMED]]
    lines = [shown.words(f"{told}: added", "good"), *(shown.words(line, "warn") for line in others)]
    return shown.joined(
        [*lines, shown.words("Esc, then 2: there m makes one of two, n says that they are two", "muted")]
    )


def _given(values: Mapping[str, str]) -> dict[str, Any]:
    """The values of an entry as its files have them."""
    lines = {
        key: [line.strip() for line in values[key].splitlines() if line.strip()] for key in _LISTS if key in values
    }
    single = {key: values[key] or None for key in ("kind", "sort_as", "country", "url", "logo")}
    return single | {
        "name": values["name"],
        "names": dict(named(line) for line in lines["names"]),
        "aliases": lines["aliases"],
        **({"distinct_from": lines["distinct_from"]} if "distinct_from" in lines else {}),
        "domains": lines["domains"],
        "contacts": [contact(line, bare=True) for line in lines["contacts"]],
    }


def _merged(workspace: Workspace, kept: str, gone: str, *, only_look: bool) -> Content:
    from correspondence.signons import directory
    from correspondence.store.change import change

    with change(workspace, "signatory merge", kept) as act:
        done = directory.merge(act.session, kept, gone)
        act.nothing_done, act.subject = only_look, done["kept"]
        act.detail |= done
    moved, lost = len(done["signons"]), done["gone"]["name"]
    parts = [shown.words(f"{done['kept']} stays; {lost} is another name of it", "good")]
    if moved:
        parts.append(shown.words(f"{moved} sign-on{'s' * (moved != 1)} of {lost} count for it from then on"))
    return shown.joined(parts)


def _take_in(workspace: Workspace, values: Mapping[str, str]) -> str | Content:
    from correspondence.signons import directory, listed
    from correspondence.store.change import change

    paths: Sequence[Any] = typed_paths(values["path"])
    read = [listed.directory_of(path, values["columns"] or None) for path in paths]
    entries = [entry for one in read for entry in one.entries]
    with change(workspace, "signatory import", ", ".join(path.name for path in paths)) as act:
        added, differing = directory.take_in(act.session, entries)
        act.nothing_done = not added
        act.detail["added"] = added
    told = f"{len(added)} added, {len(entries) - len(added) - len(differing)} there already"
    unused = [line for one in read for line in one.columns if line.endswith(": not used")]
    if not differing and not unused:
        return told
    lines = [shown.words(line, "warn") for line in unused[:_NAMED]]
    lines += [shown.words(f"{name}: is there with other data, which stay", "warn") for name in differing[:_NAMED]]
    return shown.joined([shown.words(told, "strong"), *lines])


_LISTS = ("names", "aliases", "distinct_from", "domains", "contacts")
