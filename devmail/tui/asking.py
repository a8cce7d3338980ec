"""Asking before what cannot be undone."""

from collections.abc import Iterable
from typing import ClassVar

from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Static

from devmail.tui.dialog import Dialog


class Question(Dialog[bool]):
    """Asks; ends with True for yes.

    Args:
        question: What is asked.
        more: What is to be known for the answer.
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("y", "yes", "Yes"),
        Binding("n", "leave", "No", show=False),
    ]

    def __init__(self, question: str, more: str) -> None:
        super().__init__(question)
        self._more = more

    def body(self) -> Iterable[Widget]:
        """Tell what is to be known."""
        yield Static(Content(self._more))

    def action_yes(self) -> None:
        """Answer yes."""
        self.dismiss(True)
