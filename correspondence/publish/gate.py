"""The gate: whether a letter may go out, and what a person should know before it does; all in one place."""

from datetime import datetime
from enum import StrEnum
from typing import TYPE_CHECKING

from correspondence.document.nodes import Document, Part
from correspondence.errors import Finding, RefusedError, Severity
from correspondence.letters.checks.deadlines import embargo
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.publish.text import LetterText, unfrozen
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.text.names import some_of
from correspondence.workspace import Workspace

if TYPE_CHECKING:
    from correspondence.letters.checks.subject import Subject

SIGNATURE_BLOCK = "signature-block"


class Unconfirmed(StrEnum):
    """What to do with signatories who have not confirmed the text."""

    REFUSE = "refuse"
    LEAVE_OUT = "leave-out"
    PRINT = "print"


def pass_gate(
    letter: LetterDetail,
    text: LetterText,
    document: Document,
    block: signatures.SignatureBlock,
    unconfirmed: Unconfirmed,
    *,
    now: datetime | None = None,
) -> list[Finding]:
    """Stop an export that would print a name under a text it was not put to, or lose one.

    Returns:
        What a person should know and what stops nothing.

    Raises:
        RefusedError: a signatory has not confirmed this text, and nobody said what to do about it; or the text has no
            place for the signatures.
    """
    if block.unconfirmed and unconfirmed is Unconfirmed.REFUSE:
        names = some_of([row.name for row in block.unconfirmed])
        raise RefusedError(
            f"letter {letter.id} was not exported: {names} signed an earlier text and must confirm this one "
            "(--unconfirmed leave-out prints the letter without them, --unconfirmed print with them)"
        )
    if block.printed and not any(isinstance(part, Part) and part.name == SIGNATURE_BLOCK for part in document.blocks):
        raise RefusedError(
            f"letter {letter.id} was not exported: its text has no signature block, so the names of "
            f"{len(block.printed)} signatories would be lost (put `::: {SIGNATURE_BLOCK}` in the template)"
        )
    kept = [finding for finding in block.findings if finding.severity is Severity.WARNING]
    if unconfirmed is Unconfirmed.LEAVE_OUT:
        kept += [_left_out(row.name, text.number) for row in block.unconfirmed]
    return [*kept, *embargo(letter, now)]


def check(reader: Reader, workspace: Workspace, identifier: str, *, now: datetime | None = None) -> tuple[Finding, ...]:
    """What stands in the way of a letter, and what a person should look at: its draft, and who signed its newest text.

    Raises:
        NotFoundError: there is no such letter.
        TemplateError: its template is not there, or cannot be read.
    """
    from correspondence.letters.checks.run import examine  # an export of a frozen text needs none of this
    from correspondence.letters.checks.subject import subject

    letter = letters.letter(reader, identifier)
    examined = subject(reader, workspace, letter, now=now)
    number = letter.revisions[-1].number if letter.revisions else None
    block = signatures.signature_block(letter, letters.signons(reader, letter.id, letter.thread), number=number)
    return (*examine(examined), *_text_to_print(reader, examined, number), *block.findings)


def _left_out(name: str, number: int | None) -> Finding:
    text = "this draft" if number is None else f"revision {number}"
    return Finding(
        code="signatory-left-out",
        place=f"signatory {name}",
        reason=f"has not confirmed {text} and is not printed",
    )


def _text_to_print(reader: Reader, examined: "Subject", number: int | None) -> list[Finding]:
    """That no text is frozen, or another than the draft, which is what was examined."""
    letter = examined.letter
    if number is None:
        return [unfrozen(letter)]
    if examined.markdown and examined.markdown == letters.revision_body(reader, letter.id, number, letter.thread):
        return []
    return [
        Finding(
            code="draft-differs",
            place=f"letter {letter.id}",
            reason=f"the draft differs from revision {number}, which is what would be exported",
            fix="freeze the draft, if it is meant",
        )
    ]
