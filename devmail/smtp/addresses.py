"""Addresses and parameters of MAIL and RCPT, read quickly when they are as nearly all are."""

import re
from collections.abc import Sequence

_USUAL = re.compile(r'<([^\s<>@"(),:;\\\[\]]+@[^\s<>@"(),:;\\\[\]]+)>')
_DIGITS = re.compile(r"[0-9]{1,20}")
NOBODY = "<>"
"""The sender of a bounce: aiosmtpd's word for it, because an empty one means that none was given."""


def usual_address(argument: str) -> tuple[str, str] | None:
    """Return an address and what comes after it; None when it must be looked at more closely.

    Args:
        argument: What comes after "FROM:" or "TO:".
    """
    usual = _USUAL.match(argument)
    if usual is not None:
        return usual[1], argument[usual.end() :]
    if argument.startswith(NOBODY):
        return NOBODY, argument[len(NOBODY) :]
    return None


def without_login(parameters: Sequence[str]) -> list[str]:
    """Return parameters without `AUTH=`, by which relays tell who gave them the mail.

    Args:
        parameters: Those of MAIL, in capital letters.
    """
    return [parameter for parameter in parameters if not parameter.startswith("AUTH=")]


def is_number(value: object) -> bool:
    """Tell whether a parameter's value is a number of bytes."""
    return isinstance(value, str) and _DIGITS.fullmatch(value) is not None
