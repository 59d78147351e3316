"""The process that reads files: `python -m correspondence.readers.child`, frames in, frames out.

It looks at no file itself. For each it makes a child of its own, with limits, without network, that reads this one file
and ends; where a system cannot fork, it reads one file and ends. A reader that is killed or crashes ends this process
too, with a status that names the signal, and the program starts another.
"""

import os
import sys
from typing import BinaryIO

from correspondence.isolation import leave_the_network, limit, refuse_reaching_out
from correspondence.readers import kinds
from correspondence.readers.extract import UnreadableError
from correspondence.readers.frames import (
    DONE,
    EXTRACT,
    KILLED_BY,
    MANUSCRIPT,
    REFUSED,
    FrameError,
    Request,
    pack_extract,
    receive,
    send,
    unpack_request,
)


def main() -> None:
    """Answer requests until there are no more."""
    requests, answers = sys.stdin.buffer, os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever a library prints is no answer
    leave_the_network()
    while True:
        try:
            _, payload = receive(requests, sys.maxsize)
        except FrameError:
            return
        request = unpack_request(payload)
        del payload
        if not hasattr(os, "fork"):
            sys.exit(_answer(request, answers))
        kinds.load(request.name)
        child = os.fork()
        if child == 0:
            os._exit(_answer(request, answers))
        del request
        _, ended = os.waitpid(child, 0)
        if ended:
            status = os.waitstatus_to_exitcode(ended)
            sys.exit(KILLED_BY - status if status < 0 else status)


def _answer(request: Request, answers: BinaryIO) -> int:
    """Read one file in this process; the exit status."""
    limit(cpu_seconds=request.cpu_seconds, memory_bytes=request.memory_bytes, file_bytes=0)
    refuse_reaching_out()
    try:
        if request.manuscript:
            from correspondence.readers import manuscript, manuscript_frames

            send(answers, MANUSCRIPT, manuscript_frames.pack(manuscript.read(request.content)))
        else:
            for extract in kinds.read(request.content, request.name, ocr=request.ocr, rejected=request.rejected):
                send(answers, EXTRACT, *pack_extract(extract))
    except BaseException as error:  # noqa: BLE001  # whatever a reader ends with is told, and ends nothing else
        send(answers, REFUSED, _why(error).encode(errors="replace"))
    else:
        send(answers, DONE)
    return 0


def _why(error: BaseException) -> str:
    """What became of a file, in a line."""
    match error:
        case UnreadableError():
            return str(error)
        case MemoryError():
            return "is too large when unpacked: reading it takes more memory than a letter should"
        case RecursionError():
            return "is nested too deep to be read"
    return f"could not be read: the reader fails on it ({type(error).__name__}); it may be damaged"


if __name__ == "__main__":
    main()
