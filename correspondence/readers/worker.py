"""Reading files from outside in a process of their own, with limits on time, memory and output."""

import contextlib
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from queue import Empty, Full, Queue
from types import TracebackType
from typing import BinaryIO, Self, cast

from correspondence.document.manuscript import Manuscript
from correspondence.errors import CorrespondenceError
from correspondence.readers.extract import Extract, UnreadableError
from correspondence.readers.frames import (
    DONE,
    EXTRACT,
    KILLED_BY,
    MANUSCRIPT,
    REFUSED,
    REQUEST,
    FrameError,
    Request,
    pack_request,
    receive,
    send,
    unpack_extract,
)

SECONDS = 10.0
MEMORY_BYTES = 512 << 20
# What reading may give back: this, and so many times the file's size.
_OUTPUT_BYTES, _OUTPUT_TIMES = 64 << 20, 4
_MEMORY_TIMES = 4
_QUEUED = 16  # extracts that wait for the program to take them
_ENDED = (b"", b"")
_OVER_TIME = {KILLED_BY + number for number in (signal.SIGKILL, getattr(signal, "SIGXCPU", signal.SIGKILL))}


class CancelledError(CorrespondenceError):
    """Reading was cancelled from another thread."""

    exit_status = 1


class Worker:
    """A process that reads files, started at the first one and again after each that ends it.

    Used by one thread at a time; `cancel` may come from another.
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._answers: Queue[tuple[bytes, bytes]] = Queue(_QUEUED)
        self._most = 0
        self._cancelled = False

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._stop()

    def read(
        self, content: bytes, name: str, *, ocr: bool = False, rejected: bool = False, seconds: float = SECONDS
    ) -> Iterator[Extract]:
        """Read one file: one extract, or one for each message of a mailbox.

        Args:
            content: the file.
            name: its name; only the ending counts, and only where the bytes do not tell.
            ocr: whether pictures of text shall be recognised.
            rejected: whether tracked changes count as rejected rather than as accepted.
            seconds: how long each extract may take.

        Raises:
            UnreadableError: no text can be had, or reading it went beyond the limits; the next file can be read.
            CancelledError: `cancel` was called.
        """
        request = Request(
            content=content,
            name=name,
            # A mailbox gives extract after extract; its clock starts anew with each, the processor's does not.
            cpu_seconds=int(seconds) + 2 + len(content) // 500_000,
            memory_bytes=MEMORY_BYTES + _MEMORY_TIMES * len(content),
            ocr=ocr,
            rejected=rejected,
        )
        try:
            self._send(request)
            for kind, payload in self._answered(seconds):
                if kind != EXTRACT:
                    raise FrameError("no extract")  # noqa: TRY301  # handled with those of a frame's own
                yield unpack_extract(payload)
        except FrameError as error:
            self._stop()
            raise UnreadableError("could not be read: the reader gave back what is no text") from error
        except GeneratorExit:
            self._stop()  # what is still to come would be taken for the next file's
            raise

    def manuscript(self, content: bytes, *, seconds: float = SECONDS) -> Manuscript:
        """Read a Word document with its tracked changes and comments.

        Args:
            content: the file.
            seconds: how long it may take.

        Raises:
            UnreadableError: it cannot be read, or reading it went beyond the limits.
            CancelledError: `cancel` was called.
        """
        from correspondence.readers.manuscript_frames import unpack

        memory = MEMORY_BYTES + _MEMORY_TIMES * len(content)
        request = Request(content, "letter.docx", int(seconds) + 2, memory, manuscript=True)
        try:
            self._send(request)
            found = [unpack(payload) for kind, payload in self._answered(seconds) if kind == MANUSCRIPT]
        except FrameError:
            found = []
        if len(found) != 1:
            self._stop()
            raise UnreadableError("could not be read: the reader gave back what is no text")
        return found[0]

    def cancel(self) -> None:
        """End what is being read, from another thread; that `read` raises CancelledError."""
        self._cancelled = True
        self._kill()

    def _send(self, request: Request) -> None:
        self._most = _OUTPUT_BYTES + _OUTPUT_TIMES * len(request.content)
        for last_try in (False, True):
            process = self._process or self._start()
            try:
                send(cast("BinaryIO", process.stdin), REQUEST, *pack_request(request))
            except OSError:  # it ended after its last answer
                self._stop()
                if last_try:
                    raise UnreadableError("could not be read: the reading process does not start") from None
            else:
                return

    def _answered(self, seconds: float) -> Iterator[tuple[bytes, bytes]]:
        """What the reader gives back for the file that was sent, frame by frame."""
        given = 0
        while True:
            try:
                kind, payload = self._answers.get(timeout=seconds)
            except Empty:
                self._stop()
                raise UnreadableError(f"takes longer than {seconds:g} seconds to read: is it damaged?") from None
            given += len(payload)
            if kind in (EXTRACT, MANUSCRIPT) and given <= self._most:
                yield kind, payload
            elif kind == DONE:
                return
            elif kind == REFUSED:
                raise UnreadableError(payload.decode(errors="replace"))
            else:
                raise self._how_it_ended()

    def _start(self) -> subprocess.Popen[bytes]:
        self._process = subprocess.Popen(  # our own interpreter and module
            [sys.executable, "-I", "-B", "-X", "utf8", "-m", "correspondence.readers.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self._answers = Queue(_QUEUED)
        assert self._process.stdout is not None
        threading.Thread(target=self._listen, args=(self._process.stdout, self._answers), daemon=True).start()
        return self._process

    def _listen(self, stream: BinaryIO, answers: Queue[tuple[bytes, bytes]]) -> None:
        """Hand over frames for as long as there are any and somebody waits for them."""
        frame: tuple[bytes, bytes] | None = None
        while frame != _ENDED and self._answers is answers:
            try:
                frame = receive(stream, self._most)
            except (FrameError, OSError, ValueError):
                frame = _ENDED
            while self._answers is answers:
                with contextlib.suppress(Full):
                    answers.put(frame, timeout=0.2)
                    break

    def _how_it_ended(self) -> CorrespondenceError:
        assert self._process is not None
        status = 0
        with contextlib.suppress(subprocess.TimeoutExpired):
            status = self._process.wait(timeout=1)
        self._stop()
        if self._cancelled:
            self._cancelled = False
            return CancelledError("cancelled")
        if status in _OVER_TIME:
            return UnreadableError("takes too long to read: is it damaged?")
        if status == KILLED_BY + signal.SIGABRT:
            return UnreadableError("is too large when unpacked, or damaged: the reader gave up on it")
        return UnreadableError("could not be read: the reader ended on it; it may be damaged, or made to do harm")

    def _kill(self) -> None:
        process = self._process
        if process is None or process.poll() is not None:
            return
        if sys.platform == "win32":
            process.kill()
        else:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)

    def _stop(self) -> None:
        """End the process, if there is one."""
        self._kill()
        self._answers = Queue(_QUEUED)  # its listener ends when it sees that nobody waits
        process, self._process = self._process, None
        if process is None:
            return
        process.wait()
        for stream in (process.stdin, process.stdout):
            assert stream is not None
            with contextlib.suppress(OSError):
                stream.close()
