"""The tabs of a letter beside its body: each shows the letter as it is saved, and changes it by keys."""

from collections.abc import Callable

import pytest
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static, TextArea

from correspondence.letters.edit import save_body
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.tui import letteracts
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.fields import FieldsScreen
from correspondence.tui.screens.freezing import FreezingScreen
from correspondence.tui.screens.inserting import InsertingScreen
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.merge import MergeScreen
from correspondence.tui.screens.signons import SignOnsScreen
from correspondence.tui.widgets.rows import Rows
from correspondence.workspace import Workspace
from tests.tui.conftest import SIZES, until

Maker = Callable[[Workspace], CorrespondenceApp]
REPLY = "2025-03-27-nivelmark-to-coalition"
LETTER = "2025-06-03-open-letter"


def _detail(store: Workspace) -> LetterDetail:
    with reading(store) as reader:
        return letters.letter(reader, LETTER, "nivelmark")


async def _open(pilot: Pilot[None], store: Workspace) -> LetterScreen:
    """The sample's letter."""
    screen = LetterScreen(store, "nivelmark", LETTER)
    pilot.app.push_screen(screen)
    await until(pilot, lambda: screen._opened and screen.body.preview.words and screen.body.writing.has_focus)
    return screen


async def _on(pilot: Pilot[None], screen: LetterScreen, key: str, tab: str) -> Rows:
    """The list of a tab."""
    await pilot.press("escape", key)
    await until(pilot, lambda: screen.tab == tab)
    rows = screen._tabs[tab].query(Rows).first()
    await until(pilot, lambda: rows.count)
    return rows


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_finding_leads_to_its_place(sample: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    async with app_on(sample).run_test(size=size) as pilot:
        screen = await _open(pilot, sample)
        screen.body.writing.put(f"“Nobody ever said this in any reply at all” ([it](message:{REPLY})). ")
        rows = await _on(pilot, screen, "3", "checks")
        await until(pilot, lambda: any("quotation" in row.search for row in rows._rows))
        assert _detail(sample).body.startswith("“Nobody ever said")  # the checks look at what is saved
        number = next(n for n, row in enumerate(rows._rows) if "quotation" in row.search)
        await pilot.press(*["down"] * number, "enter")
        await until(pilot, lambda: screen.tab == "body")
        assert screen.body.writing.cursor_location[0] == 0


async def test_what_goes_in_is_ticked_and_follows_the_pool_again(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot, sample)
        await _on(pilot, screen, "2", "appendix")
        ticks = screen.query_one("#ticks Rows", Rows)
        await pilot.press("right")
        await until(pilot, lambda: ticks.has_focus and ticks.count)
        while not (ticks.key or "").startswith("question"):
            await pilot.press("down")
        gone = (ticks.key or "").removeprefix("question ")
        await pilot.press("space")
        await until(pilot, lambda: _detail(sample).appendices[0].questions)
        assert gone not in _detail(sample).appendices[0].questions
        before = screen.body.preview.words
        await pilot.press("p", "p")
        await until(pilot, lambda: not _detail(sample).appendices[0].questions)
        await until(pilot, lambda: screen.body.preview.words != before)


async def _ask_for_text(pilot: Pilot[None], key: str) -> FieldsScreen:
    """The form of a free text."""
    await pilot.press(key)
    await until(pilot, lambda: pilot.app.screen.query("#body") and pilot.app.screen.focused)
    form = pilot.app.screen
    assert isinstance(form, FieldsScreen)
    return form


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_free_text_is_added_changed_moved_and_removed(
    sample: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    async with app_on(sample).run_test(size=size) as pilot:
        screen = await _open(pilot, sample)
        rows = await _on(pilot, screen, "2", "appendix")
        words = screen.query_one("#words > Static", Static)
        await pilot.press("plus")
        await until(pilot, lambda: pilot.app.screen.query("#kind SelectOverlay") and pilot.app.screen.focused)
        pilot.app.screen.query_one("#kind", Select).value = "text"
        pilot.app.screen.query_one("#title", Input).value = "Method"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen.query("#body") and pilot.app.screen.focused)
        pilot.app.screen.query_one("#body", TextArea).text = "We read *all* {{ messages|length }} messages. [b]\x1b[31m"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: pilot.app.screen is screen and rows.count == 3)
        await until(pilot, lambda: "messages. [b]" in screen.body.preview.words)
        assert _detail(sample).appendices[2].title == "Method"
        await pilot.press("end")
        await until(pilot, lambda: "We read *all*" in str(words.content))
        assert "\x1b" not in str(words.content)
        form = await _ask_for_text(pilot, "enter")
        area = form.query_one("#body", TextArea)
        area.text = area.text.replace("We read", "Two of us read")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: _detail(sample).appendices[2].body.startswith("Two of us read *all*"))
        await until(pilot, lambda: pilot.app.screen is screen and "Two of us" in str(words.content))
        await pilot.press("K")
        await until(pilot, lambda: [row.title for row in _detail(sample).appendices].index("Method") == 1)
        await until(pilot, lambda: rows.cursor == 1 and "Two of us" in str(words.content))
        await pilot.press("delete")  # asks for a second one: its words would be gone
        await pilot.pause()
        assert len(_detail(sample).appendices) == 3
        await pilot.press("delete")
        await until(pilot, lambda: len(_detail(sample).appendices) == 2)
        assert "Method" not in [row.title for row in _detail(sample).appendices]


