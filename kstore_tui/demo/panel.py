"""The mails of the demo, beside whatever screen is shown."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from devmail.keeping.inbox import Inbox
from devmail.mail import Mail
from devmail.safe_text import one_line

_SHOWN = 4


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
        self._unsubscribe = self._inbox.subscribe(self._show)
        self._show()

    def on_unmount(self) -> None:
        """Listen no more."""
        self._unsubscribe()

    def on_resize(self) -> None:
        """Use the width there is."""
        self._show()

    def _show(self, _arrived: Sequence[Mail] = ()) -> None:
        count = self._inbox.count()
        lines = [f"devmail · {self._server} · {count} mail{'' if count == 1 else 's'}"]
        lines += [self._line(mail) for mail in self._inbox.newest(_SHOWN)] or ["No mail yet."]
        self.update(Content("\n".join(lines)))

    def _line(self, mail: Mail) -> str:
        """Write a mail as one line: when, to whom, what about, and at its end the code."""
        code = mail.code or ""
        when = f"{mail.received_at:%H:%M:%S}"
        to = one_line(", ".join(mail.recipients))
        room = max(self.content_size.width - len(when) - len(code) - 4, 8)
        what = f"{to}  {one_line(mail.subject)}"
        if len(what) > room:
            what = what[: room - 1] + "…"
        return f"{when}  {what:<{room}}  {code}"
