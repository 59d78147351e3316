"""A campaign on screen: how far each letter is, how each company replied, and all letters in one go."""

from collections.abc import Callable
from contextlib import nullcontext
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from textual.app import App
from textual.pilot import Pilot
from textual.widgets import Input, Select, Static

from correspondence.bundle import schema
from correspondence.letters.campaign import Request, add, plan
from correspondence.letters.edit import save_body
from correspondence.overview import campaigns, letters, questions
from correspondence.overview.campaigns import CampaignDetail
from correspondence.overview.letters import LetterDetail
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.tui import letteracts
from correspondence.tui.app import CorrespondenceApp
from correspondence.tui.screens.campaign import CampaignScreen
from correspondence.tui.screens.campaigns import CampaignsScreen
from correspondence.tui.screens.evidence import EvidenceScreen
from correspondence.tui.screens.forall import ExportAllScreen, FreezeAllScreen
from correspondence.tui.screens.letter import LetterScreen
from correspondence.tui.screens.thread import ThreadScreen
from correspondence.tui.screens.threads import ThreadsScreen
from correspondence.tui.widgets.matrix import Matrix
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from tests.factories.threads import stored, thread
from tests.tui.conftest import SIZES, rest, settle, until

Maker = Callable[[Workspace], CorrespondenceApp]
COMPANIES = {"acme": "Acme \u202e[bold]Ltd[/]", "beta": "Beta & Söhne", "gamma": "Gamma"}
ASKED = ("How many audits were made?", "Who made them?")
WORDS = "We made forty audits in 2024. Who made them we do not say."


def _assessed(message: str, verdict: str, exact: str) -> schema.Assessment:
    words = schema.Passage(message=message, exact=exact, start=WORDS.index(exact), end=WORDS.index(exact) + len(exact))
    return schema.Assessment(message=message, verdict=verdict, passage=(words,), by="Ana", at="2025-06-21T10:00:00Z")


def _company(slug: str, *, replied: str = "") -> schema.ThreadBundle:
    """A company that was asked something of its own before, and perhaps has written to us on a day."""
    verdicts = (
        (_assessed("reply", "answered", "forty audits"), _assessed("reply", "refused", "we do not say"))
        if replied
        else (None, None)
    )
    asked = tuple(
        schema.Question(id=name, text=text, assessment=(verdict,) if verdict else ())
        for name, text, verdict in zip(("how-many-audits-were-made", "who-made-them"), ASKED, verdicts, strict=True)
    )
    message = schema.Message(id="reply", direction="incoming", kind="letter", date=replied or None, assessed=True)
    bundle = thread(
        slug,
        questions=(*asked, schema.Question(id=f"own-{slug}", text=f"What about {slug}?")),
        messages=(schema.MessageDocument(message=message, body=WORDS),) if replied else (),
    )
    parties = {"organization": (schema.Organization(name=COMPANIES[slug], kind="company"),)}
    return bundle.model_copy(update={"thread": bundle.thread.model_copy(update=parties)})


@pytest.fixture
def three(workspace: Workspace) -> Workspace:
    """Acme has replied, Beta is late, and the letter to Gamma is a draft."""
    for slug, replied in (("acme", "2025-06-20"), ("beta", ""), ("gamma", "")):
        stored(workspace, _company(slug, replied=replied))
    request = Request(
        name="audits",
        threads=tuple(COMPANIES),
        template="follow-up",
        title="{organization}: audits",
        date="2025-06-03",
        reply_by="2025-07-01",
        questions=ASKED,
    )
    with reading(workspace) as reader:
        planned = plan(reader, workspace, request, date(2025, 6, 3))
    with change(workspace, "campaign new", "audits") as act:
        add(act.session, planned)
    for slug in ("acme", "beta"):
        _freeze(workspace, slug)
    return workspace


def _freeze(store: Workspace, slug: str) -> None:
    from correspondence.letters.revisions import ready

    with reading(store) as reader:
        draft = ready(reader, store, letters.letter(reader, "audits", slug))
    letteracts.freeze_letter(store, slug, "audits", draft, kind=RevisionKind.SUBSTANTIVE, note="", anyway=True)


def _letter(store: Workspace, slug: str) -> LetterDetail:
    with reading(store) as reader:
        assert verify(reader).findings == ()
        return letters.letter(reader, "audits", slug)


def _campaign(store: Workspace) -> CampaignDetail:
    with reading(store) as reader:
        return campaigns.campaign(reader, "audits")


def _said(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one(".detail > Static", Static).content)


def _told(pilot: Pilot[None]) -> str:
    return str(pilot.app.screen.query_one("#told > Static", Static).content)


