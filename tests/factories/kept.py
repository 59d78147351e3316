"""Stores that many tests begin with: filled once in a worker, and copied for each test."""

import shutil
from collections.abc import Callable
from pathlib import Path
from urllib.parse import urlsplit

from correspondence.bundle import transfer
from correspondence.store.change import change
from correspondence.workspace import Workspace
from tests.factories.calls import with_call
from tests.factories.campaigns import with_campaign
from tests.factories.servers import PostgresServer

_SAMPLE = Path(__file__).parents[2] / "threads" / "nivelmark"


class Kept:
    """Fills empty stores: by doing it the first time, by copying afterwards."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def fill(self, store: Workspace, name: str, fill: Callable[[Workspace], object]) -> Workspace:
        """Fill an empty store as `fill` does, which nobody may be connected to; gives it back.

        Args:
            store: empty, on either engine.
            name: of what it is filled with; no two are alike.
            fill: looks at nothing but the store, and changes nothing else.
        """
        database = urlsplit(store.database_url).path.strip("/") if store.database_url else ""
        kept, copy = self._folder / (name + ("-shared" if database else "")), f"kept_{name}"
        server = PostgresServer(PostgresServer(store.database_url or "").url("postgres"))
        if not kept.exists():
            fill(store)
            if database:
                server.copy(copy, database)
            shutil.copytree(store.root, kept)
            return store
        shutil.rmtree(store.root)
        shutil.copytree(kept, store.root)
        if database:
            server.drop(database)
            server.copy(database, copy)
        return store

    def sample(self, store: Workspace) -> Workspace:
        """An empty store, with the thread that is shipped as the sample."""
        return self.fill(store, "nivelmark", import_sample)


def fill_every_table(store: Workspace) -> None:
    """The shipped sample, a call and a campaign: a row in every table."""
    import_sample(store)
    with_call(store)
    with_campaign(store)


def import_sample(store: Workspace) -> None:
    """Bring the shipped sample in."""
    with change(store, "thread import", "nivelmark") as act:
        transfer.import_thread(act.session, *transfer.read(_SAMPLE))
