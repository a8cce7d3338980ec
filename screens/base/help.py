"""What F1 shows over a page."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from screens.widgets.footer import Footer

KEYS = """Keys that work everywhere
Tab, Shift+Tab  next field or button, the one before
Enter           go on; in the last field it submits
Escape          back one step
F10             the account's menu, once you are logged in
Ctrl+P          all commands, by what they do
Ctrl+L          draw the screen again
Ctrl+Q          quit; you are logged out"""


class Help(ModalScreen[None]):
    """Text over the page that it explains.

    Args:
        heading: The page's title.
        text: What there is to say.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,f1", "dismiss(None)", "Close")]

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._heading = heading
        self._text = text

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        with Vertical(classes="dialog"):
            yield Static(Content(self._heading), classes="heading")
            with VerticalScroll(id="explanation"):
                yield Static(Content(f"{self._text}\n\n{KEYS}"))
        yield Footer()
