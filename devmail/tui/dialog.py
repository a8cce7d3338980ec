"""What is asked or told in a box over the mails."""

from collections.abc import Iterable
from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widget import Widget
from textual.widgets import Static

from devmail.tui.key_line import KeyLine

R = TypeVar("R")


class Dialog(ModalScreen[R | None]):
    """A box; Escape leaves it with nothing done.

    Args:
        heading: What it is about.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave", "Back"),
        Binding("ctrl+c", "tell_the_way_out", show=False),
    ]

    def __init__(self, heading: str) -> None:
        super().__init__()
        self._heading = heading
        self._said = Static(id="said")

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        with VerticalScroll(id="box", can_focus=False):
            yield Static(Content(self._heading), id="heading")
            yield from self.body()
            yield self._said
        yield KeyLine()

    def body(self) -> Iterable[Widget]:
        """Return what stands under the heading."""
        return ()

    def say(self, line: str) -> None:
        """Say something at the end of the box: the line under the mails is covered.

        Args:
            line: What.
        """
        self._said.update(Content(line))
        self._said.display = True
        self._said.scroll_visible(animate=False)

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """End with a result, once: a key that comes twice in one read would close the mails as well."""
        return super().dismiss(result) if self.is_current else AwaitComplete()

    def action_leave(self) -> None:
        """Leave."""
        self.dismiss(None)

    def action_tell_the_way_out(self) -> None:
        """Tell who presses Ctrl+C how to quit."""
        self.say("Press Escape, then q, to quit.")
