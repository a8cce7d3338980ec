"""What every key does."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from devmail.tui.dialog import Dialog

_KEYS = (
    ("c", "copy the code"),
    ("l", "copy the link"),
    ("m", "mark the mail, or take the mark away"),
    ("d  u", "delete the mail; undo that"),
    ("D", "delete what is listed and not marked"),
    ("x", "export the mail into a file"),
    ("s", "save the chosen part (in Parts)"),
    ("f", "follow the newest"),
    ("F", "faults, for clients to cope with"),
    ("/", "search words, is:marked; Escape ends it"),
    ("Tab", "from the list to the mail, and back"),
    ("← →  1-6", "the tabs of the mail"),
    ("q", "quit"),
)


class Help(Dialog[bool]):
    """Names all keys."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("question_mark,q", "leave", show=False),  # as in a pager: q ends what is on top
        Binding("up", "scroll(-1)", show=False),
        Binding("down", "scroll(1)", show=False),
    ]

    def __init__(self) -> None:
        super().__init__("Keys")

    def body(self) -> Iterable[Widget]:
        """Name them."""
        lines = [Content.assemble((f"{key:<10}", "bold $accent"), what) for key, what in _KEYS]
        yield Static(Content("\n").join(lines))

    def action_scroll(self, by: int) -> None:
        """Go up or down in a small terminal.

        Args:
            by: How many lines down.
        """
        self.query_one("#box").scroll_relative(y=by, animate=False)
