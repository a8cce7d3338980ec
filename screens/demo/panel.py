"""The mails of the demo, beside whatever screen is shown."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.text import one_line
from devmail.tui.cells import fitted, listed
from screens.demo.using import code_field, mail_for

_SHOWN = 4
_CODE = 14


class MailPanel(Static):
    """Shows the newest mails, the code of each as a column of its own.

    Args:
        inbox: Where the mails are.
        server: The address at which they arrive, as `127.0.0.1:41025`.
    """

    def __init__(self, inbox: Inbox, server: str) -> None:
        super().__init__(id="mails")
        self._inbox = inbox
        self._server = server

    def on_mount(self) -> None:
        """Show the mails that are there, and each that comes."""
        self._unsubscribe = self._inbox.subscribe(self._show, self._show)
        self._show()

    def on_unmount(self) -> None:
        """Listen no more."""
        self._unsubscribe()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._show()

    def _show(self, _arrived: Sequence[Mail] = ()) -> None:
        count = self._inbox.count()
        lines = [Content(f"devmail · {self._server} · {count} mail{'' if count == 1 else 's'}")]
        mails = self._inbox.newest(_SHOWN)
        usable = mail_for(code_field(self.screen), self._inbox)
        lines += [self._line(mail, usable) for mail in mails] or [Content("No mail yet.")]
        self.update(Content("\n").join(lines))

    def _line(self, mail: Mail, usable: Mail | None) -> Content:
        """Write a mail as one line: when, to whom, what about, the code, and the key that uses it."""
        code = Content(fitted(mail.code, _CODE).plain.rstrip() if mail.code else "")
        use = "  f4 use" if mail == usable else ""
        when = f"{mail.received_at:%H:%M:%S}  "
        width = self.content_size.width
        room = max(width - len(when) - code.cell_length - len(use) - 2, 8)
        what = Content(f"{one_line(listed(mail.recipients, width))}  {one_line(mail.subject[:500])}")
        told = what.truncate(room, ellipsis=True, pad=True)
        return Content.assemble(when, told, "  ", code, use)
