"""What a partner did to a letter in Word: each edit in its place, taken or left with one key, applied in one act."""

from pathlib import Path
from typing import TYPE_CHECKING, ClassVar

from textual import on, work
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Input, Static

from correspondence.errors import ChangedElsewhereError, CorrespondenceError
from correspondence.tui import placing, shown
from correspondence.tui.placing import LEFT, TAKEN
from correspondence.tui.widgets.keybar import KeyBar
from correspondence.tui.widgets.titlebar import TitleBar
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.edits import Line
    from correspondence.letters.merge import Merge, Taken
    from correspondence.readers.worker import Worker

_LARGEST = 64 << 20
_ASK = "Drag the file here that a partner sent back, or type its path and press Enter."


class MergeScreen(Screen[None]):
    """The letter with a partner's edits in place, and the one under the cursor beside it; nothing is written before."""

    CSS_PATH = "merge.tcss"
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("t", "choose('taken')", "Take", tooltip="Take the edit, and go to the next"),
        Binding("l", "choose('left')", "Leave", tooltip="Leave the edit, and go to the next"),
        Binding("j,down", "go(1)", "Next", tooltip="The next edit"),
        Binding("k,up", "go(-1)", "Previous", show=False, tooltip="The edit before"),
        Binding("T", "choose_all('taken')", "Take all", show=False, tooltip="Take every edit that can be taken"),
        Binding("L", "choose_all('left')", "Leave all", show=False, tooltip="Leave every edit"),
        Binding("pagedown,space", "scroll_edit(1)", "More", show=False, tooltip="What does not fit of the edit"),
        Binding("pageup", "scroll_edit(-1)", "Back", show=False, tooltip="Back to its beginning"),
        Binding("c", "comments", "Comments", tooltip="Keep the comments in the draft as notes, which are not printed"),
        Binding("ctrl+s", "apply", "Apply", tooltip="Put what was taken into the draft: one act"),
        Binding("o", "open", "File", tooltip="Another file"),
        Binding("escape", "back", "Back", tooltip="Back; the draft stays as it is"),
        Binding("q", "quit", "Quit", tooltip="Leave the program; the draft stays as it is"),
    ]

    def __init__(self, workspace: Workspace, thread: str, letter: str, *, file: Path | None = None) -> None:
        super().__init__()
        self._workspace = workspace
        self._thread = thread
        self._letter = letter
        self._file = file
        self._merge: Merge | None = None
        self._reader: Worker | None = None
        self._choices: dict[int, str] = {}
        self._lines: dict[int, list[int]] = {}
        self._at = 0
        self._keeps_comments = False
        self._leaves_anyway = False

    def compose(self) -> ComposeResult:
        """The path, what happened, the letter, the edit."""
        yield TitleBar()
        path = Input(placeholder="path/to/letter-edited.docx", id="path", compact=True)
        path.cursor_blink = False
        yield path
        yield Static(Content(_ASK), id="told")
        with Container(id="sides"):
            yield VerticalScroll(id="letter", can_focus=False)
            with VerticalScroll(id="edit", can_focus=False):
                yield Static()
        yield KeyBar()

    def on_mount(self) -> None:
        """Ask for a file, or read the one that was given."""
        self.title = shown.line(f"{self._thread}/{self._letter}")
        if self._file is not None:
            self.query_one("#path", Input).value = str(self._file)
            self._look(self._file, {})
        else:
            self.query_one("#path", Input).focus()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Choosing is for what has been read."""
        return action in ("back", "open", "quit") or self._merge is not None

    # Reading

    @on(Input.Submitted, "#path")
    def _submitted(self, event: Input.Submitted) -> None:
        if event.value.strip() and self._reader is None:
            self._file = Path(event.value.strip().strip("'\"")).expanduser()
            self._tell("Reading …  Esc stops")
            self._look(self._file, {})

    @work(thread=True, exclusive=True, group="read")
    def _look(self, file: Path, choices: dict[int, str], why: str = "") -> None:
        from correspondence.letters import partners  # slow to load
        from correspondence.readers.worker import Worker
        from correspondence.store.reading import reading

        try:
            with file.open("rb") as opened:
                content = opened.read(_LARGEST + 1)
            if len(content) > _LARGEST:
                raise CorrespondenceError(f"is larger than {_LARGEST >> 20} MB: no letter is")  # noqa: TRY301  # told with the others
            with reading(self._workspace) as reader, Worker() as self._reader:
                name = f"{self._thread}/{self._letter}"
                read = partners.read_back(reader, self._workspace, name, content, worker=self._reader)
        except OSError as error:
            self.call_later(self._tell, f"{file}: cannot be read: {error.strerror or error}", "bad")
        except CorrespondenceError as error:
            self.call_later(self._tell, f"{file.name}: {error}", "bad")
        else:
            self.call_later(self._show, read, choices, why)
        finally:
            self._reader = None

    async def _show(self, read: "Merge", choices: dict[int, str], why: str) -> None:
        """The letter with its edits."""
        self._merge = read
        self._choices = {e.number: choices.get(e.number, LEFT) for e in read.edits if not e.problem}
        self._lines = placing.places(read.lines, read.edits)
        self._leaves_anyway = False
        self._at = 0
        self.set_class(True, "-read")
        letter = self.query_one("#letter", VerticalScroll)
        await letter.remove_children()
        await letter.mount_all(Static(self._line(n), classes=_class(line)) for n, line in enumerate(read.lines))
        self.set_focus(None)
        self._tell_counts(why)
        self._show_edit()
        self.refresh_bindings()

    # Choosing

    def action_go(self, by: int) -> None:
        """Go to another edit."""
        if self._merge is not None and self._merge.edits:
            before = self._at
            self._at = max(0, min(self._at + by, len(self._merge.edits) - 1))
            self._redraw(before)

    def action_choose(self, choice: str) -> None:
        """Take or leave the edit, and go to the next."""
        if self._merge is None or not self._merge.edits:
            return
        edit = self._merge.edits[self._at]
        if edit.problem:
            self._tell(f"{edit.number} cannot be taken: {edit.problem}", "warn")
        else:
            self._choices[edit.number] = choice
            self._leaves_anyway = False
            self._tell_counts()
        before = self._at
        self._at = min(self._at + 1, len(self._merge.edits) - 1)
        self._redraw(before)

    def action_choose_all(self, choice: str) -> None:
        """Take or leave every edit that can be taken."""
        self._choices = dict.fromkeys(self._choices, choice)
        self._tell_counts()
        self._redraw(*range(len(self._choices_of())))

    def action_scroll_edit(self, by: int) -> None:
        """See what does not fit of the edit."""
        beside = self.query_one("#edit", VerticalScroll)
        beside.scroll_relative(y=by * beside.size.height, animate=False)

    def action_comments(self) -> None:
        """Keep the comments, or do not."""
        self._keeps_comments = not self._keeps_comments
        self._tell_counts()

    def action_open(self) -> None:
        """Ask for another file, and say first that nothing was applied."""
        if self._lets_go("o again asks for another file"):
            self._ask_for_file()

    def _ask_for_file(self) -> None:
        self.set_class(False, "-read")
        self._merge = None
        self._tell(_ASK)
        field = self.query_one("#path", Input)
        field.focus()
        field.select_all()
        self.refresh_bindings()

    def action_back(self) -> None:
        """Stop what is being read; else leave, and say first that nothing was applied."""
        if self._reader is not None:
            self._reader.cancel()
        elif self._lets_go("Esc again leaves it"):
            self.dismiss()

    async def action_quit(self) -> None:
        """Leave the program, and say first that nothing was applied."""
        if self._lets_go("q again leaves the program"):
            self.app.exit()

    def _lets_go(self, again: str) -> bool:
        """Whether what was taken may be let go: nothing was, or the user has been told that it is in no draft yet."""
        if self._merge is None or TAKEN not in self._choices.values() or self._leaves_anyway:
            return True
        self._leaves_anyway = True
        self._tell(f"Nothing is in the draft yet: Ctrl+S applies, {again}", "warn")
        return False

    # Applying

    def action_apply(self) -> None:
        """Put what was taken into the draft."""
        if self._merge is not None:
            self._apply(self._merge, [n for n, choice in self._choices.items() if choice == TAKEN])

    @work(thread=True, exclusive=True, group="write")
    def _apply(self, read: "Merge", numbers: list[int]) -> None:
        from correspondence.tui.acts import merge_letter

        try:
            taken = merge_letter(self._workspace, read, numbers, comments=self._keeps_comments)
        except ChangedElsewhereError:
            if self._file is not None:
                why = "The draft was changed meanwhile, and was read again: look once more, then Ctrl+S"
                self.call_later(self._look, self._file, self._choices, why)
        except CorrespondenceError as error:
            self.call_later(self._tell, str(error), "bad")
        else:
            self.call_later(self._applied, read, taken)

    def _applied(self, read: "Merge", taken: "Taken") -> None:
        done, left = len(taken.taken), len(read.edits) - len(taken.taken)
        if taken.body == read.letter.body:
            self._tell("Nothing was taken: the draft is as it was", "warn")
            return
        told = f"In the draft: {done} of {len(read.edits)} edits; {left} left"
        clashes = sum(edit.clash for edit in taken.taken)
        if clashes:
            told += f"; at {clashes} both texts stand: choose between them"
        for edit, why in taken.left:
            told += f"; {edit.number} not taken: {why}"
        self._choices = {}
        self._ask_for_file()
        self._tell(f"{told}. Another file, or Esc", "good")

    # What is seen

    def _choices_of(self) -> list[int]:
        return [edit.number for edit in self._merge.edits] if self._merge is not None else []

    def _line(self, number: int) -> Content:
        assert self._merge is not None
        edits = self._merge.edits
        current = edits[self._at].number if edits else 0
        return placing.line(self._merge.lines[number], placing.owners(edits), self._choices, current)

    def _redraw(self, *edits: int) -> None:
        """Show anew the lines of these edits, and of the one under the cursor."""
        assert self._merge is not None
        numbers = {self._merge.edits[n].number for n in (*edits, self._at)}
        children = self.query_one("#letter", VerticalScroll).children
        for line in {line for number in numbers for line in self._lines[number]}:
            child = children[line]
            if isinstance(child, Static):
                child.update(self._line(line))
        self._show_edit()

    def _show_edit(self) -> None:
        """The edit under the cursor, beside the letter and in it."""
        assert self._merge is not None
        edits, remarks = self._merge.edits, self._merge.comments
        beside = self.query_one("#edit > Static", Static)
        if not edits:
            none = shown.words("No edits: the text is as it went out.", "muted")
            beside.update(shown.joined([none, *placing.comments(remarks)]))
            return
        edit = edits[self._at]
        here = set(self._lines[edit.number])
        near = {c for n in here for stretch in self._merge.lines[n].stretches for c in stretch.comments}
        told = [one for one in remarks if {one.id, one.answers} & near]
        beside.update(placing.detail(edit, len(edits), self._choices.get(edit.number, LEFT), told))
        self.query_one("#edit", VerticalScroll).scroll_home(animate=False)
        if here:
            self.call_after_refresh(self._bring_into_view, min(here), edit.changes)

    def _bring_into_view(self, number: int, changes: frozenset[int]) -> None:
        """Scroll to where an edit begins in its paragraph, which may be longer than the window."""
        letter = self.query_one("#letter", VerticalScroll)
        if self._merge is None or number >= len(letter.children):
            return
        child = letter.children[number]
        before = placing.before(self._merge.lines[number], changes) // max(1, child.size.width)
        top = child.virtual_region.y + min(before, max(0, child.size.height - 1))
        letter.scroll_to(y=max(0, top - letter.size.height // 3), animate=False)

    def _tell_counts(self, why: str = "") -> None:
        assert self._merge is not None
        edits = self._merge.edits
        taken = sum(choice == TAKEN for choice in self._choices.values())
        text = "the draft" if self._merge.text == "draft" else f"revision {self._merge.text}"
        stuck = sum(bool(edit.problem) for edit in edits)
        parts = [f"From {text}", f"{len(edits)} edits: {taken} taken, {len(edits) - taken - stuck} left"]
        if stuck:
            parts.append(f"{stuck} cannot be taken")
        if self._merge.comments:
            kept = "kept as notes" if self._keeps_comments else "not kept"
            count = len(self._merge.comments)
            parts.append(f"{count} comment{'' if count == 1 else 's'} {kept}")
        told = "; ".join(self._merge.told)
        self._tell(why or " · ".join(parts) + (f"\n{told}" if told else ""), "warn" if why else "")

    def _tell(self, text: str, tone: str = "") -> None:
        self.query_one("#told", Static).update(shown.words(text, tone))


def _class(line: "Line") -> str:
    """Cells of a table stand by a line at their left, another for every second row."""
    return "" if not line.row else "row-odd" if line.row % 2 else "row-even"
