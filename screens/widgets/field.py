"""One line to type in, under its label."""

from collections.abc import Iterable
from contextlib import suppress
from typing import ClassVar

from textual import events, on
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical
from textual.widget import Widget
from textual.widgets import Input, Static

from kstore_tui.core.codes import read_code
from kstore_tui.core.errors import NoCodeEntered


class Field(Input):
    """An input that sends nothing while nobody types, and takes keys in the order they were pressed.

    Textual acts on a key of a binding only after it has bubbled through the screen, and by then the
    letters behind it are in the field. On a slow line, where keys arrive in bunches, a password would be
    typed into the field above. Here each key is done with before the next.

    Args:
        value: What is in it at first.
        enter: What Enter does here, for the footer: the last field of a step submits it.
        secret: Whether what is typed is hidden.
        hint: What an empty field says, if it has no label.
        id: The name that its step knows it by.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("tab", "move_focus(True)", show=False),
        Binding("shift+tab", "move_focus(False)", show=False),
    ]

    def __init__(
        self, value: str = "", *, enter: str = "Next field", secret: bool = False, hint: str = "", id: str
    ) -> None:
        super().__init__(value, hint, password=secret, id=id, compact=True)
        self.cursor_blink = False
        self.secret = secret
        self.enter = enter

    async def on_key(self, event: events.Key) -> None:
        focused = self.screen.focused
        if focused is not None and focused is not self:
            # Pressed before, handled after the focus moved on: it is for the field that has it now. Only this
            # private method marks the key as one that the app has already passed on.
            focused._forward_event(events.Key(event.key, event.character))
        elif not await self._act_on(event.key):
            return
        event.stop()
        event.prevent_default()

    async def _act_on(self, key: str) -> bool:
        """Do at once what a key is bound to here; return whether it is."""
        bound = self.screen.active_bindings.get(key)
        return (
            bound is not None and bound.node is self and await self.app.run_action(bound.binding.action, self)
        )

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        if action == "submit":  # the screen knows whether anything can be submitted now
            return self.screen.check_action(action, parameters)
        if self.secret and action in ("copy", "cut"):  # a clipboard is for all to read
            return False
        return super().check_action(action, parameters)

    async def action_submit(self) -> None:
        """Go to the next field; from the last one, submit."""
        fields = list(self.screen.query(Field))
        if self is fields[-1]:
            await super().action_submit()
        else:
            self.screen.set_focus(fields[fields.index(self) + 1])

    def action_move_focus(self, forward: bool) -> None:
        if forward:
            self.screen.focus_next()
        else:
            self.screen.focus_previous()


class CodeField(Field):
    """A field that takes the code out of a whole pasted mail. Nothing submits itself."""

    def on_paste(self, event: events.Paste) -> None:
        with suppress(NoCodeEntered):  # what holds no code is pasted as any text is
            self.value = read_code(event.text)
            self.cursor_position = len(self.value)
            event.prevent_default()
            event.stop()


class LabelledField(Vertical):
    """A label, the field under it, and a note.

    Args:
        label: What is asked for.
        field: Where it goes.
        note: What is under the field.
        reveals: Whether "Show" is here, for all the passwords of the step.
    """

    def __init__(
        self, label: str, field: Field, note: Static | None = None, *, reveals: bool = False
    ) -> None:
        super().__init__()
        self._label = label
        self._field = field
        self._note = note
        self._reveals = reveals

    def compose(self) -> Iterable[Widget]:
        with Horizontal(classes="label-line"):
            yield Static(self._label, classes="label", markup=False)
            if self._reveals:
                yield Reveal()
        yield self._field
        if self._note is not None:
            self._note.add_class("note")
            yield self._note


class Reveal(Static):
    """Shows the passwords of its step, and hides them again: a mouse target outside the Tab order."""

    def __init__(self) -> None:
        super().__init__("Show", classes="reveal")

    @on(events.Click)
    async def reveal(self) -> None:
        await self.screen.run_action("reveal")
