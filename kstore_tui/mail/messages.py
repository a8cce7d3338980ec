"""The mails in words: plain text, with a simple HTML of the same words beside it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING

from kstore_tui.core.addresses import as_mailed
from kstore_tui.core.codes import Purpose
from kstore_tui.core.times import time_of_day

if TYPE_CHECKING:
    from email.message import EmailMessage

CODE_SUBJECT = "[Kintone] Verification Code"
"""The title that the article names."""

_WHAT_FOR = {
    Purpose.LOG_IN: "to log in",
    Purpose.ENABLE: "to enable two-step verification",
    Purpose.CHANGE_OLD: "to change the address for verification codes",
    Purpose.CHANGE_NEW: "to send verification codes to this address from now on",
    Purpose.DISABLE: "to disable two-step verification",
}
_IF_NOT_YOU = {
    Purpose.LOG_IN: (
        "If you did not ask for it, someone knows the password of this account: change the password. "
        "Without this code they cannot log in."
    ),
    Purpose.ENABLE: "If you did not ask for it, ignore this mail: nothing changes without this code.",
    Purpose.CHANGE_NEW: "If you did not ask for it, ignore this mail: nothing changes without this code.",
}
_SOMEONE_IS_LOGGED_IN = (
    "If you did not ask for it, someone is logged in to this account: change the password. "
    "Without this code they cannot change two-step verification."
)


@dataclass(eq=False, repr=False)
class CodeMail:
    """The mail that brings a verification code."""

    code: str = field(repr=False)
    to: str
    account: str
    """The login address, masked: the mailbox may be somebody else's."""
    purpose: Purpose
    asked_at: datetime
    origin: str
    """Where it was asked for."""
    valid_until: datetime

    def message(self) -> "EmailMessage":
        """Return the mail, but for its sender.

        The header fields are `email.message`'s own: no text can add another one.
        """
        from email.message import EmailMessage  # 15 ms, and 3 for the next: only when a mail is sent
        from html import escape

        explanation = (
            f"This is the verification code for {self.account} {_WHAT_FOR[self.purpose]}.",
            f"It was asked for on {self.asked_at:%Y-%m-%d} at {time_of_day(self.asked_at)} "
            f"from {self.origin} and is valid until {time_of_day(self.valid_until)}.",
            _IF_NOT_YOU.get(self.purpose, _SOMEONE_IS_LOGGED_IN),
        )
        message = EmailMessage()
        message["To"] = as_mailed(self.to)
        message["Subject"] = CODE_SUBJECT
        message["Date"] = self.asked_at
        message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
        message.set_content("\n\n".join((self.code, *explanation)) + "\n")
        paragraphs = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in explanation)
        code = f'<p style="font-size: 150%"><b>{self.code}</b></p>'
        message.add_alternative(
            f"<!DOCTYPE html>\n<html><body>\n{code}\n{paragraphs}</body></html>\n", "html"
        )
        return message
