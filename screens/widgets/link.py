"""A button that looks like a link."""

from textual.widgets import Button


def link(label: str, id: str, at: str = "left") -> Button:
    """Return one.

    Args:
        label: What it says.
        id: The name that its page knows it by.
        at: The edge of the page that it is flush with: `left` or `right`.
    """
    return Button(label, id=id, compact=True, classes=f"link {at}")
