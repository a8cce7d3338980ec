"""Administrators as others see them."""

from collections.abc import Iterable
from datetime import datetime

from peewee import chunked

from kstore_tui.database.models import Administrator, RegistrationCode
from kstore_tui.outcomes import AdministratorRow

_AT_ONCE = 100
"""How many ids one statement names: SQLite bears a thousand or more, by how it was built."""


def rows_of(accounts: Iterable[Administrator], own: str = "") -> tuple[AdministratorRow, ...]:
    """Return administrators as others see them (a part of a unit of work).

    Args:
        accounts: Who they are.
        own: The id of the account of who looks; empty for the operator.
    """
    accounts = tuple(accounts)
    invited = [administrator.id for administrator in accounts if administrator.is_invited]
    codes: dict[str, datetime] = {}
    for some in chunked(invited, _AT_ONCE):
        of_these = RegistrationCode.administrator.in_(some)
        codes |= {
            code.administrator_id: code.expires_at for code in RegistrationCode.select().where(of_these)
        }
    return tuple(
        AdministratorRow(
            id=administrator.id,
            login_address=administrator.login_address,
            is_own=administrator.id == own,
            is_invited=administrator.is_invited,
            is_held=administrator.is_held,
            two_step_is_on=administrator.verification_address is not None,
            registered_at=administrator.registered_at,
            registered_by=administrator.registered_by,
            last_login_at=administrator.last_login_at,
            code_until=codes.get(administrator.id),
        )
        for administrator in accounts
    )
