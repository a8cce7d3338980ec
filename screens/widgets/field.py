"""One line to type in, under its label."""

from collections.abc import Iterable

from textual import events, on
from textual.binding import Binding
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static


class Field(Input):
    """An input that sends nothing while nobody types.

    Args:
        value: What stands in it at first.
        enter: What Enter does here, for the footer: the last field of a step submits it.
        secret: Whether what is typed is hidden.
        id: The name that its step knows it by.
    """

    def __init__(self, value: str = "", *, enter: str = "Next field", secret: bool = False, id: str) -> None:
        super().__init__(value, password=secret, id=id, compact=True)
        self.cursor_blink = False
        self.secret = secret
        # Each field says its own thing about Enter, so the key is bound here and not for the class.
        self._bindings = self._bindings.copy()
        self._bindings.key_to_bindings["enter"] = [Binding("enter", "submit", enter)]


class LabelledField(Vertical):
    """A label, and the field under it.

    Args:
        label: What is asked for.
        field: Where it goes.
        note: What stands under the field.
    """

    def __init__(self, label: str, field: Field, note: Static | None = None) -> None:
        super().__init__()
        self._label = label
        self._field = field
        self._note = note

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        with Horizontal(classes="label-line"):
            yield Static(self._label, classes="label", markup=False)
            if self._field.secret:
                yield Reveal()
        yield self._field
        if self._note is not None:
            self._note.add_class("note")
            yield self._note


class Reveal(Static):
    """Shows the password of its step, and hides it again: a key and a mouse target outside the Tab order."""

    def __init__(self) -> None:
        super().__init__("Show", classes="reveal")

    @on(events.Click)
    async def reveal(self) -> None:
        """Do what the key does."""
        await self.screen.run_action("reveal")
