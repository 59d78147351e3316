"""An entry of the directory as people write it in a line: a name in a language, a contact."""

import re
from collections.abc import Mapping

from correspondence.errors import CorrespondenceError

_CONTACT = re.compile(
    r"\s*(?P<name>[^<>;]*?)\s*<(?P<email>[^<>]+)>\s*(?:;\s*(?P<role>[^;]*))?(?:;\s*(?P<language>.*))?"
)


def named(text: str) -> tuple[str, str]:
    """A language (BCP 47) and the name in it, from `es=Observatorio de la Red`.

    Raises:
        CorrespondenceError: it is written otherwise.
    """
    language, equals, name = text.partition("=")
    if not equals or not language.strip() or not name.strip():
        raise CorrespondenceError(f"{text!r}: write LANGUAGE=NAME, such as es=Observatorio de la Red")
    return language.strip(), name.strip()


def contact(text: str, *, bare: bool = False) -> dict[str, str]:
    """A contact from `Name <address>; role; language`, or from an address alone.

    Args:
        text: what a person wrote.
        bare: whether there may be a name without an address.

    Raises:
        CorrespondenceError: it is written otherwise.
    """
    match = _CONTACT.fullmatch(text)
    if match is not None:
        return {key: value.strip() for key, value in match.groupdict().items() if value and value.strip()}
    if "@" in text and " " not in text:
        return {"email": text}
    if bare and "<" not in text:
        parts = dict(zip(("name", "role", "language"), (part.strip() for part in text.split(";")), strict=False))
        return {key: value for key, value in parts.items() if value}
    raise CorrespondenceError(f"{text!r}: write 'Name <address>; role; language'")


def contact_line(given: Mapping[str, str]) -> str:
    """A contact as `contact` reads it."""
    who = f"{given.get('name', '')} <{given['email']}>".strip() if given.get("email") else given.get("name", "")
    last = [given.get("role", ""), given.get("language", "")]
    while last and not last[-1]:
        last.pop()
    return "; ".join([who, *last])
