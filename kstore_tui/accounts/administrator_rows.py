"""Administrators as others see them."""

from collections.abc import Iterable
from datetime import datetime

from peewee import chunked

from kstore_tui.core.results import AdministratorRow
from kstore_tui.core.rules import RULES
from kstore_tui.core.tokens import TokenKind
from kstore_tui.database.models import Administrator, Token

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
        sent = (
            Token.select()
            .where(
                Token.administrator.in_(some),
                Token.kind == TokenKind.REGISTRATION,
                Token.was_sent,
                Token.ended_at.is_null(),
            )
            .order_by(Token.made_at)
        )
        codes |= {
            code.administrator_id: code.made_at + TokenKind.REGISTRATION.validity(RULES) for code in sent
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
