"""Mails that may wait: registration and reset codes, and notices of what was done to an account."""

from typing import TYPE_CHECKING, Any

from kstore_tui.core.addresses import as_mailed, mask

if TYPE_CHECKING:
    from email.message import EmailMessage

DELETED = "deleted"
REGISTERED = "registered"
NEW_PASSWORD = "new password"  # noqa: S105 - the kind of a notice
TWO_STEP_ON = "two-step on"
TWO_STEP_CHANGED = "two-step changed"
TWO_STEP_OFF = "two-step off"
WRONG_CODES = "wrong codes"
HELD = "held"
PASSWORD_KNOWN = "password known"  # noqa: S105 - the kind of a notice

_NOTICES = {
    DELETED: (
        "[Kintone] Your account was deleted",
        "Your account {account} was deleted by {by} on {when}. It cannot log in any more.",
    ),
    REGISTERED: (
        "[Kintone] You are registered",
        "Your account {account} was registered on {when}. You can log in with its password.",
    ),
    NEW_PASSWORD: (
        "[Kintone] Your password was changed",
        "The password of {account} was changed on {when}. The account is logged out everywhere else.",
    ),
    TWO_STEP_ON: (
        "[Kintone] Two-step verification was enabled",
        "Two-step verification was enabled for {account} on {when}. "
        "Every login now mails a code to {address}.",
    ),
    TWO_STEP_CHANGED: (
        "[Kintone] The address for verification codes was changed",
        "The verification codes of {account} go to {address} since {when}.",
    ),
    TWO_STEP_OFF: (
        "[Kintone] Two-step verification was disabled",
        "Two-step verification was disabled for {account} on {when}. The password alone opens the store now.",
    ),
    WRONG_CODES: (
        "[Kintone] Too many wrong verification codes",
        "Too many wrong verification codes were entered for {account}, the last one on {when} from {origin}. "
        "No code is mailed or taken until {until}.",
    ),
    HELD: (
        "[Kintone] Your account is held",
        "So many wrong verification codes were entered for {account}, the last one on {when} from {origin}, "
        "that the account is held. No code is mailed or taken until a fellow administrator or the operator "
        "of the store releases it.",
    ),
    PASSWORD_KNOWN: (
        "[Kintone] Someone has your password",
        "Someone gave the right password for {account} on {when} from {origin}, but not the verification "
        "code. They are not logged in.",
    ),
}
_IF_NOT_YOU = "If this was not you, tell a fellow administrator or whoever runs the store."
_IF_NOT_YOU_THEY_CAN_GUESS = (
    "If this was not you, someone has the password of this account: choose another one with “Forgot your "
    "password?” on the login screen. A new password also ends a wait of 15 minutes and a hold."
)
_IF_NOT_YOU_THEY_KNOW_IT = (
    "If this was not you, choose another password: in Account Settings, or with “Forgot your password?” on "
    "the login screen."
)
_WHAT_TO_DO = {
    WRONG_CODES: _IF_NOT_YOU_THEY_CAN_GUESS,
    HELD: _IF_NOT_YOU_THEY_CAN_GUESS,
    PASSWORD_KNOWN: _IF_NOT_YOU_THEY_KNOW_IT,
}


NOTICES = tuple(_NOTICES)
"""The kinds of notices."""


def notice(kind: str, to: str, facts: dict[str, Any]) -> "EmailMessage":
    """Return a notice.

    Args:
        kind: What it tells of.
        to: Who is told.
        facts: What the words need; addresses in it are masked.
    """
    subject, words = _NOTICES[kind]
    return _mail(to, subject, (words.format(**facts), _WHAT_TO_DO.get(kind, _IF_NOT_YOU)))


def registration_mail(to: str, code: str, by: str, valid_until: str) -> "EmailMessage":
    """Return the mail that brings a registration code.

    Args:
        to: The login address of the invited administrator.
        code: The code as it is shown.
        by: Who invited them, masked.
        valid_until: Until when it is valid, in words.
    """
    return _mail(
        to,
        "[Kintone] Registration Code",
        (
            code,
            f"This is the registration code for {mask(to)}. This address was registered "
            f"as an administrator of the Kintone Store by {by}.",
            "Open the store, choose “I have a registration code”, and enter the code and a password of your "
            f"own. The code is valid until {valid_until}, once.",
            "If you know nothing of this, ignore this mail: no account works without the code.",
        ),
    )


def reset_mail(to: str, code: str, when: str, origin: str, valid_until: str) -> "EmailMessage":
    """Return the mail that brings a reset code.

    Args:
        to: The login address of the account.
        code: The code as it is shown.
        when: When it was asked for, in words.
        origin: From where.
        valid_until: Until when it is valid, in words.
    """
    return _mail(
        to,
        "[Kintone] Reset Code",
        (
            code,
            f"This is the reset code for {mask(to)}. It was asked for on {when} from {origin}, on the login "
            "screen of the Kintone Store, by someone who forgot the password.",
            f"Enter it there with a new password of your own. The code is valid until {valid_until}, once.",
            "If you did not ask for it, ignore this mail: the password stays as it is without the code. "
            "Give the code to nobody.",
        ),
    )


def _mail(to: str, subject: str, sentences: tuple[str, ...]) -> "EmailMessage":
    from email.message import EmailMessage  # 15 ms: only when a mail is sent
    from html import escape

    message = EmailMessage()
    message["To"] = as_mailed(to)
    message["Subject"] = subject
    message["Auto-Submitted"] = "auto-generated"
    message.set_content("\n\n".join(sentences) + "\n")
    paragraphs = "".join(f"<p>{escape(sentence)}</p>\n" for sentence in sentences)
    message.add_alternative(f"<!DOCTYPE html>\n<html><body>\n{paragraphs}</body></html>\n", "html")
    return message
