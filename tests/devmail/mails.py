"""Mails for tests."""

from datetime import UTC, datetime, timedelta
from email.message import EmailMessage

from devmail.model import Mail
from devmail.store.inbox import Inbox

SENDER = "store@example.com"
RECIPIENT = "sato@example.com"

HOSTILE = (
    "Subject: =?utf-8?B?G1szMW1yZWQbWzBtIFtib2xkXW1hcmt1cFsvXSDigK5ldmls4oCs?= [b]\r\n"
    "Content-Type: text/plain; charset=utf-8\r\n\r\n"
    "\x1b]0;title\x07\x1b[2J[bold]not bold[/bold] [/nothing] [@click=app.quit]press[/]\r\n"
    "right to left \u202eabc\u202c, \u05e9\u05dc\u05d5\u05dd, zero\u200bwidth, C1 \x9b31m\r\n"
    "確認コード 日本語の長い行日本語の長い行日本語の長い行日本語の長い行日本語の長い行\r\n"
    "cafe\u0301, a\ttab, a lone \r return, DEL \x7f\r\n"
).encode()
"""What a mail can have in it to deceive a terminal: in its subject (ESC, markup, RLO) and its body."""


class TickingClock:
    """A clock that goes on a second each time it is read."""

    def __init__(self) -> None:
        self.now = datetime(2026, 3, 14, 9, 0, tzinfo=UTC)

    def __call__(self) -> datetime:
        """Return the present time, and go on."""
        self.now += timedelta(seconds=1)
        return self.now


def mail(text: str = "Hello.", subject: str = "A mail", *, html: str = "") -> bytes:
    """Return a mail's bytes."""
    message = EmailMessage()
    message["Subject"] = subject
    if text:
        message.set_content(text)
    if html and text:
        message.add_alternative(html, "html")
    elif html:
        message.set_content(html, "html")
    return message.as_bytes().replace(b"\n", b"\r\n")


def code_mail(code: str) -> bytes:
    """Return a mail that brings a code."""
    return mail(f"Your verification code:\n\n{code}\n\nIt is valid for 10 minutes.", "Your code")


LINK = "https://shop.example/login?token=8f3a91c2d4"


def link_mail(subject: str = "Your link to log in") -> bytes:
    """Return a mail that brings a link."""
    return mail(f"Log in with this link:\n\n{LINK}\n\nIt is valid for 10 minutes.", subject)


def signed_mail() -> bytes:
    """Return a mail whose header names others than the mail server is told of."""
    named = (
        "From: =?utf-8?b?QWNtw6k=?= Shop\r\n <noreply@acme.example>\r\nTO: Ada <ada@lovelace.example>\r\n"
        "Cc: Bob Builder <bob@builder.example>\r\nReply-To: help@acme.example\r\nCc: another@example.com\r\n"
    )
    return named.encode() + mail()


def deliver(inbox: Inbox, raw: bytes, *recipients: str) -> Mail:
    """Put a mail into an inbox."""
    return inbox.add(SENDER, recipients or (RECIPIENT,), raw)
