"""The store, Account Settings and the security rules."""

from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.errors import SettingsChanged
from kstore_tui.core.results import Account, SeenSession
from screens.account.home import Home
from screens.account.security_rules import SecurityRules
from screens.account.settings import AccountSettings
from screens.flows.two_step import ENABLED
from tests.screens.states.state import ADDRESS, CODES, EVERY_LOOK, LONG, NOW, shown
from tests.screens.states.steps import DISK_FULL
from tests.screens.support.use_cases import UseCase

_ORIGIN = "203.0.113.7"


def account(
    address: str = ADDRESS,
    codes: str | None = None,
    last: SeenSession | None = None,
    days: int = 0,
    elsewhere: tuple[SeenSession, ...] = (),
    administrators: int = 2,
    events: int | None = 12,
) -> Account:
    """Return an account as an administrator sees it."""
    changed = NOW - timedelta(days=days)
    return Account(
        address,
        codes,
        changed,
        SeenSession(NOW - timedelta(minutes=3), _ORIGIN),
        last,
        elsewhere,
        administrators,
        events,
        NOW,
    )


def _last(origin: str = _ORIGIN, **ago: int) -> SeenSession:
    return SeenSession(NOW - timedelta(**ago), origin)


def home(**of: Any) -> partial[Home]:
    """Return the store of an account."""
    return partial(Home, UseCase(account(**of)), {})


def settings(**of: Any) -> partial[AccountSettings]:
    """Return the settings of an account."""
    return partial(AccountSettings, UseCase(account(**of)), {})


_LONG_ORIGIN = "2001:0db8:85a3:0000:0000:8a2e:0370:7334%a-network-interface"


STATES = (
    shown("store, first login", home(), looks=EVERY_LOOK),
    shown("store, last login from a long origin", home(last=_last(_LONG_ORIGIN, days=9))),
    shown("store, two-step on", home(codes=CODES, last=_last(hours=1))),
    shown("store, alone", home(administrators=1, events=1)),
    shown("store, changed elsewhere", home(events=None), notice=SettingsChanged()),
    shown("store, unusable", partial(Home, UseCase(DISK_FULL), {})),
    shown("store, very long address", home(address=LONG), account=LONG),
    shown("settings, two-step off", settings()),
    shown("settings, two-step on", settings(codes=CODES, days=3), looks=EVERY_LOOK),
    shown("settings, enabled", settings(codes=CODES), notice=ENABLED),
    shown(
        "settings, logged in elsewhere",
        settings(
            elsewhere=(
                SeenSession(NOW - timedelta(minutes=7), "198.51.100.4"),
                SeenSession(NOW - timedelta(hours=2), "this host"),
            )
        ),
    ),
    shown("settings, very long addresses", settings(address=LONG, codes=LONG), account=LONG),
    shown("security rules", partial(SecurityRules, UseCase(), {}), looks=EVERY_LOOK),
)
