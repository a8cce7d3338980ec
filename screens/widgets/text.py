"""Words as they are shown: whatever is in them, it is text and no more."""

from textual.content import Content

from kstore_tui.core.text import safe_text


def plain(*lines: str) -> Content:
    """Return lines in which nothing is markup and nothing acts on a terminal.

    Addresses are checked when they are entered; whoever runs the store can have brought in any other way
    what is none.

    Args:
        lines: What is shown, each on a line of its own.
    """
    return Content("\n".join(safe_text(line) for line in lines))
