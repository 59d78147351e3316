"""Limits for a process that works on what came from outside: time, memory, files, network.

Called by the processes themselves (`letters.sandbox`, `readers.child`) before they look at anything. What a system does
not offer is left out: the parent's clock, which kills the whole process group, holds everywhere.
"""

import ctypes
import os
import sys

_CLONE_NEWUSER, _CLONE_NEWNET = 0x10000000, 0x40000000
_PR_SET_NO_NEW_PRIVS = 38
_REFUSED = (
    "socket.",
    "urllib.",
    "webbrowser.",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.mkdir",
    "os.chmod",
    "shutil.",
    "os.fork",
    "os.exec",
    "os.posix_spawn",
    "os.system",
    "pty.spawn",
)
_PROGRAM = "tesseract"  # the one that a reader may start; it is under the same limits
_WRITING = 0x1 | 0x2 | 0x40 | 0x200 | 0x400  # O_WRONLY, O_RDWR, O_CREAT, O_TRUNC, O_APPEND on POSIX systems


def limit(*, cpu_seconds: int, memory_bytes: int, file_bytes: int, renewable: bool = False) -> None:
    """Bound this process and what it starts.

    Args:
        cpu_seconds: of processor time; then the kernel kills it.
        memory_bytes: of address space; beyond it allocating fails.
        file_bytes: size of any file it may write.
        renewable: whether `renew_time` may grant more processor time later.
    """
    try:
        import resource  # POSIX only
    except ImportError:
        return
    most = resource.getrlimit(resource.RLIMIT_CPU)[1] if renewable else cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (cpu_seconds, most))
    resource.setrlimit(resource.RLIMIT_FSIZE, (file_bytes, file_bytes))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    if sys.platform != "darwin":  # there the limit cannot be set
        resource.setrlimit(resource.RLIMIT_AS, (memory_bytes, memory_bytes))


def renew_time(cpu_seconds: int) -> None:
    """Grant this process so much processor time from now on, for its next piece of work."""
    try:
        import resource  # POSIX only
    except ImportError:
        return
    used = resource.getrusage(resource.RUSAGE_SELF)
    allowed = int(used.ru_utime + used.ru_stime) + 1 + cpu_seconds
    resource.setrlimit(resource.RLIMIT_CPU, (allowed, resource.getrlimit(resource.RLIMIT_CPU)[1]))


def leave_the_network() -> None:
    """Give up the network for good, this process and what it starts, where the kernel lets an ordinary user do so."""
    if sys.platform != "linux":
        return
    libc = ctypes.CDLL(None, use_errno=True)
    libc.prctl(_PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
    # Both at once for ordinary users; the superuser of a container may be allowed the second alone.
    if libc.unshare(_CLONE_NEWUSER | _CLONE_NEWNET) != 0:
        libc.unshare(_CLONE_NEWNET)


def refuse_reaching_out() -> None:
    """Make every attempt of Python code to open a connection, a file for writing or a program fail, for good.

    An audit hook (PEP 578) cannot be taken away again. It does not hold native code: `leave_the_network` does.
    """
    sys.addaudithook(_audit)


def _audit(event: str, arguments: tuple[object, ...]) -> None:
    if event.startswith(_REFUSED):
        raise PermissionError(f"{event} is refused here")
    if event == "subprocess.Popen" and os.path.basename(str(arguments[0])) != _PROGRAM:  # noqa: PTH119  # a plain string
        raise PermissionError("starting a program is refused here")
    # A number is a file that is open already, such as the pipe to the one program.
    if event == "open" and arguments[0] != os.devnull and not isinstance(arguments[0], int):
        mode, flags = arguments[1], arguments[2]
        writes = isinstance(flags, int) and flags & _WRITING and sys.platform != "win32"
        if writes or (isinstance(mode, str) and set(mode) & set("wax+")):
            raise PermissionError("writing a file is refused here")
