"""Malformed and hostile files, two hundred of each kind: text or one clear line, and nothing else happens."""

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

from correspondence.intake.draft import Given
from correspondence.intake.log import log_source
from correspondence.intake.sources import Source
from correspondence.readers.extract import UnreadableError
from correspondence.readers.worker import Worker
from correspondence.store.reading import reading
from correspondence.store.verify import verify
from correspondence.workspace import Workspace
from tests.factories.originals import samples
from tests.factories.threads import full_thread, stored
from tests.hostile.mutations import mutations

COUNT = 200
KINDS = ("csv", "doc", "docx", "eml", "html", "mbox", "msg", "odt", "pdf", "rtf", "tnef", "txt", "xlsx")
ENDINGS = {"tnef": "dat"}
LIMIT = 10.0


def _open_files() -> int:
    return len(list(Path("/proc/self/fd").iterdir())) if sys.platform == "linux" else 0


def _readers() -> set[str]:
    """The reading processes of this one: another test's may still serve."""
    if sys.platform != "linux":
        return set()
    children = Path(f"/proc/self/task/{os.getpid()}/children").read_text().split()
    return {child for child in children if "correspondence.readers.child" in Path(f"/proc/{child}/cmdline").read_text()}


def _told(worker: Worker, content: bytes, name: str) -> str:
    """What became of a file: its text, else why there is none."""
    try:
        extracts = list(worker.read(content, name))
    except UnreadableError as error:
        return str(error) if "\n" not in str(error) else ""
    return " ".join(extract.text.strip() or " ".join(note.detail for note in extract.notes) for extract in extracts)


@pytest.mark.parametrize("kind", KINDS)
def test_two_hundred_broken_files_give_text_or_a_line(kind: str) -> None:
    name = f"file.{ENDINGS.get(kind, kind)}"
    failed = []
    others = _readers()
    with Worker() as worker:
        _told(worker, b"Warm.\n", "a.txt")
        before = _open_files()
        for number, content in enumerate(mutations(kind, samples(kind), COUNT)):
            began = time.monotonic()
            told = _told(worker, content, name)
            if not told or "the reader fails" in told or time.monotonic() - began > LIMIT + 1:
                failed.append((number, told[:200], time.monotonic() - began))
        assert failed == []
        assert _open_files() == before
        assert _told(worker, b"Next.\n", "a.txt") == "Next."
    assert _readers() == others


@pytest.mark.parametrize("kind", KINDS)
def test_logging_broken_files_leaves_no_half_record_and_no_open_file(workspace: Workspace, kind: str) -> None:
    store = stored(workspace, full_thread())
    name = ENDINGS.get(kind, kind)
    before, logged = -1, set()
    with Worker() as worker:
        for number, content in enumerate(mutations(kind, samples(kind), 12)):
            source = Source(f"{number}.{name}", f"{number}.{name}", content)
            result = log_source(store, worker, "full", source, Given())
            assert result.messages or result.error
            logged |= {message.identifier for message in result.messages}
            before = _open_files() if before < 0 else before
        assert _open_files() == before
    with reading(store) as reader:
        assert verify(reader).findings == ()
        whole = reader.rows("SELECT DISTINCT m.identifier FROM message m JOIN message_file f ON f.message_id = m.id")
    assert logged <= {identifier for (identifier,) in whole}


_TRAPS = {
    "a connection": "import socket; socket.create_connection(('127.0.0.1', 9))",
    "a name look-up": "import socket; socket.getaddrinfo('example.org', 80)",
    "a file written": "open('harm.txt', 'w')",
    "a file removed": "import os; os.remove('keep.txt')",
    "another program": "import subprocess; subprocess.run(['touch', 'harm.txt'])",
    "a child": "import os; os.fork()",
}


@pytest.mark.parametrize("trap", _TRAPS.values(), ids=_TRAPS)
def test_what_a_captured_reader_tries_is_refused(trap: str, tmp_path: Path) -> None:
    (tmp_path / "keep.txt").write_text("kept")
    code = (
        "from correspondence.isolation import *\nleave_the_network()\n"
        f"limit(cpu_seconds=5, memory_bytes=512 << 20, file_bytes=0)\nrefuse_reaching_out()\n{trap}\n"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, capture_output=True, timeout=20, check=False)
    assert done.returncode != 0
    assert {path.name for path in tmp_path.iterdir()} == {"keep.txt"}
    assert (tmp_path / "keep.txt").read_text() == "kept"
