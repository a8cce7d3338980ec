"""A page of administrators tells all there is to tell, with the same statements for one row and for many."""

from datetime import timedelta
from typing import Any

from kstore_tui.core.results import AdministratorRow
from kstore_tui.store import Store
from tests.kstore_tui.support.fakes import MovableClock
from tests.kstore_tui.support.mail import Mailbox
from tests.kstore_tui.support.steps import ADDRESS, OTHER_ADDRESS, accounts, numbered, registered


async def _page(store: Store, session: str, start: int = 0) -> tuple[AdministratorRow, ...]:
    return (await store.administrators.page(session, start=start)).rows


async def test_a_page_takes_as_many_statements_for_a_hundred_invited_rows_as_for_one(
    store: Store, statements: list[tuple[str, Any]], session: str
) -> None:
    taken = []
    for more in (numbered(1), numbered(250)[1:]):
        await accounts(store, *more, invited=True)
        statements.clear()
        rows = await _page(store, session, start=1)
        assert {row.code_until for row in rows} == {store.clock() + timedelta(days=3)}
        taken.append((len(rows), len(statements)))
    (one, few), (hundred, many) = taken
    assert (one, hundred) == (1, 100)
    assert few == many


async def test_each_row_has_the_expiry_of_its_own_code(
    store: Store, mailbox: Mailbox, clock: MovableClock, session: str
) -> None:
    until = {}
    for address in ("b@example.com", "c@example.com"):
        clock.advance(minutes=1)
        await store.administrators.register(session, address)
        await store.mail_worker.drain()
        until[address] = clock() + timedelta(days=3)
    await store.administrators.register(session, OTHER_ADDRESS)
    for rows in (await _page(store, session), await store.administrators.every()):
        told = {row.login_address: row.code_until for row in rows if row.is_invited}
        assert told == {**until, OTHER_ADDRESS: None}


async def test_a_search_finds_a_part_of_the_address_in_any_case(store: Store, session: str) -> None:
    await accounts(store, "cy@example.org", "ken@example.net")
    for search, found in (("EXAMPLE.org", ["cy@example.org"]), ("100%", [])):
        rows = (await store.administrators.page(session, search)).rows
        assert [row.login_address for row in rows] == found


async def test_a_page_has_a_hundred_rows_in_order_and_the_operator_sees_them_all(store: Store) -> None:
    session = (await registered(store)).session_id
    await accounts(store, *numbered(150), invited=True)
    every = await store.administrators.every()
    assert [row.login_address for row in every] == [ADDRESS, *numbered(150)]
    assert all(row.code_until is not None for row in every[1:])  # more ids than one statement names
    second = await store.administrators.page(session, start=100)
    assert (len(second.rows), second.found, second.rows[0].login_address) == (51, 151, "n099@example.com")
