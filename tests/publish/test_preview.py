"""A letter while it is written: what would be exported, told quickly, and a bad template that does no lasting harm."""

import subprocess
import sys
import threading
import time
from typing import Any

import pytest

from correspondence.bundle import schema
from correspondence.document.nodes import Part, plain_text
from correspondence.errors import CorrespondenceError, NotFoundError, TemplateError
from correspondence.overview import letters
from correspondence.publish.export import Format, export
from correspondence.publish.preview import Preview, Previewer
from correspondence.store.change import change
from correspondence.store.reading import reading
from correspondence.workspace import Workspace
from correspondence.writers import plain
from tests.factories.threads import letter, message, revisions, stored, thread

BODY = "We wrote [before](message:m) to {{ thread.title }}.\n\n## Why\n\nBecause."
ENDLESS = "{% for a in [0] * 99999 %}{% for b in [0] * 99999 %}{% endfor %}{% endfor %}"
SIGNED = schema.SignOn(name="Early", status="signed", revision=revisions(["substantive"])[0].revision.digest)


@pytest.fixture
def drafted(store: Workspace) -> Workspace:
    """A letter that nobody has frozen."""
    return stored(store, thread(messages=(message("m", "2021-02-18"),), letters=(letter(body=BODY),)))


@pytest.fixture
def started(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were started for templates."""
    pids: list[int] = []
    real = subprocess.Popen

    def popen(*arguments: Any, **options: Any) -> Any:
        process = real(*arguments, **options)
        pids.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", popen)
    return pids


def _words(preview: Preview) -> str:
    return plain_text(preview.document.blocks)


def test_what_is_seen_is_what_is_exported(drafted: Workspace) -> None:
    with Previewer(drafted, "t", "l") as previewer:
        seen = previewer.preview(BODY)
    with reading(drafted) as reader:
        exported = export(reader, drafted, "l", to=Format.TEXT)
    assert plain.write(seen.document) == exported.content.decode()
    assert [finding.code for finding in seen.findings] == ["citation-without-address"]


def test_what_is_typed_is_seen_and_not_what_is_stored(drafted: Workspace) -> None:
    with Previewer(drafted, "t", "l") as previewer:
        assert "We write to T." in _words(previewer.preview("We write to {{ thread.title }}."))
    with reading(drafted) as reader:
        assert letters.letter(reader, "l").body == BODY


def test_one_process_serves_all_previews_and_goes_with_the_last(drafted: Workspace, started: list[int]) -> None:
    with Previewer(drafted, "t", "l") as previewer:
        for n in range(5):
            assert f"Text {n}" in _words(previewer.preview(f"Text {n}"))
    assert len(started) == 1
    with pytest.raises(ProcessLookupError):
        _is_there(started[0])


def test_after_an_error_the_next_preview_comes(drafted: Workspace, started: list[int]) -> None:
    with Previewer(drafted, "t", "l") as previewer:
        with pytest.raises(TemplateError, match="line 3: 'nobody' is undefined"):
            previewer.preview("a\n\n{{ nobody }}")
        with pytest.raises(NotFoundError, match="there is no message 'nowhere'"):
            previewer.preview("[x](message:nowhere)")
        with pytest.raises(CorrespondenceError, match="holds"):
            previewer.preview("a\x00b")
        assert "Fine." in _words(previewer.preview("Fine."))
    assert len(started) == 1


def test_a_process_that_ends_is_started_again(drafted: Workspace, started: list[int]) -> None:
    with Previewer(drafted, "t", "l") as previewer:
        previewer.preview("One.")
        with pytest.raises(TemplateError, match="memory"):
            previewer.preview("{{ 'a' * 10**9 }}")
        assert "Two." in _words(previewer.preview("Two."))
        previewer._renderer._process.kill()  # type: ignore[union-attr]  # as the system does when memory is short
        previewer._renderer._process.wait()  # type: ignore[union-attr]
        assert "Three." in _words(previewer.preview("Three."))
    assert len(started) <= 3


def test_leaving_ends_what_is_under_way(drafted: Workspace) -> None:
    previewer = Previewer(drafted, "t", "l")
    previewer.preview("One.")
    told: list[BaseException] = []

    def look() -> None:
        try:
            previewer.preview(ENDLESS)
        except CorrespondenceError as error:
            told.append(error)

    looking = threading.Thread(target=look)
    looking.start()
    time.sleep(0.2)
    began = time.monotonic()
    previewer.close()
    looking.join(4)
    assert time.monotonic() - began < 2
    assert len(told) == 1
    assert isinstance(told[0], TemplateError)
    with pytest.raises(TemplateError, match="was ended"):
        previewer.preview("Two.")


def test_the_clock_begins_anew_with_each_piece_of_work() -> None:
    work = """
import time
from correspondence.isolation import limit, renew_time
limit(cpu_seconds=1, memory_bytes=1 << 30, file_bytes=1 << 20, renewable=True)
def burn(seconds):
    end = time.process_time() + seconds
    while time.process_time() < end:
        pass
for _ in range(3):
    renew_time(1)
    burn(0.8)
print("three pieces", flush=True)
renew_time(1)
burn(9)
"""
    done = subprocess.run([sys.executable, "-c", work], capture_output=True, text=True, check=False, timeout=60)
    assert (done.stdout, done.returncode < 0) == ("three pieces\n", True)


def test_names_and_data_are_read_again_when_asked_to(store: Workspace) -> None:
    stored(store, thread(letters=(letter(["substantive", "substantive"], signons=[SIGNED], body="Body."),)))
    with Previewer(store, "t", "l") as previewer:
        first = previewer.preview("Body.")
        assert first.to_confirm == 1
        assert any(isinstance(block, Part) and plain_text(block.blocks) == "Early" for block in first.document.blocks)
        from correspondence.letters.edit import save_data

        with change(store, "letter data", "t/l") as act:
            save_data(act.session, "t", "l", {"title": "Another title"}, read_version=1)
        assert "Another title" not in _words(previewer.preview("Body."))
        previewer.read_again()
        assert "Another title" in _words(previewer.preview("Body."))


def _is_there(pid: int) -> None:
    import os

    os.kill(pid, 0)
