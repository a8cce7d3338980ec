"""The mails of the demo, beside whatever screen is shown, and which of their codes can be used there."""

from collections.abc import Sequence
from typing import Any

from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from devmail.model import Mail
from devmail.store.inbox import Inbox
from devmail.text import one_line
from screens.widgets.field import Field

_VERIFICATION = "code"
_CODE_FIELDS = f"#{_VERIFICATION}, #registration-code, #reset-code"
_SEARCHED = 50
"""Mails searched for the newest code."""
_SHOWN = 4
_CODE_CELLS = 14
_READ = 500
"""Characters of a header that are looked at: it can be endless."""


def code_field(screen: Screen[Any]) -> Field | None:
    """Return the screen's field for a mailed code, if it has one."""
    return next(iter(screen.query(Field).filter(_CODE_FIELDS)), None)


def mail_for(field: Field | None, inbox: Inbox) -> Mail | None:
    """Return the newest mail whose code is of the kind that a field takes."""
    if field is None:
        return None
    of_digits = field.id == _VERIFICATION
    mails = inbox.newest(_SEARCHED)
    return next((mail for mail in mails if mail.code and mail.code.isdecimal() == of_digits), None)


class MailPanel(Static):
    """The newest mails, a line each, with their codes in a column."""

    def __init__(self, inbox: Inbox, server: str) -> None:
        super().__init__(id="mails")
        self._inbox = inbox
        self._server = server

    def on_mount(self) -> None:
        self._unsubscribe = self._inbox.subscribe(self._show, self._show)
        self._show()

    def on_unmount(self) -> None:
        self._unsubscribe()

    def on_resize(self) -> None:
        self._show()

    def _show(self, _arrived: Sequence[Mail] = ()) -> None:
        count = self._inbox.count()
        lines = [Content(f"devmail · {self._server} · {count} email{'' if count == 1 else 's'}")]
        usable = mail_for(code_field(self.screen), self._inbox)
        mails = [self._line(mail, usable) for mail in self._inbox.newest(_SHOWN)]
        self.update(Content("\n").join(lines + (mails or [Content("No emails yet.")])))

    def _line(self, mail: Mail, usable: Mail | None) -> Content:
        """Write one mail: when, to whom, what about, its code, and the key that uses it."""
        when = f"{mail.received_at:%H:%M:%S}  "
        code = Content(one_line(mail.code or "")).truncate(_CODE_CELLS, ellipsis=True)
        use = "  f4 use" if mail == usable else ""
        words = Content("  ").join(
            Content(one_line(each[:_READ])) for each in (", ".join(mail.recipients), mail.subject)
        )
        room = max(self.content_size.width - len(when) - code.cell_length - len(use) - 2, 8)
        return Content.assemble(when, words.truncate(room, ellipsis=True, pad=True), "  ", code, use)
