"""A forgotten password: asking for a reset code, and entering it."""

from functools import partial

from kstore_tui.core.errors import InvalidAddress, InvalidPassword, InvalidResetCode, TooManyWrongTokens
from screens.base.help import Help
from screens.login.forgotten_password import forgotten_password_step
from screens.login.reset_password import reset_password_step
from tests.screens.states.state import (
    ADDRESS,
    MAIN,
    NOW,
    SMALL,
    Opened,
    State,
    asked,
    gives,
    refuses,
    takes_long,
)

_asked = partial(forgotten_password_step, gives(ADDRESS))
_no_address = InvalidAddress("That is not an email address: an email address must have an @-sign.")
_common = InvalidPassword("That password is among the most common ones. Choose another.")
_empty = partial(reset_password_step, gives(None))
_CODE = "ABCD-EFGH-JKLM enter yellow-umbrella enter yellow-umbrella enter"


def _refused(name: str, opened: Opened) -> State:
    return asked(f"reset password, {name}", opened, _CODE, looks=SMALL)


STATES = (
    asked("forgotten password, empty", _asked, looks=MAIN),
    asked("forgotten password, from the login screen", partial(_asked, ADDRESS)),
    asked(
        "forgotten password, no address",
        partial(forgotten_password_step, refuses(_no_address), "ada"),
        "enter",
    ),
    asked(
        "forgotten password, checking",
        partial(forgotten_password_step, takes_long, ADDRESS),
        "enter",
        busy=True,
    ),
    State("forgotten password, help", Help, _asked, "f1"),
    asked("reset password, answered", _empty, looks=MAIN),
    asked(
        "reset password, checking",
        partial(reset_password_step, takes_long),
        _CODE,
        busy=True,
    ),
    _refused("wrong code", partial(reset_password_step, refuses(InvalidResetCode()))),
    _refused(
        "too many wrong codes",
        partial(reset_password_step, refuses(TooManyWrongTokens(NOW + timedelta(minutes=15), NOW))),
    ),
    _refused("common password", partial(reset_password_step, refuses(_common))),
    State("reset password, help", Help, _empty, "f1", looks=SMALL),
)
