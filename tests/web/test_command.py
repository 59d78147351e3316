"""`correspondence signon serve`: one clear line when it cannot, a page when it can, mails through a real server."""

import re
import signal
import socket
import subprocess
import sys
import urllib.parse
import urllib.request
from pathlib import Path

import pytest

from correspondence.mail.settings import Security, Server
from correspondence.web.mails import Mailer, Smtp
from correspondence.web.words import catalogs
from correspondence.workspace import Workspace
from tests.factories.mailservers import PASSWORD, USER, identity, post_office
from tests.factories.threads import letter, stored, thread
from tests.web.conftest import BASE, FIELDS, NEVER, SENDER, Page, links, signable
from tests.web.served import served

FROM = ["--from", "Ana <ana@coalition.example>"]


def _refused(workspace: Workspace, *options: str, program: str = "") -> str:
    code = f"{program}\nfrom correspondence.cli.main import main; main()"
    command = [sys.executable, "-c", code, "--workspace", str(workspace.root), "signon", "serve", *options]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    assert done.returncode in (1, 2), done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert len(done.stderr.splitlines()) == 1
    return done.stderr


@pytest.mark.parametrize(
    ("options", "says"),
    [
        ([], "either --smtp or --mail-dir"),
        (["--smtp", "--mail-dir", "x"], "either --smtp or --mail-dir"),
        (["--mail-dir", "m"], "say from whom mails go out"),
        (["--mail-dir", "m", "--from", "nobody"], "is no 'Name <address>'"),
        (["--mail-dir", "m", *FROM, "--host", "0.0.0.0"], "--base-url"),
        (["--mail-dir", "m", *FROM, "--base-url", "http://letters.example"], "must begin with https://"),
        (["--mail-dir", "m", *FROM, "--base-url", "nowhere"], "is no address of a page"),
        (["--mail-dir", "/dev/null/x", *FROM], "cannot be made"),
        (["--smtp", *FROM], "no SMTP server"),
        (["--mail-dir", "m", *FROM, "--host", "192.0.2.1", "--base-url", "https://letters.example"], "cannot listen"),
    ],
)
def test_what_cannot_be_served_is_told_in_a_line(
    workspace: Workspace, options: list[str], says: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert says in _refused(signable(workspace, deadline=NEVER), "t/l", *options)


def test_a_letter_that_nobody_froze_is_not_served(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread(letters=(letter(),)))
    says = _refused(workspace, "l", "--mail-dir", str(tmp_path), *FROM)
    assert "has no frozen text" in says
    assert "letter freeze t/l" in says
    assert "no letter 'x'" in _refused(workspace, "x", "--mail-dir", str(tmp_path), *FROM)


def test_a_port_that_is_taken_is_told(workspace: Workspace, tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        says = _refused(signable(workspace, deadline=NEVER), "t/l", "--mail-dir", str(tmp_path), *FROM, "--port", port)
    assert "cannot listen at 127.0.0.1" in says
    assert "--port takes another" in says


def test_without_its_packages_it_says_what_to_install(workspace: Workspace, tmp_path: Path) -> None:
    hidden = "import sys; sys.modules['uvicorn'] = None"
    says = _refused(workspace, "t/l", "--mail-dir", str(tmp_path), *FROM, program=hidden)
    assert says == "correspondence: the sign-on page needs more packages: install `correspondence[web]`\n"


def test_it_serves_until_it_is_told_to_stop_and_logs_no_visit(workspace: Workspace, tmp_path: Path) -> None:
    with served(signable(workspace, deadline=NEVER), tmp_path / "page") as page:
        with urllib.request.urlopen(f"{page.base}/", timeout=20) as answer:
            shown = answer.read().decode()
        assert "every customer" in shown
        cookie = answer.headers["Set-Cookie"].partition(";")[0]
        hidden = dict(re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown))
        body = urllib.parse.urlencode(hidden | FIELDS).encode()
        request = urllib.request.Request(f"{page.base}/", body, {"Cookie": cookie})
        with urllib.request.urlopen(request, timeout=20) as answer:
            assert answer.url == f"{page.base}/sent?lang=en"
        with urllib.request.urlopen(page.newest_link(), timeout=20) as answer:
            assert "Öko e. V." in answer.read().decode()
        page.process.send_signal(signal.SIGINT)
        assert page.process.wait(20) == 0
        assert page.log.read_text().splitlines() == [f"The page of t/l is at {page.base}/ – Ctrl+C stops it."]


def test_mails_go_through_a_real_server(page: Page, tmp_path: Path) -> None:
    made = identity(tmp_path)
    with post_office(made) as office:
        server = Server(
            "smtp", "127.0.0.1", office.port, Security.STARTTLS, user=USER, authorities=str(made.certificate),
            password=PASSWORD,
        )  # fmt: skip
        words = catalogs(page.workspace.template_folders())
        mailer = Mailer(page.workspace, "t/l", Smtp(server), sender=SENDER, base=BASE, words=words)
        page.visitor().send("/", FIELDS)
        page.visitor("192.0.2.2").send("/?lang=ar", FIELDS | {"email": "nobody@oeko.example"})
        office.refused.add("nobody@oeko.example")
        assert mailer.send() == 1
        assert mailer.send() == 0
    (message,) = office.messages()
    assert message["To"] == "ana@oeko.example"
    assert "Öko e. V." in page.visitor().get(links(message)[0]).words
