"""Activity for tests: reading all of it, and filling a store with much of it."""

import sqlite3
from contextlib import closing
from pathlib import Path

from kstore_tui.core.events import EventKind
from kstore_tui.core.results import ActivityRow
from kstore_tui.store import Store

BEGIN = "2025-01-01 00:00:00"
"""When the first of them happened."""


async def all_events(store: Store) -> list[ActivityRow]:
    """Return all that happened, oldest first."""
    return [row async for row in store.activity.every()][::-1]


async def told(store: Store) -> list[tuple[EventKind, str, str, str]]:
    """Return what happened, who did it, about whom and from where, oldest first."""
    return [(row.what, row.who, row.about, row.origin) for row in await all_events(store)]


async def noted(store: Store, *events: tuple[EventKind, str]) -> None:
    """Note what happened and who did it."""

    def note() -> None:
        for what, who in events:
            store.sessions.activity.note(what, who)

    await store.transactions.run(note)


def fill(path: Path, rows: int, minutes: int = 1) -> None:
    """Fill a store with logins of a thousand people, some refused, one every so many minutes."""
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO activity (at, what, who, about, origin) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT datetime(?, (i * ?) || ' minutes'), iif(i % 1000 = 1, ?, ?), "
            "printf('n%03d@example.com', i % 1000), '', '203.0.113.' || (i % 200) FROM n",
            (rows, BEGIN, minutes, EventKind.LOGIN_REFUSED, EventKind.LOGGED_IN),
        )
        for column in ("who", "origin"):  # in the order of the index: else it takes ten times as long
            connection.execute(
                f"INSERT INTO activity_key (key, what, event_id) SELECT {column}, what, id FROM activity "  # noqa: S608
                f"WHERE who LIKE 'n___@example.com' ORDER BY {column}, id"
            )
        connection.commit()


async def told_since(store: Store, before: int) -> list[tuple[EventKind, str, str, str]]:
    """Return what was noted after the first so many rows, oldest first."""
    return (await told(store))[before:]
