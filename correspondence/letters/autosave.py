"""What is being typed, kept every moment: after a kill nothing older than that is lost.

Keeping leaves no entry in the journal: nobody has done anything yet. Each open editor has one row, written over and
over; saving the body (`edit.save_body`) is the act, and `forget` lets the row go in the same transaction.
"""

from dataclasses import dataclass

from sqlmodel import Session, col, delete

from correspondence.errors import CorrespondenceError
from correspondence.letters.edit import find
from correspondence.letters.merge_texts import Merged, merge
from correspondence.overview.letters import LetterDetail, UnsavedRow
from correspondence.records.letter import Autosave
from correspondence.text.normalise import normalise, unstorable


def keep(
    session: Session,
    thread: str,
    identifier: str,
    body: str,
    *,
    editor: str,
    actor: str,
    at: str,
    base: str,
    read_version: int,
) -> None:
    """Keep what an editor holds now, in the place of what it held before.

    Args:
        session: of `store.change.jotting`.
        thread: the thread's slug.
        identifier: the letter's.
        body: the text as typed.
        editor: which open editor: a name that no other has, such as `secrets.token_hex(8)`.
        actor: who types.
        at: when, ISO 8601.
        base: the body as it was read.
        read_version: the letter's version then.

    Raises:
        NotFoundError: there is no such letter.
        CorrespondenceError: the text holds what no store can.
    """
    letter = find(session, thread, identifier)
    text = normalise(body)
    if why := unstorable(text):
        raise CorrespondenceError(f"the letter's body {why}")
    assert letter.id is not None
    row = session.get(Autosave, (letter.id, editor))
    if row is None:
        row = Autosave(
            letter_id=letter.id, editor=editor, actor=actor, base_version=read_version, base=base, body="", saved_at=at
        )
    row.base_version, row.base, row.body, row.saved_at = read_version, base, text, at
    session.add(row)
    session.flush()


def forget(session: Session, thread: str, identifier: str, editor: str) -> bool:
    """Let go of what an editor held, because it is saved or not wanted; whether there was anything."""
    letter = find(session, thread, identifier)
    done = session.exec(delete(Autosave).where(col(Autosave.letter_id) == letter.id, col(Autosave.editor) == editor))
    return bool(done.rowcount)


@dataclass(frozen=True, slots=True)
class Recovered:
    """What was typed and not saved, beside the letter as it now is.

    Attributes:
        unsaved: what was typed, by whom and when.
        stale: whether the letter was changed since; then `merged` brings both together.
        merged: both texts; without clashes when the letter was not changed.
    """

    unsaved: UnsavedRow
    stale: bool
    merged: Merged


def recovered(letter: LetterDetail, unsaved: UnsavedRow) -> Recovered:
    """What was typed in an editor that was not closed, ready to be taken up again."""
    return Recovered(
        unsaved=unsaved,
        stale=letter.version != unsaved.base_version and letter.body != unsaved.base,
        merged=merge(unsaved.base, unsaved.body, letter.body),
    )
