"""Ten thousand mails logged from one mailbox beside `notmuch new`: `python benchmarks/mail.py [--mails N …]`.

The same mails: one mbox for us, a Maildir for notmuch, which reads no mbox. Ours reads them in the isolated process, keeps
every original, threads them, indexes them for search, and puts it on record. notmuch indexes files that stay where they
are. Whole processes, in turn; the seconds are of the processor, of all processes of a run together, and of the clock.
With --page the table goes to docs/benchmarks-mail.md.
"""

import argparse
import os
import platform
import random
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime
from pathlib import Path

from search import Language

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks-mail.md"
PROGRAM = str(Path(sys.executable).with_name("correspondence"))
_NAMES = ("Ana Ferreira", "Jörg Weiß", "Samira Haddad", "Noor Haldorsen", "李小龙", "Olga Ивановна")


def mails(count: int) -> Iterator[bytes]:
    """Mails of several paragraphs, in threads; every fourth also as HTML, every tenth with a file."""
    language, chance, sent = Language(5), random.Random(5), datetime(2018, 1, 1, tzinfo=UTC)
    for n in range(count):
        mail = EmailMessage(policy=SMTP)
        who = n % len(_NAMES)
        mail["From"] = f"{_NAMES[who]} <person{who}@example.org>"
        mail["To"] = f"{_NAMES[who - 1]} <person{who - 1}@example.com>"
        mail["Date"] = format_datetime(sent + timedelta(minutes=37 * n))
        mail["Message-ID"] = f"<{n}@example.org>"
        topic = " ".join(language.text(4))
        if n % 3:
            mail["In-Reply-To"] = mail["References"] = f"<{n - n % 3}@example.org>"
        mail["Subject"] = f"{'Re: ' if n % 3 else ''}{topic}"
        parts = ["\n".join(" ".join(language.text(11)) for _ in range(4)) for _ in range(chance.randrange(2, 9))]
        mail.set_content("\n\n".join(parts) + ("\n\nGrüße\n" if n % 2 else "\n"))
        if n % 4 == 0:
            mail.add_alternative("".join(f"<p>{part}</p>" for part in parts), subtype="html")
        if n % 10 == 0:
            mail.add_attachment(" ".join(language.text(300)), filename=f"notes-{n}.txt")
        yield mail.as_bytes().replace(b"\r\n", b"\n")


def written(folder: Path, count: int) -> tuple[Path, Path]:
    """The mails as an mbox and as a Maildir."""
    box, maildir = folder / "box.mbox", folder / "maildir"
    for name in ("cur", "new", "tmp"):
        (maildir / name).mkdir(parents=True)
    with box.open("wb") as stream:
        for n, mail in enumerate(mails(count)):
            stream.write(b"From - Mon Jan  1 00:00:00 2018\n" + mail.replace(b"\nFrom ", b"\n>From ") + b"\n")
            (maildir / "cur" / f"{n:07}.bench:2,S").write_bytes(mail)
    return box, maildir


def run(*command: str, environment: dict[str, str] | None = None) -> tuple[float, float, int]:
    """Processor seconds, clock seconds, and the most memory that one of its processes took, in MB."""
    before, began = os.times(), time.perf_counter()
    child = subprocess.Popen(
        command, env=os.environ | (environment or {}), stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    _, told = child.communicate()
    if child.returncode:
        raise SystemExit(told.decode())
    after = os.times()
    processor = after.children_user + after.children_system - before.children_user - before.children_system
    return processor, time.perf_counter() - began, 0


def ours(root: Path, box: Path) -> tuple[float, float, int]:
    """Log the mailbox into a new store."""
    shutil.rmtree(root, ignore_errors=True)
    for command in (("init", str(root)), ("--workspace", str(root), "thread", "new", "t", "--title", "T")):
        subprocess.run([PROGRAM, *command], check=True, capture_output=True)
    return run(PROGRAM, "--workspace", str(root), "log", "t", str(box), "--no-ocr")


def theirs(folder: Path, maildir: Path) -> tuple[float, float, int]:
    """Index the Maildir anew."""
    shutil.rmtree(maildir / ".notmuch", ignore_errors=True)
    config = folder / "notmuch-config"
    config.write_text(
        f"[database]\npath={maildir}\n[user]\nname=B\nprimary_email=b@example.org\n[new]\ntags=\n[maildir]\nsynchronize_flags=false\n",
        encoding="utf-8",
    )
    return run("notmuch", "new", "--quiet", environment={"NOTMUCH_CONFIG": str(config)})


def report(counts: list[int]) -> Iterator[str]:
    """The table."""
    peer = shutil.which("notmuch")
    version = (
        subprocess.run([peer, "--version"], capture_output=True, text=True, check=True).stdout.strip() if peer else ""
    )
    yield (
        f"{datetime.now(UTC):%-d %B %Y}, Python {platform.python_version()}, SQLite {sqlite3.sqlite_version}, "
        f"{version or 'notmuch is not installed'}, 2 cores."
    )
    yield ""
    yield "| mails | ours, mails a second (processor / clock) | notmuch new | rate beside it | our store | its index |"
    yield "|---|---|---|---|---|---|"
    for count in counts:
        with tempfile.TemporaryDirectory() as name:
            folder = Path(name)
            box, maildir = written(folder, count)
            processor, clock, _ = ours(folder / "ours", box)
            size = (folder / "ours" / "correspondence.db").stat().st_size >> 20
            cells = [f"{count:,}", f"{count / processor:,.0f} / {count / clock:,.0f}"]
            if peer:
                peer_processor, peer_clock, _ = theirs(folder, maildir)
                index = sum(path.stat().st_size for path in (maildir / ".notmuch").rglob("*")) >> 20
                cells += [
                    f"{count / peer_processor:,.0f} / {count / peer_clock:,.0f}",
                    f"{peer_processor / processor:.2f} / {peer_clock / clock:.2f}",
                    f"{size} MB",
                    f"{index} MB",
                ]
            else:
                cells += ["–", "–", f"{size} MB", "–"]
            yield f"| {' | '.join(cells)} |"


HEAD = ["# Mails logged beside notmuch", "", "`python benchmarks/mail.py --page` writes this page.", "", *(__doc__ or "").split("\n\n")[1].splitlines(), ""]  # fmt: skip


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__)
    arguments.add_argument("--mails", type=int, nargs="+", default=[2_500, 10_000])
    arguments.add_argument("--page", action="store_true")
    given = arguments.parse_args()
    lines = list(report(given.mails))
    print("\n".join(lines))
    if given.page:
        PAGE.write_text("\n".join([*HEAD, *lines, ""]), encoding="utf-8")


if __name__ == "__main__":
    main()
