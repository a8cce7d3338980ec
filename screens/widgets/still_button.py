"""Buttons of one line that stay as they are when they are pressed."""

from textual.geometry import Size
from textual.widgets import Button


class StillButton(Button):
    """Textual's button without the flash at a press: on a slow line it would be two more drawings.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        classes: How it looks: `primary`, `link`.
    """

    def __init__(self, label: str, id: str, classes: str = "") -> None:
        super().__init__(label, id=id, classes=classes, compact=True)
        self.active_effect_duration = 0


class Link(StillButton):
    """A button that looks like a link: no cells around its words.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        at: The edge of the page that it is flush with: `left` or `right`.
    """

    def __init__(self, label: str, id: str, at: str = "left") -> None:
        super().__init__(label, id, classes=f"link {at}")
        self.styles.line_pad = 0  # a style sheet cannot say 0

    def get_content_width(self, container: Size, viewport: Size) -> int:
        """Return the width of the words: Textual counts the pad even where there is none."""
        return super().get_content_width(container, viewport) - 2
