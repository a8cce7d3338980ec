"""Administrators, registering and deleting them, registration codes, and changing the password."""

from datetime import timedelta
from functools import partial
from typing import Any

from kstore_tui.core.errors import (
    InvalidAddresses,
    InvalidPassword,
    InvalidRegistrationCode,
    LastAdministrator,
    TooManyWrongTokens,
    WrongPassword,
)
from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from screens.account.change_password import change_password_step
from screens.administrators.delete import delete_step, withdraw_step
from screens.administrators.page import Administrators
from screens.administrators.register import register_step
from screens.login.registration_code import registration_code_step
from tests.screens.states.entering import DISK_FULL
from tests.screens.states.state import (
    ADDRESS,
    LONG,
    MAIN,
    MARKUP,
    NOW,
    RIGHT_TO_LEFT,
    SMALL,
    WIDE,
    Look,
    State,
    asked,
    gives,
    refuses,
    takes_long,
)

_PASSWORD_REFUSED = InvalidPassword("That password is among the most common ones. Choose another.")
_USUAL = (Look(),)


def _row(address: str, **more: Any) -> AdministratorRow:
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
    _row(ADDRESS, two_step_is_on=True),
    _row("bob@example.com", registered_by=ADDRESS, last_login_at=None),
    _row("cy@example.com", registered_by=ADDRESS, is_invited=True, code_until=NOW + timedelta(days=2)),
    _row("dee@example.com", registered_by="operator", is_invited=True),
)
_HELD = _row("eve@example.com", registered_by=ADDRESS, is_held=True, two_step_is_on=True)
_ODD = tuple(_row(address, registered_by=MARKUP) for address in (MARKUP, WIDE, RIGHT_TO_LEFT, LONG))


def _shown(*rows: AdministratorRow, found: int | None = None, start: int = 0) -> partial[Administrators]:
    page = AdministratorsPage(rows, start, 100, len(rows) if found is None else found, NOW)
    return partial(Administrators, gives(page), print, {})


def _place(name: str, opened: partial[Any], does: str = "", looks: tuple[Look, ...] = _USUAL) -> State:
    return State(name, Administrators, opened, does, account=ADDRESS, looks=looks)


_CODE = f"{ADDRESS} enter ABCD-EFGH-JKLM enter yellow-umbrella enter yellow-umbrella enter"
_CHANGE = "yellow-umbrella enter purple-ladder enter purple-ladder enter"

STATES = (
    _place("administrators, one", _shown(_ROWS[0])),
    _place("administrators, some", _shown(*_ROWS), looks=MAIN),
    _place("administrators, an invited one chosen", _shown(*_ROWS), "down down"),
    _place("administrators, a held one chosen", _shown(*_ROWS, _HELD), "down down down down"),
    _place(
        "administrators, many",
        _shown(*(_row(f"n{n:03}@example.com") for n in range(100)), found=10_000),
        looks=SMALL,
    ),
    _place("administrators, unusable", partial(Administrators, refuses(DISK_FULL), print, {}), looks=SMALL),
    State(
        "administrators, loading",
        Administrators,
        partial(Administrators, takes_long, print, {}),
        account=ADDRESS,
        busy=True,
    ),
    _place("administrators, none found", _shown()),
    _place("administrators, odd addresses", _shown(*_ODD), looks=SMALL),
    asked("register administrators, empty", partial(register_step, gives(())), account=ADDRESS, looks=MAIN),
    asked(
        "register administrators, refused",
        partial(register_step, refuses(InvalidAddresses(("nonsense is not an email address.",)))),
        "nonsense enter",
        account=ADDRESS,
    ),
    asked(
        "register administrators, checking",
        partial(register_step, takes_long),
        "bob@example.com enter",
        account=ADDRESS,
        busy=True,
    ),
    asked(
        "delete, a fellow",
        partial(delete_step, gives(None), "bob@example.com", False),
        account=ADDRESS,
        looks=MAIN,
    ),
    asked("withdraw", partial(withdraw_step, gives(None), "cy@example.com"), account=ADDRESS, looks=SMALL),
    asked("delete, oneself", partial(delete_step, gives(None), ADDRESS, True), account=ADDRESS),
    asked("delete, a very long address", partial(delete_step, gives(None), LONG, False), account=LONG),
    asked(
        "delete, deleting",
        partial(delete_step, takes_long, "bob@example.com", False),
        "shift+tab enter",
        account=ADDRESS,
        busy=True,
    ),
    State(
        "administrators, the last one",
        Administrators,
        _shown(_ROWS[0]),
        account=ADDRESS,
        notice=LastAdministrator(),
    ),
    asked("registration code, empty", partial(registration_code_step, gives(None)), looks=MAIN),
    asked("registration code, checking", partial(registration_code_step, takes_long), _CODE, busy=True),
    asked(
        "registration code, wrong", partial(registration_code_step, refuses(InvalidRegistrationCode())), _CODE
    ),
    asked(
        "registration code, too many wrong ones",
        partial(registration_code_step, refuses(TooManyWrongTokens(NOW + timedelta(minutes=15), NOW))),
        _CODE,
    ),
    asked(
        "registration code, common password",
        partial(registration_code_step, refuses(_PASSWORD_REFUSED)),
        _CODE,
        looks=SMALL,
    ),
    asked("change password, empty", partial(change_password_step, gives(None)), account=ADDRESS, looks=MAIN),
    asked(
        "change password, checking",
        partial(change_password_step, takes_long),
        _CHANGE,
        account=ADDRESS,
        busy=True,
    ),
    asked(
        "change password, wrong",
        partial(change_password_step, refuses(WrongPassword())),
        _CHANGE,
        account=ADDRESS,
    ),
    asked(
        "change password, common",
        partial(change_password_step, refuses(_PASSWORD_REFUSED)),
        _CHANGE,
        account=ADDRESS,
    ),
)
