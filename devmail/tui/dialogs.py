"""What is asked or told in a box over the mails."""

from typing import TypeVar

from textual.app import ComposeResult
from textual.binding import Binding
from textual.containers import Horizontal, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.validation import Number
from textual.widget import Widget
from textual.widgets import Checkbox, Footer, Input, Static

from devmail.smtp.faults import Faults
from devmail.tui.saving import safe_name

R = TypeVar("R")


class Dialog(ModalScreen[R | None]):
    """A box; Escape leaves it with nothing done."""

    BINDINGS = [
        Binding("escape", "leave", "Back"),
        Binding("ctrl+c", "say_way_out", show=False, priority=True),
    ]

    def __init__(self, heading: str, *body: Widget) -> None:
        super().__init__()
        self._heading = heading
        self._body = body
        self._said = Static(id="said")

    def compose(self) -> ComposeResult:
        with VerticalScroll(id="box", can_focus=False):
            yield Static(Content(self._heading), id="heading")
            yield from self._body
            yield self._said
        yield Footer(compact=True)

    def say(self, line: str) -> None:
        """Say something at the end of the box: the line under the mails is covered."""
        self._said.update(Content(line))
        self._said.display = True
        self._said.scroll_visible(animate=False)

    def action_leave(self) -> None:
        self.dismiss(None)

    def action_say_way_out(self) -> None:
        self.say("Press Escape, then q, to quit.")


class Question(Dialog[bool]):
    """Asks before what cannot be undone; ends with True for yes."""

    BINDINGS = [Binding("y", "yes", "Yes"), Binding("n", "leave", "No", show=False)]

    def __init__(self, question: str, more: str) -> None:
        super().__init__(question, Static(Content(more)))

    def action_yes(self) -> None:
        self.dismiss(True)


class Field(Input):
    """A field in which Enter ends the dialog: once what was typed before is in it, so not with priority."""

    BINDINGS = [Binding("enter", "screen.submit", "OK")]

    def on_mount(self) -> None:
        self.cursor_blink = False


class AskFolder(Dialog[str]):
    """Asks for the folder that something is saved in; ends with what was typed."""

    def __init__(self, name: str, folder: str) -> None:
        self._field = Field(folder, compact=True)
        super().__init__(f"Save {safe_name(name)}", Static("Folder:"), self._field)

    def action_submit(self) -> None:
        self.dismiss(self._field.value)


_NUMBERS = (
    ("first", "Reject this many of the next emails (451)", 1_000_000),
    ("a_minute", "Emails per minute before 421", 1_000_000),
    ("delay", "Delay each email (seconds)", 1_000),
)
_CHOICES = (("drop", "Drop connections in the middle of an email"), ("no_login", "Reject every login"))


class Choice(Checkbox):
    """A box that tells on from off without colours, too."""

    BINDINGS = [Binding("enter", "screen.submit", "OK"), Binding("space", "toggle_button", "On or off")]
    BUTTON_LEFT = BUTTON_RIGHT = ""

    def watch_value(self) -> None:
        self.BUTTON_INNER = "[x]" if self.value else "[ ]"
        super().watch_value()
        self.refresh()

    def on_mount(self) -> None:
        self.watch_value()


class FaultsForm(Dialog[Faults]):
    """Asks which faults are to be on; ends with them."""

    BINDINGS = [
        Binding("ctrl+o", "all_off", "All off"),
        Binding("down", "app.focus_next", show=False),
        Binding("up", "app.focus_previous", show=False),
    ]

    def __init__(self, faults: Faults) -> None:
        self._numbers = [
            Field(
                f"{value:g}" if (value := getattr(faults, name)) else "",
                "0",
                type="number" if name == "delay" else "integer",
                compact=True,
                max_length=7,
                validators=[Number(0, most, f"Enter a number from 0 to {most:,}.")],
                validate_on=[],
                valid_empty=True,
            )
            for name, _, most in _NUMBERS
        ]
        self._choices = {name: Choice(label, getattr(faults, name), compact=True) for name, label in _CHOICES}
        lines = [
            Horizontal(Static(Content(label)), field, classes="line")
            for (_, label, _), field in zip(_NUMBERS, self._numbers, strict=True)
        ]
        super().__init__("Simulate faults", *lines, *self._choices.values())

    def action_submit(self) -> None:
        for field in self._numbers:
            result = field.validate(field.value)
            if result is not None and not result.is_valid:
                self.say(result.failure_descriptions[-1])
                self.set_focus(field)
                return
        first, a_minute, delay = (float(field.value or 0) for field in self._numbers)
        choices = {name: choice.value for name, choice in self._choices.items()}
        self.dismiss(Faults(first=int(first), a_minute=int(a_minute), delay=delay, **choices))

    def action_all_off(self) -> None:
        self.dismiss(Faults())


_KEYS = (
    ("c", "copy the code (sure or likely)"),
    ("l", "copy the link"),
    ("o", "open the link, or the HTML, in a browser"),
    ("m", "mark or unmark the email"),
    ("d  u", "delete the email; undo"),
    ("D", "delete all listed emails that aren't marked"),
    ("x", "export the email to a file"),
    ("s", "save the selected part (in Parts)"),
    ("f", "follow the newest email"),
    ("F", "simulate faults"),
    ("/", "search words or is:marked; Escape clears it"),
    ("Tab", "switch between list and email"),
    ("← →  1-8", "the email's tabs"),
    ("q", "quit"),
)


class Help(Dialog[bool]):
    """Names all keys."""

    BINDINGS = [
        Binding("question_mark,q", "leave", show=False),  # as in a pager: q ends what is on top
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self) -> None:
        lines = [Content.assemble((f"{key:<10}", "bold $accent"), what) for key, what in _KEYS]
        super().__init__("Keys", Static(Content("\n").join(lines)))

    def action_scroll(self, by: int) -> None:
        self.query_one("#box").scroll_relative(y=by, animate=False)
