"""What speaks against believing an answer, and which of it a person's corrections answer."""

from collections.abc import Iterable

from correspondence.signons.form_rows import NO_ORGANIZATION
from correspondence.text.likeness import fold
from correspondence.vocabulary import SignatoryKind


def maybe(name: str, why: str) -> str:
    """That an answer may be from somebody who stands on the roll under another name."""
    return f"may be {name}: {why}"


def left(checks: Iterable[str], *, name: str | None, kind: SignatoryKind | None) -> list[str]:
    """The checks that are not answered by saying whom an answer is from, and whether a person signs.

    Args:
        checks: of the answer.
        name: whom a person says it is from, if they say so.
        kind: what they say signs, if they say so.
    """
    answered = kind is SignatoryKind.PERSON or (kind is SignatoryKind.ORGANIZATION and name is not None)
    one = maybe(fold(name), "") if name else None
    return [
        check
        for check in checks
        if not (check == NO_ORGANIZATION and answered) and not (one and fold(check).startswith(fold(one)))
    ]
