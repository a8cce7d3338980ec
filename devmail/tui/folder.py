"""Asking for the folder that something is saved in."""

from collections.abc import Iterable
from typing import ClassVar

from textual import on
from textual.binding import Binding, BindingType
from textual.content import Content
from textual.widget import Widget
from textual.widgets import Input, Static

from devmail.tui.dialog import Dialog
from devmail.tui.saving import safe_name


class FolderField(Input):
    """The folder."""

    BINDINGS: ClassVar[list[BindingType]] = [Binding("enter", "submit", "Save")]


class AskFolder(Dialog[str]):
    """Asks for a folder; ends with what was typed.

    Args:
        name: What is saved, as a mail calls it.
        folder: Where it goes unless another is named.
    """

    def __init__(self, name: str, folder: str) -> None:
        super().__init__(f"Save {safe_name(name)}")
        self._folder = folder

    def body(self) -> Iterable[Widget]:
        """Ask."""
        yield Static(Content("Into the folder:"))
        field = FolderField(self._folder, id="folder", compact=True)
        field.cursor_blink = False
        yield field

    @on(Input.Submitted)
    def take(self, event: Input.Submitted) -> None:
        """End with it."""
        self.dismiss(event.value)