async def _opened(pilot: Pilot[None]) -> CampaignScreen:
    """The table, by keys."""
    await until(pilot, lambda: isinstance(pilot.app.screen, ThreadsScreen))
    await pilot.press("C")
    await until(pilot, lambda: isinstance(pilot.app.screen, CampaignsScreen))
    await settle(pilot)
    await pilot.press("enter")
    await until(pilot, lambda: isinstance(pilot.app.screen, CampaignScreen))
    screen = pilot.app.screen
    assert isinstance(screen, CampaignScreen)
    await until(pilot, lambda: screen.query_one(Matrix).count)
    await settle(pilot)
    return screen


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
async def test_each_company_and_what_it_said(three: Workspace, app_on: Maker, size: tuple[int, int]) -> None:
    async with app_on(three).run_test(size=size) as pilot:
        screen = await _opened(pilot)
        table = screen.query_one(Matrix)
        drawn = [table.render_line(y).text for y in range(4)]
        assert "replied 2025-06-20" in drawn[1]
        assert "✓" in drawn[1]
        assert "✗" in drawn[1]
        assert "! Beta & Söhne" in drawn[2]
        assert "late 14 d" in drawn[2]
        assert "draft" in drawn[3]
        assert "Acme �[bold]Ltd[/]" in drawn[1]
        said = _said(pilot)
        assert ASKED[0] in said
        assert "forty audits" in said
        assert "acme/audits" in said
        await pilot.press("right")
        await settle(pilot)
        assert "“we do not say”" in _said(pilot)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, EvidenceScreen))
        await settle(pilot)
        columns = [str(one.content) for one in pilot.app.screen.query(".column > Static").results(Static)]
        assert any("we do not say" in text for text in columns)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)


async def test_a_cell_that_was_not_asked_and_only_what_several_were_asked(three: Workspace, app_on: Maker) -> None:
    async with app_on(three).run_test(size=SIZES[0]) as pilot:
        screen = await _opened(pilot)
        table = screen.query_one(Matrix)
        assert len(table._headings) == 5
        await pilot.press(*["right"] * 4, "enter")
        await settle(pilot)
        assert pilot.app.screen is screen
        assert "was not asked" in _said(pilot)
        await pilot.press("s")
        await until(pilot, lambda: len(table._headings) == 2)
        assert "several" in screen.query_one(Input).placeholder
        await pilot.press("f", *"late", "enter")
        await settle(pilot)
        assert (table.count, table.key) == (1, "beta")
        await pilot.press("escape")
        await settle(pilot)
        assert table.count == 3
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CampaignsScreen))
        assert "late 14 d" in _said(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadsScreen))


async def test_from_a_company_to_its_letter_and_its_thread(three: Workspace, app_on: Maker) -> None:
    async with app_on(three).run_test(size=SIZES[1]) as pilot:
        screen = await _opened(pilot)
        await pilot.press("j", "o")
        await until(pilot, lambda: isinstance(pilot.app.screen, LetterScreen))
        letter = pilot.app.screen
        assert isinstance(letter, LetterScreen)
        await until(pilot, lambda: letter.body.preview.words)
        assert "Beta & Söhne" in letter.body.preview.words
        await pilot.press("escape", "escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await pilot.press("t")
        await until(pilot, lambda: isinstance(pilot.app.screen, ThreadScreen))


async def test_all_are_frozen_and_what_stands_in_the_way_is_told_first(three: Workspace, app_on: Maker) -> None:
    with change(three, "letter edit", "gamma/audits") as act:
        save_body(act.session, "gamma", "audits", "TODO: write this.\n", read_version=_letter(three, "gamma").version)
    async with app_on(three).run_test(size=SIZES[0]) as pilot:
        screen = await _opened(pilot)
        await pilot.press("F")
        await until(pilot, lambda: isinstance(pilot.app.screen, FreezeAllScreen))
        await until(pilot, lambda: "Gamma" in _told(pilot))
        assert "Acme �[bold]Ltd[/]: is frozen already: revision 1" in _told(pilot)
        assert "'TODO' was to be filled in" in _told(pilot)
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "not frozen: the checks found 1 error" in _told(pilot))
        await settle(pilot)
        assert _letter(three, "gamma").revisions == ()
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "frozen: revision 1, substantive" in _told(pilot))
        await settle(pilot)
        await pilot.press("escape")
        await until(pilot, lambda: pilot.app.screen is screen)
        await settle(pilot)
        assert "late 14 d" in screen.query_one(Matrix).render_line(3).text
    assert len(_letter(three, "gamma").revisions) == 1
    assert len(_letter(three, "acme").revisions) == 1


