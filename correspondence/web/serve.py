"""The server of the sign-on page: one process, no log of visitors."""

import contextlib
import logging
import socket
from collections.abc import Callable

from correspondence.errors import CorrespondenceError
from correspondence.signons.page_address import base_address, hosts, own_address
from correspondence.web.app import Options, Pages
from correspondence.web.mails import Mailer, Way
from correspondence.web.site import Site
from correspondence.web.words import catalogs
from correspondence.workspace import Workspace

_AT_ONCE = 200  # connections
_HEADER_BYTES = 16 << 10


def serve(
    workspace: Workspace,
    letter: str,
    *,
    host: str,
    port: int,
    base: str,
    is_open: bool,
    proxy: bool,
    sender: tuple[str, str],
    way: Way,
    ready: Callable[[str], None],
) -> None:
    """Serve the page until the process is told to stop.

    Args:
        workspace: whose store.
        letter: `thread/letter`.
        host: where to listen.
        port: likewise; 0 for any that is free.
        base: the address by which people reach it, or empty for its own; see `signons.page_address`.
        is_open: whether anybody may sign, or only who has a personal link.
        proxy: whether requests come through a proxy that tells the visitor's address.
        sender: from whom mails go out: name, which may be empty, and address.
        way: how they go out.
        ready: told the address once visitors can come.

    Raises:
        CorrespondenceError: the port is taken, the letter has no frozen text, or the address is none.
    """
    import uvicorn  # an extra

    base = base_address(base) if base else ""
    if not base:
        own_address(host, port)  # told before anything is opened
    site = Site(workspace, letter)
    site.shown()
    words = catalogs(workspace.template_folders())
    listening = _listening(host, port)
    try:
        port = listening.getsockname()[1]
        base = base or own_address(host, port)
        options = Options(base=base, hosts=hosts(base, host, port), is_open=is_open, proxy=proxy, contact=sender[1])
        mailer = Mailer(workspace, letter, way, sender=sender, base=base, words=words)
        logging.basicConfig(format="%(message)s", level=logging.WARNING)
        config = uvicorn.Config(
            Pages(site, options, words, mailer).application(),
            http="h11", ws="none", lifespan="on", loop="asyncio", log_config=None, access_log=False,
            server_header=False, proxy_headers=False, limit_concurrency=_AT_ONCE, timeout_graceful_shutdown=10,
            h11_max_incomplete_event_size=_HEADER_BYTES,
        )  # fmt: skip
        ready(base)
        with contextlib.suppress(KeyboardInterrupt):  # the server has ended its work before it passes that on
            uvicorn.Server(config).run(sockets=[listening])
    finally:
        listening.close()


def _listening(host: str, port: int) -> socket.socket:
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        found = socket.socket(family, kind, protocol)
    except OSError as error:
        raise CorrespondenceError(f"{host} is no address of this machine: {error.strerror or error}") from None
    found.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        found.bind(address)
        found.listen()
    except OSError as error:
        found.close()
        raise CorrespondenceError(
            f"cannot listen at {host}:{port}: {error.strerror or error} (--port takes another)"
        ) from None
    return found
