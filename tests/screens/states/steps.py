"""Every step: as it is first asked, and what can become of it."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.addresses import mask
from kstore_tui.core.errors import (
    ChallengeEnded,
    CodeNotSent,
    InvalidAddress,
    InvalidCredentials,
    InvalidPassword,
    InvalidResetCode,
    StoreUnavailable,
    WrongCode,
)
from kstore_tui.core.results import CodeSent, LoggedIn
from screens.account.change_password import change_password_step
from screens.account.reauthentication import reauthentication_step
from screens.administrators.delete import delete_step, withdraw_step
from screens.administrators.register import register_step
from screens.demo.run import HINT
from screens.flows.two_step import CHANGE, DISABLE, ENABLE
from screens.login.first_registration import (
    NoAdministratorYet,
    first_registration_step,
    served_first_run_step,
)
from screens.login.forgotten_password import forgotten_password_step
from screens.login.login import login_step
from screens.login.registration_code import registration_code_step
from screens.login.reset_password import reset_password_step
from screens.navigator import LOGGED_OUT
from screens.two_step.address import address_step
from screens.two_step.code import CodeStep
from screens.two_step.confirmation import disable_step, save_step
from screens.two_step.recommendation import recommendation_step
from tests.screens.states.state import ADDRESS, CODES, EVERY_LOOK, LONG, NOW, SMALL, Opened, State, asked
from tests.screens.support.use_cases import UseCase, takes_long

UNREACHABLE = CodeNotSent("the mail server at mail.a-rather-long-name.example.com:2525 can't be reached.")
DISK_FULL = StoreUnavailable("The disk is full: nothing was changed. Free some space and try again.")
_COMMON = InvalidPassword("That password is among the most common ones. Choose another.")
_PAIR = f"{ADDRESS} tab yellow-umbrella"
_THREE = f"{_PAIR} tab yellow-umbrella"
_TOKEN = "ABCD-EFGH-JKLM enter yellow-umbrella enter yellow-umbrella enter"
_SENDS = f"{CODES} enter"

_first = partial(first_registration_step, UseCase(LoggedIn("", ADDRESS)))
_login = partial(login_step, UseCase(LoggedIn("", ADDRESS)))


def _sent(to: str) -> CodeSent:
    return CodeSent("", to, NOW + timedelta(minutes=10))


def _code(
    to: str = mask(CODES),
    send: Callable[[], Awaitable[CodeSent]] | None = None,
    verify: Callable[[str], Awaitable[Any]] | None = None,
    **said: str,
) -> Opened:
    return partial(CodeStep, _sent(to), send or UseCase(_sent(to)), verify or UseCase(), **said)


def _code_to_disable(send: Callable[[], Awaitable[CodeSent]]) -> Opened:
    said = {"sent_to": CODES, "heading": DISABLE, "position": "Step 1 of 2"}
    return partial(CodeStep, None, send, UseCase(), **said)


def _enabling(to: str) -> Opened:
    return _code(to, heading=ENABLE, position="Step 3 of 4")


def _address(send: Callable[..., Awaitable[CodeSent]], login: str = ADDRESS, typed: str = "") -> Opened:
    return partial(address_step, send, login, ENABLE, "Step 2 of 4", typed)


_sends = UseCase(_sent(CODES))

STATES: tuple[State, ...] = (
    asked("first run, empty", _first),
    asked("first run, filled in", _first, _THREE),
    asked("first run, password shown", _first, f"{_THREE} f3"),
    asked("first run, passwords differ", _first, f"{_THREE} x enter"),
    asked(
        "first run, served, still nobody",
        partial(served_first_run_step, UseCase(NoAdministratorYet())),
        "enter",
        looks=SMALL,
    ),
    asked("login, empty", _login),
    asked("login, filled in", _login, _PAIR),
    asked("login, checking", partial(login_step, takes_long), f"{_PAIR} enter", busy=True),
    asked(
        "login, wrong pair",
        partial(login_step, UseCase(InvalidCredentials())),
        f"{_PAIR} enter",
        looks=EVERY_LOOK,
    ),
    asked("login, code not sent", partial(login_step, UseCase(UNREACHABLE)), f"{_PAIR} enter"),
    asked("login, after logging out", _login, notice=LOGGED_OUT),
    asked("login, after too many wrong codes", partial(_login, ADDRESS), notice=ChallengeEnded()),
    asked("login, with a hint", partial(_login, hint=HINT), looks=SMALL),
    asked("login, very long address", partial(_login, LONG)),
    asked("forgotten password", partial(forgotten_password_step, UseCase(ADDRESS), ADDRESS)),
    asked("reset password, empty", partial(reset_password_step, UseCase())),
    asked("reset password, wrong code", partial(reset_password_step, UseCase(InvalidResetCode())), _TOKEN),
    asked("registration code, empty", partial(registration_code_step, UseCase())),
    asked(
        "registration code, common password",
        partial(registration_code_step, UseCase(_COMMON)),
        f"{ADDRESS} enter {_TOKEN}",
        looks=SMALL,
    ),
    asked("code for login, empty", _code()),
    asked("code for login, filled in", _code(), "012345"),
    asked("code for login, wrong", _code(verify=UseCase(WrongCode(4))), "012345 enter"),
    asked("code for login, sending again", _code(send=takes_long), "ctrl+r", busy=True),
    asked("code for login, not sent again", _code(send=UseCase(UNREACHABLE)), "ctrl+r"),
    asked("code for enabling", _enabling(CODES), account=ADDRESS),
    asked("code for enabling, very long address", _enabling(LONG), account=LONG),
    asked("code for disabling, sending", _code_to_disable(takes_long), account=ADDRESS, busy=True),
    asked("code for disabling, not sent", _code_to_disable(UseCase(UNREACHABLE)), account=ADDRESS),
    asked("password again", partial(reauthentication_step, UseCase()), account=ADDRESS),
    asked("recommendation", partial(recommendation_step, 1, ENABLE, "Step 1 of 4"), account=ADDRESS),
    asked("address for codes, empty", _address(_sends), account=ADDRESS),
    asked("address for codes, filled in", _address(_sends), CODES, account=ADDRESS),
    asked("address for codes, sending", _address(takes_long), _SENDS, account=ADDRESS, busy=True),
    asked(
        "address for codes, changing",
        partial(address_step, _sends, ADDRESS, CHANGE, "Step 2 of 4", "old@example.net"),
        account=ADDRESS,
    ),
    asked("address for codes, very long addresses", _address(_sends, LONG, LONG), account=LONG),
    asked("save", partial(save_step, UseCase(), CODES, ENABLE, "Step 4 of 4"), account=ADDRESS),
    asked("disable", partial(disable_step, UseCase(), DISABLE, "Step 2 of 2"), account=ADDRESS),
    asked("register administrators, empty", partial(register_step, UseCase(())), account=ADDRESS),
    asked(
        "register administrators, refused",
        partial(register_step, UseCase(InvalidAddress("nonsense isn't an email address."))),
        "nonsense enter",
        account=ADDRESS,
    ),
    asked("delete, a fellow", partial(delete_step, UseCase(), "bob@example.com", False), account=ADDRESS),
    asked("delete, oneself", partial(delete_step, UseCase(), ADDRESS, True), account=ADDRESS),
    asked("withdraw", partial(withdraw_step, UseCase(), "cy@example.com"), account=ADDRESS),
    asked("change password, empty", partial(change_password_step, UseCase()), account=ADDRESS),
)
