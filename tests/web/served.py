"""The page as it is served: the command itself in a process of its own."""

import os
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from correspondence.workspace import Workspace

_AT = re.compile(r"is at (http\S+)/ –")
_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """A running page: its address, its process, its folder of mails, and what it prints."""

    base: str
    process: "subprocess.Popen[str]"
    mails: Path
    log: Path

    def newest_link(self, seconds: float = 20.0) -> str:
        """The link of the newest mail, which may still be on its way."""
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            if found := self.links():
                return found[-1]
            time.sleep(0.05)
        raise AssertionError(f"no mail came: {self.log.read_text()}")

    def links(self) -> list[str]:
        """The links of all mails, the newest last; each link is taken once."""
        found = []
        for path in sorted(self.mails.glob("*.eml"), key=lambda file: file.stat().st_mtime_ns):
            text = path.read_text(encoding="utf-8").replace("=\n", "")
            found += re.findall(rf"{re.escape(self.base)}/c/[\w-]+", text)
        return found


@contextmanager
def served(workspace: Workspace, folder: Path, *options: str, letter: str = "t/l", port: int = 0) -> Iterator[Served]:
    """The page of a letter for as long as the block lasts; its mails are files, unless the options say `--smtp`."""
    folder.mkdir(exist_ok=True)
    mails, log = folder / "mails", folder / "log"
    way = () if "--smtp" in options else ("--mail-dir", str(mails), "--from", "ana@coalition.example")
    command = [
        sys.executable, "-c", "from correspondence.cli.main import main; main()", "--workspace", str(workspace.root),
        "signon", "serve", letter, "--port", str(port), *way, *options,
    ]  # fmt: skip
    with log.open("w") as told, subprocess.Popen(command, stderr=told, text=True, env=os.environ.copy()) as process:
        try:
            yield Served(_address(process, log), process, mails, log)
        finally:
            process.terminate()
            process.wait(20)


def _address(process: "subprocess.Popen[str]", log: Path) -> str:
    end = time.monotonic() + _SECONDS
    while time.monotonic() < end and process.poll() is None:
        if found := _AT.search(log.read_text()):
            return found[1]
        time.sleep(0.05)
    raise AssertionError(f"the page did not open: {log.read_text()}")
