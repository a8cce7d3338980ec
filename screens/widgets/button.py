"""Buttons of one line that stay as they are when they are pressed."""

from typing import ClassVar

from textual.binding import Binding
from textual.geometry import Size
from textual.widgets import Button


class FormButton(Button):
    """Textual's button without the flash at a press: on a slow line it would be two more drawings.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        classes: How it looks: `primary`, `link`.
    """

    TELLS_ENTER: ClassVar[bool] = True
    """Whether the footer says what Enter does on it."""

    def __init__(self, label: str, id: str, classes: str = "") -> None:
        super().__init__(label, id=id, classes=classes, compact=True)
        self.active_effect_duration = 0
        # Each button says its own thing about Enter, so the key is bound here and not for the class.
        self._bindings = self._bindings.copy()
        self._bindings.key_to_bindings["enter"] = [Binding("enter", "press", label, show=self.TELLS_ENTER)]

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Let the screen say whether anything can be pressed now."""
        if action == "press":
            return self.screen.check_action(action, parameters)
        return super().check_action(action, parameters)


class Link(FormButton):
    """A button that looks like a link: no cells around its words.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        at: The edge of the page that it is flush with: `left` or `right`.
    """

    TELLS_ENTER = False  # what it leads to is all that it says

    def __init__(self, label: str, id: str, at: str = "left") -> None:
        super().__init__(label, id, classes=f"link {at}")
        self.styles.line_pad = 0  # a style sheet cannot say 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the words: Textual counts the pad even where there is none."""
        return super().get_content_width(container, viewport) - 2
