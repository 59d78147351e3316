"""Where a letter's links may lead: to web and mail addresses, and nowhere else."""

import re
from urllib.parse import quote, urlsplit

_LONGEST = 2_000  # Word cuts what is longer than about 2,080 characters
_HOST = re.compile(r"[A-Za-z0-9._~-]+|[0-9A-Fa-f:.]*:[0-9A-Fa-f:.]*")
_BARE_PERCENT = re.compile("%(?![0-9A-Fa-f]{2})")
# What nearly every address is: nothing in it to escape, no account, no port.
_COMMON = re.compile(
    r"https?://[A-Za-z0-9][A-Za-z0-9._~-]*(?:[/?#](?:[A-Za-z0-9!#$&'()*+,/:;=?@\[\]~._-]|%[0-9A-Fa-f]{2})*)?"
)
_KEPT = "!#$%&'()*+,/:;=?@[]~"  # reserved characters of RFC 3986, and its escapes


def address(target: str) -> str | None:
    """An address in the form of RFC 3986, or None if a letter's link may not lead there.

    Word calls a whole document damaged for one address in another form.
    """
    if len(target) <= _LONGEST and _COMMON.fullmatch(target):
        return target
    escaped = quote(_BARE_PERCENT.sub("%25", target), safe=_KEPT, errors="replace")
    if len(escaped) > _LONGEST:
        return None
    try:
        parts = urlsplit(escaped)
        host = parts.hostname or ""
        _ = parts.port  # raises for what is no port
    except ValueError:
        return None
    match parts.scheme:
        case "http" | "https":
            return escaped if _HOST.fullmatch(host) else None
        case "mailto":
            return escaped if parts.path and not parts.netloc else None
    return None
