"""The chosen mail, looked at in one of several ways."""

from collections.abc import Iterable

from textual.containers import Vertical
from textual.widget import Widget

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.tui.mail_head import MailHead
from devmail.tui.part_list import PartList
from devmail.tui.tab_line import TabLine
from devmail.tui.text_view import TextView
from devmail.tui.views import NOT_THERE, TABS, Tab, lines_of


class Reader(Vertical):
    """Shows one mail. It reads no more of it than is looked at.

    Args:
        inbox: Where the mails are.
    """

    def __init__(self, inbox: Inbox) -> None:
        super().__init__()
        self._inbox = inbox
        self._mail: Mail | None = None
        self._shown: int | None = None  # the number of the mail that was read
        self.tab = Tab.TEXT
        """How mails are looked at."""

    def compose(self) -> Iterable[Widget]:
        """Lay it out."""
        yield MailHead()
        yield TabLine()
        yield TextView()
        yield PartList()

    def show(self, mail: Mail | None) -> None:
        """Show a mail from its beginning; one that is shown already stays as it is.

        Args:
            mail: Which; None shows that there is none.
        """
        if mail is not None and mail.id == self._shown:
            return
        self._mail = mail
        self.query_one(MailHead).show(mail)
        self._read()

    def open(self, tab: Tab) -> None:
        """Look at mails in another way.

        Args:
            tab: How.
        """
        if tab is self.tab:
            return
        had_focus = self.body.has_focus
        self.tab = tab
        self._read()
        if had_focus:
            self.screen.set_focus(self.body)

    def turn(self, by: int) -> None:
        """Go so many tabs to the right.

        Args:
            by: How many; negative goes left.
        """
        self.open(TABS[(TABS.index(self.tab) + by) % len(TABS)])

    @property
    def body(self) -> Widget:
        """What is under the tabs."""
        return self.query_one(PartList if self.tab is Tab.PARTS else TextView)

    @property
    def part(self) -> tuple[str, bytes] | None:
        """The name and content of the part that is chosen; None while no parts are shown."""
        return self.query_one(PartList).chosen if self.tab is Tab.PARTS else None

    @property
    def shows_parts(self) -> bool:
        """Whether there is a part to be saved."""
        return self.tab is Tab.PARTS and self.query_one(PartList).has_parts

    def _read(self) -> None:
        """Read the mail as it is looked at; where that fails, nothing of another is left."""
        tabs, text, parts = self.query_one(TabLine), self.query_one(TextView), self.query_one(PartList)
        mail = self._mail
        tabs.show(self.tab)
        tabs.visible = mail is not None
        text.display = self.tab is not Tab.PARTS
        parts.display = self.tab is Tab.PARTS
        self._shown = None
        lines: list[str] = []
        raw: bytes | None = b""
        try:
            if mail is not None:
                lines = lines_of(self._inbox, mail.id, self.tab)
                raw = self._inbox.raw(mail.id) if self.tab is Tab.PARTS else b""
                self._shown = mail.id
        finally:
            text.show(lines)
            parts.show(raw or b"", f"[{NOT_THERE}]" if raw is None else "")
