"""How often somebody may come: a bucket for each, in a table that never grows beyond its bound."""

import hashlib
import ipaddress
import secrets
from collections import OrderedDict
from dataclasses import dataclass

_SITE = 64  # bits of an IPv6 address that one household has


@dataclass(slots=True)
class _Bucket:
    left: float
    at: float


class Limit:
    """Lets each visitor do something `burst` times, and then once in `seconds`.

    Whom it knows is kept as digests with a secret of this process: the table tells nobody who was here.
    """

    def __init__(self, burst: int, seconds: float, *, most: int = 10_000) -> None:
        self._burst = burst
        self._seconds = seconds
        self._most = most
        self._table: OrderedDict[bytes, _Bucket] = OrderedDict()
        self._secret = secrets.token_bytes(32)

    def __len__(self) -> int:
        return len(self._table)

    def allows(self, visitor: str, now: float) -> bool:
        """Whether it may be done once more; it then counts as done.

        Args:
            visitor: an address, or anything that tells one from another.
            now: seconds of a clock that never goes back.
        """
        key = hashlib.blake2b(visitor.encode("utf-8", "replace"), key=self._secret, digest_size=16).digest()
        bucket = self._table.get(key)
        if bucket is None:
            bucket = self._table[key] = _Bucket(self._burst, now)
            if len(self._table) > self._most:
                self._table.popitem(last=False)
        self._table.move_to_end(key)
        bucket.left = min(self._burst, bucket.left + (now - bucket.at) / self._seconds)
        bucket.at = now
        if bucket.left < 1:
            return False
        bucket.left -= 1
        return True


def household(address: str) -> str:
    """What stands for an IP address: an IPv4 address itself, of an IPv6 address the part that one site has."""
    try:
        found = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return "unknown"
    if isinstance(found, ipaddress.IPv6Address):
        if found.ipv4_mapped is not None:
            return str(found.ipv4_mapped)
        return str(ipaddress.ip_network((found, _SITE), strict=False))
    return str(found)
