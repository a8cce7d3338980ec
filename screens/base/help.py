"""What F1 shows over a screen."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from screens.base.dialog import Dialog
from screens.widgets.footer import Footer

KEYS = """Keys that work everywhere
Tab, Shift+Tab  next or previous field or button
Enter           continue; in the last field, submit
Escape          go back one step
F10             account menu, once you are logged in
Ctrl+P          all commands; find one by what it does
Ctrl+L          redraw the screen
Ctrl+Q          log out and quit"""


class Help(Dialog[None]):
    """Text over the screen that it explains."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("f1", "dismiss(None)", "Close", show=False)]

    def __init__(self, heading: str, text: str) -> None:
        super().__init__()
        self._heading = heading
        self._text = text

    def compose(self) -> Iterable[Widget]:
        with Vertical(classes="dialog"):
            yield Static(Content(self._heading), classes="heading")
            with VerticalScroll(id="explanation"):
                yield Static(Content(f"{self._text}\n\n{KEYS}"))
        yield Footer()
