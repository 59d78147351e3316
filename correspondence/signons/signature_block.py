"""The names under a text, and whether each of them signed that text."""

from collections.abc import Sequence
from dataclasses import dataclass

from correspondence.document.nodes import Blocks, Inlines, Paragraph, Text
from correspondence.errors import Finding, Severity
from correspondence.overview.letters import LetterDetail, SignOnRow

UNCONFIRMED = "unconfirmed-signon"
UNBOUND = "unbound-signon"


@dataclass(frozen=True, slots=True)
class SignatureBlock:
    """Who is printed under a text.

    Attributes:
        printed: in the order to print them.
        unconfirmed: those who signed another text and have not confirmed this one.
        findings: an error for each unconfirmed one, a warning for each given outside the program.
    """

    printed: tuple[SignOnRow, ...]
    unconfirmed: tuple[SignOnRow, ...]
    findings: tuple[Finding, ...]


def signature_block(
    letter: LetterDetail, signons: Sequence[SignOnRow], *, number: int | None, with_unconfirmed: bool = False
) -> SignatureBlock:
    """Those who signed a text.

    Args:
        letter: whose text it is.
        signons: of the letter, in the order to print them.
        number: the revision to be printed; None for a draft, which nobody can have signed.
        with_unconfirmed: print those too who signed another text.
    """
    text = next((revision.text_number for revision in letter.revisions if revision.number == number), None)
    signed = [row for row in signons if row.status == "signed"]
    unconfirmed = tuple(row for row in signed if row.revision is not None and row.state(text) != "confirmed")
    unbound = [row for row in signed if row.revision is None]
    findings = [
        Finding(
            code=UNCONFIRMED,
            place=f"signatory {row.name}",
            reason=f"signed revision {row.revision}, and has not confirmed {_named(number)}",
            fix="ask them to confirm, or say what to print with --unconfirmed",
            severity=Severity.WARNING if with_unconfirmed else Severity.ERROR,
        )
        for row in unconfirmed
    ]
    findings += [
        Finding(
            code=UNBOUND,
            place=f"signatory {row.name}",
            reason="the sign-on was given outside the program and is bound to no text",
        )
        for row in unbound
    ]
    printed = tuple(row for row in signed if with_unconfirmed or row not in unconfirmed)
    return SignatureBlock(printed, unconfirmed, tuple(findings))


def blocks(printed: Sequence[SignOnRow]) -> Blocks:
    """The names as paragraphs: organizations by name, people with their role."""
    return tuple(Paragraph(_line(row)) for row in printed)


def _line(row: SignOnRow) -> Inlines:
    if row.kind == "person" and row.role:
        return (Text(f"{row.name}, {row.role}"),)
    return (Text(row.name),)


def _named(number: int | None) -> str:
    return "this draft" if number is None else f"revision {number}"
