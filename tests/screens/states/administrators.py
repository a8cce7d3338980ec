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
from screens.account.change_password import ChangePasswordStep
from screens.administrators.delete import DeleteStep, WithdrawStep
from screens.administrators.page import Administrators
from screens.administrators.register import RegisterStep
from screens.login.registration_code import RegistrationCodeStep
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


def _step(name: str, opened: partial[Any], does: str = "", **more: Any) -> State:
    assert isinstance(opened.func, type)
    return State(name, opened.func, opened, does, **more)


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
    _step("register administrators, empty", partial(RegisterStep, gives(())), account=ADDRESS, looks=MAIN),
    _step(
        "register administrators, refused",
        partial(RegisterStep, refuses(InvalidAddresses(("nonsense is not an email address.",)))),
        "nonsense enter",
        account=ADDRESS,
    ),
    _step(
        "register administrators, checking",
        partial(RegisterStep, takes_long),
        "bob@example.com enter",
        account=ADDRESS,
        busy=True,
    ),
    _step(
        "delete, a fellow",
        partial(DeleteStep, gives(None), "bob@example.com", False),
        account=ADDRESS,
        looks=MAIN,
    ),
    _step("withdraw", partial(WithdrawStep, gives(None), "cy@example.com"), account=ADDRESS, looks=SMALL),
    _step("delete, oneself", partial(DeleteStep, gives(None), ADDRESS, True), account=ADDRESS),
    _step("delete, a very long address", partial(DeleteStep, gives(None), LONG, False), account=LONG),
    _step(
        "delete, deleting",
        partial(DeleteStep, takes_long, "bob@example.com", False),
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
    _step("registration code, empty", partial(RegistrationCodeStep, gives(None)), looks=MAIN),
    _step("registration code, checking", partial(RegistrationCodeStep, takes_long), _CODE, busy=True),
    _step(
        "registration code, wrong", partial(RegistrationCodeStep, refuses(InvalidRegistrationCode())), _CODE
    ),
    _step(
        "registration code, too many wrong ones",
        partial(RegistrationCodeStep, refuses(TooManyWrongTokens(NOW))),
        _CODE,
    ),
    _step(
        "registration code, common password",
        partial(RegistrationCodeStep, refuses(_PASSWORD_REFUSED)),
        _CODE,
        looks=SMALL,
    ),
    _step("change password, empty", partial(ChangePasswordStep, gives(None)), account=ADDRESS, looks=MAIN),
    _step(
        "change password, checking",
        partial(ChangePasswordStep, takes_long),
        _CHANGE,
        account=ADDRESS,
        busy=True,
    ),
    _step(
        "change password, wrong",
        partial(ChangePasswordStep, refuses(WrongPassword())),
        _CHANGE,
        account=ADDRESS,
    ),
    _step(
        "change password, common",
        partial(ChangePasswordStep, refuses(_PASSWORD_REFUSED)),
        _CHANGE,
        account=ADDRESS,
    ),
)
