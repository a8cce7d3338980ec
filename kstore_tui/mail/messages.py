"""What every mail says: a dataclass for each, with a plain text and the same words as simple HTML beside it.

Mails are written without their sender. The header fields are `email.message`'s own: no text can add one.
"""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass, field, fields
from datetime import datetime
from email.message import EmailMessage
from html import escape
from typing import ClassVar

from kstore_tui.core.addresses import as_mailed, mask
from kstore_tui.core.codes import Purpose
from kstore_tui.core.origin import HERE
from kstore_tui.core.text import time_of_day

CODE_SUBJECT = "[Kintone] Verification Code"
"""The title that the article names."""


def _message(to: str, subject: str, paragraphs: Iterable[str], code: str | None = None) -> EmailMessage:
    message = EmailMessage()
    message["To"] = as_mailed(to)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"  # RFC 3834: no out-of-office answers
    message.set_content("\n\n".join([*([code] if code else []), *paragraphs]) + "\n")
    big = f'<p style="font-size: 150%"><b>{code}</b></p>\n' if code else ""
    html = "".join(f"<p>{escape(paragraph)}</p>\n" for paragraph in paragraphs)
    message.add_alternative(f"<!DOCTYPE html>\n<html><body>\n{big}{html}</body></html>\n", "html")
    return message


def _place(origin: str) -> str:
    """Return an origin as someone reads it elsewhere."""
    return "the store's own host" if origin == HERE else origin


# The verification code, which is sent while the person waits.

_TO_DO = {
    Purpose.LOG_IN: "to log in",
    Purpose.ENABLE: "to enable two-step verification",
    Purpose.CHANGE_OLD: "to change the verification address",
    Purpose.CHANGE_NEW: "to confirm this address",
    Purpose.DISABLE: "to disable two-step verification",
}
_IGNORE_IT = "If you didn't request this code, ignore this email. Nothing changes without the code."
_SOMEONE_IS_LOGGED_IN = (
    "If you didn't request this code, someone else is logged in to your account. Change your password now. "
    "They can't change two-step verification without this code."
)
_IF_NOT_REQUESTED = {
    Purpose.LOG_IN: (
        "If you didn't request this code, someone else knows your password. Change it now. "
        "They can't log in without this code."
    ),
    Purpose.ENABLE: _IGNORE_IT,
    Purpose.CHANGE_OLD: _SOMEONE_IS_LOGGED_IN,
    Purpose.CHANGE_NEW: _IGNORE_IT,
    Purpose.DISABLE: _SOMEONE_IS_LOGGED_IN,
}


@dataclass(frozen=True, slots=True)
class CodeMail:
    """The mail with a verification code."""

    code: str = field(repr=False)
    to: str
    account: str
    """The login address, masked: the mailbox may be somebody else's."""
    purpose: Purpose
    asked_at: datetime
    origin: str
    """Where it was requested from."""
    valid_until: datetime

    def message(self) -> EmailMessage:
        whose = "as" if self.purpose == Purpose.LOG_IN else "for the account"
        message = _message(
            self.to,
            CODE_SUBJECT,
            (
                f"Use this verification code {_TO_DO[self.purpose]} {whose} {self.account}.",
                f"It was requested on {self.asked_at:%Y-%m-%d} at {time_of_day(self.asked_at)} "
                f"from {_place(self.origin)} and is valid until {time_of_day(self.valid_until)}.",
                _IF_NOT_REQUESTED[self.purpose],
            ),
            self.code,
        )
        message["Date"] = self.asked_at
        return message


# The mails of the outbox, which may wait.


@dataclass(frozen=True)
class OutboxMail:
    """What a mail of the outbox is about. It is kept as JSON and written when it is sent."""

    kind: ClassVar[str]
    """What the outbox and the operator call it."""
    subject: ClassVar[str]
    account: str
    """The login address of the account that it is about."""

    @property
    def one_for(self) -> str | None:
        """What only one waiting mail may be for; None when there can be any number."""
        return None

    def to_json(self) -> str:
        return json.dumps(asdict(self), default=datetime.isoformat)

    def _write(
        self, to: str, paragraphs: tuple[str, ...], code: str | None = None, **more: object
    ) -> EmailMessage:
        """Write paragraphs with the facts in braces; addresses are shown masked, moments in UTC."""
        facts = {name: _shown(name, value) for name, value in (asdict(self) | more).items()}
        return _message(to, self.subject, [text.format(**facts) for text in paragraphs], code)


def _shown(name: str, value: object) -> str:
    if isinstance(value, datetime):
        return f"{value:%Y-%m-%d %H:%M} UTC"
    if name == "origin":
        return _place(str(value))
    return mask(str(value)) if name in ("account", "address") else str(value)


@dataclass(frozen=True)
class Notice(OutboxMail):
    """A mail that tells an owner what happened to the account."""

    text: ClassVar[str]
    if_not_you: ClassVar[str] = (
        "If this wasn't you, contact another administrator or the operator right away."
    )
    when: datetime

    def message(self, to: str) -> EmailMessage:
        return self._write(to, (self.text, self.if_not_you))


_SOMEONE_GUESSES_CODES = (
    "If this wasn't you, someone else knows your password. Choose a new one with “Forgot your password?” "
    "on the login screen. Resetting your password also lifts a 15-minute wait or a hold."
)


