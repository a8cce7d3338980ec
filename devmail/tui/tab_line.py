"""The line that names the ways to look at a mail."""

from textual.content import Content
from textual.style import Style
from textual.widgets import Static

from devmail.tui.views import TABS, Tab


class TabLine(Static):
    """Names the tabs, the open one so that it is seen without colours too; a click opens one."""

    def __init__(self) -> None:
        super().__init__(id="tabs")

    def show(self, open: Tab) -> None:
        """Show which tab is open.

        Args:
            open: Which.
        """
        self.update(Content("  ").join(_name(tab, tab is open) for tab in TABS), layout=False)


def _name(tab: Tab, is_open: bool) -> Content:
    to_open = Style.from_meta({"@click": f"app.open_tab({TABS.index(tab) + 1})"})
    style = "bold $accent underline" if is_open else "$muted"
    return Content(tab.value).stylize(style).stylize(to_open)
