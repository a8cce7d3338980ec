"""How long the first page of a long table takes, beside that of a short one: a place opens as quickly."""

import asyncio
import sqlite3
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.events import fill
from tests.kstore_tui.support.steps import registered, session_of
from tests.screens.support.person import at_terminal

RUNS = 9
BOUND = 1.2
"""The longest that a long table may take, in times of the short one."""


def measure() -> float:
    """Measure activity and administrators, the use case and the screen; return the worst ratio."""
    with tempfile.TemporaryDirectory() as folder:
        return asyncio.run(_measure(Path(folder)))


async def _measure(folder: Path) -> float:
    worst = 0.0
    for what, sizes, filling in (
        ("activity", (1_000, 1_000_000), fill),
        ("administrators", (1_000, 10_000), _fill_administrators),
    ):
        stores = [folder / f"{what}-{rows}.sqlite3" for rows in sizes]
        for path, rows in zip(stores, sizes, strict=True):
            await registered(_open(path))
            filling(path, rows)
        for way, opening in (("page", _page), ("screen", _screen)):
            seconds = [[await opening(_open(path), what) for path in stores] for _ in range(RUNS)]
            short, long = (median(column) for column in zip(*seconds, strict=True))
            print(
                f"{what}, {way}: {sizes[1]} rows {long * 1000:.1f} ms, "
                f"{sizes[0]} rows {short * 1000:.1f} ms, ratio {long / short:.2f} (bound {BOUND})"
            )
            worst = max(worst, long / short)
    return worst


def _open(path: Path) -> Store:
    """Open one of the stores; a process has one open at a time."""
    return build_store(Settings(database=str(path), mail_server=MailServer("127.0.0.1", 9), bcrypt_cost=4))


def _fill_administrators(path: Path, rows: int) -> None:
    with closing(sqlite3.connect(path)) as connection:
        connection.execute(
            "INSERT INTO administrator (id, login_address, login_key, password_hash, password_changed_at, "
            "registered_at, wrong_codes_in_a_row, wrong_codes_that_day) "
            "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ?) "
            "SELECT printf('%032x', i), printf('n%06d@example.com', i), printf('n%06d@example.com', i), "
            "'nobody logs in with this', '2026-01-01', '2026-01-01', 0, 0 FROM n",
            (rows,),
        )
        connection.commit()


async def _page(store: Store, what: str) -> float:
    """Ask the use case ten times."""
    session = (await session_of(store)).session_id
    begun = time.perf_counter()
    for _ in range(10):
        await getattr(store, what).page(session)
    return (time.perf_counter() - begun) / 10


async def _screen(store: Store, what: str) -> float:
    """Go to the place, from the store to the table standing there."""
    async with at_terminal(store) as person:
        await person.logs_in()
        begun = time.perf_counter()
        person.screen.query_one(f"#{what}").focus()
        await person.presses("enter")
        await person.sees("today")
        return time.perf_counter() - begun
