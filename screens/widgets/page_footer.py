"""The bottom line: the keys that work now."""

from textual.widgets import Footer


class PageFooter(Footer):
    """The footer of every page; a click on a key does what the key does."""

    def __init__(self) -> None:
        super().__init__(show_command_palette=False, compact=True)
