"""Killed at any moment while files are logged: the store is whole, and logging again ends as if nothing was."""

import os
import random
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from correspondence.bundle import dump, schema
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import ENV_ACTOR, ENV_DATABASE_URL, Workspace
from tests.conftest import REPOSITORY
from tests.factories.threads import stored, thread

_PROGRAM = str(Path(sys.executable).with_name("correspondence"))
FILES = REPOSITORY / "threads" / "nivelmark" / "files"
KILLS = 3
MAILS = 900


def _mailbox(folder: Path) -> list[Path]:
    """A mailbox whose messages are stored in several acts."""
    mails = (
        f"From x Mon Jul  4 10:00:00 2022\nFrom: eva@nivelmark.example\nSubject: {n}\nMessage-ID: <{n}@x.example>\n"
        f"Date: Mon, 4 Jul 2022 10:{n % 60:02}:00 +0000\nReferences: <{n - 1}@x.example>\n\nMail {n}.\n\n"
        for n in range(MAILS)
    )
    file = folder / "all.mbox"
    file.write_text("".join(mails))
    return [file]


def _letters(folder: Path) -> list[Path]:
    """A file of each kind that the sample holds, each an act of its own."""
    assert folder.is_dir()
    return sorted(path for path in FILES.iterdir() if path.suffix in (".eml", ".pdf", ".docx"))


def _begin(store: Workspace, slug: str, files: list[Path]) -> subprocess.Popen[bytes]:
    command = [_PROGRAM, "--workspace", str(store.root), "log", slug, *map(str, files)]
    environment = os.environ | {ENV_ACTOR: store.actor} | ({ENV_DATABASE_URL: store.database_url or ""})
    return subprocess.Popen(
        command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=environment, start_new_session=True
    )


def _messages(store: Workspace, slug: str) -> tuple[schema.MessageDocument, ...]:
    with change(store, "thread export", slug) as act:
        act.nothing_done = True
        return dump.dump(act.session, slug).messages


def _whole(store: Workspace) -> None:
    """The store opens, is what it says, and holds no message without what it was made from."""
    with reading(store) as reader:
        assert verify(reader).findings == ()
        alone = reader.rows(
            "SELECT m.identifier FROM message m WHERE NOT EXISTS "
            "(SELECT 1 FROM message_file f WHERE f.message_id = m.id)"
        )
    assert alone == []


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGKILL")
@pytest.mark.parametrize("made", [_mailbox, _letters])
def test_a_kill_at_any_moment_costs_nothing_but_time(
    store: Workspace, tmp_path: Path, made: Callable[[Path], list[Path]]
) -> None:
    files = made(tmp_path)
    stored(stored(store, thread("undisturbed")), thread("killed"))
    began = time.monotonic()
    assert _begin(store, "undisturbed", files).wait(120) == 0
    took = time.monotonic() - began
    moments = random.Random(len(files)).uniform
    for _ in range(KILLS):
        running = _begin(store, "killed", files)
        time.sleep(moments(0.25, 1.0) * took)
        running.kill()
        running.wait()
        _whole(store)
    assert _begin(store, "killed", files).wait(120) == 0
    _whole(store)
    assert _messages(store, "killed") == _messages(store, "undisturbed")
