"""Another program on the same store: started, led from step to step, and killed by a test."""

import asyncio
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from types import TracebackType
from typing import ParamSpec, Self, TypeVar

from kstore_tui.core.results import LoggedIn
from kstore_tui.database.models import Administrator, proxy
from kstore_tui.database.opening import read_or_make_key
from kstore_tui.database.transactions import Transactions
from kstore_tui.mail.smtp import MailServer
from kstore_tui.settings import Settings
from kstore_tui.store import Store, build_store
from tests.kstore_tui.support.fakes import FixedCodes
from tests.kstore_tui.support.steps import ADDRESS, ORIGIN, PASSWORD, VERIFICATION_ADDRESS

_HERE = Path(__file__).parents[3]


class Program:
    """A run of this file, which says each step that it reaches and waits there."""

    def __init__(self, part: str, settings: Settings, *arguments: str) -> None:
        server = settings.mail_server
        command = [
            sys.executable,
            "-m",
            "tests.kstore_tui.support.program",
            part,
            settings.database,
            str(server.port),
        ]
        self._process = subprocess.Popen(
            [*command, *arguments], cwd=_HERE, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def next_line(self) -> str:
        """Return what it says next; an empty line when it has ended."""
        assert self._process.stdout is not None
        return self._process.stdout.readline().rstrip("\n")

    def reaches(self, step: str) -> None:
        """Wait until it is at a step, and let it go on from those before."""
        while (line := self.next_line()) != step:
            assert line, f"the program ended before {step!r}"
            self.go_on()

    def go_on(self) -> None:
        """Let it go on from where it waits."""
        assert self._process.stdin is not None
        self._process.stdin.write("\n")
        self._process.stdin.flush()

    def kill(self) -> None:
        """End it with SIGKILL: nothing in it runs any more."""
        self._process.kill()
        self._process.wait(10)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.kill()
        self._process.communicate()


# What runs in it: it plays one part on a store and stops at each of its steps.

P = ParamSpec("P")
T = TypeVar("T")

CODE = "012345"
"""Every code that it makes."""


def reached(step: str) -> None:
    """Say a step and wait until it may go on."""
    print(step, flush=True)
    sys.stdin.readline()


async def enable(store: Store) -> None:
    session = await store.login.log_in(ADDRESS, PASSWORD, ORIGIN)
    assert isinstance(session, LoggedIn)
    reached("logged in")
    sent = await store.two_step.send_to_new_address(session.session_id, VERIFICATION_ADDRESS)
    reached("code sent")
    proof = await store.two_step.verify(session.session_id, sent.challenge_id, CODE)
    reached("verified")
    await store.two_step.save(session.session_id, proof)
    reached("saved")


async def stop_in_a_transaction(store: Store) -> None:
    """Change an account, and stop before that is committed."""

    def change() -> None:
        Administrator.update(verification_address=VERIFICATION_ADDRESS, login_key="nobody").execute()
        reached("in the transaction")

    await store.transactions.run(change)


class StopsBeforeTheNote(Transactions):
    """Stops when the server has taken a mail and nobody has noted it."""

    async def run(self, unit: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
        if unit.__name__ == "_remove":
            await asyncio.to_thread(reached, "taken")
        return await super().run(unit, *args, **kwargs)


class SlowKeys(FixedCodes):
    """Takes its time over a key, so that two programs are at it together."""

    def token_bytes(self, nbytes: int, /) -> bytes:
        """Return so many random bytes, later."""
        time.sleep(0.3)
        return super().token_bytes(nbytes)


def make_key(path: str) -> None:
    """Say the key that it goes on with."""
    reached("ready")
    print(read_or_make_key(Path(path), SlowKeys()).hex(), flush=True)


def main(part: str, database: str, port: str, *arguments: str) -> None:
    if part == "key":
        return make_key(*arguments)
    settings = Settings(database=database, mail_server=MailServer("127.0.0.1", int(port)), bcrypt_cost=4)
    if part == "open":
        reached("ready")
    codes = [] if part == "post" else [CODE] * 9
    store = build_store(settings, randomness=FixedCodes(*codes))
    if part == "open":
        print("opened", flush=True)
    elif part == "enable":
        asyncio.run(enable(store))
    elif part == "post":
        stopping = StopsBeforeTheNote(proxy.obj)
        asyncio.run(build_store(settings, transactions=stopping).mail_worker.drain())
    else:
        asyncio.run(stop_in_a_transaction(store))


if __name__ == "__main__":
    main(*sys.argv[1:])
