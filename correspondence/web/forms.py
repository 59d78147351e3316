"""What came from a form: read within bounds, and known to come from a page of ours (CSRF)."""

import asyncio
import hashlib
import hmac
import secrets
from collections.abc import AsyncIterator
from urllib.parse import parse_qsl

MOST_BYTES = 32 << 10
MOST_FIELDS = 40
SECONDS = 20.0
_LASTS = 12 * 3600
_NONCE_BYTES = 24
_KIND = "application/x-www-form-urlencoded"


class FormError(Exception):
    """What came is no form of ours; `status` is HTTP's word for why."""

    def __init__(self, status: int) -> None:
        super().__init__(str(status))
        self.status = status


class Tokens:
    """Ties a form to the browser that got it: a random cookie, and in the form a MAC over it, its use and its age.

    The key is this process's own: a form that was open while the server began anew is to be sent again.
    """

    def __init__(self) -> None:
        self._key = secrets.token_bytes(32)

    def nonce(self, given: str) -> str:
        """The cookie's value: the one that the browser has, if it can be one of ours, else a new one."""
        fine = len(given) == len(secrets.token_urlsafe(_NONCE_BYTES)) and given.isascii()
        return given if fine and given.replace("-", "").replace("_", "").isalnum() else self.new()

    @staticmethod
    def new() -> str:
        """A value that nobody can guess."""
        return secrets.token_urlsafe(_NONCE_BYTES)

    def issue(self, nonce: str, use: str, now: float) -> str:
        """The value of the form's hidden field."""
        return f"{int(now)}.{self._mac(nonce, use, str(int(now)))}"

    def holds(self, token: str, nonce: str, use: str, now: float) -> bool:
        """Whether the hidden field belongs to the cookie, to this use, and is not too old."""
        at, _, mac = token.partition(".")
        if not nonce or not at.isascii() or not at.isdigit() or len(at) > len("99999999999"):
            return False
        mine = self._mac(nonce, use, at)
        return hmac.compare_digest(mine.encode(), mac.encode("utf-8", "replace")) and 0 <= now - int(at) <= _LASTS

    def _mac(self, nonce: str, use: str, at: str) -> str:
        said = f"{nonce}\n{use}\n{at}".encode("utf-8", "replace")
        return hmac.new(self._key, said, hashlib.sha256).hexdigest()


def same_site(site: str, origin: str, ours: str) -> bool:
    """Whether a browser says that a form was sent from a page of ours, or does not say.

    Args:
        site: its `Sec-Fetch-Site`, or empty.
        origin: its `Origin`; pages that pass no referrer, as ours, have `null`.
        ours: scheme and host of our pages.
    """
    if site and site not in ("same-origin", "none"):
        return False
    return not origin or origin in ("null", ours)


async def read(kind: str, length: str, stream: AsyncIterator[bytes]) -> dict[str, str]:
    """The fields of a form; of a field that comes twice the first.

    Args:
        kind: the media type that was declared.
        length: the length that was declared, or empty.
        stream: the bytes.

    Raises:
        FormError: another type, too many bytes or fields, too slow, or no text.
    """
    if kind.partition(";")[0].strip().lower() != _KIND:
        raise FormError(415)
    if length and (not length.isascii() or not length.isdigit()):
        raise FormError(400)
    if length and (len(length) > len(str(MOST_BYTES)) or int(length) > MOST_BYTES):
        raise FormError(413)
    body = bytearray()
    try:
        async with asyncio.timeout(SECONDS):
            async for part in stream:
                body += part
                if len(body) > MOST_BYTES:
                    raise FormError(413)
    except TimeoutError:
        raise FormError(408) from None
    try:
        pairs = parse_qsl(
            bytes(body).decode("ascii"), keep_blank_values=True, max_num_fields=MOST_FIELDS, errors="strict"
        )
    except ValueError:  # of which a text in another encoding is one
        raise FormError(400) from None
    fields: dict[str, str] = {}
    for name, value in pairs:
        fields.setdefault(name, value)
    return fields
