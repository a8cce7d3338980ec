"""A button that looks like a link."""

from textual.widgets import Button


def link(label: str, id: str) -> Button:
    """Return one.

    Args:
        label: What it says.
        id: The name that its page knows it by.
    """
    return Button(label, id=id, compact=True, classes="link")
