"""Activity: what happened."""

from datetime import timedelta
from functools import partial

from kstore_tui.core.errors import InvalidDate
from kstore_tui.core.events import OPERATOR, THE_STORE, UNKNOWN, EventKind
from kstore_tui.core.origin import HERE
from kstore_tui.core.results import ActivityPage, ActivityRow
from screens.activity.page import Activity
from tests.screens.states.state import ADDRESS, EVERY_LOOK, LONG, MARKUP, NOW, RIGHT_TO_LEFT, WIDE, shown
from tests.screens.support.use_cases import UseCase, takes_long

ORIGIN = "203.0.113.7"
BOB = "bob@example.com"
_HOSTILE = "fe80::1%\x1b[31m\u202etxt\n"


def row(id_: int, what: EventKind, who: str = ADDRESS, about: str = "", origin: str = ORIGIN) -> ActivityRow:
    """Return something that happened, the later the larger its id."""
    return ActivityRow(id_, NOW - timedelta(minutes=97) * (100 - id_), what, who, about, origin)


def page(*rows: ActivityRow, newer: bool = False, older: bool = False) -> ActivityPage:
    """Return a page."""
    return ActivityPage(rows, newer, older, NOW)


SOME = (
    row(100, EventKind.LOGGED_IN),
    row(99, EventKind.CODE_SENT, about="c•••@example.net"),
    row(98, EventKind.LOGIN_REFUSED, UNKNOWN, origin="2001:db8:85a3::8a2e:370:7334"),
    row(97, EventKind.INVITATION_SENT, THE_STORE, BOB, ""),
    row(96, EventKind.INVITED, OPERATOR, BOB, HERE),
    row(80, EventKind.TWO_STEP_ENABLED, about="c•••@example.net"),
    row(30, EventKind.REGISTERED, about=ADDRESS),
)
MANY = tuple(
    row(100 - n, list(EventKind)[n % len(EventKind)], f"n{n % 7}@example.com", origin=f"203.0.113.{n}")
    for n in range(50)
)
_ODD = tuple(
    row(100 - n, EventKind.DELETED, who, about, _HOSTILE)
    for n, (who, about) in enumerate(
        ((MARKUP, WIDE), (WIDE, RIGHT_TO_LEFT), (RIGHT_TO_LEFT, LONG), (LONG, MARKUP))
    )
)


def _of(*rows: ActivityRow, **ends: bool) -> partial[Activity]:
    return partial(Activity, UseCase(page(*rows, **ends)))


STATES = (
    shown("activity, none found", _of(), "shift+tab shift+tab nobody enter"),
    shown("activity, some", _of(*SOME), looks=EVERY_LOOK),
    shown("activity, an older page", _of(*MANY, newer=True, older=True), "down down"),
    shown("activity, choosing a kind", _of(*SOME), "shift+tab enter down down"),
    shown("activity, one kind", _of(SOME[2]), "shift+tab enter down down enter"),
    shown("activity, odd addresses", _of(*_ODD)),
    shown("activity, loading", partial(Activity, takes_long), busy=True),
    shown("activity, no such day", partial(Activity, UseCase(InvalidDate("2026-02-30")))),
)
