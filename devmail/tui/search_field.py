"""The field for what is looked for."""

from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.widgets import Input

_IDLE = "/ search"


class SearchField(Input):
    """Looks for what is typed, as it is typed."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "app.clear_search", "Clear"),
        Binding("enter", "app.list", "List"),
        Binding("down", "app.list", show=False),
        Binding("tab", "app.list", show=False),
    ]

    def __init__(self) -> None:
        super().__init__(placeholder=_IDLE, id="search", compact=True, max_length=200)
        self.cursor_blink = False  # nothing is sent while nobody types

    def on_focus(self) -> None:
        """Tell what can be typed."""
        self.placeholder = "words, is:marked"

    def on_blur(self) -> None:
        """Tell how to come here."""
        self.placeholder = _IDLE
