"""Setting the faults that the mail server's clients are to cope with."""

from collections.abc import Callable, Iterable
from typing import ClassVar, Protocol

from textual.binding import Binding, BindingType
from textual.containers import Horizontal
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from devmail.numbers import NoSuchNumber, count, seconds
from devmail.smtp.faults import Faults
from devmail.tui.dialog import Dialog

_NUMBERS: tuple[tuple[str, str, Callable[[str], float]], ...] = (
    ("first", "Refuse so many of the next mails (451)", count),
    ("a_minute", "Take so many mails a minute (then 421)", count),
    ("delay", "Let each mail wait so many seconds", seconds),
)
_CHOICES = (
    ("drop", "Break off in the middle of each mail"),
    ("no_login", "Refuse every login"),
)


class HasFaults(Protocol):
    """What can be told to ill-treat its clients: the mail server."""

    faults: Faults


class Number(Input):
    """A number; nothing is 0."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.set", "Set"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]


class Choice(Static, can_focus=True):
    """On or off, told apart without colours.

    Args:
        label: What.
        value: Whether it is on.
        id: The name that the form knows it by.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("enter", "screen.set", "Set"),
        Binding("space", "turn", "On or off"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, label: str, value: bool, *, id: str) -> None:
        super().__init__(id=id)
        self._label = label
        self.value = value
        """Whether it is on."""
        self._tell()

    def action_turn(self) -> None:
        """Turn it on or off."""
        self.value = not self.value
        self._tell()

    def on_click(self) -> None:
        """Turn it on or off."""
        self.action_turn()

    def _tell(self) -> None:
        self.update(Content(f"[{'x' if self.value else ' '}] {self._label}"))


class FaultsForm(Dialog[Faults]):
    """Asks which faults are to be on; ends with them.

    Args:
        faults: Those that are on.
    """

    BINDINGS: ClassVar[list[BindingType]] = [Binding("ctrl+o", "none", "All off")]

    def __init__(self, faults: Faults) -> None:
        super().__init__("Faults, for clients to cope with")
        self._faults = faults

    def body(self) -> Iterable[Widget]:
        """Ask."""
        for name, label, _ in _NUMBERS:
            value = getattr(self._faults, name)
            with Horizontal(classes="line"):
                yield Static(Content(label))
                field = Number(
                    f"{value:g}" if value else "",
                    "0",
                    id=name,
                    type="number" if name == "delay" else "integer",
                    compact=True,
                    max_length=7,
                )
                field.cursor_blink = False
                yield field
        for name, label in _CHOICES:
            yield Choice(label, getattr(self._faults, name), id=name.replace("_", "-"))

    def action_set(self) -> None:
        """End with what is asked for, or say what is no number and go there."""
        numbers: dict[str, float] = {}
        for name, _, read in _NUMBERS:
            field = self.query_one(f"#{name}", Number)
            try:
                numbers[name] = read(field.value) if field.value.strip("0 ") else 0
            except NoSuchNumber as error:
                self.say(f"{str(error).capitalize()}, or nothing.")
                self.set_focus(field)
                return
        choices = {name: self.query_one(f"#{name.replace('_', '-')}", Choice).value for name, _ in _CHOICES}
        self.dismiss(
            Faults(
                first=int(numbers["first"]),
                a_minute=int(numbers["a_minute"]),
                delay=numbers["delay"],
                drop=choices["drop"],
                no_login=choices["no_login"],
            )
        )

    def action_none(self) -> None:
        """End with none."""
        self.dismiss(Faults())
