"""What the command palette finds beyond Textual's own commands: threads by any of their words."""

from functools import partial

from textual.command import DiscoveryHit, Hit, Hits, Provider
from textual.content import Content

from correspondence.overview.threads import ThreadRow, threads
from correspondence.store.reading import reading
from correspondence.tui import shown
from correspondence.tui.messages import OpenThread


class ThreadProvider(Provider):
    """Opens a thread from the palette."""

    async def startup(self) -> None:
        """Read the threads once for as long as the palette is open."""
        workspace = getattr(self.app, "workspace", None)
        self._threads: list[ThreadRow] = []
        if workspace is not None:
            with reading(workspace) as reader:
                self._threads = threads(reader)

    async def discover(self) -> Hits:
        """All threads, before anything is typed."""
        for row in self._threads:
            yield DiscoveryHit(Content(self._name(row)), partial(self._open, row.slug), help=row.slug)

    async def search(self, query: str) -> Hits:
        """Threads whose name or organizations match."""
        matcher = self.matcher(query)
        for row in self._threads:
            name = self._name(row)
            score = matcher.match(f"{name} {' '.join(row.organizations)}")
            if score > 0:
                yield Hit(score, Content(name), partial(self._open, row.slug), help=row.slug)

    @staticmethod
    def _name(row: ThreadRow) -> str:
        return shown.line(f"Open {row.title}")

    def _open(self, slug: str) -> None:
        self.app.post_message(OpenThread(slug))