async def test_a_text_that_is_frozen_on_screen_counts_as_having_asked(three: Workspace, app_on: Maker) -> None:
    def asked() -> list[str]:
        with reading(three) as reader:
            return [row.place for row in questions.asked(reader, "own-gamma", "gamma")]

    assert asked() == []
    async with app_on(three).run_test(size=SIZES[1]) as pilot:
        await _opened(pilot)
        await pilot.press("F")
        await until(pilot, lambda: isinstance(pilot.app.screen, FreezeAllScreen) and "Gamma" in _told(pilot))
        await settle(pilot)
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "frozen: revision 1" in _told(pilot))
        await settle(pilot)
    assert asked() == ["audits"]


async def test_all_are_written_into_a_folder(three: Workspace, app_on: Maker, tmp_path: Path) -> None:
    folder = tmp_path / "out"
    async with app_on(three).run_test(size=SIZES[0]) as pilot:
        await _opened(pilot)
        await pilot.press("x")
        await until(pilot, lambda: isinstance(pilot.app.screen, ExportAllScreen) and pilot.app.screen.query("#folder"))
        dialog = pilot.app.screen
        assert dialog.query_one("#folder", Input).value == str(three.root / "audits")
        dialog.query_one("#folder", Input).value = str(folder)
        dialog.query_one("#to", Select).value = "md"
        dialog.query_one("#mark", Input).value = "DRAFT"
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "gamma-audits.md" in _told(pilot))
        await settle(pilot)
        assert "acme-audits.md, revision 1" in _told(pilot)
        assert "gamma-audits.md, the draft" in _told(pilot)
        (tmp_path / "file").write_text("x", encoding="utf-8")
        dialog.query_one("#folder", Input).value = str(tmp_path / "file" / "no")
        await pilot.press("ctrl+s")
        await until(pilot, lambda: "cannot be made" in _told(pilot))
        await pilot.press("escape")
        await until(pilot, lambda: isinstance(pilot.app.screen, CampaignScreen))
    assert {path.name for path in folder.iterdir()} == {f"{slug}-audits.md" for slug in COMPANIES}
    assert "Beta & Söhne" in (folder / "beta-audits.md").read_text(encoding="utf-8")


async def test_the_shared_draft_is_edited_and_no_word_is_lost(
    three: Workspace, app_on: Maker, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    editor = tmp_path / "editor.sh"
    editor.write_text("#!/bin/sh\nprintf 'From the editor.\\n' >> \"$1\"\n", encoding="utf-8")
    editor.chmod(0o755)
    monkeypatch.setenv("EDITOR", str(editor))
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setattr(App, "suspend", lambda _self: nullcontext())
    async with app_on(three).run_test(size=SIZES[1]) as pilot:
        screen = await _opened(pilot)
        before = _campaign(three)
        letteracts.edit_campaign(three, before, f"{before.body}A colleague’s.\n")
        await pilot.press("e")
        await settle(pilot)
        assert _campaign(three).body == f"{before.body}A colleague’s.\n"
        assert screen._typed == f"{before.body}From the editor.\n"
        await pilot.press("e")
        await settle(pilot)
        assert _campaign(three).body == f"{before.body}From the editor.\nFrom the editor.\n"
        assert _letter(three, "gamma").body == _campaign(three).body


async def test_no_campaigns_and_the_palette(workspace: Workspace, app_on: Maker) -> None:
    app = app_on(workspace)
    async with app.run_test(size=SIZES[0]) as pilot:
        await settle(pilot)
        await pilot.press("ctrl+p", *"campaigns")
        await settle(pilot)
        await pilot.pause(0.5)
        await pilot.press("enter")
        await until(pilot, lambda: isinstance(app.screen, CampaignsScreen))
        await settle(pilot)
        assert _said(pilot) == ""


VIEWS = {
    "campaigns": ["C"],
    "table": ["C", "enter", "right"],
    "freeze": ["C", "enter", "F"],
    "export": ["C", "enter", "x"],
}


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("view", VIEWS)
def test_view(snap_compare: Any, three: Workspace, app_on: Maker, view: str, size: tuple[int, int]) -> None:
    async def press(pilot: Pilot[None]) -> None:
        for key in VIEWS[view]:
            await pilot.press(key)
            await settle(pilot)
        if view == "export":  # the folder of a test is called otherwise each time
            pilot.app.screen.query_one("#folder", Input).value = "~/letters/audits"
        await rest(pilot)

    assert snap_compare(app_on(three), run_before=press, terminal_size=size)
