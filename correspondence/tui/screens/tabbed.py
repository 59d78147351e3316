"""Screens of the store with several tabs, each a list with the detail of what the cursor stands on."""

from collections.abc import Mapping
from typing import ClassVar

from textual.widgets import TabbedContent, TabPane

from correspondence.tui.screens.screen import StoreScreen
from correspondence.tui.widgets.listing import Listing
from correspondence.tui.widgets.pane import Pane


class TabbedScreen(StoreScreen):
    """A screen whose tabs each hold a pane, called after the tab.

    Attributes:
        ONLY_ON: for an action that is not for every tab, the tabs that it is for.
    """

    ONLY_ON: ClassVar[Mapping[str, tuple[str, ...]]] = {}

    @property
    def tab(self) -> str:
        """The name of the tab that is seen."""
        return self.query_one(TabbedContent).active

    @property
    def listing(self) -> Listing:
        """The list of the tab that is seen."""
        return self.pane(self.tab).listing

    def pane(self, tab: str) -> Pane:
        """The list and the detail of a tab."""
        return self.query_one(f"#{tab}-pane", Pane)

    def on_mount(self) -> None:
        """The first tab is seen, unless another one was asked for."""
        if not self.tab:
            self.action_tab(str(self.query(TabPane).first().id))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A key is for some tabs, or for all."""
        tabs = self.ONLY_ON.get(action)
        return tabs is None or self.tab in tabs

    def on_tabbed_content_tab_activated(self) -> None:
        """The keys of the new tab."""
        self.refresh_bindings()

    def action_tab(self, tab: str) -> None:
        """Show a tab."""
        self.query_one(TabbedContent).active = tab
        self.pane(tab).listing.rows.focus()
