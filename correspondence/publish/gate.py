"""The gate: whether a letter may go out, and what a person should know before it does; all in one place."""

from datetime import UTC, datetime, timedelta
from enum import StrEnum

from correspondence.document.nodes import Document, Part
from correspondence.errors import Finding, RefusedError, Severity
from correspondence.letters.assemble import assemble
from correspondence.letters.draft import render_draft
from correspondence.overview import letters
from correspondence.overview.letters import LetterDetail
from correspondence.publish.text import LetterText, letter_text
from correspondence.signons import signature_block as signatures
from correspondence.store.reading import Reader
from correspondence.text.dates import PartialDate
from correspondence.workspace import Workspace

SIGNATURE_BLOCK = "signature-block"
_LAST_ZONE = timedelta(hours=12)  # behind UTC: there a day begins last


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
        names = ", ".join(row.name for row in block.unconfirmed)
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
    """What stands in the way of a letter, and what a person should look at, for its newest text.

    Raises:
        NotFoundError: there is no such letter, or it cites a message that does not exist.
        TemplateError: the draft cannot be rendered.
        DocumentError: the text does not hold together.
    """
    letter = letters.letter(reader, identifier)
    text = letter_text(reader, workspace, letter, None)
    _, more = assemble(reader, letter, text.markdown, citations=text.template.citations)
    block = signatures.signature_block(letter, letters.signons(reader, letter.id, letter.thread), number=text.number)
    unfrozen = _unfrozen(reader, workspace, letter, text)
    return (*text.findings, *unfrozen, *more, *block.findings, *embargo(letter, now))


def embargo(letter: LetterDetail, now: datetime | None) -> list[Finding]:
    """That a letter may not be public yet; nothing when nobody tells the time."""
    if now is None or not is_embargoed(letter.embargo, now):
        return []
    reason = f"is under embargo until {letter.embargo}"
    return [Finding("embargo", f"letter {letter.id}", reason, "send it to nobody who is not told so")]


def is_embargoed(until: str, now: datetime) -> bool:
    """Whether an embargo still holds.

    Args:
        until: a time with its zone, or a partial date, whose first day must have begun everywhere; or nothing.
        now: with its zone.
    """
    if not until:
        return False
    if "T" in until:
        return now < datetime.fromisoformat(until)
    day = PartialDate.parse(until).earliest()
    return now < datetime(day.year, day.month, day.day, tzinfo=UTC) + _LAST_ZONE


def _left_out(name: str, number: int | None) -> Finding:
    text = "this draft" if number is None else f"revision {number}"
    return Finding(
        code="signatory-left-out",
        place=f"signatory {name}",
        reason=f"has not confirmed {text} and is not printed",
    )


def _unfrozen(reader: Reader, workspace: Workspace, letter: LetterDetail, text: LetterText) -> list[Finding]:
    """That the draft says something else than the newest revision, which is what an export prints."""
    if text.number is None or render_draft(reader, letter, workspace).markdown == text.markdown:
        return []
    return [
        Finding(
            code="draft-differs",
            place=f"letter {letter.id}",
            reason=f"the draft differs from revision {text.number}, which is what would be exported",
            fix="freeze the draft, if it is meant",
        )
    ]
