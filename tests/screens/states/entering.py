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
from screens.account.reauthentication import ReauthenticationStep
from screens.demo.run import HINT
from screens.login.first_registration import RegisterFirstStep
from screens.login.login import LoginStep
from tests.screens.states.state import (
    ADDRESS,
    LONG,
    MAIN,
    MARKUP,
    NOW,
    RIGHT_TO_LEFT,
    SMALL,
    WIDE,
    State,
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

_first = partial(RegisterFirstStep, gives(LoggedIn("", ADDRESS)))
_login = partial(LoginStep, gives(LoggedIn("", ADDRESS)))
_again = partial(ReauthenticationStep, gives(None))


def _first_refused(refusal: StoreError) -> partial[RegisterFirstStep]:
    return partial(RegisterFirstStep, refuses(refusal))


def _login_refused(refusal: StoreError) -> partial[LoginStep]:
    return partial(LoginStep, refuses(refusal))


_first_takes_long = partial(RegisterFirstStep, takes_long)
_login_takes_long = partial(LoginStep, takes_long)
_again_takes_long = partial(ReauthenticationStep, takes_long)
_again_refused = partial(ReauthenticationStep, refuses(WrongPassword()))

STATES = (
    State("first run, empty", RegisterFirstStep, _first, looks=MAIN),
    State("first run, filled in", RegisterFirstStep, _first, _THREE),
    State("first run, password shown", RegisterFirstStep, _first, f"{_THREE} f3"),
    State("first run, checking", RegisterFirstStep, _first_takes_long, f"{_THREE} enter", busy=True),
    State("first run, passwords differ", RegisterFirstStep, _first, f"{_THREE} x enter", looks=SMALL),
    State("first run, no address", RegisterFirstStep, _first_refused(_NO_ADDRESS), "ada tab x tab x enter"),
    State("first run, common password", RegisterFirstStep, _first_refused(_COMMON), "ada tab x tab x enter"),
    State("first run, disk full", RegisterFirstStep, _first_refused(DISK_FULL), f"{_THREE} enter"),
    State("login, empty", LoginStep, _login, looks=SMALL),
    State("login, filled in", LoginStep, _login, _PAIR),
    State("login, password shown", LoginStep, _login, f"{_PAIR} f3"),
    State("login, checking", LoginStep, _login_takes_long, f"{_PAIR} enter", busy=True),
    State("login, wrong pair", LoginStep, _login_refused(InvalidCredentials()), f"{_PAIR} enter", looks=MAIN),
    State("login, code not sent", LoginStep, _login_refused(UNREACHABLE), f"{_PAIR} enter", looks=SMALL),
    State("login, too many codes", LoginStep, _login_refused(TooManyCodesSent(_WAIT)), f"{_PAIR} enter"),
    State("login, disk full", LoginStep, _login_refused(DISK_FULL), f"{_PAIR} enter"),
    State("login, after logging out", LoginStep, _login, notice="You are logged out."),
    State("login, after 15 idle minutes", LoginStep, _login, notice=_IDLE),
    State("login, after the account was deleted", LoginStep, _login, notice=_GONE),
    State("login, after someone else registered first", LoginStep, _login, notice=AlreadyRegistered()),
    State("login, after too many codes", LoginStep, partial(_login, ADDRESS), notice=ChallengeEnded()),
    State("login, with a hint", LoginStep, partial(_login, hint=HINT)),
    State("login, hint and error", LoginStep, partial(_login, hint=HINT), notice=UNREACHABLE, looks=SMALL),
    State("login, Ctrl+C", LoginStep, _login, "ctrl+c"),
    State("login, address with markup", LoginStep, partial(_login, MARKUP)),
    State("login, wide address", LoginStep, partial(_login, WIDE)),
    State("login, right-to-left address", LoginStep, partial(_login, RIGHT_TO_LEFT)),
    State("login, very long address", LoginStep, partial(_login, LONG)),
    State("password again, empty", ReauthenticationStep, _again, account=ADDRESS, looks=MAIN),
    State("password again, shown", ReauthenticationStep, _again, "umbrella f3", account=ADDRESS),
    State(
        "password again, checking",
        ReauthenticationStep,
        _again_takes_long,
        "umbrella enter",
        account=ADDRESS,
        busy=True,
    ),
    State("password again, wrong", ReauthenticationStep, _again_refused, "umbrella enter", account=ADDRESS),
)
