"""Which field a mailed code belongs into, and which code."""

from typing import Any

from textual.screen import Screen

from devmail.model import Mail
from devmail.store.inbox import Inbox
from screens.widgets.field import Field

_VERIFICATION = "code"
_FIELDS = f"#{_VERIFICATION}, #registration-code, #reset-code"
_LOOKED_AT = 50
"""Mails among which the newest code is looked for."""


def code_field(screen: Screen[Any]) -> Field | None:
    """Return the screen's field for a mailed code; None where there is none.

    Args:
        screen: What is shown.
    """
    # Other things than fields may have such a name: Security rules tell of a registration code.
    return next(iter(screen.query(Field).filter(_FIELDS)), None)


def mail_for(field: Field | None, inbox: Inbox) -> Mail | None:
    """Return the newest mail whose code is of the kind that a field takes; None where there is none.

    Args:
        field: Where the code goes; None for nowhere.
        inbox: Where mails arrive.
    """
    if field is None:
        return None
    of_digits = field.id == _VERIFICATION
    mails = inbox.newest(_LOOKED_AT)
    return next((mail for mail in mails if mail.code and mail.code.isdecimal() == of_digits), None)
