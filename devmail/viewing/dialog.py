"""What is asked or told in a box over the mails."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from devmail.viewing.key_line import KeyLine

R = TypeVar("R")


class Dialog(ModalScreen[R | None]):
    """A box; Escape leaves it with nothing done.

    Args:
        heading: What it is about.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave", "Back")]

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        with VerticalScroll(id="box", can_focus=False):
            yield Static(Content(self._heading), id="heading")
            yield from self.body()
        yield KeyLine()

    def body(self) -> Iterable[Widget]:
        """Return what stands under the heading."""
        return ()

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)
