"""The verification code: at a login, and in the journeys of Account Settings."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.addresses import mask
from kstore_tui.core.errors import (
    CodeExpired,
    NewerCodeSent,
    NoCodeEntered,
    NoResendsLeft,
    ResendTooEarly,
    StoreError,
    TooManyCodesSent,
    WrongCode,
)
from kstore_tui.core.results import CodeSent
from screens.two_step.code import CodeStep
from tests.screens.states.entering import DISK_FULL, UNREACHABLE
from tests.screens.states.state import (
    ADDRESS,
    CODES,
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

_done = gives(None)
Sending = Callable[[], Awaitable[CodeSent]]


def _sent(to: str = mask(CODES)) -> CodeSent:
    return CodeSent("", to, NOW + timedelta(minutes=10), NOW + timedelta(minutes=1), 3)


def _login(
    to: str = mask(CODES), send: Sending | None = None, verify: Callable[[str], Awaitable[Any]] = _done
) -> partial[CodeStep[Any]]:
    return partial(CodeStep, _sent(to), send or gives(_sent(to)), verify)


def _enable(to: str = CODES) -> partial[CodeStep[Any]]:
    heading, position = "Enable two-step verification", "Step 3 of 4"
    return partial(_login(to), heading=heading, position=position)


def _disable(send: Sending) -> partial[CodeStep[Any]]:
    heading, position = "Disable two-step verification", "Step 1 of 2"
    return partial(CodeStep, None, send, gives(None), sent_to=CODES, heading=heading, position=position)


def _wrong(refusal: StoreError) -> partial[CodeStep[Any]]:
    return _login(verify=refuses(refusal))


def _unsent(refusal: StoreError) -> partial[CodeStep[Any]]:
    return _login(send=refuses(refusal))


_STEP = CodeStep
_EARLY = ResendTooEarly(NOW + timedelta(minutes=1))
_MANY = TooManyCodesSent(NOW + timedelta(minutes=38))

STATES = (
    State("code for login, empty", _STEP, _login(), looks=SMALL),
    State("code for login, filled in", _STEP, _login(), "012345"),
    State("code for login, checking", _STEP, _login(verify=takes_long), "012345 enter", busy=True),
    State("code for login, wrong", _STEP, _wrong(WrongCode(4)), "012345 enter", looks=MAIN),
    State("code for login, wrong, last try", _STEP, _wrong(WrongCode(1)), "012345 enter"),
    State("code for login, no code", _STEP, _wrong(NoCodeEntered()), "hello enter"),
    State("code for login, newer one sent", _STEP, _wrong(NewerCodeSent()), "012345 enter"),
    State("code for login, expired", _STEP, _wrong(CodeExpired()), "012345 enter"),
    State("code for login, disk full", _STEP, _wrong(DISK_FULL), "012345 enter"),
    State("code for login, sending again", _STEP, _login(send=takes_long), "ctrl+r", busy=True),
    State("code for login, sent again", _STEP, _login(), "ctrl+r"),
    State("code for login, sent again too early", _STEP, _unsent(_EARLY), "ctrl+r"),
    State("code for login, sent again too often", _STEP, _unsent(NoResendsLeft()), "ctrl+r"),
    State("code for login, too many codes", _STEP, _unsent(_MANY), "ctrl+r"),
    State("code for login, not sent again", _STEP, _unsent(UNREACHABLE), "ctrl+r", looks=SMALL),
    State("code for login, address with markup", _STEP, _login(MARKUP)),
    State("code for login, wide address", _STEP, _login(mask(WIDE))),
    State("code for login, right-to-left address", _STEP, _login(mask(RIGHT_TO_LEFT))),
    State("code for login, very long address", _STEP, _login(mask(LONG))),
    State("code for enabling", _STEP, _enable(), account=ADDRESS, looks=MAIN),
    State("code for enabling, very long address", _STEP, _enable(LONG), account=LONG, looks=SMALL),
    State("code for disabling, sending", _STEP, _disable(takes_long), account=ADDRESS, busy=True),
    State("code for disabling, sent", _STEP, _disable(gives(_sent(CODES))), account=ADDRESS),
    State(
        "code for disabling, not sent", _STEP, _disable(refuses(UNREACHABLE)), account=ADDRESS, looks=SMALL
    ),
    State(
        "code for disabling, entered before it was sent",
        _STEP,
        _disable(refuses(UNREACHABLE)),
        "012345 enter",
        account=ADDRESS,
    ),
)
