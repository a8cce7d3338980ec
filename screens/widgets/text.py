"""Words as they are shown: whatever is in them, it is text and nothing more."""

from textual.content import Content

from kstore_tui.core.text import safe_text


def plain(*lines: str) -> Content:
    """Return lines in which nothing is markup and nothing acts on a terminal.

    Addresses are checked when they are entered, but someone who runs the store can have imported anything.
    """
    return Content("\n".join(safe_text(line) for line in lines))
