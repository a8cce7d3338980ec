"""The top line: where the mail server listens, how many mails there are, whether the newest is followed."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from devmail.tui.mails import Mails


class Title(Static):
    """The top line; where there is no room for all of its words, it leaves out the less needed."""

    def __init__(self) -> None:
        super().__init__(id="title")
        self._words: list[str] = []

    def show(self, server: str, mails: Mails, all_of_them: int, follows: bool) -> None:
        """Show how things are.

        Args:
            server: Where the mail server listens, such as `127.0.0.1:1025`.
            mails: What is listed.
            all_of_them: How many mails there are in all.
            follows: Whether the newest is chosen as it comes.
        """
        count = f"{mails.total} of {all_of_them}" if mails.search else counted(all_of_them)
        self._words = ["devmail", server, count, "following" if follows else "not following"]
        self._lay_out()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.update(Content(title(self._words, self.content_size.width)), layout=False)


def title(words: Sequence[str], room: int) -> str:
    """Return the words that there is room for: the last two at least.

    Args:
        words: The less needed first.
        room: Cells; 0 while that is not known.
    """
    first = 0
    while first < len(words) - 2 and 0 < room < len("  ".join(words[first:])):
        first += 1
    return "  ".join(words[first:])


def counted(mails: int) -> str:
    """Return a number of mails in words.

    Args:
        mails: How many.
    """
    return f"{mails} mail{'' if mails == 1 else 's'}"


def which_mails(mails: int, of: int, is_found: bool) -> str:
    """Return in words which mails a question is about, whether those that are marked are left out or not.

    Args:
        mails: How many are not marked.
        of: How many there are with those that are.
        is_found: Whether it is about what a search found.
    """
    unmarked = "" if mails == of else " that is not marked" if mails == 1 else " that are not marked"
    if is_found:
        return f"the {'mail' if mails == 1 else counted(mails)} found{unmarked}"
    if mails == 1:
        return f"the mail{unmarked}" if unmarked else "the only mail"
    return f"all {counted(mails)}{unmarked}"
