"""The personal link in a call's mail opens the form of whom the mail was sent to."""

from collections.abc import Callable
from email import policy
from email.parser import BytesParser
from pathlib import Path

import pytest

from correspondence.workspace import Workspace
from tests.factories.commands import Typed
from tests.web.conftest import BASE, NEVER, Page, links


def test_a_mail_of_a_call_leads_to_its_own_form(
    workspace: Workspace,
    opened: Callable[..., Page],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    page = opened(workspace)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    settings = tmp_path / "config" / "correspondence" / "settings.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text('[mail]\nfrom = "Coalition <letters@coalition.example>"\n')
    typed = Typed(workspace, monkeypatch, capsys)
    typed("signon", "call", "t/l", "Nova <info@nova.example>", "--deadline", NEVER.replace("T", " ") + " Europe/Berlin")
    told = typed("signon", "send", "t/l", "--eml", tmp_path / "calls", "--page", "http://letters.example", status=2)
    assert "must begin with https://" in told.err
    typed("signon", "send", "t/l", "--eml", tmp_path / "calls", "--page", f"{BASE}/")
    (file,) = (tmp_path / "calls").glob("*.eml")
    (link,) = links(BytesParser(policy=policy.default).parsebytes(file.read_bytes()))
    shown = page.visitor().get(link.rstrip(">"))
    assert link.startswith("/i/")
    assert shown.status == 200
    assert 'value="Nova"' in shown.text
