"""A forgotten password: asking for a reset code, and entering it."""

from functools import partial

from kstore_tui.refusals import AddressRefused, PasswordRefused, TooManyWrongMailedCodes, WrongResetCode
from screens.explanation import Explanation
from screens.forgotten_password import ForgottenPasswordStep
from screens.reset_password import ResetPasswordStep
from tests.screens.states.state import ADDRESS, MAIN, NOW, SMALL, State, gives, refuses, takes_long

_asked = partial(ForgottenPasswordStep, gives(ADDRESS))
_no_address = AddressRefused("That is not an email address: an email address must have an @-sign.")
_common = PasswordRefused("That password is among the most common ones. Choose another.")
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
    State("forgotten password, help", Explanation, _asked, "f1"),
    State("reset password, answered", ResetPasswordStep, _empty, looks=MAIN),
    State(
        "reset password, checking",
        ResetPasswordStep,
        partial(ResetPasswordStep, takes_long),
        _CODE,
        busy=True,
    ),
    _refused("wrong code", partial(ResetPasswordStep, refuses(WrongResetCode()))),
    _refused("too many wrong codes", partial(ResetPasswordStep, refuses(TooManyWrongMailedCodes(NOW)))),
    _refused("common password", partial(ResetPasswordStep, refuses(_common))),
    State("reset password, help", Explanation, _empty, "f1", looks=SMALL),
)
