"""The page is killed while people sign (SIGKILL): nothing it has thanked for is lost, and nothing is there twice."""

import http.client
import random
import re
import threading
import time
from collections.abc import Iterator
from contextlib import closing, suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlencode, urlsplit

from correspondence.overview import mailing
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.web.conftest import FIELDS, NEVER, signable
from tests.web.served import Served, served

ROUNDS = 4
_HIDDEN = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)">')
_ADDRESS = re.compile(r"<bdi>([\w.]+@oeko\.example)</bdi>")


@dataclass
class Crowd:
    """People who sign one after another, and what they were told."""

    taken: set[str] = field(default_factory=set)
    thanked: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)

    def sign_on(self, page: Served, round_: int, done: threading.Event) -> None:
        """Enter and confirm until the page is gone."""
        number = 0
        with suppress(OSError, http.client.HTTPException):
            while not done.is_set():
                number += 1
                email = f"n{round_}.{number}@oeko.example"
                if _posted(page, "/", FIELDS | {"email": email, "name": email}) == "/sent?lang=en":
                    self.taken.add(email)
                self.confirm(page)

    def confirm(self, page: Served) -> None:
        """Follow the links that have come."""
        for link in page.links():
            if link in self.used:
                continue
            path = urlsplit(link).path
            shown = _get(page, path)[0]
            address = _ADDRESS.search(shown)
            if address and _posted(page, path, {}) == "/thanks?lang=en":
                self.thanked.add(address[1])
            self.used.add(link)


def _connection(page: Served) -> http.client.HTTPConnection:
    return http.client.HTTPConnection(urlsplit(page.base).netloc, timeout=20)


def _from_anywhere() -> dict[str, str]:
    return {"X-Forwarded-For": ".".join(str(random.randrange(1, 255)) for _ in range(4))}


def _get(page: Served, path: str) -> tuple[str, str]:
    with closing(_connection(page)) as connection:  # also when the page is killed amid its answer
        connection.request("GET", path, headers=_from_anywhere())
        answer = connection.getresponse()
        return answer.read().decode(), (answer.getheader("Set-Cookie") or "").partition(";")[0]


def _posted(page: Served, path: str, fields: dict[str, str]) -> str:
    """Open a page and send its form; where that leads, or empty."""
    shown, cookie = _get(page, path)
    headers = {"Content-Type": "application/x-www-form-urlencoded", "Cookie": cookie} | _from_anywhere()
    with closing(_connection(page)) as connection:
        connection.request("POST", path, urlencode(dict(_HIDDEN.findall(shown)) | fields), headers)
        answer = connection.getresponse()
        answer.read()
        return answer.getheader("Location") or ""


def _killed_while_signing(workspace: Workspace, folder: Path, crowd: Crowd) -> Iterator[int]:
    for round_ in range(ROUNDS):
        with served(workspace, folder, "--proxy") as page:
            done = threading.Event()
            people = threading.Thread(target=crowd.sign_on, args=(page, round_, done))
            people.start()
            time.sleep(random.uniform(0.5, 2.0))
            page.process.kill()
            done.set()
            people.join(60)
            page.process.wait(20)
        for left in (folder / "mails").glob("*.eml"):  # the next page has another address
            left.unlink()
        yield round_


def _entries(workspace: Workspace, *states: str) -> set[str]:
    """Whose entries are in one of these states, at one moment: a mail may go from one to another and back."""
    sql = "SELECT email, state FROM page_entry WHERE answer IS NULL"
    with reading(workspace) as reader:
        return {email for email, state in reader.rows(sql) if state in states}


def test_what_was_thanked_for_is_there_once_whenever_the_page_is_killed(workspace: Workspace, tmp_path: Path) -> None:
    signable(workspace, deadline=NEVER)
    crowd = Crowd()
    assert list(_killed_while_signing(workspace, tmp_path / "page", crowd)) == list(range(ROUNDS))
    assert crowd.taken, "nobody came so far as to enter"
    with served(workspace, tmp_path / "page", "--proxy") as page:
        end = time.monotonic() + 60
        while _entries(workspace, "queued", "sending") and time.monotonic() < end:
            time.sleep(0.1)
        assert not _entries(workspace, "queued", "sending")
        assert _posted(page, "/", FIELDS | {"email": "last@oeko.example", "name": "last"}) == "/sent?lang=en"
        while "last@oeko.example" not in crowd.thanked and time.monotonic() < end:
            crowd.confirm(page)
    with reading(workspace) as reader:
        answers = mailing.answers(reader, "t/l")
        assert verify(reader).findings == ()
        assert reader.rows("SELECT count(*) FROM page_entry e LEFT JOIN page_token t ON t.entry_id = e.id "
                           "WHERE t.digest IS NULL") == [(0,)]  # fmt: skip
    confirmed = [answer.email for answer in answers]
    assert len(confirmed) == len(set(confirmed))
    assert crowd.thanked | {"last@oeko.example"} <= set(confirmed)
    assert crowd.taken <= set(confirmed) | _entries(workspace, "sent")
