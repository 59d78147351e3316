"""A letter that came back, as it is shown: its changes in place, and one of them in full."""

from collections.abc import Mapping, Sequence

from textual.content import Content

from correspondence.letters.edits import Edit, EditKind, Line, Stretch
from correspondence.letters.merge import Comment
from correspondence.tui import shown

TAKEN, LEFT = "taken", "left"
_MARKS = {TAKEN: "✓", LEFT: "·"}
_TONES = {TAKEN: "good", LEFT: "warn"}
_INSERTED, _DELETED, _FORMATTED = "$text-success underline", "$text-error strike", "$text-warning"
_HEADINGS = ("title", "heading")


def owners(edits: Sequence[Edit]) -> dict[int, Edit]:
    """The edit that each change belongs to."""
    return {change: edit for edit in edits for change in edit.changes}


def places(lines: Sequence[Line], edits: Sequence[Edit]) -> dict[int, list[int]]:
    """On which lines each edit stands, by its number."""
    of = owners(edits)
    found: dict[int, list[int]] = {edit.number: [] for edit in edits}
    for n, line in enumerate(lines):
        for number in dict.fromkeys(
            of[change].number
            for stretch in line.stretches
            for change in (stretch.inserted, stretch.deleted, stretch.formatted)
            if change in of
        ):
            found[number].append(n)
    return found


def line(one: Line, of: Mapping[int, Edit], choices: Mapping[int, str], current: int) -> Content:
    """A paragraph with its changes; the number of each edit and what was chosen stand before it."""
    parts: list[Content] = [Content("  " * one.depth + one.mark)]
    told: set[int] = set()
    for stretch in one.stretches:
        changes = [change for change in (stretch.inserted, stretch.deleted, stretch.formatted) if change in of]
        for change in changes:
            edit = of[change]
            if edit.number not in told:
                told.add(edit.number)
                parts.append(_label(edit, choices.get(edit.number, LEFT), is_current=edit.number == current))
        is_current = any(of[change].number == current for change in changes)
        parts.append(_stretch(stretch, is_current=is_current, strong=one.kind in _HEADINGS))
    return Content("").join(parts)


def before(one: Line, changes: frozenset[int]) -> int:
    """How many characters of a paragraph stand before the first of these changes."""
    count = 0
    for stretch in one.stretches:
        if {stretch.inserted, stretch.deleted, stretch.formatted} & changes:
            break
        count += len(stretch.text)
    return count


def _label(edit: Edit, choice: str, *, is_current: bool) -> Content:
    mark = "✗" if edit.problem else _MARKS[choice]
    tone = "muted" if edit.problem else _TONES[choice]
    label = shown.words(f"{edit.number}{mark}", tone)
    return Content.assemble(label.stylize("reverse") if is_current else label, " ")


def _stretch(stretch: Stretch, *, is_current: bool, strong: bool) -> Content:
    text = stretch.text
    if stretch.ends and (stretch.inserted or stretch.deleted):
        text = "¶"
    content = Content(shown.line(text))
    if strong:
        content = content.stylize("bold")
    if stretch.inserted:
        content = content.stylize(_INSERTED)
    if stretch.deleted:
        content = content.stylize(_DELETED)
    if stretch.formatted:
        content = content.stylize(_FORMATTED)
    if stretch.comments:
        content = content.stylize("italic")
    return content.stylize("reverse") if is_current and text else content


def detail(edit: Edit, count: int, choice: str, remarks: Sequence[Comment]) -> Content:
    """An edit in full, with what was said beside it."""
    who = edit.author or ("somebody" if edit.tracked else "not tracked")
    when = f", {edit.date[:10]}" if edit.date else ""
    state = Content("") if edit.problem else shown.words(f"  {_MARKS[choice]} {choice}", _TONES[choice])
    parts = [
        Content.assemble(shown.heading(f"Edit {edit.number} of {count}: {edit.kind}"), state),
        Content.assemble(shown.words(f"{who}{when}", "strong"), shown.words(f" · {edit.place}", "muted")),
    ]
    if edit.kind is EditKind.FORMATTED:
        parts += [shown.words(edit.new.strip() or "(paragraph)"), shown.words(edit.detail or "another look", "warn")]
    else:
        if edit.old:
            parts.append(Content.assemble(("− ", "$text-error"), shown.words(_ends(edit.old), "bad")))
        if edit.new:
            parts.append(Content.assemble(("+ ", "$text-success"), shown.words(_ends(edit.new), "good")))
    if edit.problem:
        parts.append(shown.words(f"✗ cannot be taken: {edit.problem}", "warn"))
    elif edit.clash:
        parts.append(shown.words("The draft has changed here since: taken, both texts stand.", "warn"))
    return shown.joined([*parts, *comments(remarks)])


def comments(remarks: Sequence[Comment]) -> list[Content]:
    """Comments, answers below what they answer."""
    parts: list[Content] = []
    for one in remarks:
        lead = "↳ " if one.answers else ""
        done = " (resolved)" if one.done else ""
        parts += [
            Content(""),
            Content.assemble(lead, shown.words(f"{one.author or 'somebody'}{done}", "accent")),
            *([shown.words(f"on “{one.words}”", "muted")] if one.words and not one.answers else []),
            shown.words(one.text),
        ]
    return parts


def _ends(text: str) -> str:
    return text.replace("\n", "¶\n").removesuffix("\n")
