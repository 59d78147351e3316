"""Killed at any moment while answers come in: nothing is lost, nothing is taken down twice, and the rest goes on."""

import os
import random
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from pathlib import Path

from correspondence.signons.tables import as_csv
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from tests.cli.test_acceptance import run
from tests.factories.mails import mail
from tests.factories.threads import digest, letter, stored, thread


def _killed(workspace: Workspace, arguments: Sequence[str | Path], moments: Sequence[float], seen: str) -> list[int]:
    """Run a command and kill it at each of these moments after its start; how many rows of `seen` were there then."""
    tool = Path(sys.executable).with_name("correspondence")
    command = [str(tool), "--workspace", str(workspace.root), *map(str, arguments)]
    counts = []
    for moment in moments:
        with subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, env=os.environ) as process:
            time.sleep(moment)
            process.send_signal(signal.SIGKILL)
        with reading(workspace) as reader:
            counts.append(reader.rows(f"SELECT count(*) FROM {seen}")[0][0])
    return counts


def test_an_import_that_is_killed_is_there_whole_or_not_at_all(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    names = [digest(str(n))[:24] for n in range(400)]  # names that nobody takes for one another
    rows = [[name, f"office@group{n}.example.org"] for n, name in enumerate(names)]
    (tmp_path / "form.csv").write_bytes(as_csv(["Organization", "E-mail"], rows))
    arguments = ("signon", "import", "l", tmp_path / "form.csv", "--yes")
    rng = random.Random(3)
    counts = _killed(workspace, arguments, [rng.uniform(0.3, 4) for _ in range(6)], "signon_answer")
    assert set(counts) <= {0, 400}
    run("--workspace", workspace.root, *arguments)
    with reading(workspace) as reader:
        assert reader.rows("SELECT count(*), count(DISTINCT name) FROM signon") == [(400, 400)]
        assert reader.rows("SELECT count(*), count(DISTINCT number) FROM signon_answer") == [(400, 400)]
    run("--workspace", workspace.root, "verify")


def test_mails_that_are_taken_in_are_each_there_whole_or_not_at_all(workspace: Workspace, tmp_path: Path) -> None:
    stored(workspace, thread(letters=(letter(["substantive"]),)))
    files: list[Path] = []
    for n in range(25):
        path = tmp_path / f"{n}.eml"
        path.write_bytes(mail(f"X <office@group{n}.example.org>", f"We sign, group {n}."))
        files.append(path)
    rng = random.Random(4)
    arguments: list[str | Path] = ["signon", "mail", "l", *files]
    counts = _killed(workspace, arguments, [rng.uniform(0.8, 3) for _ in range(5)], "signon_answer")
    assert counts == sorted(counts)  # what was taken in stays
    run("--workspace", workspace.root, *arguments)
    with reading(workspace) as reader:
        assert reader.rows("SELECT count(*), count(DISTINCT evidence) FROM signon_answer") == [(25, 25)]
    run("--workspace", workspace.root, "verify")
