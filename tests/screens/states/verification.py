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
    Opened,
    asked,
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
) -> Opened:
    return partial(CodeStep, _sent(to), send or gives(_sent(to)), verify)


def _enable(to: str = CODES) -> Opened:
    sent = CodeSent("", to, NOW + timedelta(minutes=10), NOW + timedelta(minutes=1), 3)
    heading, position = "Enable two-step verification", "Step 3 of 4"
    return partial(CodeStep, sent, gives(sent), _done, heading=heading, position=position)


def _disable(send: Sending) -> Opened:
    heading, position = "Disable two-step verification", "Step 1 of 2"
    return partial(CodeStep, None, send, gives(None), sent_to=CODES, heading=heading, position=position)


def _wrong(refusal: StoreError) -> Opened:
    return _login(verify=refuses(refusal))


def _unsent(refusal: StoreError) -> Opened:
    return _login(send=refuses(refusal))


_EARLY = ResendTooEarly(NOW + timedelta(minutes=1))
_MANY = TooManyCodesSent(NOW + timedelta(minutes=38))

STATES = (
    asked("code for login, empty", _login(), looks=SMALL),
    asked("code for login, filled in", _login(), "012345"),
    asked("code for login, checking", _login(verify=takes_long), "012345 enter", busy=True),
    asked("code for login, wrong", _wrong(WrongCode(4)), "012345 enter", looks=MAIN),
    asked("code for login, wrong, last try", _wrong(WrongCode(1)), "012345 enter"),
    asked("code for login, no code", _wrong(NoCodeEntered()), "hello enter"),
    asked("code for login, newer one sent", _wrong(NewerCodeSent()), "012345 enter"),
    asked("code for login, expired", _wrong(CodeExpired()), "012345 enter"),
    asked("code for login, disk full", _wrong(DISK_FULL), "012345 enter"),
    asked("code for login, sending again", _login(send=takes_long), "ctrl+r", busy=True),
    asked("code for login, sent again", _login(), "ctrl+r"),
    asked("code for login, sent again too early", _unsent(_EARLY), "ctrl+r"),
    asked("code for login, sent again too often", _unsent(NoResendsLeft()), "ctrl+r"),
    asked("code for login, too many codes", _unsent(_MANY), "ctrl+r"),
    asked("code for login, not sent again", _unsent(UNREACHABLE), "ctrl+r", looks=SMALL),
    asked("code for login, address with markup", _login(MARKUP)),
    asked("code for login, wide address", _login(mask(WIDE))),
    asked("code for login, right-to-left address", _login(mask(RIGHT_TO_LEFT))),
    asked("code for login, very long address", _login(mask(LONG))),
    asked("code for enabling", _enable(), account=ADDRESS, looks=MAIN),
    asked("code for enabling, very long address", _enable(LONG), account=LONG, looks=SMALL),
    asked("code for disabling, sending", _disable(takes_long), account=ADDRESS, busy=True),
    asked("code for disabling, sent", _disable(gives(_sent(CODES))), account=ADDRESS),
    asked("code for disabling, not sent", _disable(refuses(UNREACHABLE)), account=ADDRESS, looks=SMALL),
    asked(
        "code for disabling, entered before it was sent",
        _disable(refuses(UNREACHABLE)),
        "012345 enter",
        account=ADDRESS,
    ),
)
