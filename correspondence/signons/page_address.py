"""The page's address: what people open, and under which names the server answers."""

import re
from urllib.parse import urlsplit

from correspondence.errors import CorrespondenceError
from correspondence.mail.settings import LOOPBACK

_PORTS = {"http": 80, "https": 443}
_HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,250}[a-z0-9])?|[0-9a-f:]+")
_PATH = re.compile(r"(/[A-Za-z0-9._~-]+)*/?")


def base_address(given: str) -> str:
    """The address of the page without a slash at its end, from what a person says.

    Raises:
        CorrespondenceError: it is none, or what is entered there would go over the network in the clear.
    """
    try:
        parts = urlsplit(given.strip())
        name, _ = (parts.hostname or "").lower(), parts.port
    except ValueError:
        name = ""
    if (
        not _HOST.fullmatch(name)
        or parts.scheme not in _PORTS
        or "@" in parts.netloc
        or not _PATH.fullmatch(parts.path)
    ):
        raise CorrespondenceError(f"{given!r} is no address of a page, such as https://example.org/sign")
    if parts.query or parts.fragment:
        raise CorrespondenceError(f"{given!r}: the address of a page has nothing behind its path")
    if parts.scheme == "http" and name not in LOOPBACK:
        raise CorrespondenceError(f"{given}: must begin with https:// (names would go over the network in the clear)")
    return f"{parts.scheme}://{parts.netloc.lower()}{parts.path.rstrip('/')}"


def own_address(host: str, port: int) -> str:
    """The address of a page that nothing stands before.

    Raises:
        CorrespondenceError: others can reach it there, and what they enter would go over the network in the clear.
    """
    if host not in LOOPBACK:
        raise CorrespondenceError(
            f"at {host} others can reach the page: say with --base-url under which https:// address, by your proxy"
        )
    return f"http://{_bracketed(host)}:{port}"


def hosts(base: str, host: str, port: int) -> frozenset[str]:
    """The names, as browsers write them, under which the page answers."""
    parts = urlsplit(base)
    names = {parts.netloc, f"{_bracketed(parts.hostname or '')}:{parts.port or _PORTS[parts.scheme]}"}
    if host in LOOPBACK:
        names |= {f"{_bracketed(one)}:{port}" for one in LOOPBACK}
    return frozenset(names)


def personal(base: str, reference: str) -> str:
    """The personal link of those whose mail bears a reference."""
    return f"{base}/i/{reference}"


def _bracketed(host: str) -> str:
    return f"[{host}]" if ":" in host else host
