"""Drafts and frozen texts: no word of anybody's is lost, and what is frozen stays as it was read (on both engines)."""

import multiprocessing
from dataclasses import replace
from multiprocessing.synchronize import Barrier

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from correspondence.errors import ChangedElsewhereError, CorrespondenceError, NotFoundError, RefusedError
from correspondence.letters.edit import save_body
from correspondence.letters.revisions import digest_of, freeze
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.vocabulary import RevisionKind
from correspondence.workspace import Workspace
from tests.factories.strategies import texts
from tests.factories.threads import digest, letter, stored, thread


def _save(store: Workspace, body: str, version: int) -> int:
    with change(store, "letter edit", "t/l") as act:
        saved = save_body(act.session, "t", "l", body, read_version=version)
        act.nothing_done = saved == version
    return saved


def _freeze(
    store: Workspace, markdown: str, *, kind: RevisionKind = RevisionKind.EDITORIAL, version: int = 1, note: str = ""
) -> tuple[int, str]:
    with change(store, "letter freeze", "t/l") as act:
        row = freeze(
            act.session, "t", "l", markdown, kind=kind, at=act.at, by="x", note=note or None, read_version=version
        )
        return row.number, row.kind


def _detail(store: Workspace) -> LetterDetail:
    with reading(store) as reader:
        return letters.letter(reader, "l")


def _acts(store: Workspace) -> list[str]:
    with reading(store) as reader:
        return [row[0] for row in reader.rows("SELECT act FROM journal ORDER BY number")]


def test_of_two_who_edit_the_second_is_told_and_nothing_is_lost(store: Workspace) -> None:
    stored(store, thread(letters=(letter(),)))
    assert _save(store, "First.", 1) == 2
    with pytest.raises(ChangedElsewhereError, match=f"changed by {store.actor} at 2") as told:
        _save(store, "Second.", 1)
    assert (told.value.theirs, told.value.ours) == ("First.", "Second.")
    assert (_detail(store).body, _detail(store).version) == ("First.", 2)
    assert _save(store, "First.", 1) == 2  # the same text is no conflict
    assert _save(store, "Second.", 2) == 3


def test_saving_what_is_there_changes_nothing(store: Workspace) -> None:
    stored(store, thread(letters=(letter(body="é\n"),)))
    assert _save(store, "e\u0301\r\n", 1) == 1
    assert _acts(store) == ["thread import"]


@pytest.mark.parametrize("body", ["a\x00b", "a\ud800b"])
def test_a_body_that_no_store_can_hold_is_told(store: Workspace, body: str) -> None:
    stored(store, thread(letters=(letter(),)))
    with pytest.raises(CorrespondenceError, match="the letter's body holds"):
        _save(store, body, 1)
    assert _detail(store).body == "Body."


@given(body=texts)
def test_any_other_text_comes_back_as_it_was_saved(workspace: Workspace, body: str) -> None:
    with reading(workspace) as reader:
        there = bool(reader.rows("SELECT 1 FROM thread"))
    if not there:
        stored(workspace, thread(letters=(letter(),)))
    _save(workspace, body, _detail(workspace).version)
    assert _detail(workspace).body == body


def test_a_letter_that_is_not_there(workspace: Workspace) -> None:
    with pytest.raises(NotFoundError, match="there is no letter 'l' in thread 't'"):
        _save(workspace, "x", 1)


def _save_at_once(store: Workspace, name: str, together: Barrier) -> None:
    together.wait()
    try:
        _save(replace(store, actor=name), f"By {name}.", 1)
    except ChangedElsewhereError as error:
        raise SystemExit(7 if error.ours == f"By {name}." else 1) from error


def test_of_many_processes_that_save_at_once_one_wins_and_the_others_are_told(store: Workspace) -> None:
    stored(store, thread(letters=(letter(),)))
    context = multiprocessing.get_context("spawn")
    together = context.Barrier(3)
    writers = [context.Process(target=_save_at_once, args=(store, name, together)) for name in "abc"]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join(60)
    assert sorted(writer.exitcode or 0 for writer in writers) == [0, 7, 7]
    winner = next(name for name, writer in zip("abc", writers, strict=True) if writer.exitcode == 0)
    assert _detail(store).body == f"By {winner}."
    assert _acts(store).count("letter edit") == 1


def test_a_frozen_text_has_a_number_a_digest_and_who_froze_it(store: Workspace) -> None:
    stored(store, thread(letters=(letter(),)))
    # There is nothing that a first revision could be an edit of.
    assert _freeze(store, "# Ä\n", kind=RevisionKind.EDITORIAL, note="first") == (1, "substantive")
    assert _freeze(store, "# B\n") == (2, "editorial")
    assert _freeze(store, "# C\n", kind=RevisionKind.SUBSTANTIVE) == (3, "substantive")
    rows = _detail(store).revisions
    assert [(row.number, row.text_number) for row in rows] == [(1, 1), (2, 1), (3, 3)]
    assert (rows[0].digest, rows[0].by, rows[0].note) == (digest("# Ä\n"), "x", "first")
    with reading(store) as reader:
        assert letters.revision_body(reader, "l", 1) == "# Ä\n"
        assert verify(reader).findings == ()
        with pytest.raises(NotFoundError, match="has no revision 4"):
            letters.revision_body(reader, "l", 4)


def test_the_same_text_is_frozen_once(store: Workspace) -> None:
    stored(store, thread(letters=(letter(),)))
    _freeze(store, "# A\n")
    _freeze(store, "# B\n")
    with pytest.raises(RefusedError, match="is frozen already: revision 1 has this very text"):
        _freeze(store, "# A\n")
    assert len(_detail(store).revisions) == 2
    assert _acts(store).count("letter freeze") == 2


def test_a_draft_that_changed_since_it_was_read_is_not_frozen(store: Workspace) -> None:
    stored(store, thread(letters=(letter(),)))
    _save(store, "Changed.", 1)
    with pytest.raises(RefusedError, match="was changed while it was rendered"):
        _freeze(store, "# A\n", version=1)
    assert _detail(store).revisions == ()
    assert _freeze(store, "# A\n", version=2) == (1, "substantive")


@pytest.mark.parametrize("column", ["body = body || '.'", "digest = 'x'", "number = 9"])
def test_nobody_alters_a_frozen_text(store: Workspace, column: str) -> None:
    stored(store, thread(letters=(letter(),)))
    _freeze(store, "# A\n")
    with pytest.raises((DBAPIError, CorrespondenceError)), change(store, "x", "y") as act:
        act.session.execute(text(f"UPDATE revision SET {column}"))


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_a_digest_is_that_of_the_text_in_utf_8(markdown: str) -> None:
    assert digest_of(markdown) == digest(markdown)
