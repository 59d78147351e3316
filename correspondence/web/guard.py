"""Around the application: whom it answers, what every answer bears, and what is told of a failure."""

import logging
from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[Scope, Receive, Send], Awaitable[None]]

_LOG = logging.getLogger(__name__)
_FOR_ALL = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "no-referrer",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=(), browsing-topics=()",
    "x-robots-tag": "noindex, nofollow, noarchive",
    "cache-control": "no-store",
}


class Guard:
    """Answers only under our own names, and only with headers that keep a page to itself.

    Args:
        inner: the application.
        hosts: the names, with their ports, under which the page is reached.
        policy: the Content-Security-Policy.
        secure: whether it is reached by https.
    """

    def __init__(self, inner: Application, *, hosts: frozenset[str], policy: str, secure: bool) -> None:
        self._inner = inner
        self._hosts = hosts
        headers = _FOR_ALL | {"content-security-policy": policy}
        if secure:
            headers["strict-transport-security"] = "max-age=31536000"
        self._headers = [(name.encode(), value.encode()) for name, value in headers.items()]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request (ASGI)."""
        if scope["type"] != "http":
            await self._inner(scope, receive, send)
            return
        hosts = [value for name, value in scope["headers"] if name == b"host"]
        if len(hosts) != 1 or hosts[0].decode("latin-1").lower() not in self._hosts:
            await self._plain(send, 421, "This server has no page under that name.\n")
            return
        begun = False

        async def bearing(message: Message) -> None:
            nonlocal begun
            if message["type"] == "http.response.start":
                begun = True
                own = {name for name, _ in self._headers}
                kept = [pair for pair in message["headers"] if pair[0].lower() not in own]
                message["headers"] = [*kept, *self._headers]
            await send(message)

        try:
            await self._inner(scope, receive, bearing)
        except Exception as error:  # noqa: BLE001  # whatever fails, nothing of a visitor may reach the log
            _LOG.error("a request failed: %s", type(error).__name__)  # a traceback can hold what was entered
            if not begun:
                await self._plain(send, 500, "Something went wrong here. Please try again in a few minutes.\n")

    async def _plain(self, send: Send, status: int, text: str) -> None:
        body = text.encode()
        own = [(b"content-type", b"text/plain; charset=utf-8"), (b"content-length", str(len(body)).encode())]
        await send({"type": "http.response.start", "status": status, "headers": [*own, *self._headers]})
        await send({"type": "http.response.body", "body": body})
