"""A person at a terminal of the real program, whose login needs a code."""

import asyncio
import sqlite3
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import build_store
from tests.journeys.faulty_smtp import recording
from tests.journeys.kstore import environment, program
from tests.journeys.terminal import Terminal
from tests.kstore_tui.support import steps
from tests.kstore_tui.support.mail import Mailbox


class Place(NamedTuple):
    """A person at a terminal, their store and their mails."""

    terminal: Terminal
    folder: Path
    mailbox: Mailbox

    def query(self, sql: str) -> int:
        """Count something in the store."""
        with closing(sqlite3.connect(self.folder / "store.sqlite3")) as store:
            (count,) = store.execute(f"SELECT count(*) FROM {sql}").fetchone()  # noqa: S608 - of these tests
        return int(count)


@contextmanager
def protected(
    folder: Path,
    *,
    deaf: bool = False,
    also: Mapping[str, str] | None = None,
    start: Sequence[str] = (sys.executable, "-m", "kstore_tui"),
) -> Iterator[Place]:
    """Start the program on a store whose only administrator gets codes."""
    with recording() as server:
        mailbox = Mailbox(server)
        at = MailServer("127.0.0.1", server.port)
        store = build_store(Settings(str(folder / "store.sqlite3"), at, bcrypt_cost=4))

        async def prepare() -> None:
            await steps.two_step_on(store, mailbox)
            await store.mail_worker.drain()

        asyncio.run(prepare())
        options = program(folder, "--smtp", f"smtp://127.0.0.1:{server.port}")[3:]
        around = {**environment(folder), "COLORTERM": ""}  # as over SSH
        with Terminal([*start, *options], environment=around, also=also, deaf_to_hang_up=deaf) as terminal:
            yield Place(terminal, folder, mailbox)
