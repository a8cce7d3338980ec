"""Many administrators, as in a store after a long time."""

from typing import Any

from peewee import chunked

from kstore_tui.core.addresses import fold
from kstore_tui.database.models import Administrator, Token
from kstore_tui.store import Store
from kstore_tui.verification.tokens import TokenKind


async def accounts(store: Store, *addresses: str, invited: bool = False) -> None:
    """Create accounts with any addresses, which are their ids too; the invited have been mailed a code."""
    now = store.clock()
    rows = [
        {
            "id": address,
            "login_address": address,
            "login_key": fold(address),
            "password_hash": "" if invited else "x",
            "password_changed_at": now,
            "registered_at": now,
            "registered_by": address,
        }
        for address in addresses
    ]
    codes: list[dict[str, Any]] = [
        {
            "id": row["id"],
            "administrator": row["id"],
            "kind": TokenKind.REGISTRATION,
            "mail_id": row["id"],
            "digest": "",
            "made_at": now,
            "was_sent": True,
        }
        for row in rows
    ]

    def insert() -> None:
        for some in chunked(rows, 100):
            Administrator.insert_many(some).execute()
        for some in chunked(codes if invited else [], 100):
            Token.insert_many(some).execute()

    await store.transactions.run(insert)


def numbered(count: int) -> tuple[str, ...]:
    """Return so many addresses, in order; they sort after the other addresses of tests."""
    return tuple(f"n{number:03}@example.com" for number in range(count))
