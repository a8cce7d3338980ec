"""Buttons of one line that stay as they are when they are pressed."""

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


def link(label: str, id: str, at: str = "left") -> StillButton:
    """Return a button that looks like a link.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        at: The edge of the page that it is flush with: `left` or `right`.
    """
    button = StillButton(label, id, classes=f"link {at}")
    button.styles.line_pad = 0  # a style sheet cannot say 0
    return button
