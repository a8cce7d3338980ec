"""Enabling, changing and disabling two-step verification."""

from collections.abc import Awaitable, Callable
from functools import partial
from typing import Any

from kstore_tui.core.errors import (
    ChallengeEnded,
    InvalidAddress,
    StoreError,
    TooManyCodesSent,
)
from kstore_tui.core.results import CodeSent
from screens.two_step.address import address_step
from screens.two_step.confirmation import disable_step, save_step
from screens.two_step.recommendation import recommendation_step
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
    State,
    asked,
    gives,
    refuses,
    takes_long,
)

_ENABLE = "Enable two-step verification"
_SAME = InvalidAddress("The codes must go to another address than the login address.")
_ALIAS = InvalidAddress("That is the same mailbox as the login address. Enter another one.")
_NO_ADDRESS = InvalidAddress("That is not an email address: an email address must have an @-sign.")
_MANY = TooManyCodesSent(NOW.replace(minute=52), NOW)
_SENT = CodeSent("", CODES, NOW, NOW, 3)


_sends = gives(_SENT)
_done = gives(None)


def _recommendation(administrators: int) -> Opened:
    return partial(recommendation_step, administrators, _ENABLE, "Step 1 of 4")


def _address(
    send: Callable[[str], Awaitable[CodeSent]] = _sends, login: str = ADDRESS, typed: str = ""
) -> Opened:
    return partial(address_step, send, login, _ENABLE, "Step 2 of 4", typed)


def _refused(refusal: StoreError) -> Opened:
    return _address(refuses(refusal))


def _save(do: Callable[[], Awaitable[Any]] = _done, to: str = CODES) -> Opened:
    return partial(save_step, do, to, _ENABLE, "Step 4 of 4")


def _disable(do: Callable[[], Awaitable[Any]]) -> Opened:
    return partial(disable_step, do, "Disable two-step verification", "Step 2 of 2")


_changing = partial(
    address_step, gives(_SENT), ADDRESS, "Change the address for codes", "Step 2 of 4", "old@example.net"
)
_send = f"{CODES} enter"


def _state(name: str, opened: Opened, does: str = "", **more: Any) -> State:
    return asked(name, opened, does, **({"account": ADDRESS} | more))


STATES = (
    _state("recommendation", _recommendation(1), looks=MAIN),
    _state("recommendation, several administrators", _recommendation(12)),
    _state("address for codes, empty", _address()),
    _state("address for codes, filled in", _address(), CODES),
    _state("address for codes, sending", _address(takes_long), _send, busy=True),
    _state("address for codes, not sent", _refused(UNREACHABLE), _send, looks=SMALL),
    _state("address for codes, login address", _refused(_SAME), f"{ADDRESS} enter", looks=MAIN),
    _state("address for codes, alias of the login address", _refused(_ALIAS), "ada+codes@example.com enter"),
    _state("address for codes, no address", _refused(_NO_ADDRESS), "codes enter"),
    _state("address for codes, too many codes", _refused(_MANY), _send),
    _state("address for codes, disk full", _refused(DISK_FULL), _send),
    _state("address for codes, after too many codes", _address(typed=CODES), notice=ChallengeEnded()),
    _state("address for codes, changing", _changing),
    _state("address for codes, addresses with markup", _address(login=MARKUP, typed=MARKUP), account=MARKUP),
    _state("address for codes, wide addresses", _address(login=WIDE, typed=WIDE), account=WIDE),
    _state(
        "address for codes, right-to-left addresses",
        _address(login=RIGHT_TO_LEFT, typed=RIGHT_TO_LEFT),
        account=RIGHT_TO_LEFT,
    ),
    _state(
        "address for codes, very long addresses", _address(login=LONG, typed=LONG), account=LONG, looks=SMALL
    ),
    _state("save", _save(), looks=MAIN),
    _state("save, saving", _save(takes_long), "enter", busy=True),
    _state("save, disk full", _save(refuses(DISK_FULL)), "enter"),
    _state("save, address with markup", _save(to=MARKUP)),
    _state("save, very long address", _save(to=LONG)),
    _state("disable", _disable(gives(None)), looks=MAIN),
    _state("disable, saving", _disable(takes_long), "enter", busy=True),
    _state("disable, disk full", _disable(refuses(DISK_FULL)), "enter"),
)
