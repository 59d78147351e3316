"""Somebody who visits the page: sends requests to the application itself (ASGI) and keeps cookies."""

import asyncio
import re
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from html import unescape
from urllib.parse import urlencode

from correspondence.web.guard import Application, Message

HOST = "127.0.0.1:8080"
_FORM = "application/x-www-form-urlencoded"
_HIDDEN = re.compile(r'<input type="hidden" name="([a-z]+)" value="([^"]*)">')
_COOKIE = re.compile(r"([^=;]+)=([^;]*)")


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: tuple[tuple[str, str], ...]
    text: str

    def header(self, name: str) -> str:
        """A header, or empty."""
        return ", ".join(value for key, value in self.headers if key == name)

    @property
    def hidden(self) -> dict[str, str]:
        """The form's hidden fields."""
        return {name: unescape(value) for name, value in _HIDDEN.findall(self.text)}

    @property
    def words(self) -> str:
        """The page's words, without its marks and without its style."""
        bare = re.sub(r"<style>.*?</style>", "", self.text, flags=re.DOTALL)
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", bare)).split())


@dataclass(slots=True)
class Visitor:
    """One browser at one address."""

    app: Application
    host: str = HOST
    address: str = "192.0.2.1"
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)

    def get(self, path: str, headers: Mapping[str, str] | None = None) -> Answer:
        """Look at a page."""
        return self.request("GET", path, b"", headers or {})

    def post(self, path: str, fields: Mapping[str, str], headers: Mapping[str, str] | None = None) -> Answer:
        """Send a form."""
        return self.request("POST", path, urlencode(fields).encode(), {"content-type": _FORM} | dict(headers or {}))

    def send(self, path: str, fields: Mapping[str, str]) -> Answer:
        """Open a page and send its form with these fields."""
        return self.post(path, self.get(path).hidden | dict(fields))

    def request(self, method: str, path: str, body: bytes, headers: Mapping[str, str]) -> Answer:
        """Any request."""
        given = {"host": self.host} | self.headers | {k: v for k, v in headers.items() if v}
        if self.cookies:
            given["cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        if body:
            given.setdefault("content-length", str(len(body)))
        raw_path, _, query = path.partition("?")
        scope = {
            "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": method, "scheme": "http",
            "path": raw_path, "raw_path": raw_path.encode(), "query_string": query.encode(), "root_path": "",
            "headers": [(k.encode(), v.encode("utf-8", "surrogateescape")) for k, v in given.items()],
            "client": (self.address, 40_000), "server": ("127.0.0.1", 8080),
        }  # fmt: skip
        with ThreadPoolExecutor(1) as own:  # a browser that is driven by a test has the loop of this thread
            answer = own.submit(lambda: asyncio.run(_exchange(self.app, scope, body))).result()
        for name, value in answer.headers:
            if name == "set-cookie" and (match := _COOKIE.match(value)):
                self.cookies[match[1]] = match[2]
        return answer


async def _exchange(app: Application, scope: Message, body: bytes) -> Answer:
    said: list[Message] = []
    parts = [body[n : n + 10_000] for n in range(0, len(body), 10_000)] or [b""]

    async def receive() -> Message:
        await asyncio.sleep(0)
        if not parts:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": parts.pop(0), "more_body": bool(parts)}

    async def send(message: Message) -> None:
        await asyncio.sleep(0)
        said.append(message)

    await app(scope, receive, send)
    start = said[0]
    headers = tuple((k.decode("latin-1").lower(), v.decode("latin-1")) for k, v in start["headers"])
    return Answer(start["status"], headers, b"".join(m.get("body", b"") for m in said[1:]).decode())
