"""What opens over a screen and closes with one answer."""

from typing import ClassVar, TypeVar

from textual.await_complete import AwaitComplete
from textual.binding import Binding, BindingType
from textual.screen import ModalScreen

R = TypeVar("R")


class Dialog(ModalScreen[R]):
    """A box over the screen that it belongs to."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "dismiss(None)", "Close")]

    def dismiss(self, result: R | None = None) -> AwaitComplete:
        """End with an answer, once: a key that comes twice in one bunch would also close the screen below."""
        if not (self.is_mounted and self.app.is_running and self.app.screen is self):
            return AwaitComplete()
        return super().dismiss(result)
