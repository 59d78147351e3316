"""What the screens of the store have in common: they read it when they are shown, and have a list with the keys."""

from textual.screen import Screen

from correspondence.tui.widgets.listing import Listing
from correspondence.workspace import Workspace


class StoreScreen(Screen[None]):
    """A list of what the store holds. What was done elsewhere is seen: coming back to it reads the store again."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace

    @property
    def listing(self) -> Listing:
        """The list that has the keys."""
        return self.query_one(Listing)

    def on_mount(self) -> None:
        """The list has the keys."""
        self.listing.rows.focus()

    def on_screen_resume(self) -> None:
        """Read the store when the screen is shown, first or again."""
        self.action_reload()

    def action_reload(self) -> object:
        """Read the store, and show what it holds."""
        raise NotImplementedError

    def action_back(self) -> None:
        """Clear the filter, else go back."""
        if not self.listing.clear():
            self.dismiss()