class AccountRegistered(Notice):
    """To an administrator whose account can now be used."""

    kind = "account registered"
    subject = "[Kintone] Your account was registered"
    text = "Your account {account} was registered on {when}. You can now log in with your password."


@dataclass(frozen=True)
class AccountDeleted(Notice):
    by: str
    """Who deleted it, as the owner may read it."""
    kind = "account deleted"
    subject = "[Kintone] Your account was deleted"
    text = "Your account {account} was deleted by {by} on {when}. You can no longer log in with it."
    if_not_you = "If you didn't expect this, contact another administrator or the operator right away."


class PasswordChanged(Notice):
    kind = "password changed"
    subject = "[Kintone] Your password was changed"
    text = "The password of {account} was changed on {when}. All other sessions have been logged out."


@dataclass(frozen=True)
class TwoStepEnabled(Notice):
    address: str
    kind = "two-step enabled"
    subject = "[Kintone] Two-step verification was enabled"
    text = (
        "Two-step verification was enabled for your account {account} on {when}. Each time you log in, we'll "
        "email a code to {address}."
    )


@dataclass(frozen=True)
class VerificationAddressChanged(Notice):
    """To the login address, the old and the new verification address."""

    address: str
    kind = "verification address changed"
    subject = "[Kintone] Your verification address was changed"
    text = (
        "The verification address of the account {account} was changed on {when}. Codes now go to {address}."
    )


class TwoStepDisabled(Notice):
    kind = "two-step disabled"
    subject = "[Kintone] Two-step verification was disabled"
    text = (
        "Two-step verification was disabled for your account {account} on {when}. You now log in with your "
        "password alone."
    )


@dataclass(frozen=True)
class WrongCodesEntered(Notice):
    """To the owner of an account that has to wait after wrong codes."""

    origin: str
    until: datetime
    kind = "wrong codes"
    subject = "[Kintone] Too many wrong verification codes"
    text = (
        "Too many wrong verification codes were entered for your account {account}, the last one on {when} "
        "from {origin}. No code will be sent or accepted until {until}."
    )
    if_not_you = _SOMEONE_GUESSES_CODES


@dataclass(frozen=True)
class AccountPutOnHold(Notice):
    origin: str
    kind = "account on hold"
    subject = "[Kintone] Your account is on hold"
    text = (
        "Too many wrong verification codes were entered for your account {account}, the last one on {when} "
        "from {origin}. Your account is now on hold: no code will be sent or accepted until you reset your "
        "password, or another administrator or the operator releases the account."
    )
    if_not_you = _SOMEONE_GUESSES_CODES


@dataclass(frozen=True)
class PasswordKnown(Notice):
    """To the owner of an account when someone had the right password but not the code."""

    origin: str
    kind = "password known"
    subject = "[Kintone] Login without a verification code"
    text = (
        "Someone entered the right password for {account} on {when} from {origin}, but not the verification "
        "code. They were not logged in."
    )
    if_not_you = (
        "If this wasn't you, choose a new password: in Account Settings, or with “Forgot your password?” on "
        "the login screen."
    )


@dataclass(frozen=True)
class TokenMail(OutboxMail):
    """A mail with a registration or reset code, which is made only when the mail is written.

    So no code is stored in the database or in a backup.
    """

    paragraphs: ClassVar[tuple[str, ...]]
    administrator_id: str
    """Whose code it is; empty for nobody."""

    @property
    def one_for(self) -> str:
        """One at a time for each account: nobody can fill the outbox by asking again and again."""
        return f"{self.kind} {self.administrator_id}"

    def message(self, to: str, code: str, valid_until: datetime) -> EmailMessage:
        return self._write(to, self.paragraphs, code, valid_until=valid_until)


@dataclass(frozen=True)
class RegistrationCodeMail(TokenMail):
    by: str
    """Who invited them, as they may read it."""
    kind = "registration code"
    subject = "[Kintone] Registration Code"
    paragraphs = (
        "You've been invited by {by} to be an administrator of the Kintone Store. Your registration code for "
        "{account} is above.",
        "Open the store, choose “I have a registration code”, and enter the code and a password of your "
        "choice. The code works once and is valid until {valid_until}.",
        "If you weren't expecting this, ignore this email. Nobody can log in without the code.",
    )


@dataclass(frozen=True)
class ResetCodeMail(TokenMail):
    when: datetime
    origin: str
    kind = "reset code"
    subject = "[Kintone] Reset Code"
    paragraphs = (
        "This is your reset code for {account}. It was requested on {when} from {origin}.",
        "Enter it in the Kintone Store and choose a new password. The code works once and is valid until "
        "{valid_until}.",
        "If you didn't request it, ignore this email; your password won't change. Never share the code with "
        "anyone.",
    )


MAILS: dict[str, type[OutboxMail]] = {
    mail.kind: mail for mail in (*Notice.__subclasses__(), *TokenMail.__subclasses__())
}


class UnknownMail(ValueError):
    """This version of the program can't write the mail."""


def from_json(kind: str, facts: str) -> OutboxMail:
    """Return a mail that the outbox keeps. `UnknownMail` comes from another version of the program."""
    try:
        mail, values = MAILS[kind], json.loads(facts)
        for each in fields(mail):
            if each.type is datetime:
                values[each.name] = datetime.fromisoformat(values[each.name])
        return mail(**values)
    except (KeyError, TypeError, ValueError) as error:
        raise UnknownMail(kind) from error
