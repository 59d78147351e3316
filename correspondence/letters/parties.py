"""Who is on the other side of a thread, as a person writes it: one line each."""

import re

from correspondence.errors import CorrespondenceError
from correspondence.letters.words import gender
from correspondence.vocabulary import OrganizationKind

_CONTACT = re.compile(
    r"\s*(?P<name>[^<>;]+?)\s*(?:<(?P<email>[^<>;]+)>\s*)?(?:;\s*(?P<role>[^;]*))?(?:;\s*(?P<organization>[^;]*))?"
)


def organization(text: str) -> dict[str, str]:
    """An organization from `Name; kind; web address`, the last two if given.

    Raises:
        CorrespondenceError: a part is neither.
    """
    name, *rest = (part.strip() for part in text.split(";"))
    entry = {"name": name}
    for part in filter(None, rest):
        if part in list(OrganizationKind):
            entry["kind"] = part
        elif "." in part and " " not in part:
            entry["url"] = part
        else:
            kinds = ", ".join(OrganizationKind)
            raise CorrespondenceError(f"organization {text!r}: {part!r} is no web address and no kind ({kinds})")
    return entry


def contact(text: str) -> dict[str, str]:
    """Who writes for an organization, from `Ms. Name <address>; role; organization`: only the name is needed.

    Raises:
        CorrespondenceError: it is written otherwise.
    """
    match = _CONTACT.fullmatch(text)
    if match is None:
        raise CorrespondenceError(f"contact {text!r}: write 'Name <address>; role; organization'")
    entry = {key: value.strip() for key, value in match.groupdict().items() if value and value.strip()}
    first, _, rest = entry["name"].partition(" ")
    if rest and gender(first):
        entry |= {"honorific": first, "name": rest.strip()}
    return entry
