"""Reading and searching the administrators, in the caller's transaction."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from peewee import SQL, chunked, fn

from kstore_tui.core.addresses import as_searched, fold
from kstore_tui.core.results import AdministratorRow, AdministratorsPage
from kstore_tui.core.rules import RULES
from kstore_tui.core.tokens import TokenKind
from kstore_tui.database.models import Administrator, Token

PAGE = 100
"""Rows of one page."""
_IDS_IN_STATEMENT = 100
"""How many ids one statement names; SQLite takes a thousand or more, depending on how it was built."""


def page_of(search: str, start: int, own: str, now: datetime) -> AdministratorsPage:
    """Return a page of those whose address contains the search, by address; `own` is the reader's own id."""
    every = Administrator.select()
    # `every.count()` would read the rows; this one is counted in the index alone.
    counted = Administrator.select(fn.COUNT(SQL("*")))
    if search.strip():
        every, counted = every.where(_has(search)), counted.where(_has(search))
    rows = every.order_by(Administrator.login_key).offset(start).limit(PAGE)
    return AdministratorsPage(rows_of(rows, own), start, PAGE, found=counted.scalar(), now=now)


def rows_of(accounts: Iterable[Administrator], own: str = "") -> tuple[AdministratorRow, ...]:
    """Return administrators as others see them; `own` is the reader's own id."""
    accounts = tuple(accounts)
    codes: dict[str, datetime] = {}
    for invited in chunked([each.id for each in accounts if each.is_invited], _IDS_IN_STATEMENT):
        sent = (
            Token.select()
            .where(
                Token.administrator.in_(invited),
                Token.kind == TokenKind.REGISTRATION,
                Token.was_sent,
                Token.ended_at.is_null(),
            )
            .order_by(Token.made_at)
        )
        validity = TokenKind.REGISTRATION.validity(RULES)
        codes |= {token.administrator_id: token.made_at + validity for token in sent}
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


def _has(search: str) -> Any:
    """Return the condition that an address contains the search. In `login_key`, domains are in IDNA form."""
    key, text = Administrator.login_key, as_searched(search)
    local, at, domain = text.rpartition("@")
    as_shown = key.contains(f"{local}{at}") & Administrator.login_address.contains(f"{at}{domain}")
    return key.contains(text) | key.endswith(fold(search)) | as_shown
