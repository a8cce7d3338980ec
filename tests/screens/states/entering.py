"""The front door: the first run, the login, and the password asked for again."""

from functools import partial

from kstore_tui.core.errors import (
    AlreadyRegistered,
    ChallengeEnded,
    CodeNotSent,
    InvalidAddress,
    InvalidCredentials,
    InvalidPassword,
    SessionEnded,
    StoreError,
    StoreUnavailable,
    TooManyCodesSent,
    WrongPassword,
)
from kstore_tui.core.results import LoggedIn
from screens.account.reauthentication import reauthentication_step
from screens.demo.run import HINT
from screens.login.first_registration import first_registration_step
from screens.login.login import login_step
from tests.screens.states.state import (
    ADDRESS,
    LONG,
    MAIN,
    MARKUP,
    NOW,
    RIGHT_TO_LEFT,
    SMALL,
    WIDE,
    Opened,
    asked,
    gives,
    refuses,
    takes_long,
)

UNREACHABLE = CodeNotSent("the mail server at mail.a-rather-long-name.example.com:2525 cannot be reached.")
DISK_FULL = StoreUnavailable("The disk is full: nothing was changed. Free some space and try again.")
_WAIT = NOW.replace(minute=52)
_PAIR = f"{ADDRESS} tab yellow-umbrella"
_THREE = f"{ADDRESS} tab yellow-umbrella tab yellow-umbrella"
_IDLE = SessionEnded("You were logged out after 15 minutes without any action.")
_GONE = SessionEnded("You were logged out: this account does not exist any more.")
_SHORT = InvalidPassword("The password needs at least 8 characters.")
_COMMON = InvalidPassword("That password is among the most common ones. Choose another.")
_NO_ADDRESS = InvalidAddress("That is not an email address: an email address must have an @-sign.")

_first = partial(first_registration_step, gives(LoggedIn("", ADDRESS)))
_login = partial(login_step, gives(LoggedIn("", ADDRESS)))
_again = partial(reauthentication_step, gives(None))


def _first_refused(refusal: StoreError) -> Opened:
    return partial(first_registration_step, refuses(refusal))


def _login_refused(refusal: StoreError) -> Opened:
    return partial(login_step, refuses(refusal))


_first_takes_long = partial(first_registration_step, takes_long)
_login_takes_long = partial(login_step, takes_long)
_again_takes_long = partial(reauthentication_step, takes_long)
_again_refused = partial(reauthentication_step, refuses(WrongPassword()))

STATES = (
    asked("first run, empty", _first, looks=MAIN),
    asked("first run, filled in", _first, _THREE),
    asked("first run, password shown", _first, f"{_THREE} f3"),
    asked("first run, checking", _first_takes_long, f"{_THREE} enter", busy=True),
    asked("first run, passwords differ", _first, f"{_THREE} x enter", looks=SMALL),
    asked("first run, no address", _first_refused(_NO_ADDRESS), "ada tab x tab x enter"),
    asked("first run, common password", _first_refused(_COMMON), "ada tab x tab x enter"),
    asked("first run, disk full", _first_refused(DISK_FULL), f"{_THREE} enter"),
    asked("login, empty", _login, looks=SMALL),
    asked("login, filled in", _login, _PAIR),
    asked("login, password shown", _login, f"{_PAIR} f3"),
    asked("login, checking", _login_takes_long, f"{_PAIR} enter", busy=True),
    asked("login, wrong pair", _login_refused(InvalidCredentials()), f"{_PAIR} enter", looks=MAIN),
    asked("login, code not sent", _login_refused(UNREACHABLE), f"{_PAIR} enter", looks=SMALL),
    asked("login, too many codes", _login_refused(TooManyCodesSent(_WAIT, NOW)), f"{_PAIR} enter"),
    asked("login, disk full", _login_refused(DISK_FULL), f"{_PAIR} enter"),
    asked("login, after logging out", _login, notice="You are logged out."),
    asked("login, after 15 idle minutes", _login, notice=_IDLE),
    asked("login, after the account was deleted", _login, notice=_GONE),
    asked("login, after someone else registered first", _login, notice=AlreadyRegistered()),
    asked("login, after too many codes", partial(_login, ADDRESS), notice=ChallengeEnded()),
    asked("login, with a hint", partial(_login, hint=HINT)),
    asked("login, hint and error", partial(_login, hint=HINT), notice=UNREACHABLE, looks=SMALL),
    asked("login, Ctrl+C", _login, "ctrl+c"),
    asked("login, address with markup", partial(_login, MARKUP)),
    asked("login, wide address", partial(_login, WIDE)),
    asked("login, right-to-left address", partial(_login, RIGHT_TO_LEFT)),
    asked("login, very long address", partial(_login, LONG)),
    asked("password again, empty", _again, account=ADDRESS, looks=MAIN),
    asked("password again, shown", _again, "umbrella f3", account=ADDRESS),
    asked(
        "password again, checking",
        _again_takes_long,
        "umbrella enter",
        account=ADDRESS,
        busy=True,
    ),
    asked("password again, wrong", _again_refused, "umbrella enter", account=ADDRESS),
)
