"""A forgotten password: asking for a reset code, and entering it."""

from functools import partial

from kstore_tui.core.errors import InvalidAddress, InvalidPassword, InvalidResetCode, TooManyWrongTokens
from screens.base.help import Help
from screens.login.forgotten_password import ForgottenPasswordStep
from screens.login.reset_password import ResetPasswordStep
from tests.screens.states.state import ADDRESS, MAIN, NOW, SMALL, State, gives, refuses, takes_long

_asked = partial(ForgottenPasswordStep, gives(ADDRESS))
_no_address = InvalidAddress("That is not an email address: an email address must have an @-sign.")
_common = InvalidPassword("That password is among the most common ones. Choose another.")
_empty = partial(ResetPasswordStep, gives(None))
_CODE = "ABCD-EFGH-JKLM enter yellow-umbrella enter yellow-umbrella enter"


def _refused(name: str, opened: partial[ResetPasswordStep]) -> State:
    return State(f"reset password, {name}", ResetPasswordStep, opened, _CODE, looks=SMALL)


STATES = (
    State("forgotten password, empty", ForgottenPasswordStep, _asked, looks=MAIN),
    State("forgotten password, from the login screen", ForgottenPasswordStep, partial(_asked, ADDRESS)),
    State(
        "forgotten password, no address",
        ForgottenPasswordStep,
        partial(ForgottenPasswordStep, refuses(_no_address), "ada"),
        "enter",
    ),
    State(
        "forgotten password, checking",
        ForgottenPasswordStep,
        partial(ForgottenPasswordStep, takes_long, ADDRESS),
        "enter",
        busy=True,
    ),
    State("forgotten password, help", Help, _asked, "f1"),
    State("reset password, answered", ResetPasswordStep, _empty, looks=MAIN),
    State(
        "reset password, checking",
        ResetPasswordStep,
        partial(ResetPasswordStep, takes_long),
        _CODE,
        busy=True,
    ),
    _refused("wrong code", partial(ResetPasswordStep, refuses(InvalidResetCode()))),
    _refused("too many wrong codes", partial(ResetPasswordStep, refuses(TooManyWrongTokens(NOW)))),
    _refused("common password", partial(ResetPasswordStep, refuses(_common))),
    State("reset password, help", Help, _empty, "f1", looks=SMALL),
)
