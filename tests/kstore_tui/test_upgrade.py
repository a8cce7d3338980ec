"""What an older program left in its store is still good after the migrations."""

import sqlite3
from contextlib import closing
from hashlib import sha256
from pathlib import Path

import pytest
from playhouse.migrations import Runner

from kstore_tui.database import opening
from kstore_tui.database.connection import sqlite
from kstore_tui.outcomes import LoggedIn
from kstore_tui.refusals import WrongRegistrationCode
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.kstore_tui.clock import MovableClock
from tests.kstore_tui.steps import ADDRESS, ORIGIN, OTHER_ADDRESS

NEW = "eleven quiet lamps"
CODES = {"registration": "ABCD-EFGH-JKLM", "reset": "MLKJ-HGFE-DCBA"}


def _left_by_an_older_program(settings: Settings) -> None:
    """Make a store of before codes had one table, with a code of each kind that is out."""
    path = Path(settings.database)
    path.unlink()  # the one of this program
    database = sqlite(str(path))
    with database.connection_context():
        Runner(database, str(Path(opening.__file__).parent / "migrations"), table_name="schema_migration").up(
            "0005_activity"
        )
    digests = {kind: sha256(code.replace("-", "").encode()).hexdigest() for kind, code in CODES.items()}
    with closing(sqlite3.connect(path)) as connection, connection:
        for account, kept in ((ADDRESS, "x"), (OTHER_ADDRESS, "")):
            connection.execute(
                "INSERT INTO administrator (id, login_address, login_key, password_hash, "
                "password_changed_at, registered_at, wrong_codes_in_a_row, wrong_codes_that_day) "
                "VALUES (?, ?, ?, ?, '2026-11-23 09:00:00', '2026-11-23 09:00:00', 0, 0)",
                (account, account, account, kept),
            )
        connection.execute(
            "INSERT INTO registration_code (id, administrator_id, digest, expires_at) "
            "VALUES ('1', ?, ?, '2026-11-26 09:00:00.123456')",
            (OTHER_ADDRESS, digests["registration"]),
        )
        connection.execute(
            "INSERT INTO reset_code (id, administrator_id, digest, made_at) "
            "VALUES ('2', ?, ?, '2026-11-24 09:00:00.123456')",
            (ADDRESS, digests["reset"]),
        )


async def test_codes_that_are_out_stay_good(settings: Settings, clock: MovableClock) -> None:
    _left_by_an_older_program(settings)
    store = build_store(settings, clock)
    await store.invitations.redeem(OTHER_ADDRESS, CODES["registration"], NEW, ORIGIN)
    await store.password_reset.redeem(ADDRESS, CODES["reset"], NEW, ORIGIN)
    for address in (ADDRESS, OTHER_ADDRESS):
        assert isinstance(await store.login.log_in(address, NEW, ORIGIN), LoggedIn)


async def test_codes_that_are_out_end_when_they_would_have(settings: Settings, clock: MovableClock) -> None:
    _left_by_an_older_program(settings)
    store = build_store(settings, clock)
    clock.advance(days=2)
    with pytest.raises(WrongRegistrationCode):
        await store.invitations.redeem(OTHER_ADDRESS, CODES["registration"], NEW, ORIGIN)
