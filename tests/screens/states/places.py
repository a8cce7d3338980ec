"""The store, Account Settings and the security rules."""

from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.errors import SettingsChanged
from kstore_tui.core.results import Account, LastLogin, OtherSession
from screens.account.home import Home
from screens.account.security_rules import SecurityRules
from screens.account.settings import AccountSettings
from tests.screens.states.entering import DISK_FULL
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
)

_ORIGIN = "203.0.113.7"


def account(
    address: str = ADDRESS,
    codes: str | None = None,
    last: LastLogin | None = None,
    days: int = 0,
    elsewhere: tuple[OtherSession, ...] = (),
    administrators: int = 2,
    events: int | None = 12,
) -> Account:
    """Return an account as an administrator sees it."""
    changed = NOW - timedelta(days=days)
    return Account(
        address,
        codes,
        changed,
        last,
        NOW - timedelta(minutes=3),
        _ORIGIN,
        elsewhere,
        administrators,
        events,
        NOW,
    )


def _last(origin: str = _ORIGIN, **ago: int) -> LastLogin:
    return LastLogin(NOW - timedelta(**ago), origin)


def home(**of: Any) -> partial[Home]:
    """Return the store of an account."""
    return partial(Home, gives(account(**of)), {})


def settings(**of: Any) -> partial[AccountSettings]:
    """Return the settings of an account."""
    return partial(AccountSettings, gives(account(**of)), {})


_LONG_ORIGIN = "2001:0db8:85a3:0000:0000:8a2e:0370:7334%a-network-interface"


def _state(name: str, opened: partial[Any], does: str = "", **more: Any) -> State:
    assert isinstance(opened.func, type)
    return State(name, opened.func, opened, does, **({"account": ADDRESS} | more))


STATES = (
    _state("store, first login", home(), looks=MAIN),
    _state("store, last login today", home(last=_last(hours=1))),
    _state("store, last login long ago", home(last=_last(days=300))),
    _state("store, last login from a long origin", home(last=_last(_LONG_ORIGIN, days=9))),
    _state("store, two-step on", home(codes=CODES, last=_last(days=1))),
    _state("store, notice", home(codes=CODES), notice="The set up for two-step verification is complete."),
    _state("store, changed elsewhere", home(), notice=SettingsChanged()),
    _state("store, unusable", partial(Home, refuses(DISK_FULL), {})),
    _state("store, Ctrl+C", home(), "ctrl+c"),
    _state("store, address with markup", home(address=MARKUP), account=MARKUP),
    _state("store, wide address", home(address=WIDE), account=WIDE),
    _state("store, right-to-left address", home(address=RIGHT_TO_LEFT), account=RIGHT_TO_LEFT),
    _state("store, very long address", home(address=LONG), account=LONG, looks=SMALL),
    _state("settings, two-step off", settings(), looks=SMALL),
    _state("settings, two-step on", settings(codes=CODES, days=3), looks=MAIN),
    _state("settings, password changed yesterday", settings(days=1)),
    _state(
        "settings, enabled",
        settings(codes=CODES),
        notice="The set up for two-step verification is complete.",
    ),
    _state("settings, disabled", settings(), notice="Two-step verification is off."),
    _state("settings, changed elsewhere", settings(codes=CODES), notice=SettingsChanged(), looks=SMALL),
    _state("store, alone", home(administrators=1), looks=SMALL),
    _state("store, very much happened", home(events=None)),
    _state(
        "settings, logged in elsewhere",
        settings(
            elsewhere=(
                OtherSession(NOW - timedelta(minutes=7), "198.51.100.4"),
                OtherSession(NOW - timedelta(hours=2), "this host"),
            )
        ),
        looks=SMALL,
    ),
    _state("settings, unusable", partial(AccountSettings, refuses(DISK_FULL), {})),
    _state("settings, addresses with markup", settings(address=MARKUP, codes=MARKUP), account=MARKUP),
    _state("settings, wide addresses", settings(address=WIDE, codes=WIDE), account=WIDE),
    _state(
        "settings, right-to-left addresses",
        settings(address=RIGHT_TO_LEFT, codes=RIGHT_TO_LEFT),
        account=RIGHT_TO_LEFT,
    ),
    _state("settings, very long addresses", settings(address=LONG, codes=LONG), account=LONG, looks=SMALL),
    _state("security rules", partial(SecurityRules, gives(None), {}), looks=MAIN),
    _state("security rules, unusable", partial(SecurityRules, refuses(DISK_FULL), {})),
)
