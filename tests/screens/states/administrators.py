"""Administrators."""

from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.errors import LastAdministrator
from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from screens.administrators.page import Administrators
from tests.screens.states.state import ADDRESS, EVERY_LOOK, LONG, MARKUP, NOW, RIGHT_TO_LEFT, WIDE, shown
from tests.screens.support.use_cases import UseCase, takes_long


def administrator(address: str, **more: Any) -> AdministratorRow:
    """Return a row of the table."""
    usual: dict[str, Any] = {
        "id": address,
        "login_address": address,
        "is_own": address == ADDRESS,
        "is_invited": False,
        "is_held": False,
        "two_step_is_on": False,
        "registered_at": NOW - timedelta(days=22),
        "registered_by": None,
        "last_login_at": NOW - timedelta(minutes=3),
        "code_until": None,
    }
    return AdministratorRow(**(usual | more))


_ROWS = (
    administrator(ADDRESS, two_step_is_on=True),
    administrator("bob@example.com", registered_by=ADDRESS, last_login_at=None),
    administrator(
        "cy@example.com", registered_by=ADDRESS, is_invited=True, code_until=NOW + timedelta(days=2)
    ),
    administrator("dee@example.com", registered_by="operator", is_invited=True),
)
_HELD = administrator("eve@example.com", registered_by=ADDRESS, is_held=True, two_step_is_on=True)
_MANY = [administrator(f"n{n:03}@example.com") for n in range(100)]
_ODD = tuple(administrator(address, registered_by=MARKUP) for address in (MARKUP, WIDE, RIGHT_TO_LEFT, LONG))


def _of(*rows: AdministratorRow, found: int | None = None, start: int = 0) -> partial[Administrators]:
    page = AdministratorsPage(rows, start, 100, len(rows) if found is None else found, NOW)
    return partial(Administrators, UseCase(page), print, {})


STATES = (
    shown("administrators, some", _of(*_ROWS), looks=EVERY_LOOK),
    shown("administrators, an invited one chosen", _of(*_ROWS), "down down"),
    shown("administrators, a held one chosen", _of(*_ROWS, _HELD), "down down down down"),
    shown("administrators, many", _of(*_MANY, found=10_000)),
    shown("administrators, loading", partial(Administrators, takes_long, print, {}), busy=True),
    shown("administrators, none found", _of()),
    shown("administrators, odd addresses", _of(*_ODD)),
    shown("administrators, the last one", _of(_ROWS[0]), notice=LastAdministrator()),
)