async def test_of_two_who_change_one_free_text_the_second_is_told_and_loses_nothing(
    sample: Workspace, app_on: Maker
) -> None:
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot, sample)
        await _on(pilot, screen, "2", "appendix")
        await pilot.press("down")
        form = await _ask_for_text(pilot, "c")
        form.query_one("#body", TextArea).text = "Ours."
        before = _detail(sample)
        theirs = [{"kind": row.kind, "body": "Theirs."} for row in before.appendices]
        theirs[0] = {"kind": "timeline"}
        letteracts.set_data(sample, "nivelmark", LETTER, {"appendix": theirs}, before.version)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "somebody changed" in str(form.query_one("#told", Static).content))
        assert _detail(sample).appendices[1].body == "Theirs."
        assert form.query_one("#body", TextArea).text == "Ours."
        await pilot.press("ctrl+s")
        await until(pilot, lambda: _detail(sample).appendices[1].body == "Ours.")
        assert _detail(sample).appendices[0].kind == "timeline"
        await until(pilot, lambda: pilot.app.screen is screen)


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_a_large_change_is_not_editorial_unless_a_person_says_so(
    sample: Workspace, app_on: Maker, size: tuple[int, int]
) -> None:
    async with app_on(sample).run_test(size=size) as pilot:
        screen = await _open(pilot, sample)
        screen.body.writing.put("We do not ask for this any more, and want something else within three days. ")
        rows = await _on(pilot, screen, "4", "revisions")
        await until(pilot, lambda: rows.key == "draft")
        await pilot.press("f")
        await until(
            pilot, lambda: isinstance(pilot.app.screen, FreezingScreen) and pilot.app.screen.query("SelectOverlay")
        )
        await until(pilot, lambda: pilot.app.screen.focused)
        kind = pilot.app.screen.query_one(Select)
        await pilot.press("shift+tab", "enter")
        await until(pilot, lambda: kind.expanded)
        await pilot.press("down", "enter")
        await until(pilot, lambda: kind.value == "editorial" and not kind.expanded)
        await pilot.press("ctrl+s")
        hint = pilot.app.screen.query_one("#hint", Static)
        await until(pilot, lambda: "more than an editorial change" in str(hint.content))
        assert len(_detail(sample).revisions) == 2
        await pilot.press("ctrl+s")
        await until(pilot, lambda: len(_detail(sample).revisions) == 3)
        assert _detail(sample).revisions[-1].kind == "editorial"


async def test_a_text_that_is_frozen_already_is_not_frozen_again(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot, sample)
        await _on(pilot, screen, "4", "revisions")
        await pilot.press("f")
        await until(pilot, lambda: isinstance(pilot.app.screen, FreezingScreen) and pilot.app.screen.focused)
        hint = pilot.app.screen.query_one("#hint", Static)
        known = pilot.app.screen.query_one("#known > Static", Static)
        assert "Nothing has changed: this very text is frozen already." in str(known.content)
        assert "Ctrl+S" not in str(hint.content)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "revision 2 has this very text" in str(hint.content))
        assert "all the same" not in str(hint.content)


async def test_a_partners_copy_and_the_sign_ons_are_a_key_away_and_all_is_saved_first(
    sample: Workspace, app_on: Maker
) -> None:
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot, sample)
        screen.body.writing.put("Before all. ")
        await pilot.press("escape", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MergeScreen))
        assert _detail(sample).body.startswith("Before all. ")
        await settle_shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("5")
        await until(pilot, lambda: screen.tab == "signons" and screen.focused is not screen.body.preview)
        await pilot.press("w")
        await until(pilot, lambda: isinstance(pilot.app.screen, SignOnsScreen))


async def test_what_was_taken_from_a_partner_is_seen_on_return(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[1]) as pilot:
        screen = await _open(pilot, sample)
        await pilot.press("escape", "m")
        await until(pilot, lambda: isinstance(pilot.app.screen, MergeScreen))
        body = _detail(sample).body
        with change(sample, "letter merge", f"nivelmark/{LETTER}") as act:
            changed = body.replace("undersigned", "signing")
            save_body(act.session, "nivelmark", LETTER, changed, read_version=_detail(sample).version)
        await settle_shown(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await until(pilot, lambda: "the signing organizations" in screen.body.preview.words)
        assert screen.body.writing.text == changed


async def settle_shown(pilot: Pilot[None]) -> None:
    """Until the screen on top has the keys."""
    await until(pilot, lambda: pilot.app.screen.focused is not None)


async def test_a_quotation_is_put_in_by_search(sample: Workspace, app_on: Maker) -> None:
    async with app_on(sample).run_test(size=SIZES[0]) as pilot:
        screen = await _open(pilot, sample)
        await pilot.press("ctrl+t")
        await until(pilot, lambda: isinstance(pilot.app.screen, InsertingScreen) and pilot.app.screen.query(Rows))
        rows = pilot.app.screen.query_one(Rows)
        await until(pilot, lambda: rows.count > 100)
        await pilot.press(*"quotation productive", "enter", "enter")
        await until(pilot, lambda: pilot.app.screen is screen)
        text = screen.body.writing.text
        assert "productive" in text.partition("We, the undersigned")[0]
        assert text.startswith("“")
